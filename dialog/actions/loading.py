"""Finds the action classes of a domain plugin."""

import hashlib
import importlib
import importlib.util
import inspect
import sys
from types import ModuleType
from typing import Any

from rasa_sdk import Action

from dialog.domain import Domain
from dialog.errors import DomainError


def action_classes(domain: Domain) -> list[type[Any]]:
    """Return the concrete action classes defined in a plugin's actions.py, in its order.

    Raises:
        DomainError: when the file cannot be loaded.
    """
    try:
        module = _module(domain)
    except (Exception, SystemExit) as error:
        reason = f"{type(error).__name__}: {' '.join(str(error).split())}"
        raise DomainError(
            f"The actions of the domain {domain.name!r} in {domain.path / 'actions.py'} "
            f"cannot be loaded: {reason}."
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


def _own(cls: type[Any], method: str) -> bool:
    return getattr(cls, method) is not getattr(Action, method)


def _module(domain: Domain) -> ModuleType | None:
    if domain.package:
        name = f"{domain.package}.actions"
        if importlib.util.find_spec(name) is not None:
            return importlib.import_module(name)
    path = domain.path / "actions.py"
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
