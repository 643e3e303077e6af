"""Belief arithmetic: the update, and joint hypotheses."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialog.dst.belief import bounded, joint, mixture, update, weighed
from dialog.state import SlotBelief

scores = st.floats(0, 1, allow_nan=False)
values = st.sampled_from(["a", "b", "c", "d"])
beliefs = st.dictionaries(values, scores).map(lambda d: SlotBelief(tuple(bounded(d).items())))


def test_evidence_takes_its_share_and_the_old_belief_keeps_the_rest():
    belief = update(SlotBelief((("italian", 0.2),)), {"italian": 0.3}, {})
    assert belief.score_of("italian") == pytest.approx(0.44)


def test_denial_takes_from_the_value_denied_only():
    belief = update(SlotBelief((("a", 0.5), ("b", 0.4))), {}, {"a": 0.9})
    assert belief.values == (("b", 0.4), ("a", pytest.approx(0.05)))


def test_certain_denial_forgets_the_value():
    assert update(SlotBelief((("a", 1.0),)), {}, {"a": 1.0}).values == ()


def test_mixture_counts_a_repeated_value_once_per_hypothesis():
    assert mixture([(0.5, [("a", 0.6), ("a", 0.8)]), (0.5, [("a", 0.4)])]) == {
        "a": pytest.approx(0.6)
    }


def test_mixture_of_two_sure_values_shares_the_probability():
    assert mixture([(1.0, [("a", 1.0), ("b", 1.0)])]) == {"a": 0.5, "b": 0.5}


def test_joint_of_nothing_is_the_empty_assignment():
    assert joint({}) == [({}, 1.0)]


@given(beliefs, st.dictionaries(values, scores), st.dictionaries(values, scores))
def test_update_gives_probabilities(belief, evidence, denied):
    after = update(belief, bounded(evidence), denied)
    assert all(0 <= score <= 1 for _, score in after.values)
    assert sum(score for _, score in after.values) <= 1 + 1e-6


@given(st.lists(st.tuples(scores, st.lists(st.tuples(values, scores)))))
def test_mixture_gives_probabilities(parts):
    mixed = mixture(parts)
    assert all(0 <= score <= 1 for score in mixed.values())
    assert sum(mixed.values()) <= 1 + 1e-6


@given(st.dictionaries(st.sampled_from(["x", "y", "z"]), beliefs), st.integers(1, 20))
def test_joint_lists_the_likeliest_combinations(of_slots, limit):
    choices = []
    for slot, belief in of_slots.items():
        rest = max(0.0, 1 - sum(score for _, score in belief.values))
        choices.append([*((slot, v, s) for v, s in belief.values), (slot, None, rest)])
    every = []
    for combination in itertools.product(*choices):
        probability = 1.0
        for _, _, score in combination:
            probability *= score
        every.append(probability)
    wanted = [p for p in sorted(every, reverse=True)[:limit] if p > 0]
    assert [p for _, p in joint(of_slots, limit=limit)] == pytest.approx(wanted)


@given(beliefs, values, st.floats(1, 20))
def test_weighing_multiplies_the_odds(belief, value, ratio):
    after = weighed(belief, value, ratio)
    assert sum(score for _, score in after.values) <= 1 + 1e-6
    before, now = belief.score_of(value), after.score_of(value)
    assert now * (1 - before) == pytest.approx(ratio * before * (1 - now), abs=1e-6)
    others = [(v, s) for v, s in belief.values if v != value]
    assert all(after.score_of(v) <= s + 1e-9 for v, s in others)
