"""The regression: the example of Walker et al. 1997, and awkward tables."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from dialog.evaluation.paradise.regression import full, independent, normalised, stepwise

# Table 7 of the paper: satisfaction, kappa, utterances and repairs of users 1 to 8 of agent A and
# 9 to 16 of agent B.
USERS = np.array(
    [
        *[(1, 1, 46, 30), (2, 1, 50, 30), (2, 1, 52, 30), (3, 1, 40, 20)],
        *[(4, 1, 23, 10), (2, 1, 50, 36), (1, 0.46, 75, 30), (1, 0.19, 60, 30)],
        *[(6, 1, 8, 0), (5, 1, 15, 1), (6, 1, 10, 0.5), (5, 1, 20, 3)],
        *[(1, 0.19, 45, 18), (1, 0.46, 50, 22), (2, 0.19, 34, 18), (2, 0.46, 40, 18)],
    ]
)
RATINGS, TABLE = USERS[:, 0], USERS[:, 1:]
NAMES = ("kappa", "utterances", "repairs")


def test_the_paper_s_performance_function() -> None:
    found = stepwise(NAMES, TABLE, RATINGS)
    assert found is not None
    assert str(found) == "Performance = 0.40 N(kappa) - 0.78 N(repairs)"
    assert found.r2 == pytest.approx(0.92, abs=5e-3)
    kappa, repairs = found.weights
    assert kappa.p < 0.0003
    assert repairs.p < 0.0001
    scores = normalised(TABLE)
    values = [found.value(dict(zip(NAMES, row, strict=True))) for row in scores.tolist()]
    assert [np.mean(values[:8]), np.mean(values[8:])] == pytest.approx([-0.44, 0.44], abs=5e-3)


def test_all_metrics_of_the_paper() -> None:
    found = full(NAMES, TABLE, RATINGS)
    assert [weight.name for weight in found.weights] == list(NAMES)
    significant = [weight.name for weight in found.weights if weight.p < 0.02]
    assert significant == ["kappa", "repairs"]
    assert found.r2_crossed < found.r2_adjusted < found.r2


def test_nothing_enters_where_nothing_matters() -> None:
    draws = np.random.default_rng(3)
    assert stepwise(("a", "b"), draws.normal(size=(40, 2)), draws.normal(size=40)) is None


def test_collinear_metrics_are_inflated() -> None:
    draws = np.random.default_rng(0)
    one, noise = draws.normal(size=(2, 50))
    found = full(("a", "b"), np.column_stack([one, one + 0.01 * noise]), one + noise)
    assert min(weight.inflation for weight in found.weights) > 100


def test_what_follows_from_others_is_found() -> None:
    draws = np.random.default_rng(0)
    one, two = draws.normal(size=(2, 20))
    assert independent(np.column_stack([one, 3 - 2 * one, two, one + two])) == [0, 2]


FLOATS = st.integers(-3, 3).map(float)


@settings(deadline=None, max_examples=50)
@given(
    st.integers(4, 12).flatmap(lambda n: arrays(float, (n, 3), elements=FLOATS)), st.integers(0, 9)
)
def test_every_number_is_one(table: np.ndarray, seed: int) -> None:
    metrics, ratings = table[:, :2], table[:, 2]
    metrics = metrics[:, np.ptp(metrics, axis=0) > 0]
    if not metrics.shape[1] or not np.ptp(ratings):
        return
    metrics = metrics[:, independent(metrics)]
    names = tuple("ab"[: metrics.shape[1]])
    for found in (full(names, metrics, ratings, seed), stepwise(names, metrics, ratings, seed)):
        if found:
            numbers = [found.r2, found.r2_adjusted, found.r2_crossed]
            numbers += [number for weight in found.weights for number in weight[1:]]
            assert np.isfinite(numbers).all()
            assert all(0 <= weight.p <= 1 and weight.inflation >= 0.99 for weight in found.weights)
            assert -1e-9 <= found.r2 <= 1 + 1e-9
            assert found.r2_crossed <= 1


def test_equal_seeds_divide_equally() -> None:
    assert full(NAMES, TABLE, RATINGS, 1) == full(NAMES, TABLE, RATINGS, 1)
    assert full(NAMES, TABLE, RATINGS, 1).r2_crossed != full(NAMES, TABLE, RATINGS, 2).r2_crossed
