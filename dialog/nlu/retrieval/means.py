"""Phrases that ask for the same task speak together."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dialog.nlu.retrieval.phrases import Phrase

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def groups_of(phrases: Sequence[Phrase]) -> list[int]:
    """Return which phrases ask for the same task: a number each; all others stand alone."""
    slotted = {(p.domain, p.acts) for p in phrases if p.slots}
    first: dict[object, int] = {}
    numbers = []
    for at, phrase in enumerate(phrases):
        key = phrase.domain, phrase.acts
        alike = key not in slotted and phrase.asks
        numbers.append(first.setdefault(key, at) if alike else at)
    return numbers


def with_means(vectors: "NDArray[np.float32]", groups: "Sequence[int]") -> "NDArray[np.float32]":
    """Return each vector half way to the mean direction of its group.

    The product with a sentence's vector is then the mean of two cosines, with the phrase and with
    what all phrases of its meaning have in common: prototypes (Snell et al. 2017) and the nearest
    neighbour agree on what neither knows alone.

    Args:
        vectors: of unit length, (phrases, hidden).
        groups: the number of each vector's group, (phrases,).
    """
    import numpy as np

    places = np.unique(np.asarray(groups), return_inverse=True)[1]
    sums = np.zeros((places.max(initial=-1) + 1, vectors.shape[1]), vectors.dtype)
    np.add.at(sums, places, vectors)
    means = sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9)
    halfway: NDArray[np.float32] = (vectors + means[places]) / 2
    return halfway
