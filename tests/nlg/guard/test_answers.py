"""How a domain says no without a denial."""

from dataclasses import replace

from dialog.domain import load_domain
from dialog.nlg.guard.answers import answering
from tests.nlg.guard.conftest import WORKSHOP


def test_words_of_a_no_are_those_that_no_yes_has() -> None:
    domain = load_domain(WORKSHOP)
    responses = {
        "inform(loaner=yes)": ["Yes, {name} lends you a bike."],
        "inform(loaner=no)": ["No, please walk or use your own bike.", "{name} never lends bikes."],
    }
    own = replace(domain, responses=responses)
    words = answering({"workshop": own})["workshop", "loaner"]
    assert words.yes == {"lends"}
    assert words.no == {frozenset({"walk", "use"})}  # "lends" is denied, "bike" in both
    assert words.say_no("you'd have to walk or use your own")
    assert not words.say_no("you can use a bike")
    assert not words.say_no("they lend bikes, so don't walk or use your own")


def test_a_domain_that_only_denies_has_none() -> None:
    domain = load_domain(WORKSHOP)
    assert all(not words.no for words in answering({"workshop": domain}).values())
