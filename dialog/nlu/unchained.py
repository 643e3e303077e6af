"""Reading the tags of a model that was trained without a linear chain, on all pieces of words.

The bundle of the city is such; every training makes others now.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.floating[Any]]


class Unchained:
    """Reads each word's tag by itself; `I-x` with no `x` before it begins one.

    Args:
        tags: the tags, O first, then B and I of each slot.
        temperature: what all scores are divided by.
    """

    def __init__(self, tags: Sequence[str], temperature: float = 1.0) -> None:
        self.temperature = temperature
        self._tags = tags

    def read_all(self, emissions: "Sequence[Floats]") -> "list[tuple[list[int], Floats]]":
        """Return the tags of sentences: see `read`."""
        return [self.read(each) for each in emissions]

    def read(self, emissions: "Floats") -> "tuple[list[int], Floats]":
        """Return each word's likeliest tag, and its probabilities of each tag.

        Args:
            emissions: (words, tags), of at least one word.
        """
        odds = np.exp((emissions - emissions.max(axis=1, keepdims=True)) / self.temperature)
        path: list[int] = []
        for best in emissions.argmax(axis=1):
            tag, before = self._tags[best], self._tags[path[-1]] if path else ""
            goes_on = tag[0] == "I" and before[2:] == tag[2:]
            path.append(int(best) - (tag[0] == "I" and not goes_on))
        return path, odds / odds.sum(axis=1, keepdims=True)


def speaking_pieces(token: "Floats", firsts: Sequence[int], own: Any) -> "Floats":
    """Return the scores of each word's first piece that is of a value, (words, tags).

    Where none is, it is the piece that is nearest to being one.

    Args:
        token: of all tokens, (length, tags).
        firsts: the token that begins each word.
        own: which tokens are the sentence's, (length,) of bool.
    """
    if not firsts:
        return token[:0]
    last = int(np.flatnonzero(own)[-1]) + 1
    value = token[:, 1:].max(axis=1) - token[:, 0]
    words = zip(firsts, [*firsts[1:], last], strict=True)
    return token[[a + int(np.minimum(value[a:b], 0).argmax()) for a, b in words]]
