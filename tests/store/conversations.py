"""Turns of a conversation about eateries, and the states after them."""

from pathlib import Path

from dialog.acts import ActType, DialogueAct
from dialog.state import (
    DialogueState,
    Hypothesis,
    SlotBelief,
    Turn,
    UserTurn,
)

FOOD = DialogueAct(ActType.INFORM, "eatery", "food", "thai", 0.9, (12, 16))
OFFER = DialogueAct(ActType.OFFER, "eatery", "name", "Roma")


def turn(text: str, response: str = "Roma is nice.") -> Turn:
    return Turn(
        UserTurn((Hypothesis(text, 0.8), Hypothesis("?", 0.1)), ((FOOD,), ())), (OFFER,), response
    )


def after(*turns: Turn, food: str = "thai") -> DialogueState:
    state = DialogueState(active="eatery", user_acts=(FOOD,), system_acts=(OFFER,), turns=turns)
    return state.with_domain(
        "eatery",
        beliefs={"food": SlotBelief(((food, 0.8), ("tai", 0.1)))},
        results=({"name": "Roma", "food": food},),
        entity={"name": "Roma"},
    )


def url(path: Path) -> str:
    return f"sqlite:///{path}"
