"""Bootstrap intervals: where they lie, and that they are the same every time."""

import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialog.evaluation.intervals import bootstrap_interval, f1, share, wilson_interval


def hits(right: int, total: int) -> list[tuple[int, int]]:
    return [(1, 1)] * right + [(0, 1)] * (total - right)


def test_an_accuracy_is_about_as_sure_as_the_normal_approximation_says() -> None:
    low, high = bootstrap_interval(hits(450, 500), share)
    margin = 1.96 * np.sqrt(0.9 * 0.1 / 500)
    assert low == pytest.approx(0.9 - margin, abs=0.004)
    assert high == pytest.approx(0.9 + margin, abs=0.004)


def test_a_seed_gives_the_same_interval_and_another_one_another() -> None:
    counts = hits(45, 50)
    assert bootstrap_interval(counts, share) == bootstrap_interval(counts, share, seed=0)
    seeds = {bootstrap_interval(hits(450, 500), share, seed=seed) for seed in range(5)}
    assert len(seeds) > 1


def test_sentences_are_drawn_whole() -> None:
    together = [(10, 10, 10), (0, 10, 10)] * 20  # a sentence is all right or all wrong
    apart = [(5, 10, 10)] * 40
    assert bootstrap_interval(apart, f1) == (0.5, 0.5)
    low, high = bootstrap_interval(together, f1)
    assert low < 0.4 < 0.6 < high


def test_a_lower_level_is_narrower() -> None:
    wide = bootstrap_interval(hits(30, 50), share)
    narrow = bootstrap_interval(hits(30, 50), share, level=0.5)
    assert wide.low < narrow.low < narrow.high < wide.high


def test_the_figures_of_sums() -> None:
    assert share(np.array([3.0, 4.0])) == 0.75
    assert f1(np.array([2.0, 3.0, 5.0])) == pytest.approx(0.5)
    assert share(np.zeros(2)) == f1(np.zeros(3)) == 1  # nothing wanted, nothing said
    assert f1(np.array([[1.0, 1, 1], [0, 1, 1]])).tolist() == [1, 0]


def test_no_sentence_has_no_interval() -> None:
    with pytest.raises(ValueError, match="at least one"):
        bootstrap_interval(np.empty((0, 2)), share)


def test_thousands_of_sentences_are_quick() -> None:
    start = time.perf_counter()
    bootstrap_interval(np.ones((8000, 3)), f1)
    assert time.perf_counter() - start < 2


@given(st.lists(st.integers(0, 3), min_size=1, max_size=30), st.integers(0, 5))
def test_an_interval_is_in_order_and_between_0_and_1(right: list[int], seed: int) -> None:
    counts = [(n, n + 1, 3) for n in right]
    low, high = bootstrap_interval(counts, f1, resamples=50, seed=seed)
    assert 0 <= low <= high <= 1


def test_wilson_interval_by_hand():
    low, high = wilson_interval(8, 10)  # z = 1.96: (0.8 + 0.19207 +- 0.22634) / 1.38415 / ...
    assert (round(low, 4), round(high, 4)) == (0.4902, 0.9433)
    low, high = wilson_interval(20, 20)
    assert round(low, 4) == 0.8389
    assert high == 1.0
    assert wilson_interval(0, 20).low == 0.0
    with pytest.raises(ValueError, match="at least one case"):
        wilson_interval(0, 0)
