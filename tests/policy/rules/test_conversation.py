"""Greeting, thanking, denying, restarting and not understanding."""

import pytest

from ..shop import OFFERED, Talk, after


@pytest.mark.parametrize(
    ("user", "system"),
    [
        ("hello()", "hello()"),
        ("help()", "help()"),
        ("thank()", "thank(); reqmore()"),
        ("bye()", "bye()"),
        ("thank(); bye()", "bye()"),
        ("restart()", "restart()"),
        ("cancel()", "cancel(); reqmore()"),
        ("outofscope()", "outofscope()"),
        ("repeat()", "hello()"),
        ("", "repeat()"),
        ("affirm()", "help()"),
    ],
)
def test_opening(user, system):
    assert Talk().say(user) == system


def test_bye_closes():
    assert after("bye()").state.closed


def test_wanting_nothing_more_closes():
    talk = after("thank()")
    assert talk.say("negate(); thank()") == "bye()"
    assert talk.state.closed


@pytest.mark.parametrize(("user", "system"), [("", "repeat()"), ("outofscope()", "outofscope()")])
def test_the_open_question_is_put_again(user, system):
    assert after("bikes.inform(task=find)").say(user) == f"{system}; bikes.request(kind)"


def test_repeat_says_the_last_turn_again():
    talk = after(OFFERED)
    assert talk.say("repeat()") == "bikes.offer(name=Mule)"


def test_cancel_leaves_the_booking():
    talk = after(OFFERED, "bikes.inform(task=book)", "cancel()")
    assert talk.state.domain("bikes").task == ""


def test_a_booking_made_is_not_said_to_be_cancelled():
    talk = after("courier.inform(receiver=Docks, pickup=09:00)")
    assert talk.say("cancel()") == "courier.outofscope(rider=Ada); reqmore()"
    assert len(talk.state.domain("courier").bookings) == 1
    assert talk.say("negate(); cancel()") == "cancel(); reqmore()"
    talk.say("courier.inform(task=book); courier.inform(receiver=Mill); courier.deny(pickup)")
    assert talk.say("cancel()") == "cancel(); courier.outofscope(rider=Ada); reqmore()"


def test_a_booking_of_another_domain_is_not_said_to_be_cancelled_either():
    talk = after("courier.inform(receiver=Docks, pickup=09:00)", "bikes.inform(task=find)")
    assert talk.say("courier.cancel()") == "courier.outofscope(rider=Ada); bikes.request(kind)"


def test_all_that_was_booked_is_told_again():
    talk = after(OFFERED, "bikes.inform(day=monday, days=2)", "courier.inform(task=book)")
    talk.say("courier.inform(receiver=Mule, pickup=10:00)")
    said = talk.say("request(bookings)")
    first = "bikes.book(reference=R1, name=Mule, day=monday, days=2)"
    assert said.startswith(
        f"inform(bookings=2); {first}; courier.book(rider=Ada, receiver=Mule, pickup=10:00)"
    )
    assert len(talk.state.domain("bikes").bookings) == 1


def test_before_anything_is_booked_that_is_said():
    assert after(OFFERED).say("request(bookings)").startswith("inform(bookings=none)")
