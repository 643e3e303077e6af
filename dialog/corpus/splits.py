"""Splits: their names, and the division of a published split whose train part is not at hand."""

import hashlib
from collections.abc import Iterable, Sequence

from dialog.errors import CorpusError, did_you_mean


def check_split(corpus: str, split: str, splits: Sequence[str]) -> None:
    """Refuse a split that a corpus does not have.

    Raises:
        CorpusError: naming the nearest one.
    """
    if split not in splits:
        raise CorpusError(
            f"{corpus} has no split {split!r}; there are: {', '.join(splits)}."
            f"{did_you_mean(split, splits)}"
        )


def held_out(dialogue_ids: Iterable[str]) -> frozenset[str]:
    """Return the fixed tenth of dialogues, rounded down: those of lowest SHA-1."""
    ordered = sorted(
        dialogue_ids,
        key=lambda name: hashlib.sha1(name.encode(), usedforsecurity=False).hexdigest(),
    )
    return frozenset(ordered[: len(ordered) // 10])
