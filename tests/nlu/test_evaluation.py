"""F1 by hand."""

from dataclasses import replace

import pytest

from dialog.acts import ActType, DialogueAct, parse_acts
from dialog.domain import load_domains
from dialog.evaluation.f1 import F1
from dialog.nlu.evaluation import score_acts, understood, wrong_sentences
from dialog.nlu.examples import Example
from dialog.nlu.labels import opened
from dialog.state import DialogueState, UserTurn
from dialog.values import readers

READERS = readers(load_domains(["restaurant"]))
THAI = DialogueAct(ActType.INFORM, "restaurant", "food", "Thai", span=(5, 9))


def example(acts: str = "", *more: DialogueAct, **fields: object) -> Example:
    made = Example("some thai", (*more, *parse_acts(acts)), ("restaurant",), domain="restaurant")
    return replace(made, **fields)  # type: ignore[arg-type]


def test_f1_of_counts() -> None:
    score = F1()
    score.add({1, 2, 3}, {2, 3, 4, 5})
    assert (score.precision, score.recall) == (2 / 4, 2 / 3)
    assert score.f1 == pytest.approx(4 / 7)


def test_nothing_wanted_and_nothing_said_is_right() -> None:
    assert F1().f1 == F1().precision == F1().recall == 1


def test_scores_of_two_sentences() -> None:
    examples = [example("restaurant.inform(task=find)", THAI), example("bye()")]
    predicted = [
        [replace(THAI, value="thai"), *parse_acts("restaurant.request(phone)")],
        parse_acts("bye()"),
    ]
    scores = score_acts(examples, predicted, READERS)
    assert (scores.acts.right, scores.acts.said, scores.acts.wanted) == (2, 3, 3)
    assert scores.acts.f1 == pytest.approx(2 / 3)
    assert scores.slots.f1 == 1
    assert (scores.intents.right, scores.intents.said, scores.intents.wanted) == (1, 2, 2)
    assert (scores.exact, scores.sentences) == (1, 2)
    assert scores.mean == pytest.approx((2 / 3 + 1) / 2)
    assert scores.summary()["domains"]["restaurant"]["act_f1"] == 0.6667


def test_a_difference_in_normalisation_is_no_error() -> None:
    said = replace(THAI, value="thai")
    assert score_acts([example("", THAI)], [[said]], READERS).acts.f1 == 1


def test_a_span_of_other_bounds_is_an_error_of_the_slot_only() -> None:
    said = replace(THAI, value="thai", span=(0, 9))
    scores = score_acts([example("", THAI)], [[said]], READERS)
    assert (scores.acts.f1, scores.slots.f1) == (1, 0)


def test_what_the_source_does_not_annotate_is_not_counted() -> None:
    plain = example("", THAI, annotated=frozenset({ActType.INFORM}), task=False)
    said = [
        replace(THAI, value="thai"),
        *parse_acts("hello(); restaurant.inform(task=find)"),
    ]
    scores = score_acts([plain], [said], READERS)
    assert (scores.acts.right, scores.acts.said, scores.acts.wanted) == (1, 1, 1)


def test_a_greeting_that_carries_content_is_both() -> None:
    wanted = example("hello(); restaurant.inform(task=find)", THAI)
    said = list(opened([replace(THAI, value="thai"), *wanted.acts[1:]]))
    assert any(a.type is ActType.HELLO and a.slot for a in said)
    assert score_acts([wanted], [said], READERS).acts.f1 == 1


class Parrot:
    reads = frozenset({"text"})
    writes = frozenset({"user_acts"})

    def warm_up(self) -> None:
        pass

    def understand(self, turn: UserTurn, state: DialogueState) -> UserTurn:
        acts = (DialogueAct(ActType.REQUEST, state.active, state.system_acts[0].slot),)
        return UserTurn(turn.hypotheses, (acts,))


def test_each_sentence_is_understood_in_its_context() -> None:
    said = tuple(parse_acts("restaurant.request(area)"))
    [(acts, seconds)] = understood(Parrot(), [example(active="restaurant", said=said)])
    assert list(acts) == parse_acts("restaurant.request(area)")
    assert 0 < seconds < 1


def test_the_surest_mistakes_come_first() -> None:
    examples = [example("bye()"), example("thank()"), example("affirm()")]
    predicted = [
        [DialogueAct(ActType.THANK, score=0.6)],
        [DialogueAct(ActType.THANK, score=0.9)],
        [DialogueAct(ActType.NEGATE, score=0.8)],
    ]
    first, second = wrong_sentences(examples, predicted, READERS)
    assert "wanted affirm()" in first
    assert "said   negate()" in first
    assert "wanted bye()" in second


def test_of_a_corpus_by_itself_every_act_counts() -> None:
    cheap = DialogueAct(ActType.INFORM, "stay", "price", "cheaply", span=(0, 7))
    police = DialogueAct(ActType.REQUEST, "police", "phone")
    said = [cheap, *parse_acts("bye()")]
    own = Example(
        "Cheaply", (cheap, police), ("stay",), domain="stay", intents=False,
        annotated_acts=(replace(cheap, value="cheap"), police),
    )  # fmt: skip
    scores = score_acts([own], [said], {})
    assert (scores.acts.right, scores.acts.said, scores.acts.wanted) == (1, 2, 2)
    assert (scores.written.right, scores.written.wanted) == (0, 2)
    assert scores.summary()["act_f1_as_written"] == 0
    assert not scores.tasked


def test_values_are_compared_as_written_without_capitals_and_spaces() -> None:
    acts = tuple(parse_acts("stay.inform(name=Acorn  Guest House)"))
    own = Example("", acts, ("stay",), annotated_acts=acts)
    scores = score_acts([own], [parse_acts("stay.inform(name=acorn guesthouse)")], {})
    assert (scores.acts.f1, scores.written.f1) == (0, 1)
    same = score_acts([own], [parse_acts("stay.inform(name=acorn guest house)")], {})
    assert (same.acts.f1, same.written.f1) == (1, 1)
    assert "act_f1_as_written" not in same.summary()
