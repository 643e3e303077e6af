"""Ends and times of a way that are told by the place or the booking they are of."""

from dataclasses import replace

import pytest

from dialog.acts import format_acts, parse_acts
from dialog.domain import load_domains
from dialog.dst.resolving.context import Context
from dialog.dst.resolving.ordered import ordered
from dialog.dst.resolving.references import Referents
from dialog.state import DialogueState, SlotBelief

SCHEMAS = {n: d.schema for n, d in load_domains(["hotel", "restaurant", "taxi", "train"]).items()}
BEFORE = DialogueState(active="restaurant").with_domain(
    "restaurant", entity={"name": "Kaede"}, bookings=({"name": "Kaede", "time": "19:45"},)
)
ORDERS = "taxi.inform(task=book)"


def meant(acts, text, asked=(), spans=()):
    """The acts as they are meant; `spans` are words of the text, one for each act that has any."""
    words = {value: text.index(value) for value in spans}
    said = [
        act
        if act.value not in words
        else type(act)(
            act.type, act.domain, act.slot, act.value, act.score,
            (words[act.value], words[act.value] + len(act.value)),
        )
        for act in parse_acts(acts)
    ]  # fmt: skip
    context, referents = Context(SCHEMAS, BEFORE), Referents(SCHEMAS, BEFORE)
    return format_acts(ordered(said, text, context, referents, asked))


@pytest.mark.parametrize(
    ("text", "slot"),
    [
        ("a taxi to get to the restaurant by 19:45", "arrive_by"),
        ("a taxi, I'd like to leave the restaurant by 19:45", "leave_at"),
        ("a taxi leaving the hotel, to be there at 19:45", "arrive_by"),
        ("a taxi at 19:45", "leave_at"),
        ("a taxi, my reservation is at 19:45", "arrive_by"),
        ("a taxi, i have a table for 19:45 there", "arrive_by"),
        ("i have a table there, a taxi leaving at 19:45", "leave_at"),
    ],
)
def test_the_time_of_a_table_is_that_of_the_taxi_ordered_with_it(text, slot):
    acts = f"{ORDERS}; restaurant.inform(time=19:45)"
    assert meant(acts, text, spans=["19:45"]) == f"taxi.inform(task=book, {slot}=19:45)"


def test_a_time_that_no_act_has_is_that_of_the_taxi():
    assert meant(ORDERS, "a cab, leaving by 5:00 please") == (
        "taxi.inform(task=book, leave_at=05:00)"
    )


@pytest.mark.parametrize("words", ["the booked time", "our reservation", "my dinner booking"])
def test_who_is_to_be_there_by_a_booking_arrives_by_its_time(words):
    assert meant(ORDERS, f"a taxi to the restaurant by {words}") == (
        "taxi.inform(task=book, arrive_by=19:45)"
    )


def test_a_question_for_the_time_orders_as_well():
    text = "no idea, I must be at the restaurant by 19:45"
    found = meant("restaurant.inform(time=19:45)", text, [("taxi", "leave_at")], ["19:45"])
    assert found == "taxi.inform(arrive_by=19:45)"


def test_a_name_behind_from_or_to_is_an_end_of_the_way():
    text = "a taxi to the Kaede at 19:45"
    acts = f"{ORDERS}; restaurant.inform(name=Kaede)"
    assert "destination=Kaede" in meant(acts, text, spans=["Kaede"])
    acts = f"{ORDERS}; taxi.inform(leave_at=19:45); restaurant.inform(name=Kaede)"
    assert "departure=Kaede" in meant(acts, "a taxi from Kaede at 19:45", spans=["Kaede", "19:45"])


@pytest.mark.parametrize(
    "acts",
    [
        f"{ORDERS}; restaurant.inform(task=book, time=20:00)",  # a table, and a taxi too
        "restaurant.inform(time=20:00)",  # nothing is ordered
        f"{ORDERS}; taxi.inform(leave_at=19:00); restaurant.inform(time=20:00)",
    ],
)
def test_what_is_wanted_of_the_place_itself_stays_there(acts):
    assert meant(acts, "a table at 20:00", spans=["20:00"]) == format_acts(parse_acts(acts))


@pytest.mark.parametrize(
    ("acts", "text", "found"),
    [
        ("train.inform(departure=Ely)", "from Ely after 9:30", "departure=Ely, leave_at=09:30"),
        ("train.inform(departure=Ely)", "from Ely, to arrive by 9:30",
         "departure=Ely, arrive_by=09:30"),
        ("train.inform(departure=Ely)", "from Ely for 9.30 pounds", "departure=Ely"),
        ("train.inform(leave_at=09:30)", "i want to get there by 09:30", "arrive_by=09:30"),
        ("train.inform(leave_at=09:30)", "i want to leave by 09:30", "leave_at=09:30"),
    ],
)  # fmt: skip
def test_the_time_of_a_train_is_what_the_words_before_it_make_it(acts, text, found):
    assert meant(acts, text, spans=["09:30"] if "09:30" in text else []) == (
        f"train.inform({found})"
    )


def test_a_time_said_again_of_arriving_is_none_to_leave_at():
    held = DialogueState(active="train").with_domain(
        "train", beliefs={"leave_at": SlotBelief((("18:15", 1.0),))}
    )
    [act] = parse_acts("train.inform(arrive_by=18:15)")
    said = replace(act, span=(25, 30))
    context, referents = Context(SCHEMAS, held), Referents(SCHEMAS, held)
    found = ordered([said], "i just need to arrive by 18:15", context, referents, ())
    assert format_acts(found) == "train.inform(arrive_by=18:15); train.deny(leave_at=18:15)"


def test_the_hour_of_what_is_reserved_there_is_one_to_be_there_by():
    text = "i have a reservation at Kaede at 19:45, can you get me a taxi there"
    acts = "taxi.inform(task=book, leave_at=19:45)"
    assert meant(acts, text, spans=["19:45"]) == "taxi.inform(task=book, arrive_by=19:45)"
    text = "i have a table at Kaede, a taxi from there at 19:45"
    assert meant(acts, text, spans=["19:45"]) == acts
