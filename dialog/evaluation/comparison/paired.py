"""Whether two systems differ beyond chance, told from what each brings to the same items."""

import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from dialog.evaluation.intervals import LEVEL, Interval

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

RESAMPLES = 2000  # a p of 0.05 is then told to within 0.01


class Paired(NamedTuple):
    """A difference, second less first, with its interval and the probability of one as large."""

    difference: float
    interval: Interval
    p: float


def paired_bootstrap(
    first: "ArrayLike",
    second: "ArrayLike",
    statistic: "Callable[[Floats], Floats]",
    *,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> Paired:
    """Return the difference of a figure of two systems over the same items drawn anew.

    Items are drawn with replacement, the same for both (Koehn 2004). The interval is of
    percentiles; p is twice the smaller share of draws in which the difference is on either side of
    0, a draw with none on both, and one more in numerator and denominator, so never 0. It is not
    below what so few items can show: 2 / 2^n, the probability that all n differ to one side.

    Args:
        first: what is counted in each item for the first system, (items, k).
        second: the same for the second, in the same order.
        statistic: makes the figure of sums of counts, (..., k) to (...).
        resamples: how often all items are drawn.
        seed: of the draws.

    Raises:
        ValueError: without an item, or when the two have not as many.
    """
    one, other = (np.asarray(counts, dtype=np.float64) for counts in (first, second))
    if not len(one) or one.shape != other.shape:
        raise ValueError("a paired test needs the same items of both, at least one")
    table = np.concatenate([one, other], axis=1)
    half, items = one.shape[1], len(one)

    def gained(sums: "Floats") -> "Floats":
        return statistic(sums[..., half:]) - statistic(sums[..., :half])

    draws = np.random.default_rng(seed)
    sums = np.empty((resamples, 2 * half))
    for nth in range(resamples):
        drawn = draws.integers(items, size=items)
        sums[nth] = np.bincount(drawn, minlength=items) @ table
    differences = gained(sums)
    tail = (1 - LEVEL) / 2
    low, high = np.quantile(differences, [tail, 1 - tail])
    sides = min((differences <= 0).sum(), (differences >= 0).sum())
    p = min(1.0, max(2 * (float(sides) + 1) / (resamples + 1), 2.0 ** (1 - items)))
    return Paired(float(gained(table.sum(axis=0))), Interval(float(low), float(high)), p)


def mcnemar(first: Sequence[bool], second: Sequence[bool]) -> float:
    """Return the exact p of as uneven a division of the items that one system alone has right.

    The test of McNemar 1947 with the binomial distribution in place of its approximation, so that
    few items do; 1 where the systems are right of the same items.
    """
    lost = sum(a and not b for a, b in zip(first, second, strict=True))
    won = sum(b and not a for a, b in zip(first, second, strict=True))
    apart, fewer = lost + won, min(lost, won)
    # in integers: 2 ** -apart is no float where there are many items
    ways = 2 * sum(math.comb(apart, k) for k in range(fewer + 1))
    return min(1.0, float(ways / 2**apart))


def holm(p_values: Sequence[float]) -> list[float]:
    """Return p values corrected for there being several of them (Holm 1979), in their order."""
    corrected = [0.0] * len(p_values)
    largest = 0.0
    for rank, at in enumerate(sorted(range(len(p_values)), key=lambda at: p_values[at])):
        largest = max(largest, min(1.0, (len(p_values) - rank) * p_values[at]))
        corrected[at] = largest
    return corrected
