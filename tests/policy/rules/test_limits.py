"""What no booking takes is refused, and asked for again."""

import pytest

from ..shop import OFFERED, Talk, after

REFUSED = "bikes.inform(limited=the days, bound=between 1 and 30)"


@pytest.mark.parametrize("days", ["0", "-2", "400"])
def test_a_detail_beyond_its_limits_is_refused_and_asked_again(days):
    talk = after(OFFERED, "bikes.inform(task=book)")
    assert talk.say(f"bikes.inform(day=monday, days={days})") == f"{REFUSED}; bikes.request(days)"
    assert not talk.state.domain("bikes").bookings
    assert talk.say(f"bikes.inform(days={days})") == f"{REFUSED}; bikes.request(days)"
    assert "bikes.book(reference=R1, name=Mule, day=monday, days=2)" in talk.say(
        "bikes.inform(days=2)"
    )


def test_it_is_refused_before_what_is_missing_is_asked():
    talk = after(OFFERED)
    assert talk.say("bikes.inform(task=book, days=400)") == f"{REFUSED}; bikes.request(days)"
    assert talk.say("bikes.inform(days=3)") == "bikes.request(day)"


def test_it_is_told_as_soon_as_it_is_heard():
    talk = Talk()
    said = talk.say("bikes.inform(task=find, kind=cargo, days=400)")
    assert said == f"bikes.offer(name=Mule); {REFUSED}"
    assert talk.state.domain("bikes").value("days") is None


def test_a_change_of_what_is_booked_keeps_within_the_limits():
    talk = after(OFFERED, "bikes.inform(day=monday, days=2)")
    assert talk.say("bikes.inform(days=400)") == f"{REFUSED}; bikes.request(days)"
    assert len(talk.state.domain("bikes").bookings) == 1
