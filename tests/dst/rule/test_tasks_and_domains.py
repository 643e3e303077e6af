"""What the user is after, in which domain, and what is asked for."""

from dialog.acts import parse_acts
from dialog.state import Hypothesis, UserTurn

from .cafes import TRACKER, offered, track, tracked


class TestTaskAndDomain:
    def test_the_domain_with_a_task_is_active(self):
        state = tracked("cafe.inform(task=find); lodging.inform(area=east)")
        assert state.active == "cafe"
        assert state.domain("lodging").value("area") == "east"

    def test_of_two_tasks_the_one_told_more_of_is_active(self):
        text = "cafe.inform(task=find, food=greek, area=east); lodging.inform(task=find)"
        assert tracked(text).active == "cafe"

    def test_generic_acts_leave_the_domain(self):
        assert tracked("cafe.inform(task=find)", "thank()").active == "cafe"

    def test_booking_details_of_an_entity_mean_a_booking(self):
        assert track(offered(), "cafe.inform(day=monday)").domain("cafe").task == "book"

    def test_a_constraint_means_a_search(self):
        assert tracked("cafe.inform(food=greek)").domain("cafe").task == "find"

    def test_what_is_not_wanted_opens_a_search(self):
        assert tracked("cafe.deny(food=greek)").domain("cafe").task == "find"
        text = "cafe.inform(task=book, food=thai)"
        assert tracked(text, "cafe.deny(food=greek)").domain("cafe").task == "book"

    def test_booking_details_before_a_search_mean_a_booking(self):
        assert tracked("cafe.inform(people=2)").domain("cafe").task == "book"
        text = "cafe.inform(task=find)"
        assert tracked(text, "cafe.inform(people=2)").domain("cafe").task == "find"

    def test_a_service_needs_no_entity(self):
        assert tracked("courier.inform(receiver=Docks)").domain("courier").task == "book"

    def test_another_booking_of_a_service_starts_with_what_is_said_of_it(self):
        state = tracked("courier.inform(task=book, receiver=Docks, pickup=10:00)")
        again = "courier.inform(task=book, receiver=Mill)"
        assert track(state, again).domain("courier").value("pickup") == "10:00"
        booked = state.with_domain("courier", task="", bookings=({"receiver": "Docks"},))
        own = track(booked, again).domain("courier")
        assert (own.task, own.value("receiver"), own.value("pickup")) == ("book", "Mill", None)
        changed = track(booked, "courier.inform(pickup=11:00)").domain("courier")
        assert (changed.value("receiver"), changed.value("pickup")) == ("Docks", "11:00")

    def test_a_yes_to_the_proposal_books_a_service_with_the_details_that_stand(self):
        state = tracked("courier.inform(task=book, receiver=Docks, pickup=10:00)")
        booked = state.with_domain("courier", task="", bookings=({"receiver": "Docks"},))
        own = track(booked, "affirm()", "courier.confirm(task=book)").domain("courier")
        assert (own.task, own.value("receiver"), own.value("pickup")) == ("book", "Docks", "10:00")

    def test_a_yes_to_the_proposal_means_a_booking(self):
        state = track(offered(), "affirm()", "cafe.confirm(task=book)")
        assert state.domain("cafe").task == "book"

    def test_a_no_to_the_proposal_does_not_outrank_another_task(self):
        text = "negate(); lodging.inform(task=find)"
        state = track(offered(), text, "cafe.confirm(task=book)")
        assert (state.active, state.domain("cafe").task) == ("lodging", "find")

    def test_the_values_of_a_made_booking_do_not_book_again(self):
        state = track(offered(), "cafe.inform(day=monday)").with_domain("cafe", task="")
        assert track(state, "cafe.inform(day=monday)").domain("cafe").task == ""
        assert track(state, "cafe.inform(task=book)").domain("cafe").task == "book"

    def test_restart_empties_all_but_the_history(self):
        state = track(offered(), "restart()")
        assert (state.domains, state.active) == ({}, "")

    def test_a_restart_that_is_doubtful_loses_nothing(self):
        state = track(offered(), "restart()", score=0.75)
        assert state.domains == offered().domains
        assert state.user_acts == ()

    def test_cancel_drops_task_and_booking_details(self):
        state = track(offered(), "cafe.inform(day=monday, food=italian)")
        own = track(state, "cancel()").domain("cafe")
        assert (own.task, own.value("day"), own.value("food")) == ("", None, "italian")


class TestRequests:
    def test_requests_wait_for_their_answer(self):
        state = tracked("cafe.request(phone)", "cafe.request(price)")
        assert state.domain("cafe").requested == ("phone", "price")

    def test_an_unlikely_request_is_not_made(self):
        assert track(offered(), "cafe.request(phone)", score=0.4).domain("cafe").requested == ()

    def test_a_request_without_domain_is_about_the_focus(self):
        assert track(offered(), "request(phone)").domain("cafe").requested == ("phone",)

    def test_a_request_about_nothing_is_about_the_focus(self):
        state = track(offered(), "lodging.request(phone)")
        assert state.domain("cafe").requested == ("phone",)
        assert state.domain("lodging").requested == ()

    def test_a_request_about_what_is_being_sought_stays(self):
        state = track(offered(), "lodging.inform(task=find); lodging.request(phone)")
        assert state.domain("lodging").requested == ("phone",)


def test_a_question_orders_no_booking():
    turn = UserTurn(
        (Hypothesis("how much for two?"),), (tuple(parse_acts("cafe.inform(people=2)")),)
    )
    own = TRACKER.track(offered(), turn, ()).domain("cafe")
    assert (own.task, own.value("people")) == ("find", "2")
    told = UserTurn((Hypothesis("for two"),), turn.acts)
    assert TRACKER.track(offered(), told, ()).domain("cafe").task == "book"
