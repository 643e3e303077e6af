"""A corpus as domains of its own."""

from collections.abc import Iterable

import pytest

from dialog.acts import ActType, DialogueAct
from dialog.corpus import CorpusTurn, Dialogue
from dialog.corpus.domains import corpus_domains
from dialog.errors import CorpusError
from dialog.nlu.bundle import fingerprint
from dialog.schema import SlotType
from dialog.state import Hypothesis


def turn(text: str, *acts: DialogueAct, speaker: str = "user") -> CorpusTurn:
    return CorpusTurn(speaker, text, (Hypothesis(text),), acts)


class Small:
    """Two turns of a user, one of a system."""

    name = "small"
    splits = ("train",)
    turns = (
        turn(
            "a quiet room in rome",
            DialogueAct(ActType.INFORM, "stay", "task", "find_room"),
            DialogueAct(ActType.INFORM, "stay", "city", "rome", span=(16, 20)),
            DialogueAct(ActType.INFORM, "stay", "quiet", "yes"),
        ),
        turn("where", DialogueAct(ActType.REQUEST, "stay", "address"), DialogueAct(ActType.BYE)),
        turn("x", DialogueAct(ActType.INFORM, "stay", "stars", "4"), speaker="system"),
    )

    def load(self, split: str) -> Iterable[Dialogue]:
        return [Dialogue("1", split, ("stay",), {}, self.turns)]


def test_what_users_say_makes_the_slots_and_tasks() -> None:
    [domain] = corpus_domains(Small()).values()
    assert list(domain.schema.tasks) == ["find_room"]
    slots = domain.schema.slots
    assert {name: slot.type for name, slot in slots.items()} == {
        "address": SlotType.OPEN,
        "city": SlotType.OPEN,
        "quiet": SlotType.BOOLEAN,
    }
    assert slots["address"].requestable
    assert not slots["city"].requestable
    assert domain.schema.corpora["small"].slots == {name: name for name in slots}


def test_it_is_the_same_each_time() -> None:
    once, again = (corpus_domains(Small())["stay"] for _ in range(2))
    assert fingerprint(once) == fingerprint(again)


def test_a_corpus_without_a_training_part_is_refused() -> None:
    small = Small()
    small.splits = ("test",)
    with pytest.raises(CorpusError, match="no split 'train'"):
        corpus_domains(small)


def test_a_corpus_without_acts_is_refused() -> None:
    small = Small()
    small.turns = (turn("hello"),)
    with pytest.raises(CorpusError, match="annotates no acts"):
        corpus_domains(small)
