"""Pairs of answers of which one is preferred: a file of JSON lines."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from dialog.corpus.export import write_lines
from dialog.errors import ConfigError
from dialog.files import whole_file
from dialog.llm.base import Message, Role
from dialog.nlg.tuning.asked import chat

_HELD_OUT = 10  # one in so many prompts is measured with


@dataclass(frozen=True, slots=True)
class Preference:
    """What was asked, and the better and the worse of two answers."""

    prompt: Sequence[Message]
    chosen: str
    rejected: str

    def to_dict(self) -> dict[str, Any]:
        """Return it as a line of the file."""
        return {"prompt": chat(self.prompt), "chosen": self.chosen, "rejected": self.rejected}


def write_preferences(path: Path, preferences: Iterable[Preference]) -> None:
    """Write a file, whole or not at all.

    Raises:
        ConfigError: when it cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with whole_file(path) as fresh:
            write_lines(fresh, (each.to_dict() for each in preferences))
    except OSError as error:
        raise ConfigError(f"Cannot write {path}: {error.strerror or error}.") from error


def read_preferences(path: Path) -> list[Preference]:
    """Read a file.

    Raises:
        ConfigError: when it cannot be read, naming the line and what is wrong with it.
    """
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or error
        raise ConfigError(f"The preferences {path} cannot be read: {why}.") from error
    found = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                found.append(_preference(json.loads(line)))
            except ValueError as error:
                raise ConfigError(f"{path}, line {number}: {error}.") from error
    return found


def split(preferences: Sequence[Preference]) -> tuple[list[Preference], list[Preference]]:
    """Return what is learnt and what is measured with, a tenth of the prompts.

    Raises:
        ConfigError: when there are not two prompts.
    """
    names = {each: _name(each) for each in preferences}
    ordered = sorted(set(names.values()))
    if len(ordered) < 2:
        raise ConfigError(
            f"There are preferences for {len(ordered)} prompts; with fewer than two none is left "
            "to measure with."
        )
    held = set(ordered[: max(1, len(ordered) // _HELD_OUT)])
    learnt = [each for each in preferences if names[each] not in held]
    return learnt, [each for each in preferences if names[each] in held]


def _name(preference: Preference) -> str:
    """Return what the prompts are told apart and held out by."""
    return hashlib.sha256(json.dumps(chat(preference.prompt)).encode()).hexdigest()


def _preference(data: Any) -> Preference:
    """Read a line; raises ValueError with what is wrong, without a full stop."""
    if not isinstance(data, Mapping):
        raise ValueError('it is no object {"prompt": ..., "chosen": ..., "rejected": ...}')
    for name in ("chosen", "rejected"):
        if not isinstance(data.get(name), str) or not data[name].strip():
            raise ValueError(f"{name!r} should be a text")
    if data["chosen"] == data["rejected"]:
        raise ValueError("'chosen' and 'rejected' are the same text")
    prompt = data.get("prompt")
    if not isinstance(prompt, list) or not prompt:
        raise ValueError("'prompt' should be a list of messages")
    return Preference(tuple(map(_message, prompt)), data["chosen"], data["rejected"])


def _message(data: Any) -> Message:
    roles = get_args(Role)
    if not isinstance(data, Mapping) or data.get("role") not in roles:
        raise ValueError(f"a message of 'prompt' should have a 'role' of {', '.join(roles)}")
    if not isinstance(data.get("content"), str):
        raise ValueError("the 'content' of a message of 'prompt' should be a text")
    return Message(data["role"], data["content"])
