"""A dialogue with annotated states."""

import pytest

from dialog.acts import parse_acts
from dialog.corpus import CorpusTurn, Dialogue
from dialog.domain import load_domains
from dialog.dst.neural.examples import TrackedTurn, TrackedTurns
from dialog.schema import DONTCARE

STAY = {"hotel": {"area": "north", "people": "2"}}
TURNS = (
    CorpusTurn("user", "a room in the north for two", state=STAY),
    CorpusTurn("system", "Aurora is free.", acts=tuple(parse_acts("hotel.offer(name=Aurora)"))),
    CorpusTurn(
        "user",
        "fine, the area does not matter. a taxi from there",
        state={
            "hotel": {"area": DONTCARE, "people": "2", "name": "Aurora"},
            "taxi": {"departure": "Aurora"},
        },
    ),
    CorpusTurn("user", "forget the hotel", state={"taxi": {"departure": "Aurora"}}),
)


@pytest.fixture
def dialogue() -> Dialogue:
    return Dialogue("d", "train", ("hotel", "taxi"), {}, TURNS)


@pytest.fixture
def turns(dialogue: Dialogue) -> list[TrackedTurn]:
    return list(TrackedTurns(load_domains(["hotel", "taxi"])).turns(dialogue))
