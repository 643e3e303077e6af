"""Sentences about other domains."""

import random
from collections import Counter

import pytest

from dialog.acts import ActType, parse_acts
from dialog.domain import load_domains
from dialog.nlu.context import OTHER, context_of
from dialog.nlu.examples import OUT_OF_SCOPE, Example
from dialog.nlu.foreign import elsewhere, foreign_sentences
from dialog.state import DialogueState

ATIS = load_domains(["atis"])


@pytest.fixture(scope="module")
def foreign() -> list[Example]:
    """What is said of taxis, in a session about flights; no corpus is at hand."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DIALOG_CORPORA", "/nowhere")
        patch.setenv("DIALOG_CACHE", "/nowhere")
        return foreign_sentences(ATIS, load_domains(["taxi"]), 0, lambda line: None)


def test_what_is_said_of_other_domains_is_out_of_scope(foreign: list[Example]) -> None:
    assert len(foreign) > 200
    assert any("taxi" in example.text for example in foreign)
    for example in foreign:
        assert OUT_OF_SCOPE in example.acts
        assert all(not act.domain for act in example.acts)
        assert (example.session, example.domain, example.task) == (("atis",), "", True)
        assert ActType.OUTOFSCOPE in example.annotated
        assert ActType.THANK not in example.annotated
    assert set(Counter(example.active for example in foreign)) == {"", OTHER}


def test_without_other_domains_there_is_nothing() -> None:
    assert foreign_sentences(ATIS, {}, 0, lambda line: None) == []


def test_a_corpus_that_the_own_domains_map_is_left_to_them() -> None:
    told: list[str] = []
    hotel, restaurant = load_domains(["hotel"]), load_domains(["restaurant"])
    made = foreign_sentences(hotel, restaurant, 0, told.append)
    assert told[-1] == f"restaurant: {len(made)} sentences that are out of scope here"
    alone = foreign_sentences(hotel, restaurant, 0, lambda line: None)
    assert made == alone


def test_first_sentences_are_put_amid_other_talk_now_and_then() -> None:
    first = Example("flights to boston", (), ("atis",), domain="atis")
    later = Example("on monday", (), ("atis",), active="atis")
    made = Counter(elsewhere(first, random.Random(seed)).active for seed in range(200))
    assert set(made) == {"", OTHER}
    assert 30 < made[OTHER] < 90
    assert all(elsewhere(later, random.Random(seed)) == later for seed in range(20))


def test_a_model_is_told_that_something_else_is_under_discussion() -> None:
    state = DialogueState(
        active="hotel", system_acts=tuple(parse_acts("hotel.request(area); reqmore()"))
    )
    assert context_of(["atis"], state) == "atis | other | reqmore"
    assert context_of(["hotel", "taxi"], state) == "hotel taxi | hotel | request area, reqmore"
    assert context_of(["atis"], DialogueState()) == "atis | none | none"
