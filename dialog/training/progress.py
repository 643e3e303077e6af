"""How far a training has come, and whether it is worth going on."""

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass
class Progress:
    """The epochs done: what each reached, which was best, and how long that is ago."""

    history: list[dict[str, Any]] = field(default_factory=list)
    best: float = -1.0
    stale: int = 0  # epochs since the best one

    def add(self, score: float, figures: dict[str, Any]) -> bool:
        """Note an epoch; returns whether it is the best so far.

        Args:
            score: what epochs are chosen by, higher is better.
            figures: what is kept of it, JSON-able.
        """
        self.history.append({"epoch": len(self.history) + 1, **figures})
        better = score > self.best
        self.best, self.stale = (score, 0) if better else (self.best, self.stale + 1)
        return better

    def over(self, epochs: int, patience: int) -> bool:
        """Whether all epochs are done, or so many in a row were no better."""
        return len(self.history) >= epochs or self.stale >= patience

    def to_dict(self) -> dict[str, Any]:
        """Return what `Progress(**data)` is made from again."""
        return asdict(self)
