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
from dialog.values import ValueReader


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
        "stars": SlotType.OPEN,  # of the system, whose turns can be learnt too
    }
    assert domain.corpus == "small"
    assert slots["address"].requestable
    assert not slots["city"].requestable
    assert domain.schema.corpora["small"].slots == {name: name for name in slots}


def test_words_that_mostly_stand_for_a_value_are_known_to() -> None:
    def priced(words: str, value: str, times: int) -> list[CorpusTurn]:
        act = DialogueAct(ActType.INFORM, "stay", "price", value, span=(0, len(words)))
        return [turn(words, act)] * times

    small = Small()
    small.turns = (
        *priced("Moderately", "moderate", 8),
        *priced("moderately", "cheap", 2),
        *priced("same price", "cheap", 9),  # in another dialogue another one
        *priced("low", "cheap", 2),  # too seldom
        *priced("any", "dontcare", 9),
        *priced("cheap", "cheap", 9),
    )
    [domain] = corpus_domains(small).values()
    assert domain.wordings == {"price": {"moderately": "moderate"}}
    reader = ValueReader(domain)
    assert reader.read("price", "moderately") == ("moderate", 1.0)
    read = reader.read("price", "Low")
    assert read is not None
    assert read[0] == "Low"


def test_domains_that_only_the_system_speaks_of_are_none() -> None:
    small = Small()
    police = DialogueAct(ActType.INFORM, "police", "phone", "1", span=(0, 1))
    small.turns = (*small.turns, turn("1", police, speaker="system"))
    assert list(corpus_domains(small)) == ["stay"]


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


def test_names_of_a_corpus_s_own_database_are_known_values() -> None:
    class Named(Small):
        def names(self, domain: str) -> dict[str, tuple[str, ...]]:
            return {"city": ("Rome", "Saint Petersburg")}

    [domain] = corpus_domains(Named()).values()
    assert ValueReader(domain).knows("city", "saint petersburg")
    assert fingerprint(domain) == fingerprint(corpus_domains(Small())["stay"])


def test_the_words_of_a_yes_or_no_slot_name_it() -> None:
    act = DialogueAct(ActType.INFORM, "stay", "sauna", "yes", span=(5, 10))
    none = DialogueAct(ActType.INFORM, "stay", "sauna", "no", span=(3, 8))

    class Sauna(Small):
        turns = (turn("is a sauna", act), turn("no sauna", none, speaker="system"))

    [domain] = corpus_domains(Sauna()).values()
    assert domain.schema.slots["sauna"].type is SlotType.BOOLEAN
    assert list(domain.wordings["sauna"]) == ["sauna"]
