"""The MultiWOZ 2.1 corpus in ConvLab's edition: `val.json.zip`, `test.json.zip` and, where it is
at hand, `train.json.zip`.

The training split is often missing, so without it the published validation split is divided:
`validation` is a fixed tenth of it (the dialogues whose ids have the lowest SHA-1) and `train`
the rest. With a `train.json.zip` the two are the published ones. `published_val` is the whole
published validation split in either case.
"""

from collections.abc import Mapping
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
    language = "en"
    homepage = "https://github.com/ConvLab/ConvLab-3"
    splits: tuple[str, ...] = ("train", "validation", "test", "published_val")
    # Sentences or counts that were taken from every published split.
    leaks: Mapping[str, frozenset[str]] = dict.fromkeys(
        ("templates/auto_*", "all_value.json.gz", "da_slot_cnt.json.gz"), frozenset(splits)
    )

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def load(self, split: str) -> list[Dialogue]:
        """Read the dialogues of a split, in the order of the file.

        Raises:
            CorpusError: for an unknown split, or a file that is missing or malformed.

        """
        check_split(self.name, split, self.splits)
        whole = self._path("train").exists()
        file = "test" if split == "test" else "train" if split == "train" and whole else "val"
        path = self._path(file)
        records: dict[str, Any] = read_json(path, dict)
        if not whole and split in ("train", "validation"):
            tenth = held_out(records)
            records = {k: v for k, v in records.items() if (k in tenth) == (split == "validation")}
        return [DialogueReader(str(path), k).read(v, split) for k, v in records.items()]

    def _path(self, file: str) -> Path:
        return self.folder / f"{file}.json.zip"
