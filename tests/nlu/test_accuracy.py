"""Intents, slots and sentences as Goo et al. 2018 count them, by hand and by columns of tags."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialog.acts import ActType, DialogueAct, parse_acts
from dialog.domain import load_domains
from dialog.nlu.evaluation import Scores, score_acts
from dialog.nlu.examples import Example
from dialog.values import readers

READERS = readers(load_domains(["atis"]))


def acts(text: str, tags: str, tasks: str) -> list[DialogueAct]:
    """Return the acts of a sentence with a tag for each word and tasks joined with #."""
    words = [m.span() for m in re.finditer(r"\S+", text)]
    made = [DialogueAct(ActType.INFORM, "atis", "task", task) for task in tasks.split("#") if tasks]
    for slot, first, last in chunks(tags.split()):
        span = (words[first][0], words[last][1])
        made.append(DialogueAct(ActType.INFORM, "atis", slot, text[slice(*span)], span=span))
    return made


def chunks(tags: list[str]) -> set[tuple[str, int, int]]:
    """Read the chunks of IOB2 tags as conlleval does: an I- of another kind begins one too."""
    found = set()
    for at, tag in enumerate(tags):
        before = tags[at - 1] if at else "O"
        if tag == "O" or (tag[0] == "I" and before[2:] == tag[2:]):
            continue
        end = at
        while end + 1 < len(tags) and tags[end + 1] == f"I-{tag[2:]}":
            end += 1
        found.add((tag[2:], at, end))
    return found


def scored(*sentences: tuple[str, str, str, str, str]) -> Scores:
    """Score sentences: text, tags and intents wanted, tags and intents said."""
    examples = [
        Example(text, tuple(acts(text, tags, tasks)), ("atis",), domain="atis")
        for text, tags, tasks, _, _ in sentences
    ]
    said = [acts(text, tags, tasks) for text, _, _, tags, tasks in sentences]
    return score_acts(examples, said, READERS)


NEW_YORK = (
    "flights from new york to boston on monday",
    "O O B-fromloc.city_name I-fromloc.city_name O B-toloc.city_name O B-depart_date.day_name",
    "flight",
)
CHEAP = ("cheapest united fares", "B-cost_relative B-airline_name O", "flight#airfare")
NONE = ("what can i ask", "O O O O", "quantity")


def test_all_right() -> None:
    scores = scored(*((*s, *s[1:]) for s in (NEW_YORK, CHEAP, NONE)))
    assert scores.intent_accuracy == scores.slots.f1 == scores.sentence_accuracy == 1
    assert scores.slots.wanted == 5


def test_three_sentences_by_hand() -> None:
    scores = scored(
        # the end of "new york" is missed: 3 wanted, 3 said, 2 right
        (*NEW_YORK, NEW_YORK[1].replace(" I-fromloc.city_name", " O"), "flight"),
        # a slot is missed, 2 wanted, 1 said, 1 right; so is one half of the intent
        (*CHEAP, "B-cost_relative O O", "airfare"),
        (*NONE, *NONE[1:]),
    )
    assert (scores.slots.right, scores.slots.said, scores.slots.wanted) == (3, 4, 5)
    assert scores.slots.f1 == pytest.approx(2 * 3 / (4 + 5))
    assert scores.intent_accuracy == pytest.approx(2 / 3)
    assert scores.sentence_accuracy == pytest.approx(1 / 3)
    # of the tasks wanted, flight, flight and airfare, quantity, the second flight is missed
    assert (scores.intents.right, scores.intents.said, scores.intents.wanted) == (3, 3, 4)
    summary = scores.summary()
    assert (summary["intent_accuracy"], summary["slot_f1"], summary["sentence_accuracy"]) == (
        0.6667, 0.6667, 0.3333
    )  # fmt: skip


def test_a_compound_intent_is_right_in_any_order_but_only_whole() -> None:
    assert scored((*CHEAP, CHEAP[1], "airfare#flight")).intent_accuracy == 1
    assert scored((*CHEAP, CHEAP[1], "flight#airfare#airline")).intent_accuracy == 0
    assert scored((*CHEAP, CHEAP[1], "")).intent_accuracy == 0


def test_a_slot_of_the_right_words_but_the_wrong_name_is_wrong_twice() -> None:
    wrong = CHEAP[1].replace("airline_name", "airline_code")
    scores = scored((*CHEAP, wrong, CHEAP[2]))
    assert (scores.slots.right, scores.slots.said, scores.slots.wanted) == (1, 2, 2)
    assert (scores.intent_accuracy, scores.sentence_accuracy) == (1, 0)


def test_a_value_said_twice_counts_twice() -> None:
    twice = ("one way or one way", "B-round_trip I-round_trip B-or B-round_trip I-round_trip")
    once = "B-round_trip I-round_trip B-or O O"
    scores = scored((*twice, "airfare", once, "airfare"))
    assert (scores.slots.right, scores.slots.said, scores.slots.wanted) == (2, 2, 3)


def test_a_value_that_no_words_spell_makes_a_sentence_wrong() -> None:
    text, tags, task = CHEAP
    example = Example(text, tuple(acts(text, tags, task)), ("atis",), domain="atis")
    said = [*acts(text, tags, task), *parse_acts("atis.inform(round_trip=return)")]
    scores = score_acts([example], [said], READERS)
    assert (scores.intent_accuracy, scores.slots.f1, scores.sentence_accuracy) == (1, 1, 0)


def test_sentences_without_annotated_tasks_have_no_accuracy() -> None:
    text, tags, _ = CHEAP
    example = Example(text, tuple(acts(text, tags, "")), ("atis",), task=False, domain="atis")
    summary = score_acts([example], [acts(text, tags, "flight")], READERS).summary()
    assert "intent_accuracy" not in summary
    assert "sentence_accuracy" not in summary


TAGS = st.lists(
    st.sampled_from(["O", "B-or", "I-or", "B-meal", "I-meal"]), min_size=4, max_size=4
).map(" ".join)
INTENTS = st.sampled_from(["flight", "airfare", "flight#airfare"])
SENTENCE = st.tuples(TAGS, INTENTS, TAGS, INTENTS)


@given(st.lists(SENTENCE, min_size=1, max_size=6))
def test_figures_are_those_of_the_columns(sentences: list[tuple[str, str, str, str]]) -> None:
    right = said = wanted = intents = whole = 0
    for gold, intent, guess, other in sentences:
        left, found = chunks(gold.split()), chunks(guess.split())
        same = set(intent.split("#")) == set(other.split("#"))
        right, said, wanted = right + len(left & found), said + len(found), wanted + len(left)
        intents += same
        whole += same and left == found
    scores = scored(*(("one two three four", *sentence) for sentence in sentences))
    assert scores.slots.f1 == (2 * right / (said + wanted) if said + wanted else 1)
    assert scores.intent_accuracy == intents / len(sentences)
    assert scores.sentence_accuracy == whole / len(sentences)
