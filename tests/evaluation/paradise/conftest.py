"""Dialogues of the tests' own."""

import pytest

from dialog.evaluation.paradise.kappa import Attribute
from dialog.evaluation.paradise.performance import Case


def rated(at: int, rating: float | None, *, goal: bool = True) -> Case:
    """A dialogue whose user likes short ones in which the first attribute is right."""
    right = Attribute("cafe.food", "thai", "thai" if at % 3 else "greek")
    attributes = (right, Attribute("cafe.phone?", "told", "told"))
    costs = {"turns": 3.0 + at % 5, "repairs": float(at % 2), "dead_ends": 0.0}
    return Case(f"d{at}", costs, attributes if goal else (), rating)


@pytest.fixture
def cases() -> list[Case]:
    """Thirty of them with ratings."""
    return [rated(at, 4 + bool(at % 3) - (at % 5) / 2 - (at % 7) / 10) for at in range(30)]
