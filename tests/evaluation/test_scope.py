"""Out of scope, by hand and beside scikit-learn."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import roc_auc_score

from dialog.evaluation.scope import (
    auroc,
    auroc_interval,
    in_scope_accuracy,
    oos_recall,
    threshold_for,
)

# few values, so that there are ties
SCORES = st.lists(st.sampled_from([0.0, 0.1, 0.25, 0.5, 0.9, 1.0]), min_size=1, max_size=20)
IN_SCOPE = st.lists(st.tuples(st.booleans(), st.sampled_from([0.1, 0.5, 0.7, 0.9])), min_size=1)


def test_the_area_by_hand() -> None:
    assert auroc([0.9, 0.8], [0.1, 0.2]) == 1
    assert auroc([0.1], [0.9]) == 0
    assert auroc([0.5], [0.5]) == 0.5
    # six pairs: 0.9 beats both, 0.4 beats 0.1 and ties with 0.4, 0.2 beats 0.1
    assert auroc([0.9, 0.4, 0.2], [0.4, 0.1]) == pytest.approx((2 + 1.5 + 1) / 6)


@given(SCORES, SCORES)
def test_the_area_is_that_of_scikit_learn(within: list[float], without: list[float]) -> None:
    labels = [1] * len(within) + [0] * len(without)
    assert auroc(within, without) == pytest.approx(roc_auc_score(labels, within + without))


@given(SCORES, SCORES)
def test_the_area_is_the_same_for_any_rising_scale(
    within: list[float], without: list[float]
) -> None:
    area = auroc(within, without)
    assert area == auroc(np.exp(within) * 7, np.exp(without) * 7)
    assert area == pytest.approx(1 - auroc(without, within))


@pytest.mark.parametrize(("within", "without"), [([], [1.0]), ([1.0], [])])
def test_the_area_needs_both_kinds(within: list[float], without: list[float]) -> None:
    for area in (auroc, auroc_interval):
        with pytest.raises(ValueError, match="both kinds"):
            area(within, without)


@given(SCORES, SCORES)
def test_the_interval_of_the_area_is_drawn_by_the_seed(
    within: list[float], without: list[float]
) -> None:
    low, high = auroc_interval(within, without, resamples=20)
    assert 0 <= low <= high <= 1
    assert (low, high) == auroc_interval(within, without, resamples=20)


def test_the_interval_of_the_area_narrows_with_more_sentences() -> None:
    within, without = [0.9, 0.4, 0.2, 0.8], [0.4, 0.1, 0.6]
    few = auroc_interval(within, without)
    many = auroc_interval(within * 50, without * 50)
    assert few.low < many.low < auroc(within, without) < many.high < few.high
    assert auroc_interval([1.0, 0.9], [0.1]) == (1, 1)


def test_what_a_threshold_gives() -> None:
    correct, within, without = [True, True, False], [0.9, 0.4, 0.8], [0.3, 0.5]
    assert in_scope_accuracy(correct, within, 0.5) == pytest.approx(1 / 3)  # 0.4 is rejected
    assert in_scope_accuracy(correct, within, 0.4) == pytest.approx(2 / 3)  # a score at it is not
    assert oos_recall(without, 0.5) == 0.5
    assert oos_recall([], 0.5) == 1


def test_the_threshold_lies_between_the_two_kinds() -> None:
    assert threshold_for([True, True], [0.9, 0.8], [0.2, 0.4]) == pytest.approx(0.6)
    # rejecting what is answered wrongly anyway costs nothing
    assert threshold_for([True, False], [0.9, 0.3], [0.4]) == pytest.approx(0.65)


def test_without_gain_nothing_is_rejected() -> None:
    assert threshold_for([True, True], [0.5, 0.6], [0.9]) == -math.inf
    assert threshold_for([False], [0.5], [0.5, 0.6]) == math.inf


def test_a_sentence_out_of_scope_may_count_as_several() -> None:
    correct, within, without = [True, True, True], [0.3, 0.35, 0.9], [0.4]
    assert threshold_for(correct, within, without) == -math.inf
    assert threshold_for(correct, within, without, weight=3) == pytest.approx(0.65)


@given(IN_SCOPE, SCORES)
def test_no_other_threshold_has_more_right(
    answers: list[tuple[bool, float]], without: list[float]
) -> None:
    correct, within = [c for c, _ in answers], [s for _, s in answers]

    def right(threshold: float) -> float:
        inside = in_scope_accuracy(correct, within, threshold) * len(within)
        return inside + oos_recall(without, threshold) * len(without)

    best = right(threshold_for(correct, within, without))
    for other in (-1.0, *within, *without, 2.0):
        assert right(other) <= best + 1e-9
