"""Nouns that call the thing under discussion."""

from dataclasses import replace

import pytest

from dialog.acts import format_acts, parse_acts
from dialog.domain import load_domains
from dialog.dst.context import Context
from dialog.dst.nouns import without_nouns
from dialog.state import DialogueState

SCHEMAS = {n: d.schema for n, d in load_domains(["hotel"]).items()}
FOUND = DialogueState(active="hotel").with_domain(
    "hotel", entity={"name": "Campus Inn", "type": "guesthouse"}
)


def left(acts, text, state=FOUND):
    at = text.find("hotel")
    said = [replace(a, span=(at, at + 5)) if a.slot == "type" else a for a in parse_acts(acts)]
    return format_acts(without_nouns(said, text, Context(SCHEMAS, state)))


@pytest.mark.parametrize("text", ["does the hotel have wifi?", "my hotel", "that hotel please"])
def test_the_hotel_is_what_is_under_discussion(text):
    assert left("hotel.inform(type=hotel)", text) == ""


def test_a_hotel_that_is_booked_is_it_too():
    assert left("hotel.inform(type=hotel, task=book)", "i would like to this book hotel") == (
        "hotel.inform(task=book)"
    )


@pytest.mark.parametrize(
    ("text", "state"), [("is there a hotel?", FOUND), ("the hotel", DialogueState(active="hotel"))]
)
def test_a_kind_that_is_wished_for_stays(text, state):
    assert left("hotel.inform(type=hotel)", text, state) == "hotel.inform(type=hotel)"
