"""How far a figure would move with other sentences.

Bootstrap intervals (Efron 1979), and Wilson's (1927) for a plain share of independent cases.
"""

from collections.abc import Callable
from statistics import NormalDist
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

RESAMPLES = 1000
LEVEL = 0.95


class Interval(NamedTuple):
    """The bounds of a confidence interval, in the unit of the figure."""

    low: float
    high: float


def bootstrap_interval(
    counts: "ArrayLike",
    statistic: "Callable[[Floats], Floats]",
    *,
    resamples: int = RESAMPLES,
    level: float = LEVEL,
    seed: int = 0,
) -> Interval:
    """Return the percentile interval of a figure over sentences drawn anew with replacement.

    Sentences are drawn, not what is counted in them, as two slots of one sentence are not
    independent. Equal seeds draw equal sentences, so figures of two models on the same sentences
    are comparable draw by draw.

    Args:
        counts: what is counted in each sentence, (sentences, k).
        statistic: makes the figure of sums of counts, (..., k) to (...): `share` or `f1`.
        resamples: how often all sentences are drawn.
        level: the share of the resampled figures inside the interval, 0 to 1.
        seed: of the draws.

    Raises:
        ValueError: when there is no sentence.
    """
    table = np.asarray(counts, dtype=np.float64)
    sentences = len(table)
    if not sentences:
        raise ValueError("an interval needs at least one sentence")
    draws = np.random.default_rng(seed)
    sums = np.empty((resamples, table.shape[1]))
    for nth in range(resamples):
        drawn = draws.integers(sentences, size=sentences)
        sums[nth] = np.bincount(drawn, minlength=sentences) @ table
    tail = (1 - level) / 2
    low, high = np.quantile(statistic(sums), [tail, 1 - tail])
    return Interval(float(low), float(high))


def wilson_interval(right: int, cases: int) -> Interval:
    """Return the 95 % interval of a share of independent cases (Wilson 1927), 0 to 1.

    Unlike a bootstrap's it has a width where all cases are right, or none.

    Raises:
        ValueError: when there is no case.
    """
    if not cases:
        raise ValueError("an interval needs at least one case")
    z = NormalDist().inv_cdf((1 + LEVEL) / 2)
    part, spread = right / cases, z * z / cases
    middle = (part + spread / 2) / (1 + spread)
    half = z / (1 + spread) * (part * (1 - part) / cases + spread / (4 * cases)) ** 0.5
    return Interval(max(0.0, middle - half), min(1.0, middle + half))


def share(sums: "Floats") -> "Floats":
    """Return right / all of sums of (right, all), (..., 2) to (...); 1 of nothing."""
    return _ratio(sums[..., 0], sums[..., 1])


def f1(sums: "Floats") -> "Floats":
    """Return the F1 of sums of (right, said, wanted), (..., 3) to (...); 1 of nothing."""
    return _ratio(2 * sums[..., 0], sums[..., 1] + sums[..., 2])


def _ratio(part: "Floats", whole: "Floats") -> "Floats":
    return np.where(whole > 0, part / np.maximum(whole, 1), 1.0)
