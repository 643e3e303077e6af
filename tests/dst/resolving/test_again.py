"""Wishes for what something talked about has."""

import pytest

from dialog.acts import format_acts, parse_acts
from dialog.domain import load_domains
from dialog.dst.resolving.again import had_again
from dialog.dst.resolving.context import Context
from dialog.dst.resolving.references import Referents
from dialog.dst.resolving.resolve import Resolver
from dialog.state import DialogueState, SlotBelief

CITY = {n: d.schema for n, d in load_domains(["hotel", "restaurant"]).items()}
EATEN = DialogueState(active="restaurant").with_domain(
    "restaurant", entity={"name": "Roma", "area": "centre"}
)
ROOM = "hotel.inform(task=find)"


@pytest.mark.parametrize(
    ("text", "acts", "state", "meant"),
    [
        ("i need a room nearby", ROOM, EATEN, "hotel.inform(area=centre)"),
        ("a hotel in the neighbourhood please", ROOM, EATEN, "hotel.inform(area=centre)"),
        ("a room nearby in the north", f"{ROOM}; hotel.inform(area=north)", EATEN, ""),
        ("i need a room", ROOM, EATEN, ""),
        ("is there parking nearby", "hotel.request(parking)", EATEN, ""),  # of what?
        ("what's there nearby", ROOM, EATEN, "hotel.inform(area=centre)"),
        ("i need a room nearby", ROOM, DialogueState(), ""),  # near what?
    ],
)
def test_nearby_is_in_the_part_of_town_talked_about(text, acts, state, meant) -> None:
    found = had_again(parse_acts(acts), text, Context(CITY, state), Referents(CITY, state))
    assert format_acts(found) == meant


@pytest.mark.parametrize(
    ("held", "meant"), [({}, "restaurant.inform(day=friday)"), ({"day": "saturday"}, "")]
)
def test_that_evening_is_of_the_day_talked_about_unless_one_is_known(held, meant) -> None:
    beliefs = {slot: SlotBelief(((value, 1.0),)) for slot, value in held.items()}
    state = DialogueState(active="restaurant").with_domain("restaurant", beliefs=beliefs)
    state = state.with_domain("hotel", bookings=({"name": "Appletree", "day": "friday"},))
    acts = parse_acts("restaurant.inform(people=2)")
    found = had_again(acts, "for 2 that evening", Context(CITY, state), Referents(CITY, state))
    assert format_acts(found) == meant


def test_a_museum_near_the_hotel_is_in_its_part_of_town() -> None:
    schemas = {n: d.schema for n, d in load_domains(["hotel", "attraction"]).items()}
    state = DialogueState(active="hotel").with_domain(
        "hotel", entity={"name": "Motorstop 7", "area": "north"}
    )
    acts = parse_acts("hotel.inform(near=the hotel); attraction.inform(task=find, type=museum)")
    meant = Resolver(schemas, state, ()).resolve(acts, "is there a museum near the hotel?")
    assert format_acts(meant) == "attraction.inform(task=find, type=museum, area=north)"


def test_the_same_group_is_as_many_people() -> None:
    state = DialogueState(active="restaurant").with_domain(
        "hotel", bookings=({"name": "Appletree", "people": "4", "stay": "2"},)
    )
    acts = parse_acts("restaurant.inform(task=book)")
    words = "book that for the same group of people"
    found = had_again(acts, words, Context(CITY, state), Referents(CITY, state))
    assert format_acts(found) == "restaurant.inform(people=4)"
