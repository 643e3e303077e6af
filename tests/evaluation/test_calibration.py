"""Calibration, by hand and beside scikit-learn."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.calibration import calibration_curve

from dialog.evaluation.calibration import expected_calibration_error, reliability

PREDICTIONS = st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=40)


def test_the_error_by_hand() -> None:
    # two of 0.9 and one right: 0.4 off; one of 0.3 that is wrong: 0.3 off
    error = expected_calibration_error([0.9, 0.9, 0.3], [True, False, False])
    assert error == pytest.approx(2 / 3 * 0.4 + 1 / 3 * 0.3)


def test_sure_and_right_has_no_error_and_sure_and_wrong_all_of_it() -> None:
    assert expected_calibration_error([1.0, 1.0], [True, True]) == 0
    assert expected_calibration_error([1.0, 1.0], [False, False]) == 1
    assert expected_calibration_error([], []) == 0


def test_a_bin_has_its_upper_bound_and_the_first_one_0_too() -> None:
    bins = reliability([0.0, 0.5, 0.51, 1.0], [True] * 4, bins=2)
    assert [each.said for each in bins] == [2, 2]
    assert (bins[0].low, bins[0].high, bins[1].high) == (0, 0.5, 1)


@given(PREDICTIONS, st.integers(1, 20))
def test_bins_hold_every_prediction(predictions: list[tuple[float, bool]], bins: int) -> None:
    sure, right = [c for c, _ in predictions], [r for _, r in predictions]
    found = reliability(sure, right, bins)
    assert len(found) == bins
    assert sum(each.said for each in found) == len(predictions)
    assert sum(each.said * each.accuracy for each in found) == pytest.approx(sum(right))
    assert sum(each.said * each.confidence for each in found) == pytest.approx(sum(sure))
    # one bin has the distance of the means; more bins can only find more
    overall = abs(np.mean(sure) - np.mean(right))
    assert overall - 1e-9 <= expected_calibration_error(sure, right, bins) <= 1 + 1e-9


@given(PREDICTIONS)
def test_the_curve_is_that_of_scikit_learn(predictions: list[tuple[float, bool]]) -> None:
    # away from the bins' bounds, which scikit-learn gives to the other side
    sure, right = [(round(c * 19) + 0.5) / 20 for c, _ in predictions], [r for _, r in predictions]
    true, mean = calibration_curve(right, sure, n_bins=10)
    found = [each for each in reliability(sure, right, 10) if each.said]
    assert [each.accuracy for each in found] == pytest.approx(list(true))
    assert [each.confidence for each in found] == pytest.approx(list(mean))
