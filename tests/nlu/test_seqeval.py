"""Slot F1 is that of seqeval, the package that published figures are counted with."""

import re
import warnings

import pytest
from hypothesis import given
from hypothesis import strategies as st
from seqeval.metrics import f1_score, precision_score, recall_score

from dialog.acts import ActType, DialogueAct
from dialog.corpus.iob import read_chunks
from dialog.domain import load_domains
from dialog.nlu.evaluation import score_acts
from dialog.nlu.examples import Example
from dialog.values import readers

READERS = readers(load_domains(["atis"]))
SLOTS = ("or", "meal", "fromloc.city_name")
WORDS = "one two three four five six"


@st.composite
def tags(draw: st.DrawFn) -> list[str]:
    """Draw a tag for each word: O, B-slot, or I-slot where it goes on with the slot before it."""
    drawn: list[str] = []
    for _ in WORDS.split():
        last = drawn[-1][2:] if drawn else ""
        choices = ["O", *(f"B-{slot}" for slot in SLOTS), *([f"I-{last}"] if last else [])]
        drawn.append(draw(st.sampled_from(choices)))
    return drawn


def acts(columns: list[str]) -> list[DialogueAct]:
    """Return what a loader makes of a sentence's tags."""
    words = [match.span() for match in re.finditer(r"\S+", WORDS)]
    return [
        DialogueAct(ActType.INFORM, "atis", slot, WORDS[slice(*span)], span=span)
        for slot, first, last in read_chunks(columns)
        for span in [(words[first][0], words[last][1])]
    ]


@given(st.lists(st.tuples(tags(), tags()), min_size=1, max_size=8))
def test_slot_figures_are_those_of_seqeval(sentences: list[tuple[list[str], list[str]]]) -> None:
    gold, guess = [g for g, _ in sentences], [s for _, s in sentences]
    examples = [Example(WORDS, tuple(acts(g)), ("atis",), task=False) for g in gold]
    slots = score_acts(examples, [acts(g) for g in guess], READERS).slots
    with warnings.catch_warnings():  # of figures over nothing
        warnings.simplefilter("ignore")
        # seqeval calls 0 what we call 1: nothing wanted or nothing said
        if slots.said or slots.wanted:
            assert slots.f1 == pytest.approx(f1_score(gold, guess))
        if slots.said:
            assert slots.precision == pytest.approx(precision_score(gold, guess))
        if slots.wanted:
            assert slots.recall == pytest.approx(recall_score(gold, guess))
