"""What a turn means in the light of the question before it."""

import pytest

from dialog.acts import format_acts, parse_acts
from dialog.domain import load_domains
from dialog.dst.resolving.resolve import Resolver
from dialog.state import DialogueState

CITY = {n: d.schema for n, d in load_domains(["attraction", "restaurant"]).items()}
PROPOSED = tuple(parse_acts("restaurant.confirm(task=book)"))
ELSEWHERE = "attraction.inform(type=museum)"


@pytest.mark.parametrize(
    ("text", "acts", "agrees"),
    [
        ("Yes, I'm also looking for a museum", ELSEWHERE, True),
        ("sure, and a museum", ELSEWHERE, True),
        ("yes do that", "outofscope()", True),
        ("I'm also looking for a museum", ELSEWHERE, False),
        ("yes, but not there", "restaurant.deny(name=Kaede)", False),
    ],
)
def test_a_yes_that_begins_the_answer_to_a_proposal_takes_it(text, acts, agrees):
    resolver = Resolver(CITY, DialogueState(active="restaurant"), PROPOSED)
    meant = format_acts(resolver.resolve(parse_acts(acts), text))
    assert ("restaurant.inform(task=book)" in meant) is agrees
    assert "outofscope" not in meant


def test_a_yes_to_no_question_is_not_understood_into_one():
    resolver = Resolver(CITY, DialogueState(active="restaurant"), ())
    assert "affirm" not in format_acts(resolver.resolve(parse_acts(ELSEWHERE), "yes, a museum"))


def test_a_question_about_the_value_that_was_asked_for_tells_it():
    asked = parse_acts("restaurant.request(day)")
    resolver = Resolver(CITY, DialogueState(active="restaurant"), asked)
    found = resolver.resolve(parse_acts("restaurant.confirm(day=friday)"), "is it on friday?")
    assert format_acts(found) == "restaurant.inform(day=friday)"


@pytest.mark.parametrize("text", ["absolutely not", "of course not!", "sure, no thanks", "yes no"])
def test_a_no_behind_such_a_word_is_no_yes(text):
    resolver = Resolver(CITY, DialogueState(active="restaurant"), PROPOSED)
    assert "task=book" not in format_acts(resolver.resolve(parse_acts("outofscope()"), text))
