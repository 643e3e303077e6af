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

Tagged = tuple[list[int], "Floats"]  # the tag of each word; its chances of each, (words, tags)
FORBIDDEN = -1e4  # the score of what may not be
_UNLIKELY = 14.0  # a tag this far below each word's best is left out, transitions allowed for
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

    def read(self, emissions: "Floats") -> "Tagged":
        """Return the tags of one sentence: see `read_all`."""
        return self.read_all([emissions])[0]

    def read_all(self, emissions: "Sequence[Floats]") -> "list[Tagged]":
        """Return each sentence's likeliest sequence of tags, and its words' chances of each tag.

        Args:
            emissions: of each sentence (words, tags), of at least one word.
        """
        lengths = np.array([len(each) for each in emissions])
        inside = np.arange(lengths.max())[None, :] < lengths[:, None]
        words = np.concatenate(emissions) / self.temperature
        near = words >= words.max(axis=1, keepdims=True) - self._margin
        likely = np.flatnonzero(near.any(axis=0) | (np.arange(words.shape[1]) == 0))
        scores = np.zeros((*inside.shape, len(likely)), words.dtype)
        scores[inside] = words[:, likely]
        scores[:, 0] += self._start[likely]
        rows, last = np.arange(len(scores)), lengths - 1
        scores[rows, last] += self._end[likely]
        steps = self._transitions[np.ix_(likely, likely)]
        paths = likely[_best(scores, steps, last)].tolist()
        chances = np.zeros((*inside.shape, words.shape[1]))
        chances[:, :, likely] = _marginals(scores, steps, last)
        return [
            (path[:length], each[:length])
            for path, each, length in zip(paths, chances, lengths.tolist(), strict=True)
        ]


def untrained(tags: Sequence[str]) -> "dict[str, Floats]":
    """Return the weights that a chain begins with: any tag as gladly after any other."""
    size = len(tags)
    sizes = {"transitions": (size, size), "start": (size,), "end": (size,)}
    return {part: np.zeros(sizes[part], np.float32) for part in PARTS}


def barriers(tags: Sequence[str]) -> "tuple[Floats, Floats]":
    """Return what is added to transitions and to first tags: 0, or FORBIDDEN where one may not be.

    Shapes (tags, tags) and (tags,).
    """
    inside = np.array([tag.startswith("I-") for tag in tags])
    names = np.array([tag[2:] for tag in tags])
    follows = (names[:, None] == names[None, :]) & (names[:, None] != "")
    barred = np.where(inside[None, :] & ~follows, FORBIDDEN, 0.0).astype(np.float32)
    return barred, np.where(inside, FORBIDDEN, 0.0).astype(np.float32)


def _best(scores: "Floats", steps: "Floats", last: Any) -> Any:
    """Return the best paths (Viterbi 1967), (sentences, words).

    Args:
        scores: (sentences, words, tags); what begins and ends a sentence is among them.
        steps: (tags, tags).
        last: the last word of each sentence, (sentences,); what stands behind it is padding.
    """
    into = np.ascontiguousarray(steps.T)  # [to][from]
    totals = np.empty_like(scores)
    totals[:, 0] = scores[:, 0]
    for at in range(1, scores.shape[1]):
        before = totals[:, at - 1]
        np.add((into + before[:, None, :]).max(axis=2), scores[:, at], out=totals[:, at])
    path = np.zeros(scores.shape[:2], np.intp)
    padded = last.min() < scores.shape[1] - 1
    tag = totals[:, -1].argmax(axis=1)
    path[:, -1] = tag
    for at in range(scores.shape[1] - 2, -1, -1):
        total = totals[:, at]
        tag = (total + into[tag]).argmax(axis=1)
        if padded:
            tag = np.where(at < last, tag, total.argmax(axis=1))
        path[:, at] = tag
    return path


def _marginals(scores: "Floats", steps: "Floats", last: Any) -> "Floats":
    """Return the words' chances of each tag (forward and backward, scaled now and then).

    The arguments are those of `_best`, and so is the shape, (sentences, words, tags).
    """
    # float64 and a floor: what is all but impossible stays a number above 0
    weights = np.exp(np.maximum(scores - scores.max(axis=2, keepdims=True), _FLOOR, dtype=float))
    moves = np.exp(np.maximum(steps, _FLOOR, dtype=float))
    back = np.ascontiguousarray(moves.T)
    forward, backward = np.empty_like(weights), np.empty_like(weights)
    forward[:, 0] = weights[:, 0]
    words = scores.shape[1]
    for at in range(1, words):
        np.multiply(forward[:, at - 1] @ moves, weights[:, at], out=forward[:, at])
        if at % _SCALED == 0:
            forward[:, at] /= forward[:, at].sum(axis=1, keepdims=True)
    padded = last.min() < words - 1
    backward[:, -1] = 1
    for at in range(words - 2, -1, -1):
        np.matmul(backward[:, at + 1] * weights[:, at + 1], back, out=backward[:, at])
        if at % _SCALED == 0:
            backward[:, at] /= backward[:, at].sum(axis=1, keepdims=True)
        if padded:
            backward[last <= at, at] = 1
    both = forward * backward
    shares: Floats = both / both.sum(axis=2, keepdims=True)
    return shares
