"""Sentences to learn from: what is marked in them is what they say."""

import random
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialog.acts import ActType, DialogueAct, parse_acts
from dialog.corpus import CorpusTurn, Dialogue
from dialog.domain import load_domains
from dialog.nlu.context import OTHER
from dialog.nlu.examples import (
    OUT_OF_SCOPE,
    CorpusExamples,
    Example,
    other_session,
)
from dialog.nlu.filling import PhraseFiller

DOMAINS = load_domains(["restaurant", "hotel", "taxi"])


def filled(seed: int) -> list[Example]:
    return PhraseFiller(DOMAINS, random.Random(seed)).examples(1)


FILLER = PhraseFiller(DOMAINS, random.Random(1))
FILLED = filled(0)
SPANNED = [e for e in FILLED if any(a.span for a in e.acts)]


def example(acts: str, **fields: object) -> Example:
    made = Example("words", tuple(parse_acts(acts)), ("restaurant", "hotel"), "hotel")
    return Example(
        **{f: getattr(made, f) for f in ("text", "acts", "session", "active")} | fields  # type: ignore[arg-type]
    )


def test_in_a_session_without_its_domain_a_sentence_is_out_of_scope() -> None:
    moved = example("hotel.inform(task=find); thank()").in_session(["restaurant"])
    assert set(moved.acts) == {DialogueAct(ActType.THANK), OUT_OF_SCOPE}
    assert (moved.session, moved.active, moved.domain) == (("restaurant",), OTHER, "")


def test_in_a_session_with_one_of_its_domains_the_rest_falls_away() -> None:
    both = example("hotel.inform(task=find); restaurant.inform(task=find)")
    assert list(both.in_session(["restaurant"]).acts) == parse_acts("restaurant.inform(task=find)")


def test_a_sentence_of_no_domain_is_never_out_of_scope() -> None:
    assert list(example("bye()").in_session(["taxi"]).acts) == parse_acts("bye()")


def test_what_other_domains_said_is_not_in_the_context() -> None:
    said = tuple(parse_acts("hotel.request(area); reqmore()"))
    moved = example("bye()", said=said).in_session(["restaurant"])
    assert moved.context == "restaurant | other | reqmore"


@given(st.sampled_from(FILLED), st.integers(0, 10_000))
def test_another_session_holds_only_its_own_acts(original: Example, seed: int) -> None:
    moved = other_session(original, random.Random(seed))
    assert all(not a.domain or a.domain in moved.session for a in moved.acts)
    assert moved.active in ("", OTHER, *moved.session)


class Small:
    """One dialogue in the labels of a corpus."""

    name = "multiwoz21"
    description = licence = citation = ""
    splits = ("train",)

    def __init__(self, folder: Path = Path()) -> None:
        pass

    def load(self, split: str) -> Sequence[Dialogue]:
        def turn(speaker: str, text: str, acts: str, **spans: tuple[int, int]) -> CorpusTurn:
            placed = (
                DialogueAct(a.type, a.domain, a.slot, a.value, span=spans.get(a.slot))
                for a in parse_acts(acts)
            )
            return CorpusTurn(speaker, text, acts=tuple(placed))  # type: ignore[arg-type]

        turns = (
            turn("user", "some thai place, anywhere",
                 "restaurant.inform(food=thai, area=dontcare)", food=(5, 9)),
            turn("system", "how many?", "restaurant.request(people)"),
            turn("user", "a train please", "train.inform(departure=ely)"),
            turn("user", "it should be thai", "restaurant.inform(food=thai)"),
            turn("user", "a place with wifi", "hotel.inform(internet=yes)", internet=(13, 17)),
            turn("user", "bye", "bye()"),
        )  # fmt: skip
        return [Dialogue("one", split, ("restaurant",), {}, turns)]


@pytest.fixture(scope="module")
def corpus() -> list[Example]:
    return CorpusExamples(Small(), DOMAINS).examples("train")


def test_corpus_acts_are_mapped_to_the_domains(corpus: list[Example]) -> None:
    first = corpus[0]
    assert set(first.acts) >= set(parse_acts("restaurant.inform(food=thai, area=dontcare)"))
    spans = {a.slot: first.text[slice(*a.span)] for a in first.acts if a.span}
    assert spans["food"] == "thai"
    assert "area" not in spans
    assert not first.task


def test_each_turn_knows_what_the_system_said_before(corpus: list[Example]) -> None:
    assert [a.slot for a in corpus[1].said] == ["people"]
    assert corpus[1].active == "restaurant"


def test_another_domain_is_out_of_scope(corpus: list[Example]) -> None:
    assert corpus[1].acts == (OUT_OF_SCOPE,)


def test_a_value_without_words_is_not_learnt(corpus: list[Example]) -> None:
    assert not any(a.slot == "food" for a in corpus[2].acts)


def test_a_yes_or_no_is_a_label_of_the_sentence(corpus: list[Example]) -> None:
    [act] = [a for a in corpus[3].acts if a.slot == "internet"]
    assert (act.value, act.span) == ("yes", None)


def test_act_types_that_the_corpus_never_marks_are_not_annotated(corpus: list[Example]) -> None:
    assert {ActType.INFORM, ActType.OUTOFSCOPE} <= corpus[4].annotated
    assert ActType.BYE not in corpus[4].annotated  # marked now and then only
    assert ActType.CONFIRM not in corpus[4].annotated
