"""What words of the user point at."""

import pytest

from dialog.acts import ActType, DialogueAct
from dialog.pointing import points_back

from .cafes import BELL, DOMAINS, offered, track, tracked


class TestReferences:
    def both(self):
        state = offered(state=tracked("cafe.inform(task=find, day=monday, time=19:30)"))
        return offered("lodging", BELL, track(state, "lodging.inform(task=find)"))

    @pytest.mark.parametrize(
        ("text", "value"),
        [
            ("the cafe", "Roma"),
            ("Coffee House", "Roma"),
            ("my inn", "The Bell"),
            ("the guest house you found", "The Bell"),
            ("there", "The Bell"),
            ("roma", "Roma"),
            ("12 Harbour Road", "12 Harbour Road"),
        ],
    )
    def test_places(self, text, value):
        state = track(self.both(), f'courier.inform(receiver="{text}")')
        assert state.domain("courier").value("receiver") == value

    def test_nobody_goes_from_there_to_there(self):
        state = track(self.both(), 'courier.inform(sender="the inn", receiver=there)')
        assert state.domain("courier").value("receiver") == "Roma"

    def test_what_the_same_turn_names_is_there(self):
        named = "lodging.inform(name=The Mill)"
        state = track(self.both(), f"{named}; courier.inform(receiver=there)")
        assert state.domain("courier").value("receiver") == "The Mill"
        state = track(self.both(), f"{named}; courier.inform(sender=The Mill, receiver=there)")
        assert state.domain("courier").value("receiver") == "The Bell"

    def test_a_reference_to_nothing_is_no_evidence(self):
        state = tracked('courier.inform(receiver="the inn")')
        assert state.domain("courier").beliefs == {}
        assert state.user_acts == (DialogueAct(ActType.INFORM, "courier", "receiver"),)

    def test_the_same_day(self):
        state = track(self.both(), 'lodging.inform(day="the same day")')
        assert state.domain("lodging").value("day") == "monday"

    @pytest.mark.parametrize(
        ("text", "name", "expected"),
        [
            ("the same day", "day", True),
            ("On that day.", "day", True),
            ("same number of people", "people", True),
            ("that area, too", "area", True),
            ("the booked time", "time", True),
            ("my reservation", "day", True),
            ("my reservation", "area", False),
            ("this cafe", "area", False),
            ("that evening", "time", False),
            ("thursday", "day", False),
            ("similar", "area", False),
        ],
    )
    def test_words_that_point_back(self, text, name, expected):
        assert points_back(text, DOMAINS["cafe"].schema.slots[name]) == expected

    def test_the_same_time_under_another_name(self):
        state = track(self.both(), 'courier.inform(pickup="the same time")')
        assert state.domain("courier").value("pickup") == "19:30"

    def test_a_booking_goes_before_a_belief(self):
        state = self.both().with_domain("cafe", bookings=({"people": "4"},))
        state = track(state, 'lodging.inform(guests="the same number of people")')
        assert state.domain("lodging").value("guests") == "4"
