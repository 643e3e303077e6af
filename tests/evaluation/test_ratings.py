"""Figures of ratings, beside scikit-learn and SciPy."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import spearmanr
from sklearn.metrics import cohen_kappa_score, f1_score, recall_score

from dialog.evaluation.ratings import cohen_kappa, dissatisfaction_f1, spearman, uar


def counts(pairs: list[tuple[int, int]]) -> np.ndarray:
    table = np.zeros(25)
    for wanted, said in pairs:
        table[5 * (wanted - 1) + said - 1] += 1
    return table


RATING = st.integers(1, 5)
PAIRS = st.lists(st.tuples(RATING, RATING), min_size=2, max_size=40)


@given(PAIRS)
def test_they_are_those_of_the_libraries(pairs: list[tuple[int, int]]) -> None:
    wanted, said = zip(*pairs, strict=True)
    table = counts(pairs)
    recalls = recall_score(wanted, said, labels=range(1, 6), average=None, zero_division=0)
    assert uar(table) == pytest.approx(recalls.mean())
    low = [[rating < 3 for rating in side] for side in (wanted, said)]
    assert dissatisfaction_f1(table) == pytest.approx(f1_score(*low, zero_division=0))
    if len({*wanted, *said}) > 1:
        assert cohen_kappa(table) == pytest.approx(cohen_kappa_score(wanted, said))
    if len(set(wanted)) > 1 and len(set(said)) > 1:
        assert spearman(table) == pytest.approx(spearmanr(wanted, said).statistic)


def test_one_rating_alone_says_nothing() -> None:
    table = counts([(3, 3)] * 4)
    assert [float(each(table)) for each in (uar, cohen_kappa, spearman, dissatisfaction_f1)] == [
        0.2,
        0,
        0,
        0,
    ]


@given(st.lists(PAIRS, min_size=1, max_size=3))
def test_many_sums_at_once(many: list[list[tuple[int, int]]]) -> None:
    tables = np.stack([counts(pairs) for pairs in many])
    for figure in (uar, cohen_kappa, spearman, dissatisfaction_f1):
        assert figure(tables) == pytest.approx([float(figure(table)) for table in tables])
