"""Figures made of sums of counts, so that a bootstrap can draw what is counted anew."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from dialog.evaluation.intervals import Interval, bootstrap_interval
from dialog.evaluation.report import Metric


@dataclass(frozen=True)
class Counted:
    """A figure as what is counted in each unit, (units, k), and what makes it of sums.

    A unit is what is drawn together: a sentence, or a dialogue whose turns are not independent.
    """

    name: str
    label: str
    meaning: str
    counts: Sequence[Sequence[float]]
    statistic: Callable[[Any], Any]

    @property
    def value(self) -> float:
        """The figure, 0 to 1."""
        return float(self.statistic(np.sum(np.asarray(self.counts, dtype=np.float64), axis=0)))

    def metric(self, seed: int) -> Metric:
        """The figure as it is published: a percentage with its interval."""
        low, high = bootstrap_interval(self.counts, self.statistic, seed=seed)
        interval = Interval(100 * low, 100 * high)
        return Metric(
            self.name, self.label, 100 * self.value, interval=interval, meaning=self.meaning
        )
