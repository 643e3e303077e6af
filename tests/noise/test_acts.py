"""N-best lists of misunderstood acts."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialog.acts import parse_acts
from dialog.evaluation.calibration import reliability
from dialog.noise.acts import ActNoise, Confusions

TOLD = parse_acts(
    "hotel.inform(area=north, stars=4); hotel.inform(area=south, stars=3); taxi.inform(to=rome);"
    "hotel.inform(area=east, stars=5)"
)
SAID = tuple(parse_acts("hotel.inform(area=north, stars=4); hotel.request(phone); affirm()"))
CONFUSIONS = Confusions.of(TOLD)


def heard(rate, seed):
    return ActNoise(CONFUSIONS, rate)("x", SAID, random.Random(seed))


def test_without_errors_the_list_is_the_truth() -> None:
    turn = heard(0.0, 1)
    assert turn.acts == (SAID,)
    assert [h.score for h in turn.hypotheses] == [1.0]


@pytest.mark.parametrize("rate", [0.1, 0.3])
def test_the_first_entry_is_wrong_as_often_as_asked_for(rate) -> None:
    turns = [heard(rate, seed) for seed in range(4000)]
    assert sum(t.acts[0] != SAID for t in turns) / len(turns) == pytest.approx(rate, abs=0.02)


def test_the_more_entries_hold_an_act_the_more_often_it_is_right() -> None:
    acts = [act for seed in range(3000) for act in heard(0.5, seed).likely_acts]
    right = [act in SAID for act in acts]
    bins = [each for each in reliability([act.score for act in acts], right, 5) if each.said]
    assert [each.accuracy for each in bins] == sorted(each.accuracy for each in bins)
    assert all(abs(each.accuracy - each.confidence) < 0.25 for each in bins)


def test_the_truth_may_be_anywhere_or_missing() -> None:
    turns = [heard(0.5, seed) for seed in range(500)]
    places = {turn.acts.index(SAID) if SAID in turn.acts else None for turn in turns}
    assert places == {0, 1, 2, 3, 4, None}


@settings(max_examples=100)
@given(st.floats(0, 0.5), st.integers(0, 10**6))
def test_a_list_is_one_of_probabilities(rate, seed) -> None:
    turn = heard(rate, seed)
    scores = [h.score for h in turn.hypotheses]
    assert scores == sorted(scores, reverse=True)
    assert 0 < sum(scores) <= 1 + 1e-9
    assert len(turn.acts) == len(scores)
    assert heard(rate, seed) == turn


def test_a_turn_without_acts_gains_one() -> None:
    turns = [ActNoise(CONFUSIONS, 0.5)("x", (), random.Random(seed)) for seed in range(100)]
    assert any(turn.acts[0] for turn in turns)


def test_a_rate_above_a_half_is_refused() -> None:
    with pytest.raises(ValueError, match="from 0 to"):
        ActNoise(CONFUSIONS, 0.6)
