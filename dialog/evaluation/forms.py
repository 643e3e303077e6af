"""Reading files that people or programs wrote: each mistake one sentence with its place."""

import json
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from pydantic import BaseModel, ValidationError

from dialog.errors import ConfigError

Form = TypeVar("Form", bound=BaseModel)


def read_text(path: Path, hint: str) -> str:
    """Return what a file holds.

    Raises:
        ConfigError: when it cannot be read; of one that is missing `hint` says what to do.
    """
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise ConfigError(f"There is no {path}; {hint}.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"Cannot read {path}: {error}.") from error


def parsed(text: str, place: str) -> Any:
    """Return the JSON in a text, in which NaN and the infinities are no numbers.

    Raises:
        ConfigError: when it is not.
    """
    try:
        return json.loads(text, parse_constant=_refuse)
    except ValueError as error:
        raise ConfigError(f"{place} is no JSON: {error}.") from error


def checked(form: type[Form], data: Any, place: str) -> Form:
    """Return data in its form.

    Raises:
        ConfigError: when it has another, naming the key.
    """
    try:
        return form.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        at = ".".join(map(str, first["loc"])) or "all of it"
        raise ConfigError(f"{place}: {at}: {first['msg'].lower()}.") from error


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no number")
