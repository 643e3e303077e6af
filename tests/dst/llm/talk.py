"""What the tests of the tracker on a language model say and hear."""

from collections.abc import Mapping
from typing import Any

from dialog.acts import format_acts, parse_acts
from dialog.domain import Domain
from dialog.dst.llm import LlmTracker
from dialog.state import DialogueState, Hypothesis, UserTurn

NORTH = {"domain": "hotel", "slot": "area", "value": "north", "words": "up north"}
THAI = {"restaurant.food": "thai"}
BUSY = {"status": 429, "headers": {"Retry-After": "0"}}


def answer(*changes: Mapping[str, Any], acts: str = "") -> dict[str, Any]:
    """An answer in the form that the model is asked for."""
    others = [
        {"type": a.type.value, "domain": a.domain, "slot": a.slot, "value": a.value or ""}
        for a in parse_acts(acts)
    ]
    return {"changes": list(changes), "acts": others}


def change(place: str, value: Any, words: str = "") -> dict[str, Any]:
    domain, _, slot = place.partition(".")
    return {"domain": domain, "slot": slot, "value": value, "words": words}


def tracker(city: Mapping[str, Domain], llm: str, **options: Any) -> LlmTracker:
    return LlmTracker(city, llm=llm, **options)


def understood(text: str, acts: str) -> UserTurn:
    return UserTurn((Hypothesis(text),), (tuple(parse_acts(acts)),))


def values(state: DialogueState) -> dict[str, str | None]:
    return {
        f"{name}.{slot}": belief.value
        for name, own in state.domains.items()
        for slot, belief in own.beliefs.items()
    }


def acts_of(state: DialogueState) -> str:
    return format_acts(state.user_acts)
