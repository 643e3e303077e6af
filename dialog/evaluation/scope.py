"""Out of scope: how well sentences that nobody should answer are told from the others.

After Larson et al. 2019: a sentence is rejected when its score, how likely it is in scope, lies
below a threshold, which is chosen on validation. Scores may have any unit, as long as a higher
one means that the sentence is likelier in scope.
"""

from typing import TYPE_CHECKING

import numpy as np

from dialog.evaluation.intervals import LEVEL, RESAMPLES, Interval

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


def auroc(scores_in: "ArrayLike", scores_out: "ArrayLike") -> float:
    """Return how often a sentence in scope scores above one out of scope, ties half, 0 to 1.

    That is the area under the ROC curve, and the statistic of Mann and Whitney 1947 over the
    number of pairs.

    Args:
        scores_in: of the sentences in scope, (n,).
        scores_out: of those out of scope, (m,).

    Raises:
        ValueError: when either is empty.
    """
    within, without = _scores(scores_in), np.sort(_scores(scores_out))
    if not len(within) or not len(without):
        raise ValueError("the area needs scores of both kinds")
    below = np.searchsorted(without, within, side="left")
    not_above = np.searchsorted(without, within, side="right")
    return float((below + not_above).sum() / (2 * len(within) * len(without)))


def auroc_interval(
    scores_in: "ArrayLike",
    scores_out: "ArrayLike",
    *,
    resamples: int = RESAMPLES,
    level: float = LEVEL,
    seed: int = 0,
) -> Interval:
    """Return the percentile interval of `auroc` over sentences drawn anew (Efron 1979).

    As many of each kind are drawn, with replacement, as there are; equal seeds draw equal ones.

    Args:
        scores_in: of the sentences in scope, (n,).
        scores_out: of those out of scope, (m,).
        resamples: how often all sentences are drawn.
        level: the share of the resampled areas inside the interval, 0 to 1.
        seed: of the draws.

    Raises:
        ValueError: when either is empty.
    """
    kinds = _scores(scores_in), _scores(scores_out)
    if not all(len(kind) for kind in kinds):
        raise ValueError("the area needs scores of both kinds")
    levels = np.unique(np.concatenate(kinds))
    at = [np.searchsorted(levels, kind) for kind in kinds]
    draws = np.random.default_rng(seed)
    areas = np.empty(resamples)
    for nth in range(resamples):
        within, without = (
            np.bincount(
                places[draws.integers(len(places), size=len(places))], minlength=len(levels)
            )
            for places in at
        )
        below = np.cumsum(without) - without / 2
        areas[nth] = (within @ below) / (within.sum() * without.sum())
    tail = (1 - level) / 2
    low, high = np.quantile(areas, [tail, 1 - tail])
    return Interval(float(low), float(high))


def in_scope_accuracy(correct: "ArrayLike", scores_in: "ArrayLike", threshold: float) -> float:
    """Return the share of the sentences in scope that are right and not rejected, 0 to 1.

    Args:
        correct: whether the likeliest intent is the right one, (n,) of bool.
        scores_in: their scores, (n,).
        threshold: from which on a sentence is accepted.
    """
    accepted = _scores(scores_in) >= threshold
    return _share(np.asarray(correct, dtype=bool) & accepted)


def oos_recall(scores_out: "ArrayLike", threshold: float) -> float:
    """Return the share of the sentences out of scope that are rejected, 0 to 1.

    Args:
        scores_out: their scores, (m,).
        threshold: from which on a sentence is accepted.
    """
    return _share(_scores(scores_out) < threshold)


def threshold_for(
    correct: "ArrayLike",
    scores_in: "ArrayLike",
    scores_out: "ArrayLike",
    *,
    weight: float = 1.0,
) -> float:
    """Return the threshold with most sentences right: answered rightly, or rightly rejected.

    Larson et al. 2019 choose it so, out of scope being one more intent. Validation may hold few
    sentences out of scope (CLINC150: 100 of 3,100); `weight` makes each count as several.

    The threshold lies halfway between two scores that occur; of equally good ones it is the
    lowest, which rejects fewest. -inf rejects nothing, inf everything.

    Args:
        correct: whether the likeliest intent is the right one, (n,) of bool, of validation.
        scores_in: of its sentences in scope, (n,).
        scores_out: of its sentences out of scope, (m,).
        weight: how many sentences in scope one out of scope counts as.
    """
    within, without = _scores(scores_in), _scores(scores_out)
    levels = np.unique(np.concatenate([within, without]))
    candidates = np.concatenate([[-np.inf], (levels[1:] + levels[:-1]) / 2, [np.inf]])
    right = np.sort(within[np.asarray(correct, dtype=bool)])
    answered = len(right) - np.searchsorted(right, candidates, side="left")
    rejected = np.searchsorted(np.sort(without), candidates, side="left")
    return float(candidates[np.argmax(answered + weight * rejected)])


def _scores(scores: "ArrayLike") -> "NDArray[np.float64]":
    return np.asarray(scores, dtype=np.float64)


def _share(right: "NDArray[np.bool_]") -> float:
    return float(right.mean()) if len(right) else 1.0
