"""The way back."""

import pytest

from dialog.acts import format_acts, parse_acts
from dialog.domain import load_domains
from dialog.dst.resolving.context import Context
from dialog.dst.resolving.returning import returning
from dialog.state import DialogueState, SlotBelief

SCHEMAS = {n: d.schema for n, d in load_domains(["hotel", "train", "taxi"]).items()}
THERE = {"departure": "Quexford", "destination": "Stonebury", "day": "friday", "leave_at": "09:00"}


def said(text: str, acts: str = "", *, offered: bool = True, **held: str) -> str:
    beliefs = {slot: SlotBelief(((value, 1.0),)) for slot, value in (held or THERE).items()}
    entity = {"train_id": "TR1"} if offered else None
    state = DialogueState(active="train").with_domain("train", beliefs=beliefs, entity=entity)
    return format_acts(returning(parse_acts(acts), text, Context(SCHEMAS, state)))


@pytest.mark.parametrize(
    "text",
    [
        "and back on sunday after 5",
        "I need a return train on sunday",
        "what about coming back on sunday after 5",
        "returning on sunday",
        "and the way back on sunday",
    ],
)
def test_the_way_back_swaps_the_ends(text: str) -> None:
    meant = said(text, "train.inform(day=sunday, leave_at=17:00)")
    assert meant == (
        "train.inform(day=sunday, leave_at=17:00, departure=Stonebury, destination=Quexford, "
        "task=find)"
    )


def test_an_end_that_nobody_said_is_that_of_what_was_found() -> None:
    entity = {"train_id": "TR1", "departure": "Quexford", "destination": "Stonebury"}
    held = {"destination": SlotBelief((("Stonebury", 1.0),))}
    state = DialogueState(active="train").with_domain("train", beliefs=held, entity=entity)
    found = returning([], "and a return", Context(SCHEMAS, state))
    meant = "train.inform(departure=Stonebury, destination=Quexford, task=find)"
    assert format_acts(found) == meant


def test_times_and_day_of_the_way_there_do_not_hold() -> None:
    meant = said("and a return", "outofscope()")
    gone = "train.deny(day=friday, leave_at=09:00)"
    assert meant == (f"train.inform(departure=Stonebury, destination=Quexford, task=find); {gone}")


def test_an_end_that_is_said_is_no_contradiction() -> None:
    acts = "train.inform(departure=stonebury, day=sunday, task=book)"
    assert said("book a train back from stonebury on sunday", acts).startswith(
        "train.inform(departure=stonebury, day=sunday, task=book, destination=Quexford)"
    )


def test_another_place_is_another_way() -> None:
    acts = "train.inform(departure=Hartmere)"
    assert said("and back from hartmere", acts) == acts


@pytest.mark.parametrize("text", ["do you have return tickets?", "call me back", "ok"])
def test_not_every_back_is_a_way(text: str) -> None:
    assert said(text, "outofscope()") == "outofscope()"


def test_there_is_no_way_back_before_there_is_one_there() -> None:
    assert said("and back on sunday", offered=False) == ""
    assert said("and back on sunday", departure="Quexford") == ""
