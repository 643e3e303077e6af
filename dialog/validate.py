"""Turns what pydantic finds wrong with a YAML file into problems with file, line and key."""

import copy
from collections.abc import Callable
from enum import Enum
from typing import Any, TypeVar, get_args, get_origin

from pydantic import BaseModel, ValidationError

from dialog.yamlfile import Key, Problem, YamlFile, nearest

M = TypeVar("M", bound=BaseModel)
Repair = Callable[[dict[str, Any], Key, str], None]  # data, key, pydantic's error type

_ROUNDS = 20  # each one mends every error it finds; errors behind errors need another


def validate(file: YamlFile, model: type[M], repair: Repair) -> tuple[M | None, list[Problem]]:
    """Validate a file's data, and go on behind the first mistakes.

    `repair` puts right, in a copy of the data, what an error is about, so that the errors that
    pydantic finds only afterwards are reported as well. Returns the model of the repaired data
    (None if it could not be repaired) and the problems, in the order of their lines.
    """
    problems: dict[tuple[str, str], Problem] = {}
    data = copy.deepcopy(file.data)
    result: M | None = None
    for _ in range(_ROUNDS):
        try:
            result = model.model_validate(data)
            break
        except ValidationError as error:
            for detail in error.errors(include_url=False):
                problem = _problem(file, model, dict(detail))
                problems.setdefault((problem.key, problem.message), problem)
                repair(data, _clean(detail["loc"]), detail["type"])
    return result, sorted(problems.values(), key=lambda p: p.line)


def _clean(loc: tuple[str | int, ...]) -> Key:
    return tuple(part for part in loc if part != "[key]")


def _problem(file: YamlFile, model: type[BaseModel], detail: dict[str, Any]) -> Problem:
    key = _clean(detail["loc"])
    name = str(key[-1]) if key else ""
    kind, context = detail["type"], detail.get("ctx", {})
    if kind == "extra_forbidden":
        known = fields_at(model, key[:-1])
        hint = nearest(name, known) or f"known keys are {', '.join(known)}"
        return file.problem(key, f"unknown key {name!r}", hint)
    if kind == "missing":
        return file.problem(key, f"missing key {name!r}")
    given = detail.get("input")
    if kind in ("enum", "literal_error"):
        choices = choices_at(model, key)
        hint = nearest(str(given), choices) if isinstance(given, str) else ""
        return file.problem(key, f"must be one of {', '.join(choices)}, not {given!r}", hint)
    if kind == "value_error":
        return file.problem(key, str(context.get("error", detail["msg"])))
    wanted = _WANTED.get(kind)
    if wanted is None:
        message = detail["msg"][:1].lower() + detail["msg"][1:]
        return file.problem(key, message)
    hint = "put it in quotes" if kind == "string_type" and isinstance(given, int | float) else ""
    return file.problem(key, f"must be {wanted}, not {_said(given)}", hint)


_WANTED = {
    "string_type": "text",
    "list_type": "a list",
    "dict_type": "a mapping (key: value)",
    "model_type": "a mapping (key: value)",
    "model_attributes_type": "a mapping (key: value)",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
}


def _said(value: Any) -> str:
    if value is None:
        return "empty"
    if isinstance(value, dict):
        return "a mapping"
    return "a list" if isinstance(value, list) else repr(value)


def _annotation_at(model: type[BaseModel], key: Key) -> Any:
    """Return the type of what is under a key, None where the model has no such key."""
    found: Any = model
    for part in key:
        if isinstance(found, type) and issubclass(found, BaseModel):
            field = found.model_fields.get(str(part))
            found = field.annotation if field else None
        elif get_origin(found) in (dict, list):
            found = get_args(found)[-1]
        else:
            return None
        models = [a for a in get_args(found) if isinstance(a, type) and issubclass(a, BaseModel)]
        if get_origin(found) not in (dict, list) and models:  # Database | None
            found = models[0]
    return found


def fields_at(model: type[BaseModel], key: Key) -> list[str]:
    """Return the keys that the mapping under a key may have, [] if any."""
    found = _annotation_at(model, key)
    if isinstance(found, type) and issubclass(found, BaseModel):
        return list(found.model_fields)
    return []


def choices_at(model: type[BaseModel], key: Key) -> list[str]:
    """Return the values that an enumeration or literal under a key may have."""
    found = _annotation_at(model, key)
    if isinstance(found, type) and issubclass(found, Enum):
        return [str(member.value) for member in found]
    return [str(choice) for choice in get_args(found)]
