"""The list of benchmarks: a YAML file of commands and of the figures that they give."""

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field

from dialog.errors import ConfigError
from dialog.evaluation.forms import checked, read_text

HINT = "run this where the benchmarks are, or name their list with --list"


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A command that writes a report, and the figures of it that are claimed."""

    name: str
    title: str
    arguments: Sequence[str]  # of `dialog`, or of the script; {corpora} and {folder} may stand in
    figures: Sequence[str]  # names in metrics.json
    quick: Sequence[str] | None  # what is added to make it quick; None: it takes too long
    script: Path | None = None  # a program of its own, which takes --report as `dialog` does

    def command(self, places: Mapping[str, str], *, quick: bool = False) -> list[str]:
        """Return its words, without the report."""
        more = self.quick if quick and self.quick else ()
        words = [word.format(**places) for word in (*self.arguments, *more)]
        return [self.script.name, *words] if self.script else ["dialog", *words]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str = Field(pattern=r"^[a-z0-9-]+$")
    title: str
    command: str
    figures: list[str] = Field(min_length=1)
    quick: str | None = None


class _Listing(BaseModel):
    model_config = ConfigDict(extra="forbid")

    benchmarks: list[_Entry] = Field(min_length=1)


def read_listing(path: Path) -> list[Benchmark]:
    """Return the benchmarks of a list.

    A command begins with a subcommand of `dialog`, or with a Python file beside the list.

    Raises:
        ConfigError: for a file that is missing or of another form, naming the place.
    """
    try:
        data = yaml.safe_load(read_text(path, HINT))
    except yaml.YAMLError as error:
        raise ConfigError(f"{path} is no YAML: {' '.join(str(error).split())}.") from error
    entries = checked(_Listing, data, str(path)).benchmarks
    names = [entry.name for entry in entries]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice:
        raise ConfigError(f"{path}: the benchmark {twice!r} stands there twice.")
    return [_benchmark(entry, path) for entry in entries]


def _benchmark(entry: _Entry, path: Path) -> Benchmark:
    first, *rest = shlex.split(entry.command) or [""]
    script = path.parent / first if first.endswith(".py") else None
    if script and not script.is_file():
        raise ConfigError(f"{path}: {entry.name}: there is no {script}.")
    return Benchmark(
        entry.name,
        entry.title,
        rest if script else [first, *rest],
        entry.figures,
        None if entry.quick is None else shlex.split(entry.quick),
        script,
    )
