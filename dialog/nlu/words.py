"""The words of a sentence among an encoder's tokens, which may be pieces of words."""

import re
from collections.abc import Sequence
from typing import Any

import numpy as np

from dialog.wordbounds import ALONE, stands_alone

Bounds = tuple[int, int]
_INNER = frozenset("'’:/.")  # marks that may stand inside a word
_FIRST_WORD, _LAST_WORD = re.compile(rf"[^\W_{ALONE}]+"), re.compile(rf"[^\W_{ALONE}]+$")
_LONG_WORD = 4


def words_of(text: str, offsets: Any, own: Any) -> tuple[list[int], list[Bounds]]:
    """Return the token that begins each word of a sentence, and the word's bounds in characters.

    Args:
        text: the sentence.
        offsets: character bounds of each token, (length, 2).
        own: which tokens are the sentence's, (length,) of bool.
    """
    firsts: list[int] = []
    bounds: list[Bounds] = []
    places = np.flatnonzero(own)
    for at, (start, end) in zip(places.tolist(), offsets[places].tolist(), strict=True):
        if bounds and start == bounds[-1][1] and inside_word(text, start):
            bounds[-1] = bounds[-1][0], end
        else:
            firsts.append(at)
            bounds.append((start, end))
    return firsts, bounds


def overlapping(bounds: Sequence[Bounds], span: Bounds) -> list[int]:
    """Return the places of the words that share characters with a span."""
    start, end = span
    return [at for at, (a, b) in enumerate(bounds) if a < end and b > start]


def inside_word(text: str, at: int) -> bool:
    """Whether a place is amid a word, one like "o'hare", "5:30pm" and "ap/57" included."""
    before, after = text[at - 1 : at], text[at : at + 1]
    if stands_alone(before) or stands_alone(after):
        return False
    if before.isalnum() and after.isalnum():
        return True
    mark = at - 1 if before in _INNER else at
    if text[mark : mark + 1] not in _INNER or not mark:
        return False
    left, right = _LAST_WORD.search(text[:mark]), _FIRST_WORD.match(text[mark + 1 :])
    if left is None or right is None:
        return False
    # two long words with a slash between are two: "monday/tuesday"
    return text[mark] != "/" or min(len(left.group()), len(right.group())) < _LONG_WORD
