"""A corpus of the tests' own, in which users dislike that nothing is found."""

from collections.abc import Sequence

import numpy as np
import pytest

from dialog.acts import ActType, DialogueAct
from dialog.corpus import CorpusTurn, Dialogue


class Rated:
    """Rates a turn 2 after an answer that nothing fits, 4 after an offer, and else 3."""

    name = "rated"

    def turn_satisfaction(self, turn: CorpusTurn) -> Sequence[int]:
        return turn.extra["by"]


def dialogue(number: int) -> Dialogue:
    turns, last = [], 3
    for at in range(4):
        found = (number + at) % 3
        turns.append(CorpusTurn("user", f"want {at}", extra={"by": [last, last, 3]}))
        kind, text = (
            (ActType.NOOFFER, "Nothing fits."),
            (ActType.OFFER, "Ada is nice."),
            (ActType.REQUEST, "Which food?"),
        )[found]
        last = (2, 4, 3)[found]
        turns.append(CorpusTurn("system", text, acts=(DialogueAct(kind),)))
    return Dialogue(f"d{number}", "all", (), {}, tuple(turns))


@pytest.fixture
def corpus() -> Rated:
    return Rated()


@pytest.fixture
def dialogues() -> list[Dialogue]:
    return [dialogue(number) for number in range(20)]


@pytest.fixture
def embed():
    """Embeds by the first letter."""

    def embedded(texts: Sequence[str]) -> np.ndarray:
        return np.eye(26, dtype=np.float32)[[ord(text[0].lower()) - 97 for text in texts]]

    return embedded
