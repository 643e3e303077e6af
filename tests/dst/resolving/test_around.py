"""What the words around a value take back."""

import pytest

from dialog.acts import DialogueAct, format_acts, parse_acts
from dialog.domain import load_domains
from dialog.dst.resolving.around import proposes, without_taken_back
from dialog.dst.resolving.context import Context
from dialog.state import DialogueState

SCHEMAS = {n: d.schema for n, d in load_domains(["hotel", "restaurant"]).items()}
FOUND = DialogueState(active="hotel").with_domain("hotel", entity={"name": "Campus Inn"})


def kept(acts: str, text: str, state: DialogueState = FOUND, asked: tuple[str, str] = ("", "")):
    said = []
    for act in parse_acts(acts):
        at = text.find(act.value or "?")
        span = (at, at + len(act.value or "")) if at >= 0 else None
        said.append(DialogueAct(act.type, act.domain, act.slot, act.value, span=span))
    return format_acts(without_taken_back(said, text, Context(SCHEMAS, state), [asked]))


def test_the_hotel_under_discussion_is_no_wish_for_one():
    assert kept("hotel.inform(type=hotel)", "a train to get to the hotel") == ""
    assert kept("hotel.inform(type=hotel)", "i would rather have a hotel") != ""
    assert kept("hotel.inform(type=hotel)", "the hotel", DialogueState()) != ""
    assert kept("hotel.inform(type=hotel)", "the hotel please", asked=("hotel", "type")) != ""
    assert kept("hotel.inform(area=north)", "the north") != ""  # no kind


def test_the_guesthouse_is_none_that_is_a_hotel():
    hotel = DialogueState().with_domain("hotel", entity={"name": "Inn", "type": "hotel"})
    assert kept("hotel.inform(type=guesthouse)", "the guesthouse", hotel) != ""
    assert kept("hotel.inform(type=hotel)", "the hotel", hotel) == ""
    house = DialogueState().with_domain("hotel", entity={"name": "Inn", "type": "guesthouse"})
    assert kept("hotel.inform(type=guesthouse)", "that guesthouse", house) == ""
    assert kept("hotel.inform(type=hotel)", "the hotel", house) == ""  # what all are called
    booked = DialogueState().with_domain("hotel", bookings=({"name": "Inn"},))
    assert kept("hotel.inform(type=guesthouse)", "the guesthouse", booked) == ""  # perhaps it is


def test_a_hotel_that_is_booked_is_the_one_under_discussion():
    acts = "hotel.inform(type=hotel, task=book)"
    assert kept(acts, "i would like to this book hotel") == "hotel.inform(task=book)"
    assert "type=hotel" in kept(acts, "book me a hotel", DialogueState())


@pytest.mark.parametrize("text", ["how about 17:15?", "ok, what about at 17:15 then"])
def test_how_about_a_value_asks_for_no_other_entity(text):
    acts = "restaurant.inform(time=17:15); reqalts()"
    assert kept(acts, text) == kept("restaurant.inform(time=17:15)", text)
    assert proposes(text)


@pytest.mark.parametrize(
    "text", ["can you move it to 19:30?", "could we shift the booking to 8", "can i make that 5"]
)
def test_who_asks_to_move_it_puts_something_forward(text):
    assert proposes(text)


def test_how_about_another_does():
    acts = "reqalts(); restaurant.inform(time=17:15)"
    assert "reqalts()" in kept(acts, "how about another one at 17:15")
    assert "reqalts()" in kept(acts, "anything else at 17:15?")
    assert not proposes("anything else at 17:15?")


def test_a_hotel_that_is_to_be_a_guesthouse_is_one():
    acts = "hotel.inform(type=hotel, type=guesthouse)"
    wish = "i need a hotel. ideally a guesthouse"
    assert kept(acts, wish, DialogueState()) == "hotel.inform(type=guesthouse)"
    assert kept(acts, "a hotel or a guesthouse", DialogueState()) == acts
