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
    yes, no = answering({"workshop": own})["workshop", "loaner"]
    assert yes == {"lends"}
    assert no == {"walk", "use"}  # "lends" stands beside a denial, "bike" in both


def test_a_domain_that_only_denies_has_none() -> None:
    domain = load_domain(WORKSHOP)
    assert all(not no for _, no in answering({"workshop": domain}).values())
