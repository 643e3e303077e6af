"""A linear chain over a sentence's tags: which tag may follow which, and how gladly.

The conditional random field of Lafferty et al. 2001, as it is read; `dialog.nlu.crf` trains it.
A sentence's tags score the sum of their emissions, one a word, and of the transitions between
them. `I-x` stands behind `B-x` or `I-x` alone.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.floating[Any]]

FORBIDDEN = -1e4  # the score of what may not be
_UNLIKELY = 10.0  # a tag this far below each word's best is left out, transitions allowed for
_FLOOR = -80.0  # of a logarithm
_SCALED = 3  # words, after which sums are scaled to 1 again, far from the smallest number there is
PARTS = ("transitions", "start", "end")


class Chain:
    """Reads the likeliest tags, and how likely each is, from a sentence's emissions.

    Args:
        tags: the tags, O first.
        weights: "transitions" (tags, tags), "start" and "end" (tags,).
        temperature: what all scores are divided by.
    """

    def __init__(
        self, tags: Sequence[str], weights: Mapping[str, Any], temperature: float = 1.0
    ) -> None:
        self.temperature = temperature
        barred, barred_first = barriers(tags)
        self._transitions = weights["transitions"] / temperature + barred
        self._start = weights["start"] / temperature + barred_first
        self._end = weights["end"] / temperature
        swing = [float(np.ptp(part)) for part in weights.values() if part.size]
        self._margin = _UNLIKELY + 2 * max(swing, default=0.0) / temperature

    def read(self, emissions: "Floats") -> "tuple[list[int], Floats]":
        """Return the likeliest sequence of tags, and each word's probabilities of each tag.

        Args:
            emissions: (words, tags), of at least one word.
        """
        scores = emissions / self.temperature
        near = scores >= scores.max(axis=1, keepdims=True) - self._margin
        near[:, 0] = True
        likely = np.flatnonzero(near.any(axis=0))
        part = np.ascontiguousarray(scores[:, likely])  # row after row, as it is read
        steps = self._transitions[np.ix_(likely, likely)]
        start, end = self._start[likely], self._end[likely]
        probabilities = np.zeros(scores.shape)
        probabilities[:, likely] = _marginals(part, steps, start, end)
        return [int(likely[at]) for at in _best(part, steps, start, end)], probabilities


def barriers(tags: Sequence[str]) -> "tuple[Floats, Floats]":
    """Return what is added to transitions and to first tags: 0, or FORBIDDEN where one may not be.

    Shapes (tags, tags) and (tags,).
    """
    inside = np.array([tag.startswith("I-") for tag in tags])
    names = np.array([tag[2:] for tag in tags])
    follows = (names[:, None] == names[None, :]) & (names[:, None] != "")
    barred = np.where(inside[None, :] & ~follows, FORBIDDEN, 0.0).astype(np.float32)
    return barred, np.where(inside, FORBIDDEN, 0.0).astype(np.float32)


def _best(scores: "Floats", steps: "Floats", start: "Floats", end: "Floats") -> list[int]:
    """Return the best path (Viterbi 1967)."""
    into = np.ascontiguousarray(steps.T)  # [to][from]
    totals = np.empty_like(scores)
    totals[0] = scores[0] + start
    for at in range(1, len(scores)):
        np.add((into + totals[at - 1]).max(axis=1), scores[at], out=totals[at])
    path = [int((totals[-1] + end).argmax())]
    for total in totals[-2::-1]:
        path.append(int((total + into[path[-1]]).argmax()))
    return path[::-1]


def _marginals(scores: "Floats", steps: "Floats", start: "Floats", end: "Floats") -> "Floats":
    """Return each place's probability of each tag (forward and backward, scaled now and then)."""
    # float64 and a floor: what is all but impossible stays a number above 0
    weights = np.exp(np.maximum(scores - scores.max(axis=1, keepdims=True), _FLOOR, dtype=float))
    moves = np.exp(np.maximum(steps, _FLOOR, dtype=float))
    forward, backward = np.empty_like(weights), np.empty_like(weights)
    np.multiply(weights[0], np.exp(np.maximum(start, _FLOOR, dtype=float)), out=forward[0])
    last = len(weights) - 1
    for at in range(1, last + 1):
        np.multiply(forward[at - 1] @ moves, weights[at], out=forward[at])
        if at % _SCALED == 0:
            forward[at] /= forward[at].sum()
    backward[last] = np.exp(np.asarray(end, dtype=float))
    for at in range(last - 1, -1, -1):
        np.dot(moves, backward[at + 1] * weights[at + 1], out=backward[at])
        if at % _SCALED == 0:
            backward[at] /= backward[at].sum()
    both = forward * backward
    shares: Floats = both / both.sum(axis=1, keepdims=True)
    return shares
