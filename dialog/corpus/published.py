"""Corpora published as `train.json.zip`, `val.json.zip` and `test.json.zip`, each of one object
that maps dialogue ids to records.

The training file is often missing, as it is large. Without it the published validation split is
divided: `validation` is a fixed tenth of it (`held_out`) and `train` the rest; with it the two are
the published ones. `published_val` is the whole published validation split in either case.
"""

from pathlib import Path
from typing import Any

from dialog.corpus.files import read_json
from dialog.corpus.splits import held_out

SPLITS = ("train", "validation", "test", "published_val")


def read_records(folder: Path, split: str) -> tuple[Path, dict[str, Any]]:
    """Return the file that a split is in, and its records by dialogue id, in the file's order.

    Args:
        folder: the folder of the corpus.
        split: one of `SPLITS`.

    Raises:
        CorpusError: for a file that is missing, damaged or of another form.
    """
    whole = _path(folder, "train").exists()
    file = "test" if split == "test" else "train" if split == "train" and whole else "val"
    path = _path(folder, file)
    records: dict[str, Any] = read_json(path, dict)
    if not whole and split in ("train", "validation"):
        tenth = held_out(records)
        records = {k: v for k, v in records.items() if (k in tenth) == (split == "validation")}
    return path, records


def _path(folder: Path, file: str) -> Path:
    return folder / f"{file}.json.zip"
