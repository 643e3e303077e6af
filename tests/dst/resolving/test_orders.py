"""Words that order a booking, where no act says so."""

import pytest

from dialog.acts import format_acts, parse_acts
from dialog.domain import load_domains
from dialog.dst.resolving.context import Context
from dialog.dst.resolving.orders import orders
from dialog.state import DialogueState

SCHEMAS = {n: d.schema for n, d in load_domains(["attraction", "hotel", "train"]).items()}


def meant(acts, text):
    return format_acts(orders(parse_acts(acts), text, Context(SCHEMAS, DialogueState())))


@pytest.mark.parametrize(
    ("acts", "text"),
    [
        ("train.inform(day=tuesday, people=8)", "on Tuesday, and book travel for 8 people"),
        ("hotel.inform(people=5, stay=5)", "I will need a booking for 5 people, 5 nights"),
        ("hotel.inform(task=find, people=2)", "please reserve a room for 2"),
    ],
)
def test_a_word_for_it_beside_what_a_booking_takes_orders(acts, text):
    assert "task=book" in meant(acts, text)
    assert "task=find" not in meant(acts, text)


@pytest.mark.parametrize(
    ("acts", "text"),
    [
        ("hotel.inform(area=north)", "can I book something in the north?"),  # no detail of it
        ("hotel.inform(people=2)", "how much is it to book for 2?"),
        ("hotel.inform(people=2)", "I don't want to book for 2 yet"),
        ("hotel.inform(people=2)", "is there room for 2?"),
        ("hotel.inform(task=book, people=2)", "book it for 2"),
    ],
)
def test_other_turns_order_no_more_than_they_did(acts, text):
    assert meant(acts, text) == acts
