"""Bookings that users have already, which are no orders."""

from dataclasses import replace

import pytest

from dialog.acts import format_acts, parse_acts
from dialog.domain import load_domains
from dialog.dst.resolving.resolve import Resolver
from dialog.state import DialogueState

SCHEMAS = {n: d.schema for n, d in load_domains(["hotel", "restaurant", "taxi"]).items()}


def meant(text: str, acts: str, asked: str = "", state: DialogueState | None = None) -> str:
    heard = []
    for act in parse_acts(acts):
        start = -1 if act.slot == "task" or not act.value else text.find(act.value)
        span = (start, start + len(act.value or "")) if start >= 0 else None
        heard.append(replace(act, span=span))
    resolver = Resolver(SCHEMAS, state or DialogueState(), parse_acts(asked))
    return format_acts(resolver.resolve(heard, text))


@pytest.mark.parametrize(
    ("text", "acts"),
    [
        ("i already have a reservation", "restaurant.inform(task=book)"),
        ("I have a booking for 2 nights", "hotel.inform(stay=2, task=book)"),
        ("well, we've got a table booked", "restaurant.inform(task=book)"),
        (
            "i have a room booked, 2 nights, from friday",
            "hotel.inform(stay=2, day=friday, task=book)",
        ),
        ("hi, i've already booked a room for friday", "hotel.inform(day=friday, task=book)"),
    ],
)
def test_who_has_a_booking_hears_what_is_booked(text: str, acts: str) -> None:
    assert meant(text, acts) == "request(bookings)"


def test_who_has_one_wants_none_that_is_proposed() -> None:
    said = meant(
        "i already have a reservation",
        "restaurant.inform(task=book)",
        asked="restaurant.confirm(task=book)",
    )
    assert said == "negate(); restaurant.deny(task=book)"


def test_who_has_one_gives_up_what_is_being_booked() -> None:
    state = DialogueState(active="hotel").with_domain("hotel", task="book", entity={"name": "Inn"})
    said = meant(
        "oh, i have a booking already", "hotel.inform(task=book)", "hotel.request(day)", state
    )
    assert said == "hotel.cancel()"


@pytest.mark.parametrize(
    ("text", "acts", "left"),
    [
        (
            "i have a reservation at Kaede for 2 people, i need a taxi there",
            "restaurant.inform(name=Kaede, people=2, task=book); taxi.inform(task=book)",
            "restaurant.inform(name=Kaede); taxi.inform(task=book)",
        ),
        (
            "i need a taxi to Kaede, i have a reservation at 19:45",
            "taxi.inform(destination=Kaede, task=book); restaurant.inform(time=19:45, task=book)",
            "taxi.inform(destination=Kaede, task=book, arrive_by=19:45)",
        ),
        (
            "i already booked dinner, just need a taxi to Kaede",
            "taxi.inform(destination=Kaede, task=book); restaurant.inform(task=find)",
            "taxi.inform(destination=Kaede, task=book)",
        ),
        (
            "i booked a table for friday and looking for a taxi to Kaede",
            "restaurant.inform(day=friday, task=book); taxi.inform(destination=Kaede, task=book)",
            "taxi.inform(destination=Kaede, task=book)",
        ),
        (
            "we have a hotel booked and want to book a table for 2",
            "hotel.inform(task=book); restaurant.inform(people=2, task=book)",
            "restaurant.inform(people=2, task=book)",
        ),
    ],
)
def test_what_is_wanted_besides_stays(text: str, acts: str, left: str) -> None:
    assert meant(text, acts) == left


@pytest.mark.parametrize(
    ("text", "acts"),
    [
        ("can i have a reservation for 2?", "restaurant.inform(people=2, task=book)"),
        ("i'd like to have a table booked for 2", "restaurant.inform(people=2, task=book)"),
        ("i want a booking for 2", "restaurant.inform(people=2, task=book)"),
        ("i have to make a reservation for 2", "restaurant.inform(people=2, task=book)"),
        ("we have 2 children, book a room", "hotel.inform(people=2, task=book)"),
    ],
)
def test_who_orders_has_none(text: str, acts: str) -> None:
    assert meant(text, acts) == acts
