"""A corpus of two inns and a train, and what is right to answer there."""

from collections.abc import Mapping

import pytest

from dialog.corpus import CorpusTurn, Dialogue, State
from dialog.corpus.answers import Wanted

INNS = {"1": {"area": "north", "stars": "2"}, "2": {"area": "south", "stars": "2"}}


class Inns:
    """An answer key: placeholders are `[name]` or `[inn_name]`."""

    offering = frozenset({"name", "train"})
    after_booking = frozenset({"ref"})

    def goal(self, dialogue: Dialogue) -> Mapping[str, Wanted]:
        return dict(dialogue.goal)

    def annotated(self, user: CorpusTurn, answer: CorpusTurn) -> State:
        return user.state

    def spelled(self, state: State) -> State:
        return {d: {s.lower(): v for s, v in slots.items()} for d, slots in state.items()}

    def find(self, domain: str, constraints: Mapping[str, str]) -> frozenset[str]:
        rows = INNS.items() if domain == "inn" else ()
        return frozenset(k for k, row in rows if constraints.items() <= row.items())

    def placeholder(self, name: str) -> tuple[str, str]:
        domain, _, kind = name.rpartition("_")
        return domain, kind

    def delexicalised(self, turn: CorpusTurn) -> str:
        return turn.utterance

    def booked(self, turn: CorpusTurn) -> frozenset[str]:
        return frozenset(turn.extra.get("booked", ()))

    def plain(self, response: str) -> str:
        return response


@pytest.fixture
def inns() -> Inns:
    return Inns()


@pytest.fixture
def stay():
    """A function that makes a dialogue: what is wanted of an inn, and what the corpus answers."""

    def make(wanted: Wanted, *answers: str, booked: int = 99, name: str = "d1") -> Dialogue:
        turns: list[CorpusTurn] = []
        for at, answer in enumerate(answers):
            turns.append(CorpusTurn("user", "well", state={"inn": {"area": "north"}}))
            extra = {"booked": {"inn": [1]}} if at >= booked else {}
            turns.append(CorpusTurn("system", answer, extra=extra))
        return Dialogue(name, "test", ("inn",), {"inn": wanted}, tuple(turns))

    return make
