"""Questions over documents: which passage is found, how sure it is, what is quoted of it."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialog.documents import Passage
from dialog.domain import load_domains
from dialog.knowledge.index import LEAST, DocumentIndex, requests_of

HOTEL = load_domains(["hotel"])["hotel"]
PASSAGES = (
    Passage("House", "Pets", ("Dogs may stay for a fee.", "They sleep in a basket.", "Ask us.")),
    Passage("House", "Smoking", ("Nobody smokes here.",)),
    Passage("House", "Breakfast", ("Eggs and toast are served at eight.", "Tea is free.")),
)


@pytest.fixture(scope="module")
def index() -> DocumentIndex:
    return DocumentIndex(replace(HOTEL, passages=PASSAGES))


def test_other_words_find_the_passage(index: DocumentIndex) -> None:
    looked_up = index.look_up("may my poodle come along?")
    assert looked_up.found[0].passage.heading == "Pets"
    assert looked_up.certainty >= LEAST
    nearness = [found.nearness for found in looked_up.found]
    assert nearness == sorted(nearness, reverse=True)
    assert len(looked_up.found) == len(PASSAGES)
    assert len(index.look_up("may my poodle come along?", most=1).found) == 1


def test_the_nearest_sentence_and_one_beside_it_are_quoted(index: DocumentIndex) -> None:
    fee = index.look_up("what does a dog cost?").found[0]
    assert fee.extract == "Dogs may stay for a fee. They sleep in a basket."
    assert index.look_up("may I smoke?").found[0].extract == "Nobody smokes here."


@pytest.mark.parametrize(
    "question", ["what is the phone number?", "who won the match?", "how old is the owner?"]
)
def test_what_no_passage_answers_is_not_sure(index: DocumentIndex, question: str) -> None:
    assert index.look_up(question).certainty < LEAST


def test_a_question_like_one_that_the_database_answers_is_less_sure(index: DocumentIndex) -> None:
    question = "what does breakfast cost?"
    asked = replace(HOTEL, passages=PASSAGES, phrases={"request(phone)": [question]})
    assert DocumentIndex(asked).look_up(question).certainty < LEAST
    assert index.look_up(question).certainty >= LEAST


def test_the_phrases_that_ask_have_words_for_slots() -> None:
    domain = replace(
        HOTEL, phrases={"request(phone)": ["call {near} or {name=them}"], "hello()": []}
    )
    assert requests_of(domain) == ["call near or them"]


def test_a_plugin_without_phrases_refuses_too() -> None:
    silent = replace(HOTEL, passages=PASSAGES[:1], phrases={})
    assert "what is the phone number" in requests_of(silent)
    assert DocumentIndex(silent).look_up("who won the match?").certainty < LEAST
    assert DocumentIndex(silent).look_up("can I bring my dog?").certainty >= LEAST


def test_nothing_is_found_for_no_words_or_in_no_documents(index: DocumentIndex) -> None:
    assert index.look_up("  ").found == ()
    assert DocumentIndex(replace(HOTEL, passages=())).look_up("pets?").found == ()


def test_a_document_of_one_passage_answers_too() -> None:
    one = DocumentIndex(replace(HOTEL, passages=PASSAGES[:1]))
    assert one.look_up("can I bring my dog?").certainty >= LEAST


@given(st.text(max_size=40))
@settings(max_examples=30, deadline=None)
def test_whatever_is_asked_the_answer_is_from_the_document(
    index: DocumentIndex, question: str
) -> None:
    for found in index.look_up(question).found:
        assert found.extract in found.passage.text


def test_the_passages_of_a_shipped_domain_have_names_of_their_own() -> None:
    for domain in load_domains(["hotel", "restaurant", "taxi"]).values():
        sources = [passage.source for passage in domain.passages]
        assert len(set(sources)) == len(sources) > 0


def test_where_it_is_asked_for_does_not_matter(index: DocumentIndex) -> None:
    noun = index.domain.schema.entity
    placed = index.look_up(f"may my poodle come along to the {noun}?")
    assert placed.certainty == index.look_up("may my poodle come along?").certainty


@pytest.mark.parametrize(
    "question",
    [
        "and may my poodle come along?",
        "Oh, also may my poodle come along?",
        "ok so by the way, may my poodle come along?",
        "Great! Thank you. May my poodle come along, please?",
    ],
)
def test_fillers_before_a_question_do_not_matter(index: DocumentIndex, question: str) -> None:
    assert index.look_up(question).certainty == index.look_up("may my poodle come along?").certainty


def test_a_question_keeps_its_own_words(index: DocumentIndex) -> None:
    for question in ("thank you", "Great Danes too?", "No smoking rooms?", "and?", "please"):
        assert index._prepared(question) == question
