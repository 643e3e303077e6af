"""One value in several spellings."""

import pytest

from dialog.dst.spelling import spelt_alike
from dialog.schema import Slot
from dialog.state import SlotBelief

PLACE = Slot(name="to", description="the place")
NIGHTS = Slot(name="stay", description="the stay", type="number", unit="night")
STARS = Slot(description="x", question="x", type="number", unit="star", search="optional")
AT = Slot(name="at", description="the time", type="time")


@pytest.mark.parametrize(
    ("slot", "scores", "alike"),
    [
        (PLACE, {"Jesus College": 0.3, "jesus college": 0.5}, {"jesus college": 0.8}),
        (PLACE, {"Jesus College": 0.3, "Kings": 0.5}, {"Jesus College": 0.3, "Kings": 0.5}),
        (NIGHTS, {"5": 0.5, "5 nights": 0.25, "six": 0.25}, {"5": 0.75, "six": 0.25}),
        (NIGHTS, {"2": 0.5, "-2": 0.25}, {"2": 0.5, "-2": 0.25}),
        (STARS, {"over 3": 0.5, "at most 3": 0.25}, {"over 3": 0.5, "at most 3": 0.25}),
        (STARS, {"4": 0.5, "4 stars": 0.25, "3;4": 0.25}, {"4": 0.75, "3;4": 0.25}),
        (AT, {"17:00": 0.5, "5 pm": 0.25}, {"17:00": 0.75}),
    ],
)
def test_spellings_of_one_value_are_added_up(slot, scores, alike):
    assert spelt_alike(slot, scores, SlotBelief()) == alike


def test_a_value_is_spelt_as_it_is_believed_already():
    belief = SlotBelief((("Jesus College", 0.4),))
    assert spelt_alike(PLACE, {"jesus college": 0.5}, belief) == {"Jesus College": 0.5}


def test_a_value_said_not_to_be_is_not_the_value():
    slot = NIGHTS.model_copy(update={"negatable": True})
    scores = {"5": 0.5, "not 5": 0.25}
    assert spelt_alike(slot, scores, SlotBelief()) == scores
