"""What the users of MultiWOZ 2.1 are after."""

import pytest

from corpora.multiwoz21.goals import user_goal
from dialog.corpus import Dialogue, corpora_folder, find_corpus
from dialog.corpus.goals import UserGoal
from dialog.errors import CorpusError

HOTEL = {"info": {"area": "north"}, "fail_info": {"area": "east"}, "reqt": ["phone"]}
RESTAURANT = {
    "info": {"food": "thai"},
    "fail_info": {},
    "book": {"people": "2", "day": "friday", "time": "17:30", "invalid": True, "pre_invalid": True},
    "fail_book": {"time": "18:30"},
}


def goal(**parts):
    domains = tuple(name for name, part in parts.items() if part and name != "message")
    return user_goal(Dialogue("one", "test", domains, parts, ()))


def test_what_is_wanted_in_the_end_and_at_first():
    found = goal(hotel=HOTEL, restaurant=RESTAURANT, train={})
    details = {"people": "2", "day": "friday", "time": "17:30"}
    assert found == {
        "hotel": UserGoal({"area": "north"}, {"area": "east"}, ("phone",)),
        "restaurant": UserGoal({"food": "thai"}, {}, ("ref",), details),
    }


def test_a_value_is_spelled_as_the_database_has_it():
    found = goal(attraction={"info": {"type": "mutliple sports"}, "reqt": []})
    assert found["attraction"].wanted == {"type": "multiple sports"}


@pytest.mark.parametrize(
    ("message", "time", "links"),
    [
        ("leave the <span>restaurant</span> by 10:00", "leaveAt", ("restaurant", "hotel")),
        ("leave the hotel by 10:00", "leaveAt", ("hotel", "restaurant")),
        ("make sure it arrives the restaurant by the booked time", "arriveBy",
         ("hotel", "restaurant")),
    ],
)  # fmt: skip
def test_a_taxi_goes_between_the_places_of_the_message(message, time, links):
    taxi = {"info": {time: "10:00"}, "reqt": ["car type"], "fail_info": {}}
    found = goal(taxi=taxi, hotel=HOTEL, restaurant=RESTAURANT, message=message)
    assert list(found) == ["hotel", "restaurant", "taxi"]
    assert found["taxi"] == UserGoal(
        asked=("car",),
        booking={time: "10:00"},
        links=dict(zip(("departure", "destination"), links, strict=True)),
    )


def test_a_taxi_by_itself_has_its_places():
    info = {"departure": "a", "destination": "b", "leaveAt": "10:00"}
    assert goal(taxi={"info": info})["taxi"] == UserGoal(booking=info)


def test_every_taxi_of_the_corpus_has_both_ends():
    try:
        corpora_folder()
        corpus = find_corpus("multiwoz21")
    except CorpusError as error:
        pytest.skip(str(error))
    taxis = [g["taxi"] for d in corpus.load("validation") if "taxi" in (g := corpus.user_goal(d))]
    assert taxis
    for taxi in taxis:
        assert {*(taxi.booking or {}), *taxi.links} >= {"departure", "destination"}
