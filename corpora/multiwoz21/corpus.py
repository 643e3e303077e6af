"""The MultiWOZ 2.1 corpus in ConvLab's edition: `val.json.zip`, `test.json.zip` and, where it is
at hand, `train.json.zip`.

The training split is often missing, so without it the published validation split is divided:
`validation` is a fixed tenth of it (the dialogues whose ids have the lowest SHA-1) and `train`
the rest. With a `train.json.zip` the two are the published ones. `published_val` is the whole
published validation split in either case.
"""

from collections import Counter
from pathlib import Path
from typing import Any

from corpora.multiwoz21.reader import DialogueReader
from dialog.corpus import Dialogue
from dialog.corpus.files import read_json
from dialog.corpus.splits import check_split, held_out


class MultiWoz21:
    """MultiWOZ 2.1 from a folder of zip files, which are read in place."""

    name = "multiwoz21"
    description = (
        "MultiWOZ 2.1: human-human tourist dialogues over seven domains, with goals, acts of both "
        "sides and belief states (English, ConvLab-3's edition)."
    )
    licence = "Apache-2.0 (ConvLab-3); the original MultiWOZ data: MIT"
    citation = "Budzianowski et al., EMNLP 2018; Eric et al., LREC 2020"
    splits: tuple[str, ...] = ("train", "validation", "test", "published_val")

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def load(self, split: str) -> list[Dialogue]:
        """Read the dialogues of a split, in the order of the file.

        Raises:
            CorpusError: for an unknown split, or a file that is missing or malformed.

        """
        return self._read(split, Counter())

    def span_report(self, split: str) -> Counter[str]:
        """Count how the annotated spans of a split fare.

        - exact: the words are the value;
        - differs: they read differently and the span is kept;
        - out of range: the token positions are no range of the text, the span is dropped;
        - no act: a span that belongs to no act of its turn;
        - no span, "no span, dontcare": an act with a value that has no span.

        Raises:
            CorpusError: as `load`.

        """
        report: Counter[str] = Counter()
        self._read(split, report)
        return +report

    def _read(self, split: str, spans: Counter[str]) -> list[Dialogue]:
        check_split(self.name, split, self.splits)
        whole = self._path("train").exists()
        file = "test" if split == "test" else "train" if split == "train" and whole else "val"
        path = self._path(file)
        records: dict[str, Any] = read_json(path, dict)
        if not whole and split in ("train", "validation"):
            tenth = held_out(records)
            records = {k: v for k, v in records.items() if (k in tenth) == (split == "validation")}
        return [DialogueReader(str(path), k, spans).read(v, split) for k, v in records.items()]

    def _path(self, file: str) -> Path:
        return self.folder / f"{file}.json.zip"
