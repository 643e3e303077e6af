"""Corpora of tagged sentences in three parallel line files, the form of Goo et al. 2018.

A split is a folder (`train`, `valid`, `test`). Line n of its files describes one sentence:
`seq.in` its words, `seq.out` a tag for each of them (O, B-slot, I-slot), `label` its intent.

- An intent is `inform(task=intent)`; several joined with "#" give one act each. The label as
  written stays in `turn.extra["intent"]`.
- A run of tags `B-slot I-slot ...` is `inform(slot=value)`: the value is the text from its first
  word to its last, and the span says where.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from dialog.acts import ActType, DialogueAct
from dialog.corpus.dialogue import Dialogue
from dialog.corpus.files import Place, read_lines
from dialog.corpus.single import intent_act, single_turn
from dialog.corpus.splits import check_split
from dialog.errors import CorpusError

_FILES = ("seq.in", "seq.out", "label")
_FOLDERS = {"train": "train", "validation": "valid", "test": "test"}
_TOKEN = re.compile(r"\S+")


class IobCorpus:
    """The corpus in a folder; a subclass says what it is and which labels it has."""

    name: str  # also the domain of its acts
    description: str
    licence: str
    citation: str
    homepage: str
    language: str = "en"
    splits: tuple[str, ...] = tuple(_FOLDERS)
    leaks: Mapping[str, frozenset[str]] = MappingProxyType({})
    intents: frozenset[str]  # without the prefix
    slots: frozenset[str]
    prefix: str = ""  # begins every intent of the label files

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def load(self, split: str) -> list[Dialogue]:
        """Read the sentences of a split, in the order of the files.

        Their ids are the split and the number of the line, `test-17`.

        Raises:
            CorpusError: for an unknown split, or a file that is missing or malformed.
        """
        check_split(self.name, split, self.splits)
        folder = self.folder / _FOLDERS[split]
        columns = [read_lines(folder / file) for file in _FILES]
        if len({len(lines) for lines in columns}) > 1:
            counts = ", ".join(
                f"{file} {len(lines):,}" for file, lines in zip(_FILES, columns, strict=True)
            )
            raise CorpusError(f"The files of {folder} must have equally many lines ({counts}).")
        return [
            single_turn(
                f"{split}-{number}",
                split,
                text.strip(),
                self._acts(Place(f"{folder}, line {number}"), text.strip(), tags.split(), label),
                label.strip(),
            )
            for number, (text, tags, label) in enumerate(zip(*columns, strict=True), 1)
        ]

    def _acts(
        self, place: Place, text: str, tags: Sequence[str], label: str
    ) -> Iterator[DialogueAct]:
        for part in label.strip().split("#"):
            intent = part.removeprefix(self.prefix)
            if intent not in self.intents or part != self.prefix + intent:
                raise place.error(f"has the unknown intent {part!r}")
            yield intent_act(self.name, intent)
        words = [match.span() for match in _TOKEN.finditer(text)]
        if not words:
            raise place.error("has no words")
        if len(words) != len(tags):
            raise place.error(f"has {len(words)} words but {len(tags)} tags")
        try:
            chunks = list(read_chunks(tags))
        except ValueError as error:
            raise place.error(str(error)) from None
        for slot, first, last in chunks:
            if slot not in self.slots:
                raise place.error(f"has the unknown slot {slot!r}")
            start, end = words[first][0], words[last][1]
            yield DialogueAct(ActType.INFORM, self.name, slot, text[start:end], span=(start, end))


def read_chunks(tags: Iterable[str]) -> Iterator[tuple[str, int, int]]:
    """Find the chunks of a tagged sentence: slot, first word, last word (inclusive).

    Raises:
        ValueError: for a tag that is none, or an I- tag that goes on with nothing.
    """
    slot, first, at = "", 0, -1
    for at, tag in enumerate(tags):
        kind, _, name = tag.partition("-")
        if tag != "O" and (kind not in ("B", "I") or not name):
            raise ValueError(f"has {tag!r} where O, B-slot or I-slot belongs")
        if kind == "I":
            if name != slot:
                raise ValueError(f"has {tag!r} with no B-{name} before it")
            continue
        if slot:
            yield slot, first, at - 1
        slot, first = name, at
    if slot:
        yield slot, first, at
