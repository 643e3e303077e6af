"""Acceptance at a threshold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialog.evaluation.acceptance import correct_acceptance


def test_accepts_what_is_above_the_wrong_ones() -> None:
    sure = [0.9, 0.8, 0.7, 0.6]
    assert correct_acceptance(sure, [True, True, False, True]) == pytest.approx(2 / 3)


def test_equal_confidences_are_accepted_together() -> None:
    assert correct_acceptance([0.9, 0.9], [True, False]) == 0.0
    assert correct_acceptance([0.9, 0.9], [True, False], 1.0) == 1.0


def test_nothing_wrong_or_nothing_right() -> None:
    assert correct_acceptance([0.2, 0.1], [True, True]) == 1.0
    assert correct_acceptance([0.2, 0.1], [False, False]) == 0.0


@given(st.lists(st.tuples(st.sampled_from([0.1, 0.4, 0.5, 0.9]), st.booleans()), min_size=1))
def test_it_is_the_best_threshold_that_may_be_taken(pairs) -> None:
    sure, right = zip(*pairs, strict=True)
    best = 0.0
    for threshold in {*sure, 2.0}:
        taken = [hit for score, hit in pairs if score >= threshold]
        wrong = len(right) - sum(right)
        if not wrong or (len(taken) - sum(taken)) / wrong <= 0.05:
            best = max(best, sum(taken) / max(1, sum(right)))
    assert correct_acceptance(sure, right) == pytest.approx(best)
