"""Questions for the details of what is booked."""

import pytest

from dialog.acts import format_acts, parse_acts
from dialog.domain import load_domains
from dialog.dst.resolving.context import Context
from dialog.dst.resolving.recalled import recalled
from dialog.state import DialogueState

SCHEMAS = {n: d.schema for n, d in load_domains(["hotel", "restaurant", "taxi"]).items()}
TABLE = {"name": "Kaede", "day": "friday", "time": "19:00", "people": "2"}
ROOM = {"name": "Inn", "day": "friday", "stay": "3", "people": "2"}


def asked(
    text: str, acts: str = "outofscope()", active: str = "restaurant", **booked: dict[str, str]
) -> str:
    state = DialogueState(active=active)
    for domain, row in booked.items():
        state = state.with_domain(domain, bookings=(row,))
    return format_acts(recalled(parse_acts(acts), text, Context(SCHEMAS, state)))


@pytest.mark.parametrize(
    ("text", "acts", "slots"),
    [
        ("what time is my reservation?", "restaurant.inform(task=book)", "time"),
        ("for how many people is it?", "outofscope()", "people"),
        ("what day is it booked for?", "outofscope()", "day"),
        ("which day was that again", "outofscope()", "day"),
        ("when is the table booked for?", "restaurant.inform(task=book)", "day, time"),
        ("When did you book it for?", "", "day, time"),
        ("how many people did I say?", "", "people"),
        ("at what time is the booking", "restaurant.request(time)", "time"),
        ("when is it again?", "restart()", "day, time"),
    ],
)
def test_a_detail_of_what_is_booked_is_asked_for(text: str, acts: str, slots: str) -> None:
    assert asked(text, acts, restaurant=TABLE) == f"restaurant.request({slots})"


def test_of_several_bookings_that_is_asked_about_which_has_it() -> None:
    both = {"restaurant": TABLE, "hotel": ROOM}
    assert asked("how many nights did we book?", **both) == "hotel.request(stay)"
    assert asked("what day is the hotel booked for?", **both) == "hotel.request(day)"
    assert asked("what day is that?", **both) == "restaurant.request(day)"
    assert asked("what day is that?", active="hotel", **both) == "hotel.request(day)"


@pytest.mark.parametrize(
    ("text", "acts"),
    [
        ("what time does it close?", "outofscope()"),
        ("what time is breakfast?", "outofscope()"),
        ("how many stars is it?", "outofscope()"),
        ("when is it open?", "outofscope()"),
        ("book it for 3", "restaurant.inform(people=3, task=book)"),
        ("what day is it, can you make that friday?", "restaurant.inform(day=friday)"),
        ("how many people is it? and a hotel please", "hotel.inform(task=find)"),
    ],
)
def test_other_questions_are_not(text: str, acts: str) -> None:
    assert asked(text, acts, restaurant=TABLE) == acts


def test_nothing_is_recalled_where_nothing_is_booked() -> None:
    assert asked("what day is it booked for?") == "outofscope()"


def test_what_is_booked_may_be_called_by_its_name() -> None:
    taxi = {"departure": "Inn", "destination": "Kaede", "leave_at": "18:30"}
    both = {"restaurant": TABLE, "taxi": taxi}
    assert asked("what time is the taxi?", **both) == "taxi.request(leave_at)"
    assert asked("when is my taxi", **both) == "taxi.request(leave_at)"
    assert asked("what time is my table?", **both) == "restaurant.request(time)"
    assert asked("what time is the museum?", **both) == "outofscope()"
