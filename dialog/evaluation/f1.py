"""Counts behind precision, recall and F1."""

from collections.abc import Set
from dataclasses import dataclass
from typing import Any


@dataclass(slots=True)
class F1:
    """Counts behind a micro-averaged F1."""

    right: int = 0
    said: int = 0
    wanted: int = 0

    def add(self, wanted: Set[Any], said: Set[Any]) -> None:
        """Count one sentence."""
        self.right += len(wanted & said)
        self.said += len(said)
        self.wanted += len(wanted)

    def __iadd__(self, other: "F1") -> "F1":
        self.right += other.right
        self.said += other.said
        self.wanted += other.wanted
        return self

    @property
    def precision(self) -> float:
        """Share of what was said that is right; 1 when nothing was said."""
        return self.right / self.said if self.said else 1.0

    @property
    def recall(self) -> float:
        """Share of what was wanted that was said; 1 when nothing was wanted."""
        return self.right / self.wanted if self.wanted else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall, 0 to 1."""
        both = self.said + self.wanted
        return 2 * self.right / both if both else 1.0
