"""What is kept of conversations: all that the figures need, in little memory."""

import dataclasses
import gc
import pickle
import tracemalloc

import numpy as np
import pytest

from dialog.component import Generation
from dialog.simulation.metrics import tally_metrics
from dialog.simulation.running import Plan
from dialog.simulation.spreading import simulate
from dialog.simulation.tally import Outcome, Tally

MOST = 1500  # bytes of a conversation


@pytest.fixture(scope="module")
def judged():
    return list(simulate(Plan(("restaurant", "taxi"), noise=0.4, seed=1), 40))


def test_an_outcome_says_what_the_conversation_does(judged):
    for each in judged:
        found = Outcome.of(each)
        assert found.wanted == each.talk.goal.to_dict()
        assert found.domains == tuple(part.domain for part in each.talk.goal.parts)
        assert found.turns == len(each.talk.exchanges)
        assert (found.kind == "") == each.verdict.success
        assert ("books" in found.kinds) == any(part.booked for part in each.talk.goal.parts)


def test_times_of_stages_are_those_of_all_turns(judged):
    tally = Tally.of(judged)
    assert tally.milliseconds == pytest.approx(sum(each.talk.milliseconds for each in judged))
    policy = [ms for each in judged for ms in each.talk.stages["policy"]]
    assert np.array_equal(tally.stages["policy"], policy)


def test_words_of_a_model_are_counted(judged):
    made = (
        Generation(due=3, missing=1, invented=2),
        Generation(due=4, fallback=True),
        Generation(due=5, answered=False, fallback=True),
    )
    talk = dataclasses.replace(judged[0].talk, generations=made)
    worded = Outcome.of(dataclasses.replace(judged[0], talk=talk)).worded
    assert (worded.turns, worded.due, worded.wrong) == (3, 7, 3)
    assert (worded.made_up, worded.fallbacks) == (1, 2)


@pytest.mark.parametrize(
    ("made", "figures"),
    [
        (Generation(due=3, missing=1), {"slot_error_rate", "hallucination_rate", "fallback_rate"}),
        (Generation(fallback=True), {"fallback_rate"}),  # the model said nothing to be measured
    ],
)
def test_words_that_never_came_are_not_called_right(judged, made, figures):
    talk = dataclasses.replace(judged[0].talk, generations=(made,))
    tally = Tally.of([dataclasses.replace(judged[0], talk=talk)])
    named = {metric.name for metric in tally_metrics(tally, 0)}
    assert named & {"slot_error_rate", "hallucination_rate", "fallback_rate"} == figures


def test_outcomes_are_sorted_by_number(judged):
    tally = Tally.of(reversed(judged))
    tally.sort()
    assert [each.number for each in tally.outcomes] == list(range(40))


def test_little_is_kept(judged):
    sent = [pickle.dumps(each) for each in judged]  # as workers do: nothing is shared
    tally = Tally()
    tracemalloc.start()
    try:
        for each in sent:
            tally.add(pickle.loads(each))
        gc.collect()
        kept, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert kept / len(judged) < MOST
