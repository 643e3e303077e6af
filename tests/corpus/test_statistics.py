"""Counting what a split holds."""

from dataclasses import replace

from dialog.acts import ActType, DialogueAct
from dialog.corpus import CorpusTurn, Dialogue
from dialog.corpus.statistics import measure


def test_counts(hello: Dialogue) -> None:
    user, system = hello.turns
    again = replace(
        user,
        acts=(
            DialogueAct(ActType.INFORM, "hotel", "stars", "four", span=(2, 3)),
            DialogueAct(ActType.INFORM, "hotel", "task", "find_hotel"),
        ),
        state={"hotel": {"stars": "4", "area": "east"}},
        extra={"unaligned": [{"act": "hotel.inform(area=east)", "why": "no span"}]},
    )
    found = measure(
        [
            replace(hello, turns=(user, system, again), extra={"also_in": ["other/test/d.json"]}),
            replace(hello, domains=(), turns=(CorpusTurn("user", "bye"),)),
        ]
    )
    assert found.dialogues == 2
    assert found.turns == {"user": 3, "system": 1}
    assert found.domains == {"hotel": 1}
    assert found.types == {("user", ActType.INFORM): 3, ("system", ActType.REQUEST): 1}
    assert found.acts == {("user", "hotel"): 3, ("system", "hotel"): 1}
    assert found.tasks == {"find_hotel": 1}
    # a state that a turn leaves as it was counts once
    assert found.values["hotel"] == {"stars": {"4": 2, "four": 1}, "area": {"east": 1}}
    assert (found.slots, found.distinct_values) == (2, 3)
    assert found.spans == {"verbatim": 1, "in other words": 1}
    assert found.unaligned == {"no span": 1}
    assert found.also_in == {"other/test": 1}


def test_nothing() -> None:
    found = measure([])
    assert (found.dialogues, found.slots, found.distinct_values) == (0, 0, 0)
