"""Finds the action classes of a domain plugin, and makes its actions."""

import hashlib
import importlib
import importlib.util
import inspect
import sys
import traceback
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

from rasa_sdk import Action

from dialog.actions.base import DatabaseAction
from dialog.database import Database
from dialog.domain import Domain
from dialog.errors import DomainError

FILE = "actions.py"


class ActionsError(DomainError):
    """An actions.py that cannot be used; `line` is the one to look at."""

    def __init__(self, message: str, line: int = 1) -> None:
        super().__init__(message)
        self.line = line


def own_actions(domain: Domain, database: Database) -> dict[str, Any]:
    """Return the actions that a plugin's actions.py defines, by name.

    Raises:
        ActionsError: when the file cannot be loaded, or one of its actions cannot be made.
    """
    made: dict[str, Any] = {}
    for cls in action_classes(domain):
        try:
            action = cls(domain, database) if issubclass(cls, DatabaseAction) else cls()
            name = action.name()
        except Exception as error:
            raise ActionsError(
                f"The action class {cls.__name__} of the domain {domain.name!r} cannot be made: "
                f"{brief(error)}.",
                inspect.getsourcelines(cls)[1],
            ) from error
        if name in made:
            raise ActionsError(
                f"The domain {domain.name!r} has two actions {name!r}; rename one.",
                inspect.getsourcelines(cls)[1],
            )
        made[name] = action
    return made


def unmade(domain: Domain, made: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield (key, what is wrong) for each action that domain.yml names and nobody has made.

    The framework's own actions go by their own names only, lest one stands in for a plugin's.
    """
    schema = domain.schema
    for key, declared in (("search", schema.search), ("booking", schema.booking)):
        if declared is None or declared.action in made:
            continue
        builtin = type(declared)().action
        if declared.action != builtin:
            there = [f"{type(action).__name__} ({name!r})" for name, action in made.items()]
            classes = f"the classes there are: {', '.join(there)}" if there else "it has no classes"
            yield (
                key,
                f"no class in {FILE} has the action {declared.action!r}; {classes}; "
                f"the built-in one is {builtin!r}",
            )


def brief(error: BaseException) -> str:
    """Return an error's type and message in one short line."""
    text = " ".join(str(error).split())
    text = text if len(text) <= 200 else f"{text[:199]}…"
    return f"{type(error).__name__}: {text}" if text else type(error).__name__


def action_classes(domain: Domain) -> list[type[Any]]:
    """Return the concrete action classes defined in a plugin's actions.py, in its order.

    Raises:
        ActionsError: when the file cannot be loaded.
    """
    path = domain.path / FILE
    try:
        module = _module(domain)
    except (Exception, SystemExit) as error:
        reason = f"{type(error).__name__}: {' '.join(str(error).split())}"
        raise ActionsError(
            f"The actions of the domain {domain.name!r} in {path} cannot be loaded: {reason}.",
            _line(error, path),
        ) from error
    if module is None:
        return []
    return [
        value
        for name, value in vars(module).items()
        if inspect.isclass(value)
        and name == value.__name__
        and value.__module__ == module.__name__
        and issubclass(value, Action)
        and not inspect.isabstract(value)
        and _own(value, "name")
        and _own(value, "run")
    ]


def _line(error: BaseException, path: Path) -> int:
    """Return the line of a file by which an error came about, 1 where it was not in the file."""
    places = [(frame.filename, frame.lineno) for frame in traceback.extract_tb(error.__traceback__)]
    if isinstance(error, SyntaxError):
        places.append((error.filename or "", error.lineno))
    lines = [line for name, line in places if Path(name).resolve() == path.resolve()]
    return (lines[-1] if lines else None) or 1


def _own(cls: type[Any], method: str) -> bool:
    return getattr(cls, method) is not getattr(Action, method)


def _module(domain: Domain) -> ModuleType | None:
    if domain.package:
        name = f"{domain.package}.actions"
        if importlib.util.find_spec(name) is not None:
            return importlib.import_module(name)
    path = domain.path / FILE
    if not path.is_file():
        return None
    digest = hashlib.sha256(str(path.resolve()).encode()).hexdigest()[:12]
    spec = importlib.util.spec_from_file_location(f"dialog_actions_{digest}", path)
    if spec is None or spec.loader is None:
        return None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # where dataclasses and pickle look a class's module up
    try:
        spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[spec.name]
        raise
    return module
