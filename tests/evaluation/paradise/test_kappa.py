"""Kappa: the worked example of Walker et al. 1997, and what holds of any attributes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from dialog.evaluation.paradise.kappa import Attribute, agreement, confusions, kappa_of

# Of the paper's confusion matrices (tables 3 and 4), which kappa depends on: how often each of the
# 14 values of four attributes is wanted, and how often it came about where it was.
KINDS = ["depart-city"] * 4 + ["arrival-city"] * 4 + ["depart-range"] * 2 + ["depart-time"] * 4
WANTED = [30, 30, 25, 15, 25, 25, 30, 20, 50, 50, 25, 25, 25, 25]
RIGHT = {
    "A": [22, 29, 16, 11, 20, 22, 20, 15, 45, 40, 20, 19, 18, 21],
    "B": [16, 20, 9, 6, 15, 19, 15, 11, 39, 35, 20, 10, 10, 11],
}


def matrix(agent: str) -> list[Attribute]:
    rows = zip(KINDS, WANTED, RIGHT[agent], strict=True)
    return [
        Attribute(kind, f"v{at}", f"v{at}" if nth < right else "another")
        for at, (kind, wanted, right) in enumerate(rows)
        for nth in range(wanted)
    ]


@pytest.mark.parametrize(("agent", "actual", "kappa"), [("A", 0.795, 0.777), ("B", 0.59, 0.555)])
def test_the_paper_s_agents(agent: str, actual: float, kappa: float) -> None:
    found = agreement(matrix(agent))
    assert found is not None
    assert found.actual == pytest.approx(actual)
    assert found.chance == pytest.approx(0.079375)
    assert found.kappa == pytest.approx(kappa, abs=5e-4)


def test_the_paper_s_users() -> None:
    # table 7: three, two and one of four attributes wrong
    right, wrong = Attribute("a", "x", "x"), Attribute("a", "x", "y")
    kappas = [kappa_of([right] * n + [wrong] * (4 - n), 0.079375) for n in (1, 2, 4)]
    assert kappas == pytest.approx([0.19, 0.46, 1], abs=5e-3)


def test_one_value_alone_has_no_kappa() -> None:
    assert agreement([]) is None
    assert agreement([Attribute("a", "x", "x"), Attribute("a", "x", "")]) is None
    assert agreement([Attribute("a", "x", "x"), Attribute("b", "x", "x")]).kappa == 1


def test_confusions_are_counted() -> None:
    right, wrong = Attribute("a", "x", "x"), Attribute("a", "x", "y")
    assert confusions([right, wrong, Attribute("a", "y", ""), wrong]) == [
        (wrong, 2),
        (Attribute("a", "y", ""), 1),
    ]


VALUES = st.sampled_from("xyz")


@given(st.lists(st.builds(Attribute, st.sampled_from("ab"), VALUES, VALUES), min_size=1))
def test_kappa_is_1_only_when_all_is_right(attributes: list[Attribute]) -> None:
    found = agreement(attributes)
    if found is not None:
        assert 0 < found.chance < 1
        assert found.kappa <= 1
        assert (found.kappa == 1) == all(each.right for each in attributes)
        assert (found.kappa > 0) == (found.actual > found.chance)


@given(st.lists(st.tuples(VALUES, VALUES), min_size=1))
def test_it_is_cohen_s_where_values_come_about_as_often_as_they_are_wanted(pairs) -> None:
    both = [*pairs, *((got, wanted) for wanted, got in pairs)]
    found = agreement([Attribute("a", *pair) for pair in both])
    if found is not None:
        assert found.kappa == pytest.approx(cohen_kappa_score(*zip(*both, strict=True)))
