"""What the words before a value tell of its slot."""

from dataclasses import replace

import pytest

from dialog.acts import parse_acts
from dialog.domain import load_domains
from dialog.nlu.leads import with_lead
from dialog.values import readers

READERS = readers(load_domains(["restaurant", "hotel", "train"]))


@pytest.mark.parametrize(
    ("text", "slot"),
    [
        ("before noon", "arrive_by"),
        ("any time before noon", "arrive_by"),
        ("no later than noon please", "arrive_by"),
        ("not before noon", "leave_at"),
        ("leaving before noon", "leave_at"),
        ("after noon", "leave_at"),
        ("noon", "leave_at"),
    ],
)
def test_words_before_a_value_tell_whether_it_is_the_most(text: str, slot: str) -> None:
    [act] = parse_acts('train.inform(leave_at="12:00")')
    start = text.index("noon")
    for span in ((start, start + 4), (0, len(text))):
        meant = with_lead(replace(act, span=span), text, READERS)
        assert (meant.domain, meant.slot, meant.value) == ("train", slot, "12:00")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("-2 people", "-2"),
        ("for minus 2 people", "-2"),
        ("1-2 people", "2"),
        ("dinner - 2 people", "2"),
    ],
)
def test_a_number_of_what_is_booked_may_be_below_nothing(text: str, value: str) -> None:
    [act] = parse_acts("restaurant.inform(people=2)")
    start = text.rindex("2")
    meant = with_lead(replace(act, span=(start, start + 1)), text, READERS)
    assert meant.value == value


@pytest.mark.parametrize(
    ("text", "slot", "value"),
    [
        ("then lunch around 1", "time", "13:00"),
        ("dinner at 8 please", "time", "20:00"),
        ("dinner for 8", "people", "8"),
        ("a table for around 8", "people", "8"),
        ("around 8 people", "people", "8"),
        ("a table for about 8 of us", "people", "8"),
    ],
)
def test_a_number_that_counts_nothing_is_a_time(text: str, slot: str, value: str) -> None:
    at = next(n for n, letter in enumerate(text) if letter.isdigit())
    [act] = parse_acts(f"restaurant.inform(people={text[at]})")
    meant = with_lead(replace(act, span=(at, at + 1)), text, READERS)
    assert (meant.slot, meant.value) == (slot, value)


def test_without_a_time_a_number_stays_one() -> None:
    [act] = parse_acts("hotel.inform(people=2)")
    act = replace(act, span=(10, 11))
    assert with_lead(act, "make it at 2", READERS) is act
