"""How far an estimated distribution of labels is from the one that annotators gave.

For the quality of dialogues as in DialEval-1 (Zeng et al. 2020): annotators disagree, so what is
estimated is how they share out over the labels, not one right label. Normalised Match Distance
and RSNOD heed the order of labels, as of satisfaction from -2 to 2: a label beside the right one
is less wrong than a far one. RNSS and Jensen-Shannon divergence are for labels without an order,
as kinds of turns. All are from Sakai 2018 (SIGIR), "Comparing Two Binned Probability
Distributions for Information Access Evaluation"; 0 is best and 1 worst.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_ONE = 1e-6  # how far a distribution may be from a sum of 1


def normalised_match_distance(said: Sequence[float], wanted: Sequence[float]) -> float:
    """Return NMD: how far probability must be moved along ordered labels, as a share of the most.

    Args:
        said: the probability of each label, in their order.
        wanted: the annotators' shares of the same labels.

    Raises:
        ValueError: for what are no two distributions over the same labels, at least two.
    """
    ours, theirs = _pair(said, wanted)
    return float(np.abs(np.cumsum(ours - theirs)).sum() / (len(ours) - 1))


def rsnod(said: Sequence[float], wanted: Sequence[float]) -> float:
    """Return the root symmetric normalised order-aware divergence of ordered labels.

    Squared differences weigh by their distance from each label that one of them has.

    Args:
        said: the probability of each label, in their order.
        wanted: the annotators' shares of the same labels.

    Raises:
        ValueError: for what are no two distributions over the same labels, at least two.
    """
    ours, theirs = _pair(said, wanted)
    places = np.arange(len(ours))
    weighted = np.abs(places[:, None] - places) @ (ours - theirs) ** 2  # (labels,)
    both = (weighted[theirs > 0].mean() + weighted[ours > 0].mean()) / 2
    return float(np.sqrt(both / (len(ours) - 1)))


def rnss(said: Sequence[float], wanted: Sequence[float]) -> float:
    """Return the root normalised sum of squares of labels without an order.

    Args:
        said: the probability of each label.
        wanted: the annotators' shares of the same labels.

    Raises:
        ValueError: for what are no two distributions over the same labels, at least two.
    """
    ours, theirs = _pair(said, wanted)
    return float(np.sqrt(((ours - theirs) ** 2).sum() / 2))


def jensen_shannon(said: Sequence[float], wanted: Sequence[float]) -> float:
    """Return the Jensen-Shannon divergence, in bits, of labels without an order.

    Args:
        said: the probability of each label.
        wanted: the annotators' shares of the same labels.

    Raises:
        ValueError: for what are no two distributions over the same labels, at least two.
    """
    ours, theirs = _pair(said, wanted)
    middle = (ours + theirs) / 2
    return float(max(0.0, (_divergence(ours, middle) + _divergence(theirs, middle)) / 2))


def label_shares(labels: Sequence[str], votes: Sequence[str]) -> list[float]:
    """Return how annotators share out over labels.

    Args:
        labels: all labels, in their order.
        votes: one label of each annotator.

    Raises:
        ValueError: for no votes, or a vote that is none of the labels.
    """
    counts: Mapping[str, int] = {label: votes.count(label) for label in labels}
    if not votes or sum(counts.values()) != len(votes):
        unknown = ", ".join(sorted(set(votes) - set(labels)))
        raise ValueError(f"votes for no label: {unknown}" if votes else "there are no votes")
    return [counts[label] / len(votes) for label in labels]


def _divergence(one: "Floats", other: "Floats") -> float:
    """Return the Kullback-Leibler divergence in bits; `other` is positive wherever `one` is."""
    some = one > 0
    return float((one[some] * np.log2(one[some] / other[some])).sum())


def _pair(said: Sequence[float], wanted: Sequence[float]) -> "tuple[Floats, Floats]":
    ours, theirs = np.asarray(said, dtype=np.float64), np.asarray(wanted, dtype=np.float64)
    if ours.ndim != 1 or ours.shape != theirs.shape or len(ours) < 2:
        raise ValueError(
            f"the distributions have {np.shape(said)} and {np.shape(wanted)} labels, "
            "where both need the same, at least two"
        )
    for each in (ours, theirs):
        if not (each >= 0).all() or abs(each.sum() - 1) > _ONE:
            raise ValueError(f"{each.tolist()} is no distribution: it must add up to 1")
    return ours, theirs
