"""What is told of a moment of a dialogue."""

import numpy as np

from dialog.acts import parse_acts
from dialog.evaluation.paradise.costs import Exchange
from dialog.satisfaction.features import features, moments_of

EXCHANGES = [
    Exchange(
        "thai", tuple(parse_acts("cafe.inform(food=thai)")), "None.", tuple(parse_acts("nooffer()"))
    ),
    Exchange(
        "greek", tuple(parse_acts("cafe.inform(food=greek)")), "Ada?", tuple(parse_acts("offer()"))
    ),
    Exchange("bye", tuple(parse_acts("bye()")), "Bye!", tuple(parse_acts("bye()"))),
]


def test_a_moment_knows_what_came_before_and_on_request_the_users_words() -> None:
    before = moments_of(EXCHANGES, reaction=False)
    assert [len(moment.history) for moment in before] == [0, 1, 2]
    assert {moment.turn for moment in before} == {Exchange()}
    after = moments_of(EXCHANGES, reaction=True)
    assert [moment.turn.said for moment in after] == ["thai", "greek", "bye"]
    assert {moment.turn.answer for moment in after} == {""}  # which is not there yet


def test_what_comes_later_tells_nothing(embed) -> None:
    for reaction in (False, True):
        whole = features(moments_of(EXCHANGES, reaction=reaction), embed)
        part = features(moments_of(EXCHANGES[:2], reaction=reaction), embed)
        assert whole.shape[0] == 3
        assert np.array_equal(whole[:2], part)
        assert np.isfinite(whole).all()


def test_the_first_moment_of_all_is_empty(embed) -> None:
    (first,) = features(moments_of(EXCHANGES[:1], reaction=False), embed)
    assert not first.any()
