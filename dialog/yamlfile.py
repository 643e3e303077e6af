"""Reads YAML files with the line of every key, and says what is wrong with one.

Scalars follow YAML 1.2: only `true` and `false` are booleans, so `yes`, `no` and `12:30` stay text.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from dialog.errors import did_you_mean

Key = tuple[str | int, ...]  # where in a file: ("slots", "food", "type")

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_CONSTANTS = {"": None, "~": None, "null": None, "true": True, "false": False}
_INT = re.compile(r"[-+]?(?:0|[1-9]\d{0,17})", re.ASCII)  # 007 is text: a phone number, say
_FLOAT = re.compile(r"[-+]?\d+\.\d+(?:[eE][-+]?\d{1,3})?", re.ASCII)
_DEEPEST = 30  # far beyond any file of ours


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in a file."""

    file: Path
    line: int  # from 1
    key: str  # "slots.food.type", "" for the file as a whole
    message: str
    hint: str = ""  # what to do about it

    def __str__(self) -> str:
        place = f"{shown(self.file)}:{self.line}: "
        key = f"{self.key}: " if self.key else ""
        hint = f"; {self.hint}" if self.hint else ""
        end = "" if hint.endswith("?") else "."
        return f"{place}{key}{self.message}{hint}{end}"


def shown(path: Path) -> str:
    """Return a path relative to the folder we are in, if it lies below it."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except (OSError, ValueError):
        return str(path)


def nearest(word: str, choices: Iterable[str]) -> str:
    """Return "did you mean 'type'?" as the hint of a problem, "" when nothing is near."""
    guess = did_you_mean(word, choices).strip()
    return guess[:1].lower() + guess[1:]


def key_text(key: Iterable[str | int]) -> str:
    """Return a key as people write it: slots.food.values[2]."""
    text = ""
    for part in key:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text


@dataclass(slots=True)
class _Node:
    line: int
    value: Any
    children: dict[str | int, "_Node"] = field(default_factory=dict)


class _Stop(Exception):  # noqa: N818 - leaves the reading of a file, not an error of the program
    def __init__(self, line: int, message: str, hint: str = "") -> None:
        self.line, self.message, self.hint = line, message, hint


@dataclass(slots=True)
class YamlFile:
    """A YAML file's data, and where its keys stand."""

    path: Path
    data: Any = None
    problems: list[Problem] = field(default_factory=list)
    root: _Node | None = None

    @property
    def readable(self) -> bool:
        """Whether there is any data: False for a missing, empty or broken file."""
        return self.root is not None

    def line(self, key: Key) -> int:
        """The line of a key; that of the nearest one around it if it is not there itself."""
        node, line = self.root, 1
        for part in key:
            node = node.children.get(part) if node else None
            if node is None:
                break
            line = node.line
        return line

    def problem(self, key: Key, message: str, hint: str = "") -> Problem:
        """Return a problem with a key of this file."""
        return Problem(self.path, self.line(key), key_text(key), message, hint)


def read_text(path: Path) -> str | Problem:
    """Return a file's text, or the problem that keeps it from being read."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        return Problem(path, 1, "", f"cannot be read: {error.strerror or error}")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return Problem(path, line, "", "is not UTF-8", "save the file with the encoding UTF-8")


def read_yaml(path: Path) -> YamlFile:
    """Read a file whose top level is a mapping; what is wrong with it is in `problems`."""
    file = YamlFile(path)
    text = read_text(path)
    if isinstance(text, Problem):
        file.problems.append(text)
        return file
    try:
        root = _Builder(file, yaml.parse(text, Loader=_LOADER)).document()
    except _Stop as stop:
        file.problems.append(Problem(path, stop.line, "", stop.message, stop.hint))
        return file
    except yaml.YAMLError as error:
        file.problems.append(_syntax_problem(path, text, error))
        return file
    if root is None or root.value is None:
        file.problems.append(Problem(path, 1, "", "the file is empty"))
    elif not isinstance(root.value, dict):
        message = "the file must be a mapping (key: value) at its top level"
        file.problems.append(Problem(path, root.line, "", message))
    else:
        file.root, file.data = root, root.value
    return file


def _syntax_problem(path: Path, text: str, error: yaml.YAMLError) -> Problem:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    what = getattr(error, "problem", None) or getattr(error, "reason", None) or "cannot be read"
    lines = text.splitlines()
    line = min(mark.line + 1 if mark else 1, max(len(lines), 1))
    near = " ".join(lines[max(line - 2, 0) : line])
    hint = ""
    if re.search(r"(^|\s)-\s+[{\[%@`&*!]", near) or re.search(r":\s+\{\w+\}\s+\S", near):
        hint = 'put a sentence that begins with a symbol in quotes: - "{area} please"'
    elif "\t" in near:
        hint = "indent with spaces, not tabs"
    return Problem(path, line, "", f"is not YAML: {what}", hint)


class _Builder:
    """Builds data and lines from the parser's events, in one pass."""

    def __init__(self, file: YamlFile, events: Iterator[Any]) -> None:
        self.file = file
        self.events = events

    def document(self) -> _Node | None:
        next(self.events)  # the start of the stream
        if isinstance(next(self.events), yaml.StreamEndEvent):
            return None
        root = self.node(next(self.events), ())
        next(self.events)  # the end of the document
        after = next(self.events)
        if not isinstance(after, yaml.StreamEndEvent):
            raise _Stop(after.start_mark.line + 1, "holds more than one document", "remove the ---")
        return root

    def node(self, event: Any, key: Key) -> _Node:
        line = event.start_mark.line + 1
        if isinstance(event, yaml.ScalarEvent):
            plain = event.implicit[0]  # neither quoted nor tagged
            return _Node(line, _scalar(event.value) if plain else event.value)
        if isinstance(event, yaml.AliasEvent):
            raise _Stop(line, "aliases (*name) are not supported", "quote it")
        if len(key) >= _DEEPEST:
            raise _Stop(line, "is nested too deeply")
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(line, key)
        return self.mapping(line, key)

    def sequence(self, line: int, key: Key) -> _Node:
        node = _Node(line, [])
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            index = len(node.value)
            child = self.node(event, (*key, index))
            node.children[index] = child
            node.value.append(child.value)
        return node

    def mapping(self, line: int, key: Key) -> _Node:
        node = _Node(line, {})
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            at = event.start_mark.line + 1
            if not isinstance(event, yaml.ScalarEvent):
                hint = 'put a sentence that begins with a symbol in quotes: - "{area} please"'
                raise _Stop(at, "a key must be plain text", hint)
            name = event.value
            child = self.node(next(self.events), (*key, name))
            child.line = at  # a key is where its name is
            if name in node.children:
                first = node.children[name].line
                message = f"duplicate key {name!r}, first on line {first}"
                place = key_text((*key, name))
                self.file.problems.append(Problem(self.file.path, at, place, message))
                continue
            node.children[name] = child
            node.value[name] = child.value
        return node


def _scalar(text: str) -> Any:
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if _INT.fullmatch(text):
        return int(text)
    return float(text) if _FLOAT.fullmatch(text) else text
