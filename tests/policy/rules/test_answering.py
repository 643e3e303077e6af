"""Answering what is asked of an entity."""

import pytest

from ..shop import OFFERED, Talk, after


def test_a_question_along_with_the_search():
    system = Talk().say(f"{OFFERED}; bikes.request(price)")
    assert system == "bikes.offer(name=Mule); bikes.inform(price=12)"


def test_a_question_waits_for_the_search():
    talk = Talk()
    assert talk.say("books.inform(task=find); books.request(shelf)") == "books.request(genre)"
    system = talk.say("books.inform(genre=crime)")
    assert system == "books.offer(name=The Fog); books.inform(shelf=C1)"


def test_a_fact_that_nobody_knows():
    talk = after("bikes.inform(name=Heron)")
    assert talk.say("bikes.request(price)") == "bikes.inform(price=unknown)"
    assert talk.state.domain("bikes").requested == ()


def test_a_reference_before_the_booking():
    talk = after(OFFERED)
    told = "bikes.inform(reference=unknown); bikes.confirm(task=book)"
    assert talk.say("request(reference)") == told
    assert talk.say("affirm()") == "bikes.request(day)"


@pytest.mark.parametrize(
    ("user", "system"),
    [
        ("bikes.confirm(colour=red)", "bikes.affirm(colour=red)"),
        ("bikes.confirm(colour=blue)", "bikes.negate(colour=red)"),
        ("confirm(brakes=disc)", "bikes.affirm(brakes=disc)"),
        ("bikes.confirm(days=2)", "bikes.inform(days=unknown)"),
    ],
)
def test_whether_a_value_holds(user, system):
    assert after(OFFERED).say(user) == system


def test_one_of_several_values_holds():
    talk = after("bikes.inform(name=Heron)")
    assert talk.say("bikes.confirm(brakes=back)") == "bikes.affirm(brakes=back)"


HIRED = (OFFERED, "affirm()", "affirm()", "bikes.inform(day=saturday)", "bikes.inform(days=2)")


@pytest.mark.parametrize(
    ("user", "system"),
    [
        ("bikes.inform(day=saturday)", "bikes.affirm(day=saturday)"),
        ("bikes.inform(days=2, kind=cargo)", "bikes.affirm(days=2, kind=cargo)"),
        ("bikes.inform(day=saturday); request(price)",
         "bikes.inform(price=12); bikes.affirm(day=saturday)"),
    ],
)  # fmt: skip
def test_what_is_booked_already_is_said_to_be(user, system):
    talk = after(*HIRED)
    assert talk.say(user) == system
    assert talk.say("negate()") == "reqmore()"


def test_going_back_to_what_is_booked_books_nothing():
    talk = after(*HIRED)
    assert talk.say("bikes.inform(day=sunday)") == "bikes.confirm(task=book)"
    assert talk.say("negate(); bikes.inform(day=saturday)") == "bikes.affirm(day=saturday)"
    assert len(talk.state.domain("bikes").bookings) == 1


def test_the_day_of_another_booking_is_no_question_about_the_first():
    talk = after(*HIRED, "bikes.inform(days=3)")
    assert talk.say("bikes.inform(day=saturday)") == "bikes.confirm(task=book)"


def test_another_booking_of_the_same_day_is_one():
    talk = after(*HIRED, "bikes.inform(name=Swift)")
    assert talk.say("bikes.inform(day=saturday)") != "bikes.affirm(day=saturday)"
    assert talk.say("bikes.inform(task=book)").startswith("bikes.book(")


def test_an_end_that_a_ride_has_already():
    ride = "courier.inform(task=find, receiver=Swift, pickup=09:00)"
    talk = after(ride)
    assert talk.say("courier.inform(pickup=09:00)") == "courier.affirm(pickup=09:00)"
