"""Figures made of sums of counts, so that a bootstrap can draw what is counted anew."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from dialog.evaluation.intervals import Interval, bootstrap_interval
from dialog.evaluation.items import Sample
from dialog.evaluation.report import PERCENT, Metric


@dataclass(frozen=True)
class Counted:
    """A figure as what is counted in each unit, (units, k), and what makes it of sums.

    A unit is what is drawn together: a sentence, or a dialogue whose turns are not independent.
    """

    name: str
    label: str
    meaning: str
    counts: Sequence[Sequence[float]]
    statistic: Callable[[Any], Any]  # one of `dialog.evaluation.items.STATISTICS`
    items: Sequence[str] = ()  # the ids of the units; () where they are not kept one by one
    scale: float = 100  # of the published figure: 1 for one that is no percentage
    unit: str = PERCENT
    headline: bool = True  # whether it stands at the top of a page too

    @property
    def value(self) -> float:
        """The figure as the statistic gives it, of shares 0 to 1."""
        return float(self.statistic(np.sum(np.asarray(self.counts, dtype=np.float64), axis=0)))

    def metric(self, seed: int) -> Metric:
        """The figure as it is published, with its interval."""
        low, high = bootstrap_interval(self.counts, self.statistic, seed=seed)
        sample = Sample(self.items, self.counts, self.statistic.__name__, self.scale)
        return Metric(
            self.name, self.label, self.scale * self.value, self.unit,
            Interval(self.scale * low, self.scale * high), self.meaning,
            self.headline, sample if self.items else None,
        )  # fmt: skip


def summed(counts: Iterable[tuple[str, Sequence[float]]]) -> list[Sequence[float]]:
    """Return the sums of what is counted in each unit, in the order of their first counts.

    Args:
        counts: the name of a unit, and what is counted in a part of it.
    """
    sums: dict[str, list[float]] = {}
    for unit, each in counts:
        kept = sums.setdefault(unit, [0.0] * len(each))
        for at, count in enumerate(each):
            kept[at] += count
    return list(sums.values())
