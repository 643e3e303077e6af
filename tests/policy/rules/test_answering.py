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
