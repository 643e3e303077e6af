"""A domain that declares tasks: its corpus, its phrases and what is read of its scores."""

import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialog.acts import ActType, DialogueAct, format_acts, parse_acts
from dialog.corpus import Dialogue
from dialog.corpus.single import intent_act, single_turn
from dialog.domain import load_domains
from dialog.nlu.bundle import Calibration
from dialog.nlu.chain import untrained
from dialog.nlu.decoding import Decoder
from dialog.nlu.examples import OUT_OF_SCOPE, CorpusExamples, Example
from dialog.nlu.filling import PhraseFiller, later, swapped
from dialog.nlu.labels import LabelSet
from dialog.nlu.wordings import values_said

DOMAINS = load_domains(["atis"])
TASKS = DOMAINS["atis"].schema.tasks


def sentence(text: str, tasks: str, **spelled: str) -> Dialogue:
    acts = [intent_act("atis", task) for task in tasks.split("#")]
    for slot, words in spelled.items():
        at = text.index(words)
        name = slot.replace("__", ".")
        span = (at, at + len(words))
        acts.append(DialogueAct(ActType.INFORM, "atis", name, words, span=span))
    return single_turn("one", "train", text, acts, tasks)


class Small:
    """Three questions."""

    name = "atis"
    description = licence = citation = ""
    splits = ("train",)

    def __init__(self, folder: Path = Path()) -> None:
        pass

    def load(self, split: str) -> Sequence[Dialogue]:
        return [
            sentence(
                "flights from boston to denver at noon",
                "flight",
                fromloc__city_name="boston",
                toloc__city_name="denver",
                depart_time__time="noon",
            ),
            sentence("fares and flights on delta", "flight#airfare", airline_name="delta"),
            sentence("sing a song", "music"),
        ]


CORPUS = CorpusExamples(Small(), DOMAINS).examples("train")
VALUES = values_said(DOMAINS, CORPUS)
FILLER = PhraseFiller(DOMAINS, random.Random(1), VALUES)
FILLED = PhraseFiller(DOMAINS, random.Random(2), VALUES).examples(1)


def test_declared_tasks_are_learnt_each_by_itself() -> None:
    assert [a.value for a in CORPUS[1].acts if a.slot == "task"] == ["flight", "airfare"]
    assert CORPUS[1].task
    assert CORPUS[1].domain == "atis"


def test_what_is_no_task_of_the_domain_is_not_annotated() -> None:
    assert not CORPUS[2].task
    assert CORPUS[2].acts == ()


def test_out_of_scope_is_to_have_no_task_where_tasks_are_annotated() -> None:
    outside = single_turn("two", "train", "what is love", [OUT_OF_SCOPE], "oos")

    class Larger(Small):
        def load(self, split: str) -> Sequence[Dialogue]:
            return [*super().load(split), outside]

    class Untasked(Small):
        def load(self, split: str) -> Sequence[Dialogue]:
            return [outside]

    *_, last = CorpusExamples(Larger(), DOMAINS).examples("train")
    assert (last.acts, last.task) == ((OUT_OF_SCOPE,), True)
    [only] = CorpusExamples(Untasked(), DOMAINS).examples("train")
    assert (only.acts, only.task) == ((OUT_OF_SCOPE,), False)


def test_that_a_question_denies_nothing_is_annotated_but_not_that_it_greets_nobody() -> None:
    assert ActType.DENY in CORPUS[0].annotated
    assert ActType.HELLO not in CORPUS[0].annotated


def test_values_are_taken_from_the_sentences() -> None:
    assert VALUES["atis", "depart_time.time"] == ["noon"]
    text, [act] = FILLER.fill(DOMAINS["atis"], "inform", "from {fromloc.city_name}")
    assert act.slot == "fromloc.city_name"
    assert text[slice(*act.span or (0, 0))] == act.value


def test_slots_of_one_kind_share_their_wordings() -> None:
    assert sorted(VALUES["atis", "stoploc.city_name"]) == ["boston", "denver"]


def test_common_wordings_stand_for_more() -> None:
    again = [*[CORPUS[0]] * 9, *CORPUS]
    assert values_said(DOMAINS, again)["atis", "depart_time.time"] == ["noon"] * 3


def test_a_phrase_may_say_the_words_of_a_value() -> None:
    text, [act] = FILLER.fill(DOMAINS["atis"], "inform", "the {cost_relative=least expensive} one")
    assert text == "the least expensive one"
    assert (act.slot, act.value, act.span) == ("cost_relative", "least expensive", (4, 19))


def test_what_names_no_task_goes_on_with_the_last_question() -> None:
    assert all(
        e.active == "atis"
        for e in FILLED
        if e.domain == "atis" and all(a.slot != "task" for a in e.acts)
    )


def test_flights_are_in_scope() -> None:
    assert not [e.text for e in FILLED if "outofscope()" in map(str, e.acts) and "flight" in e.text]


def test_bare_answers_follow_their_question() -> None:
    asked = {s.name for s in DOMAINS["atis"].schema.slots.values() if s.question}
    bare = {a.slot for e in FILLED for a in e.said if a.type is ActType.REQUEST and e.acts}
    assert asked <= bare


@given(st.integers(0, 10_000))
def test_a_question_asked_later_is_the_same_question(seed: int) -> None:
    moved = later(CORPUS[0], FILLER, random.Random(seed))
    assert moved.active == "atis"
    assert moved.acts == CORPUS[0].acts
    assert moved.text == CORPUS[0].text
    assert all(a.domain in ("", "atis") for a in moved.said)


def test_what_belongs_to_no_domain_stays_where_it_is() -> None:
    assert later(CORPUS[2], FILLER, random.Random(0)) is CORPUS[2]


@given(st.sampled_from(CORPUS), st.integers(0, 1000))
def test_values_unknown_to_the_filler_are_not_swapped(example: Example, seed: int) -> None:
    bare = PhraseFiller(DOMAINS, random.Random(0))
    assert swapped(example, bare, random.Random(seed)).text == example.text


LABELS = LabelSet.of(
    [parse_acts(f"atis.inform({', '.join(f'task={t}' for t in TASKS)}, round_trip=return)")]
    + [e.acts for e in CORPUS]
)


def decode(text: str, tags: str, **tasks: float) -> list[DialogueAct]:
    """Decode a text with a tag for each word and scores of tasks."""
    bounds, at = list[tuple[int, int]](), 0
    for word in text.split():
        bounds.append((at, at + len(word)))
        at += len(word) + 1
    token = np.zeros((len(bounds), len(LABELS.tags)), np.float32)
    for row, tag in enumerate(tags.split()):
        name = tag if tag == "O" else f"{tag[:2]}atis.{tag[2:]}"
        token[row, LABELS.tags.index(name)] = 12
    logits = np.full(len(LABELS.sentence), -9.0, np.float32)
    for task, logit in tasks.items():
        logits[LABELS.sentence.index(f"atis.inform(task={task})")] = logit
    decoder = Decoder(DOMAINS, LABELS, Calibration(), untrained(LABELS.tags))
    return decoder.decode(text, logits, token, bounds, ("atis",))


def test_of_several_tasks_none_is_the_others_rival() -> None:
    acts = decode("fares and flights", "O O O", flight=4, airfare=4)
    assert format_acts(acts) == "atis.inform(task=airfare, task=flight)"
    assert all(a.score == pytest.approx(0.982, abs=1e-3) for a in acts)


def test_values_that_stand_together_are_sure_each() -> None:
    acts = decode(
        "boston or boston or denver", "B-fromloc.city_name O " * 2 + "B-fromloc.city_name"
    )
    assert [a.value for a in acts] == ["boston", "boston", "denver"]
    assert [a.span for a in acts] == [(0, 6), (10, 16), (20, 26)]
    assert all(a.score > 0.85 for a in acts)


def test_neighbours_that_stand_together_are_not_joined() -> None:
    acts = decode("boston denver", "B-fromloc.city_name B-fromloc.city_name")
    assert [a.value for a in acts] == ["boston", "denver"]


def test_a_time_is_read_as_tagged_where_no_slot_is_a_time() -> None:
    [act] = decode("at 5 pm on", "O B-depart_time.time I-depart_time.time O")
    assert (act.value, act.span) == ("5 pm", (3, 7))
    [act] = decode("at 5 pm on", "O B-depart_time.time O O")
    assert act.value == "5"
