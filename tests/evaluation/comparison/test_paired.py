"""Paired tests, against cases worked out by hand and properties."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialog.evaluation.comparison.paired import holm, mcnemar, paired_bootstrap
from dialog.evaluation.intervals import f1, share

FLAGS = st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=60)


def counts(flags: list[bool]) -> list[tuple[float, float]]:
    return [(float(flag), 1.0) for flag in flags]


def test_mcnemar_by_hand() -> None:
    # of 6 items that one alone has right, 1 is the first's: 2 (1 + 6) / 64
    first = [True] * 1 + [False] * 5 + [True] * 10
    second = [False] * 1 + [True] * 5 + [True] * 10
    assert mcnemar(first, second) == pytest.approx(14 / 64)
    assert mcnemar([True, False], [True, False]) == 1
    assert mcnemar([True, False], [False, True]) == 1


def test_mcnemar_of_thousands_is_a_number() -> None:
    assert 0 <= mcnemar([True] * 5000, [False] * 5000) < 1e-300


@given(FLAGS)
def test_mcnemar_takes_no_side_and_is_a_probability(pairs: list[tuple[bool, bool]]) -> None:
    first, second = [a for a, _ in pairs], [b for _, b in pairs]
    assert mcnemar(first, second) == mcnemar(second, first)
    assert 0 < mcnemar(first, second) <= 1


@pytest.mark.parametrize(("items", "least"), [(1, 1.0), (2, 0.5), (5, 0.0625), (40, 0.0)])
def test_few_items_show_little(items: int, least: float) -> None:
    made = paired_bootstrap(counts([True] * items), counts([False] * items), share)
    assert made.difference == -1
    assert made.p == pytest.approx(least, abs=0.001)


@given(FLAGS)
def test_the_bootstrap_takes_no_side(pairs: list[tuple[bool, bool]]) -> None:
    first, second = counts([a for a, _ in pairs]), counts([b for _, b in pairs])
    there = paired_bootstrap(first, second, share, resamples=50)
    back = paired_bootstrap(second, first, share, resamples=50)
    assert there.difference == pytest.approx(-back.difference)
    assert there.interval == pytest.approx((-back.interval.high, -back.interval.low))
    assert there.p == back.p
    assert 0 < there.p <= 1


def test_equal_systems_do_not_differ() -> None:
    same = [(1.0, 2.0, 1.0), (0.0, 1.0, 1.0)]
    found = paired_bootstrap(same, same, f1)
    assert (found.difference, found.interval, found.p) == (0, (0, 0), 1)


def test_a_small_difference_on_the_same_items_is_seen_where_intervals_overlap() -> None:
    rng = random.Random(0)
    first = [rng.random() < 0.6 for _ in range(600)]
    second = [hit or rng.random() < 0.06 for hit in first]
    found = paired_bootstrap(counts(first), counts(second), share)
    assert 0 < found.interval.low < found.difference < found.interval.high < 0.06
    assert found.p < 0.01
    assert mcnemar(first, second) < 0.01


def test_no_item_and_unlike_items_are_refused() -> None:
    with pytest.raises(ValueError, match="the same items"):
        paired_bootstrap([], [], share)
    with pytest.raises(ValueError, match="the same items"):
        paired_bootstrap([(1, 1)], [(1, 1), (0, 1)], share)


def test_holm_by_hand() -> None:
    assert holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])
    assert holm([0.9, 0.8]) == [1, 1]
    assert holm([]) == []


@given(st.lists(st.floats(0, 1), max_size=8))
def test_holm_makes_no_p_smaller_and_keeps_their_order(p_values: list[float]) -> None:
    corrected = holm(p_values)
    assert all(a <= b <= 1 for a, b in zip(p_values, corrected, strict=True))
    ranked = [c for _, c in sorted(zip(p_values, corrected, strict=True))]
    assert ranked == sorted(ranked)
