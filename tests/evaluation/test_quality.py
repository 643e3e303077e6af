"""Distances between distributions of labels."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialog.evaluation.quality import (
    jensen_shannon,
    label_shares,
    normalised_match_distance,
    rnss,
    rsnod,
)

MEASURES = [normalised_match_distance, rsnod, rnss, jensen_shannon]
ORDERED = [normalised_match_distance, rsnod]


@st.composite
def pairs(draw: st.DrawFn) -> tuple[list[float], list[float]]:
    """Two distributions over the same labels, as votes make them."""
    labels = draw(st.integers(2, 6))
    both = []
    for _ in range(2):
        votes = draw(st.lists(st.integers(0, labels - 1), min_size=1, max_size=20))
        both.append([votes.count(label) / len(votes) for label in range(labels)])
    return both[0], both[1]


def test_cases_worked_by_hand() -> None:
    said, wanted = [0.5, 0.5, 0.0], [0.0, 0.5, 0.5]
    # half moves two places: cumulated differences .5, .5, 0 over two steps
    assert normalised_match_distance(said, wanted) == pytest.approx((0.5 + 0.5) / 2)
    # squared differences .25, 0, .25; weighed from the labels: .5, .5, .5
    assert rsnod(said, wanted) == pytest.approx(math.sqrt(0.5 / 2))
    assert rnss(said, wanted) == pytest.approx(math.sqrt((0.25 + 0.25) / 2))
    # to the mean .25, .5, .25 each is half a bit away
    assert jensen_shannon(said, wanted) == pytest.approx(0.5)


def test_of_a_symmetric_divergence_each_side_weighs_its_own_labels() -> None:
    said, wanted = [1.0, 0.0, 0.0], [0.0, 0.5, 0.5]
    # squares 1, .25, .25; from label 1: .25 + .5; from 2: 1 + .25; from 3: 2 + .25
    both = ((1.25 + 2.25) / 2 + 0.75) / 2
    assert rsnod(said, wanted) == pytest.approx(math.sqrt(both / 2))


@pytest.mark.parametrize("measure", MEASURES)
@given(both=pairs())
def test_a_distance(measure, both) -> None:
    said, wanted = both
    assert -1e-12 <= measure(said, wanted) <= 1 + 1e-12
    assert measure(said, wanted) == pytest.approx(measure(wanted, said))
    assert measure(said, said) == 0
    assert measure(said, wanted) > 0 or said == wanted


@pytest.mark.parametrize("measure", MEASURES)
def test_the_two_ends_are_as_far_as_can_be(measure) -> None:
    assert measure([1.0, 0.0, 0.0], [0.0, 0.0, 1.0]) == pytest.approx(1)


@pytest.mark.parametrize("measure", ORDERED)
@given(labels=st.integers(3, 7))
def test_with_an_order_a_near_label_is_less_wrong(measure, labels) -> None:
    sure = [[float(at == label) for at in range(labels)] for label in range(labels)]
    distances = [measure(sure[0], other) for other in sure]
    assert distances == sorted(distances)
    assert len(set(distances)) == labels


@pytest.mark.parametrize("measure", [rnss, jensen_shannon])
@given(both=pairs(), by=st.integers(1, 5))
def test_without_an_order_labels_may_change_places(measure, both, by) -> None:
    moved = [each[by % len(each) :] + each[: by % len(each)] for each in both]
    assert measure(*moved) == pytest.approx(measure(*both))


def test_votes_make_shares() -> None:
    assert label_shares(["-1", "0", "1"], ["1", "1", "0", "1"]) == [0, 0.25, 0.75]
    with pytest.raises(ValueError, match="votes for no label: 2"):
        label_shares(["0", "1"], ["1", "2"])
    with pytest.raises(ValueError, match="there are no votes"):
        label_shares(["0", "1"], [])


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize(
    ("said", "wanted", "message"),
    [
        ([0.5, 0.5], [1.0], "both need the same"),
        ([1.0], [1.0], "at least two"),
        ([0.5, 0.6], [0.5, 0.5], "must add up to 1"),
        ([1.5, -0.5], [0.5, 0.5], "is no distribution"),
        ([math.nan, 1.0], [0.5, 0.5], "is no distribution"),
    ],
)
def test_what_is_no_distribution_is_refused(measure, said, wanted, message) -> None:
    with pytest.raises(ValueError, match=message):
        measure(said, wanted)
