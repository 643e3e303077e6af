"""A question has to be the one that was decided."""

import pytest

from dialog.acts import parse_acts
from dialog.domain import load_domains
from dialog.nlg.guard.briefing import brief_of
from dialog.nlg.guard.check import check
from dialog.nlg.guard.lexicon import Lexicon
from dialog.nlg.template import TemplateGenerator
from dialog.state import DialogueState
from tests.nlg.guard.conftest import Judge


@pytest.mark.parametrize(
    ("acts", "text"),
    [
        ("restaurant.request(food)", "Which part of town would you like?"),
        ("restaurant.request(food)", "How much would you like to spend?"),
        ("restaurant.request(food)", "For how many people?"),
        ("restaurant.request(food)", "When would you like to come?"),
        ("restaurant.request(food)", "Would you like something cheap?"),
        ("hotel.request(stay)", "Which area works for you?"),
        ("taxi.request(leave_at)", "Where should the taxi collect you?"),
        ("restaurant.confreq(area=west, food)", "The west, then. What price range?"),
    ],
)
def test_a_question_for_another_slot_is_refused(judge: Judge, acts: str, text: str) -> None:
    assert any("does not ask for" in why for why in judge(acts, text))


@pytest.mark.parametrize(
    ("acts", "text"),
    [
        ("restaurant.request(food)", "What are you in the mood for?"),
        ("restaurant.request(food)", "What kind of cuisine would you like in that part of town?"),
        ("restaurant.request(area)", "Where would you like to eat?"),
        ("restaurant.request(time)", "When should I expect you?"),
        ("restaurant.request(people)", "How big is your party?"),
        ("hotel.request(stay)", "How many nights will you be staying?"),
        ("hotel.request(type)", "Do you prefer a hotel or a guesthouse?"),
        ("repeat(); restaurant.request(food)", "Could you put it another way? What food?"),
        ("restaurant.request(food)", "Great! What food would you like, and for how many?"),
        ("restaurant.request(food)", "?? What food would you like?"),
    ],
)
def test_one_for_the_slot_in_any_words_passes(judge: Judge, acts: str, text: str) -> None:
    assert not judge(acts, text)


def test_what_is_asked_before_the_question_does_not_stop_it() -> None:
    domains = load_domains(["restaurant"])
    acts, state = parse_acts("repeat(); restaurant.request(food)"), DialogueState()
    draft = TemplateGenerator(domains).say(acts, state)
    brief = brief_of(acts, state, draft, domains, Lexicon.of(domains))
    begun = check("When did I lose you?", brief)
    assert begun.untold
    assert not begun.invented
    assert not begun.contradicted
    assert not check("When did I lose you? What food would you like?", brief).problems


@pytest.mark.parametrize(
    ("acts", "text", "asked"),
    [
        ("restaurant.request(food)", "Please let me know which cuisine you would like.", True),
        ("restaurant.request(food)", "Food type, please.", True),
        ("train.request(destination)", "Kindly let me know your destination.", True),
        ("restaurant.request(food)", "Please let me know.", False),
        ("restaurant.request(food)", "Please let me know the area.", False),
        ("restaurant.request(food)", "They serve food.", False),
        ("restaurant.confirm(food=thai)", "Thai food, please.", False),
    ],
)
def test_a_user_may_be_bidden_to_tell_the_slot(
    judge: Judge, acts: str, text: str, asked: bool
) -> None:
    assert ("nothing is asked" not in judge(acts, text)) is asked
