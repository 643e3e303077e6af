"""The documents of a plugin: Markdown in its folder `knowledge`, read as passages with headings."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from dialog.yamlfile import Problem

FOLDER = "knowledge"
CONSULT = "action_consult"  # the action that looks a question up in them

_TEXTS = frozenset((".md", ".markdown", ".txt", ".rst", ".html", ".htm", ".pdf", ".docx", ".odt"))
_TABLE = re.compile(r"\s*\|.*\|\s*")
_UNDERLINE = re.compile(r"\s{0,3}(=+|-+)\s*")
_RULE = re.compile(r"\s{0,3}(?:-\s*){3,}|\s{0,3}(?:\*\s*){3,}|\s{0,3}(?:_\s*){3,}")  # between parts
_HEADING = re.compile(r"(#{1,6})(?:\s+(.*?))?(?:\s+#+)?\s*")
_ITEM = re.compile(r"\s*(?:[-*+]|\d+[.)])\s+")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_MARKS = re.compile(r"\*\*|__|`|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w)")
# After a full stop that ends no abbreviation, or one of the full stops that need no space.
_SENTENCE_END = re.compile(
    r"(?<=[.!?])(?<!\b[A-Za-z]\.)(?<!\b(?:Mr|Ms|Dr|St|No|vs)\.)(?<!\b(?:Mrs|etc)\.)"
    r"\s+(?=[\"'(]?[^\W_a-z])|(?<=[。！？])\s*(?=.)"
)


@dataclass(frozen=True)
class Passage:
    """What stands under one heading of a document."""

    document: str  # the heading that the document begins with
    heading: str  # the passage's own; where text stands right below the first one, that
    sentences: tuple[str, ...]

    @cached_property
    def text(self) -> str:
        """The whole passage."""
        return " ".join(self.sentences)

    @property
    def source(self) -> str:
        """Where an answer from it comes from: "During the stay, Pets"."""
        same = self.heading == self.document
        return self.heading if same else f"{self.document}, {self.heading}"


def read_documents(plugin: Path) -> tuple[tuple[Passage, ...], list[Problem]]:
    """Return the passages of a plugin's documents, and what is wrong with them.

    A plugin without a folder of documents has none, which is no mistake.
    """
    folder = plugin / FOLDER
    passages: list[Passage] = []
    problems: list[Problem] = []
    if not folder.is_dir():
        return (), []
    shown = [file for file in sorted(folder.rglob("*")) if not file.name.startswith(".")]
    files = [file for file in shown if file.parent == folder and file.suffix == ".md"]
    problems += [
        Problem(
            file, 1, "", "it is not read", f"only files of Markdown in {FOLDER}/, named *.md, are"
        )
        for file in shown
        if file not in files and file.suffix.lower() in _TEXTS
    ]
    if not files and not problems:
        problems.append(Problem(folder, 1, "", "there is no document", "add one, such as pets.md"))
    for file in files:
        try:
            text = file.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            problems.append(Problem(file, 1, "", f"it cannot be read: {error}"))
            continue
        found = list(_sections(text))
        own = [*_unread(file, text), *_problems(file, found)]
        problems += own
        if not own:
            first = found[0].heading
            passages += [
                Passage(first, section.heading, section.sentences)
                for section in found
                if section.sentences
            ]
    return tuple(passages), problems


@dataclass(frozen=True, slots=True)
class _Section:
    line: int  # of the heading, from 1
    level: int  # how many #, 0 for what stands above the first heading
    heading: str
    sentences: tuple[str, ...]


def _sections(text: str) -> Iterator[_Section]:
    """Yield the sections of a document; one without a heading only if text stands there."""
    line, level, heading = 1, 0, ""
    body: list[str] = []
    for number, content in enumerate(_lines(text), start=1):
        if _RULE.fullmatch(content):
            content = ""
        found = _HEADING.fullmatch(content)
        if found is None:
            body.append(content)
            continue
        if level or any(each.strip() for each in body):
            yield _Section(line, level, heading, _sentences(body))
        line, level, heading, body = number, len(found[1]), _plain(found[2] or ""), []
    if level or any(each.strip() for each in body):
        yield _Section(line, level, heading, _sentences(body))


def _lines(text: str) -> list[str]:
    """Return the lines of a document, blank ones in place of comments."""
    return _COMMENT.sub(lambda comment: "\n" * comment.group().count("\n"), text).splitlines()


def _unread(file: Path, text: str) -> Iterator[Problem]:
    """Yield the parts of Markdown that would be taken for sentences and are none."""
    above = ""
    for number, line in enumerate(_lines(text), start=1):
        if _TABLE.fullmatch(line) and not _TABLE.fullmatch(above):
            yield Problem(file, number, "", "a table is not read", "write each row as a sentence")
        if above.strip() and _UNDERLINE.fullmatch(line) and not _HEADING.fullmatch(above):
            hint = f"write it as ## {above.strip()}"
            yield Problem(file, number - 1, "", "this heading is underlined", hint)
        above = line


def _problems(file: Path, sections: list[_Section]) -> Iterator[Problem]:
    if not sections:
        yield Problem(file, 1, "", "it is empty", "write a heading and text below it")
        return
    hint = "begin with a line such as # Pets, which answers give as their source"
    if not sections[0].level:
        yield Problem(file, 1, "", "it begins without a heading", hint)
    for section, after in zip(sections, [*sections[1:], None], strict=True):
        if section.level and not section.heading:
            yield Problem(file, section.line, "", "this heading is empty", "give it words")
        deeper = after is not None and after.level > section.level
        if not section.sentences and not deeper:
            message = f"nothing stands below the heading {section.heading!r}"
            yield Problem(file, section.line, "", message, "write what it is about, or drop it")


def _sentences(lines: list[str]) -> tuple[str, ...]:
    """Return the sentences of paragraphs and lists; an item of a list is one at least."""
    blocks: list[str] = []
    joined = False  # whether the line belongs to what is above it
    for line in lines:
        item = _ITEM.match(line)
        text = line[item.end() :] if item else line
        if joined and not item and text.strip():
            blocks[-1] += f" {text.strip()}"
        elif text.strip():
            blocks.append(text.strip())
        joined = bool(text.strip())
    parts = (part for block in blocks for part in _SENTENCE_END.split(_plain(block)))
    return tuple(part.strip() for part in parts if part.strip())


def _plain(text: str) -> str:
    """Return text without the marks of emphasis, code and links."""
    return " ".join(_MARKS.sub("", _LINK.sub(r"\1", text)).split())
