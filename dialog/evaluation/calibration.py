"""Whether what is said with a confidence of 0.8 is right four times out of five."""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

BINS = 15  # as Guo et al. 2017 have it


class Bin(NamedTuple):
    """Predictions of about one confidence."""

    low: float  # bounds of the confidence, low < confidence <= high
    high: float
    said: int
    confidence: float  # the mean, 0 to 1; 0 of none
    accuracy: float  # the share that is right, 0 to 1; 0 of none


def reliability(confidences: "ArrayLike", correct: "ArrayLike", bins: int = BINS) -> list[Bin]:
    """Return bins of equal width over 0 to 1, the empty ones too: a reliability diagram.

    Args:
        confidences: of the predictions, (n,), 0 to 1.
        correct: whether each is right, (n,) of bool.
        bins: how many.
    """
    scores = np.asarray(confidences, dtype=np.float64)
    hits = np.asarray(correct, dtype=np.float64)
    edges = np.linspace(0, 1, bins + 1)
    place = np.clip(np.searchsorted(edges, scores, side="left") - 1, 0, bins - 1)
    counts = np.bincount(place, minlength=bins)
    some = np.maximum(counts, 1)
    mean = np.bincount(place, weights=scores, minlength=bins) / some
    right = np.bincount(place, weights=hits, minlength=bins) / some
    return [
        Bin(float(edges[i]), float(edges[i + 1]), int(counts[i]), float(mean[i]), float(right[i]))
        for i in range(bins)
    ]


def expected_calibration_error(
    confidences: "ArrayLike", correct: "ArrayLike", bins: int = BINS
) -> float:
    """Return the mean distance of confidence and accuracy over bins of predictions, 0 to 1.

    The expected calibration error of Guo et al. 2017: each bin counts as much as it holds.

    Args:
        confidences: of the predictions, (n,), 0 to 1.
        correct: whether each is right, (n,) of bool.
        bins: how many, of equal width.
    """
    found = reliability(confidences, correct, bins)
    total = sum(each.said for each in found)
    gaps = sum(each.said * abs(each.accuracy - each.confidence) for each in found)
    return gaps / total if total else 0.0
