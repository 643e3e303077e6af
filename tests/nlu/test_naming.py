"""Yes-or-no slots that words name."""

from dataclasses import replace
from pathlib import Path

import pytest

from dialog.acts import DialogueAct, format_acts, parse_acts
from dialog.domain import Domain
from dialog.nlu.naming import NamedSlots
from dialog.schema import DomainSchema, Slot, SlotType
from dialog.values import ValueReader

WORDS = {"sauna": "sauna", "parking": "parking", "free_parking": "free parking"}
WAYS = [f"{slot}={value}" for slot in WORDS for value in ("yes", "no")]
LABELS = [f"stay.inform({way})" for way in WAYS] + [f"stay.request({slot})" for slot in WORDS]
ACTS: list[DialogueAct] = [act for label in LABELS for act in parse_acts(label)]


@pytest.fixture
def named() -> NamedSlots:
    slots = {s: Slot(name=s, type=SlotType.BOOLEAN, description=s) for s in WORDS}
    schema = DomainSchema(name="stay", description="x", entity="stay", slots=slots)
    wordings = {slot: {words: "yes"} for slot, words in WORDS.items()}
    domain = replace(Domain(schema, Path()), wordings=wordings)
    return NamedSlots({"stay": ValueReader(domain)}, ACTS)


def said(
    named: NamedSlots, text: str, session: tuple[str, ...] = ("stay",), **scores: float
) -> str:
    given = {"yes": scores.get("yes", 0.0), "no": scores.get("no", 0.0)}
    each = [given[a.value] if a.value else scores.get("asked", 0.0) for a in ACTS]
    return format_acts([act for act, _ in named.said(text, each, session)])


def test_all_labels_together_tell_what_is_said_and_words_of_which(named: NamedSlots) -> None:
    assert said(named, "is there a Sauna?", asked=0.2, yes=0.1) == "stay.request(sauna)"
    assert said(named, "no sauna", no=0.2) == "stay.inform(sauna=no)"
    assert said(named, "sauna and parking", yes=0.3) == "stay.inform(parking=yes, sauna=yes)"


def test_longer_words_come_before_those_within_them(named: NamedSlots) -> None:
    assert said(named, "with free parking", yes=0.9) == "stay.inform(free_parking=yes)"


def test_nothing_is_said_of_what_is_not_named_or_hardly_likely(named: NamedSlots) -> None:
    assert not said(named, "is there a bar?", asked=0.9)
    assert not said(named, "the sauna street", yes=0.01)
    assert not said(named, "a sauna", session=("food",), yes=0.9)


def test_the_score_is_that_of_any_of_the_labels(named: NamedSlots) -> None:
    [(_, score)] = named.said("sauna", [0.5 if a.value == "yes" else 0.0 for a in ACTS], ["stay"])
    assert score == pytest.approx(1 - 0.5**3)
