"""Wishes for more than one value."""

from dataclasses import replace

import pytest

from dialog.acts import format_acts, parse_acts
from dialog.domain import load_domains
from dialog.dst.resolving.wishes import widened

SCHEMAS = {n: d.schema for n, d in load_domains(["hotel", "restaurant", "attraction"]).items()}


def said(text: str, *values: tuple[str, str], domain: str = "hotel", score: float = 1.0) -> str:
    """Return what is meant by a text whose words were read as these values."""
    acts, at = [], 0
    for words, act in values:
        at = text.index(words, at)
        [read] = parse_acts(act, default_domain=domain)
        acts.append(replace(read, span=(at, at + len(words)), score=score))
        at += len(words)
    meant = widened(acts, text, SCHEMAS)
    assert all(act.score == 1.0 for act in meant)
    return format_acts(meant)


@pytest.mark.parametrize(
    ("text", "number", "wish"),
    [
        ("with 2 stars or more", "2", "at least 2"),
        ("at least 3 stars", "3", "at least 3"),
        ("at least three stars", "three", "at least 3"),
        ("a 4-star or better one", "4", "at least 4"),
        ("no more than 3 stars", "3", "at most 3"),
        ("not less than 3 stars", "3", "at least 3"),
        ("maximum 3 stars", "3", "at most 3"),
        ("3+ stars", "3", "at least 3"),
        ("more than 3 stars", "3", "over 3"),
        ("fewer than 4 stars", "4", "under 4"),
        ("a 3 star one for more than 2 nights", "3", "3"),
        ("3 stars", "3", "3"),
    ],
)
def test_the_words_around_a_number_make_it_a_span(text: str, number: str, wish: str) -> None:
    digit = {"three": "3"}.get(number, number)
    assert said(text, (number, f"inform(stars={digit})")) == f"hotel.inform(stars={wish})"


def test_both_ends_of_a_span_are_one_wish() -> None:
    both = ("3", "inform(stars=3)"), ("5", "inform(stars=5)")
    assert said("between 3 and 5 stars", *both, score=0.5) == "hotel.inform(stars=3-5)"


def test_what_is_not_searched_for_is_a_number() -> None:
    assert said("for at least 3 nights", ("3", "inform(stay=3)")) == "hotel.inform(stay=3)"


def test_a_question_may_be_about_a_span() -> None:
    asked = said("does it have at least 3 stars?", ("3", "confirm(stars=3)"))
    assert asked == "hotel.confirm(stars=at least 3)"


CHEAP, MODERATE = "inform(pricerange=cheap)", "inform(pricerange=moderate)"


@pytest.mark.parametrize(
    "text",
    [
        "cheap or moderate",
        "cheap, or moderate",
        "something cheap or perhaps a moderate one",
        "a cheap hotel or a moderate one",
    ],
)
def test_values_that_an_or_joins_will_both_do(text: str) -> None:
    values = ("cheap", CHEAP), ("moderate", MODERATE)
    assert said(text, *values, score=0.5) == 'hotel.inform(pricerange="cheap;moderate")'


def test_more_than_two_values_are_joined_by_one_or() -> None:
    foods = [(food, f"inform(food={food})") for food in ("thai", "greek", "french")]
    meant = 'restaurant.inform(food="thai;greek;french")'
    assert said("thai, greek or french", *foods, domain="restaurant") == meant


@pytest.mark.parametrize(
    "text", ["cheap. moderate", "cheap and moderate", "cheap, moderate", "cheap is not moderate"]
)
def test_without_an_or_values_stay_apart(text: str) -> None:
    values = ("cheap", CHEAP), ("moderate", MODERATE)
    assert said(text, *values) == "hotel.inform(pricerange=cheap, pricerange=moderate)"


def test_what_is_only_booked_by_is_asked_about() -> None:
    days = ("friday", "inform(day=friday)"), ("sunday", "inform(day=sunday)")
    assert said("on friday or sunday", *days) == "hotel.inform(day=friday, day=sunday)"


def test_numbers_may_be_joined_too() -> None:
    stars = ("3", "inform(stars=3)"), ("5", "inform(stars=5)")
    assert said("3 or 5 stars", *stars) == 'hotel.inform(stars="3;5")'
