"""The pipeline's configuration: defaults, files and options, each value with its source."""

import inspect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin

from dialog.component import KINDS, Domains, Kind, component_class, registered
from dialog.errors import ConfigError, did_you_mean
from dialog.yamlfile import read_yaml

DEFAULTS = Path(__file__).with_name("pipeline.yml")
AUTO = "auto"
NONE = "none"
SETTINGS: Mapping[str, type] = {"max_characters": int, "action_timeout": float}
_WORDS: Mapping[type, str] = {
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    str: "text",
    Mapping: "a mapping",
}
_FROM_PIPELINE = {"domains", "announce"}  # constructor arguments that no file sets


@dataclass(frozen=True, slots=True)
class Value:
    """One value and where it comes from: "default", "bot.yml:3" or "--nlu"."""

    value: Any
    source: str


@dataclass(frozen=True)
class PipelineConfig:
    """What a pipeline is made of: per kind a component's name and options, and the settings."""

    components: Mapping[Kind, Mapping[str, Value]]
    settings: Mapping[str, Value]

    def name(self, kind: Kind) -> str:
        """The name of a kind's component."""
        return str(self.components[kind]["name"].value)

    def options(self, kind: Kind) -> dict[str, Any]:
        """The options a kind's component is made with."""
        return {k: v.value for k, v in self.components[kind].items() if k != "name"}

    def to_dict(self) -> dict[str, Any]:
        """Return plain data, as a file would have it."""
        data: dict[str, Any] = {
            kind: {name: value.value for name, value in chosen.items()}
            for kind, chosen in self.components.items()
        }
        return data | {key: value.value for key, value in self.settings.items()}


def load_config(
    *files: Path | None,
    options: Mapping[str, Mapping[str, Any]] | None = None,
    domains: Domains | None = None,
    kinds: Sequence[Kind] = KINDS,
) -> PipelineConfig:
    """Merge the defaults, the own pipeline.yml of a single domain or group, files and options.

    Args:
        files: pipeline files; None is skipped.
        options: kind -> option -> value from the command line.
        domains: the session's domains.
        kinds: the components that are used; the others are not imported to check their options.

    Raises:
        ConfigError: for an unknown key, component or option, with file, line and the nearest one.
    """
    components: dict[Kind, dict[str, Value]] = {kind: {} for kind in KINDS}
    settings: dict[str, Value] = {}
    own: list[Path] = []
    if domains and (folder := _own_folder(domains)):
        file = folder / "pipeline.yml"
        own = [file] if file.is_file() else []
    for file in (DEFAULTS, *own, *(f for f in files if f is not None)):
        _merge(file, components, settings)
    for kind, chosen in (options or {}).items():
        for key, value in chosen.items():
            _set(components, _kind(kind), key, Value(value, f"--{kind if key == 'name' else key}"))
    config = PipelineConfig(components, settings)
    for kind in kinds:
        _check_options(kind, config)
    return config


def with_llm(
    llm: str, options: Mapping[str, Mapping[str, Any]], config: PipelineConfig
) -> dict[str, dict[str, Any]]:
    """Return options in which every component that asks a language model asks this one.

    Where none does, the generator `llm` is chosen.

    Args:
        llm: as `dialog.llm.specs.language_model` reads it.
        options: kind -> option -> value from the command line.
        config: what they give without it.
    """
    kinds: tuple[Kind, ...] = ("dst", "policy", "nlg")
    takers = [kind for kind in kinds if "llm" in component_options(kind, config.name(kind))]
    given = {kind: dict(chosen) for kind, chosen in options.items()}
    if not takers:
        given["nlg"] = {"name": "llm"}
    for kind in takers or ["nlg"]:
        given.setdefault(kind, {})["llm"] = llm
    return given


def _own_folder(domains: Domains) -> Path | None:
    """Return the folder of a single domain, or of the one group that all domains are of."""
    if len(domains) == 1:
        return next(iter(domains.values())).path
    groups = {domain.group for domain in domains.values()}
    return groups.pop() if len(groups) == 1 else None


def _merge(
    path: Path, components: dict[Kind, dict[str, Value]], settings: dict[str, Value]
) -> None:
    file = read_yaml(path)
    if file.problems:
        raise ConfigError(str(file.problems[0]))
    for key, value in file.data.items():
        source = "default" if path == DEFAULTS else f"{path}:{file.line((key,))}"
        if key in SETTINGS:
            settings[key] = Value(_setting(key, value, source), source)
        elif key in KINDS:
            parts = {"name": value} if isinstance(value, str) else value
            if not isinstance(parts, Mapping):
                raise ConfigError(f"{source}: {key} should be a name, or a mapping with `name`.")
            for option in sorted(parts, key=lambda o: o != "name"):
                at = "default" if path == DEFAULTS else f"{path}:{file.line((key, option))}"
                _set(components, _kind(key), str(option), Value(parts[option], at))
        else:
            raise ConfigError(
                f"{source}: unknown key {key!r}; there are {', '.join((*KINDS, *SETTINGS))}."
                f"{did_you_mean(str(key), (*KINDS, *SETTINGS))}"
            )


def _set(components: dict[Kind, dict[str, Value]], kind: Kind, key: str, value: Value) -> None:
    if key == "name":
        now = components[kind].get("name")
        if now is None or now.value != value.value:
            components[kind] = {}  # another component's options say nothing to this one
    components[kind][key] = value


def _kind(name: str) -> Kind:
    for kind in KINDS:
        if kind == name:
            return kind
    raise ConfigError(f"{name!r} is no kind of component; there are {', '.join(KINDS)}.")


def _setting(key: str, value: Any, source: str) -> Any:
    kind = SETTINGS[key]
    if not _is(kind, value) or not value > 0:
        raise ConfigError(f"{source}: {key} is {value!r}; it should be {_WORDS[kind]} above 0.")
    return kind(value)


def _is(kind: type, value: Any) -> bool:
    if isinstance(value, bool) or kind is bool:
        return isinstance(value, bool) and kind is bool
    return isinstance(value, (int, float) if kind is float else kind)


def _check_options(kind: Kind, config: PipelineConfig) -> None:
    named = config.components[kind]["name"]
    if kind == "nlu" and named.value in (AUTO, NONE):
        if len(config.components[kind]) > 1:
            option = next(v for k, v in config.components[kind].items() if k != "name")
            raise ConfigError(f"{option.source}: name the nlu component that its options are for.")
        return
    if not isinstance(named.value, str) or named.value not in registered(kind):
        known = (*registered(kind), *((AUTO, NONE) if kind == "nlu" else ()))
        raise ConfigError(
            f"{named.source}: there is no {kind} component {named.value!r}; there are "
            f"{', '.join(sorted(known))}.{did_you_mean(str(named.value), known)}"
        )
    options = _parameters(kind, named.value)
    for key, value in config.components[kind].items():
        if key == "name":
            continue
        if key not in options:
            raise ConfigError(
                f"{value.source}: the {kind} component {named.value!r} has no option {key!r}; "
                f"it has {', '.join(options) or 'none'}.{did_you_mean(key, options)}"
            )
        wanted, may_be_null = _annotated(options[key])
        if value.value is None and may_be_null:
            continue
        if wanted and not _is(wanted, value.value):
            raise ConfigError(
                f"{value.source}: {kind}.{key} is {value.value!r}; it should be {_WORDS[wanted]}."
            )


def _annotated(option: inspect.Parameter) -> tuple[type | None, bool]:
    """Return the kind of plain value that an option takes, if it is one, and whether null is."""
    parts = get_args(option.annotation) if _is_union(option.annotation) else (option.annotation,)
    kinds = [get_origin(part) or part for part in parts if part is not NoneType]
    named = next((kind for kind in _WORDS if kinds in ([kind], [kind.__name__])), None)
    return named, NoneType in parts


def _is_union(annotation: Any) -> bool:
    return get_origin(annotation) in (Union, UnionType)


def _parameters(kind: Kind, name: str) -> dict[str, inspect.Parameter]:
    parameters = inspect.signature(component_class(kind, name)).parameters
    return {n: p for n, p in parameters.items() if n not in _FROM_PIPELINE}


def component_options(kind: Kind, name: str) -> dict[str, Any]:
    """Return a component's options with their defaults."""
    options = _parameters(kind, name).values()
    return {p.name: None if p.default is p.empty else p.default for p in options}


def described(config: PipelineConfig) -> Sequence[tuple[str, Any, str]]:
    """Return (key, value, source) of everything, options left at their default included."""
    rows: list[tuple[str, Any, str]] = []
    for kind in KINDS:
        chosen = config.components[kind]
        rows.append((f"{kind}.name", chosen["name"].value, chosen["name"].source))
        name = str(chosen["name"].value)
        every = {} if kind == "nlu" and name in (AUTO, NONE) else component_options(kind, name)
        for key, default in every.items():
            value = chosen.get(key, Value(default, "default"))
            rows.append((f"{kind}.{key}", value.value, value.source))
    rows += [(key, value.value, value.source) for key, value in config.settings.items()]
    return rows
