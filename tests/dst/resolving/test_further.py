"""Questions about all bookings, and the same question about something else."""

import pytest

from dialog.acts import format_acts, parse_acts
from dialog.domain import load_domains
from dialog.dst.resolving.context import Context
from dialog.dst.resolving.further import further
from dialog.state import DialogueState

SCHEMAS = {n: d.schema for n, d in load_domains(["hotel", "restaurant", "taxi"]).items()}


def said(text: str, acts: str = "outofscope()", before: str = "", **entities: str) -> str:
    state = DialogueState(user_acts=tuple(parse_acts(before)))
    for domain, name in entities.items():
        state = state.with_domain(domain, entity={"name": name})
    return format_acts(further(parse_acts(acts), text, Context(SCHEMAS, state)))


@pytest.mark.parametrize(
    ("text", "acts"),
    [
        ("what have I booked?", "help()"),
        ("what did we book so far", "outofscope()"),
        ("and what are my bookings?", "restaurant.inform(task=book)"),
        ("list all my current reservations please", "outofscope()"),
        ("我订了什么", ""),
        ("have you booked it?", "restaurant.inform(task=book)"),
        ("did you reserve the table", "outofscope()"),
        ("Is it booked?", "restaurant.inform(task=book)"),
        ("do I have a reservation?", "taxi.inform(task=book)"),
        ("did you book it for friday?", "restaurant.inform(day=friday, task=book)"),
        ("which trains did I book?", "restaurant.inform(task=book)"),
        ("do you have my booking?", "restaurant.inform(task=book)"),
    ],
)
def test_all_bookings_are_asked_for(text: str, acts: str) -> None:
    assert said(text, acts) == "request(bookings)"


@pytest.mark.parametrize(
    ("text", "acts"),
    [
        ("cancel my bookings", "cancel()"),
        ("what time did I book?", "restaurant.request(time)"),
        ("change my reservations to friday", "restaurant.inform(day=friday)"),
        ("is it booked up on friday?", "restaurant.confirm(day=friday)"),
        ("do I have to make a reservation?", "outofscope()"),
        ("did you book it? I need a hotel too", "hotel.inform(task=find)"),
    ],
)
def test_not_every_word_of_bookings_asks_for_them(text: str, acts: str) -> None:
    assert said(text, acts) == acts


def test_whether_it_is_booked_so_is_asked_of_what_is_booked() -> None:
    booked = DialogueState().with_domain("restaurant", bookings=({"day": "friday"},))
    acts = parse_acts("restaurant.inform(day=friday, task=book)")
    found = further(acts, "did you book it for friday?", Context(SCHEMAS, booked))
    assert format_acts(found) == "restaurant.confirm(day=friday)"


ASKED = "restaurant.request(phone, postcode)"


@pytest.mark.parametrize("text", ["and of the hotel?", "What about the hotel?", "and the hotel's"])
def test_the_last_question_is_put_of_another_one_too(text: str) -> None:
    assert said(text, before=ASKED, hotel="Inn") == "hotel.request(phone, postcode)"


def test_only_what_there_is_can_be_asked_about() -> None:
    assert said("and of the hotel?", before=ASKED) == "outofscope()"
    assert said("and of the hotel?", before="restaurant.request(food)", hotel="I") == "outofscope()"
    assert said("and of the zoo?", before=ASKED, hotel="Inn") == "outofscope()"
