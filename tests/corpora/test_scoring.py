"""How published scores compare values of states."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpora.crosswoz.scoring import SCORINGS as CROSSWOZ
from corpora.multiwoz21.scoring import mwzeval, trade
from corpora.sgd.scoring import likeness, sorted_ratio
from corpora.woz2.scoring import SCORINGS as WOZ2
from dialog.schema import Slot


@pytest.mark.parametrize(
    ("domain", "slot", "value", "form"),
    [
        ("hotel", "type", "guesthouse", "guest house"),
        ("hotel", "type", "bed and breakfast", ""),
        ("hotel", "type", "3 star hotel", "hotel"),
        ("hotel", "internet", "free", "yes"),
        ("hotel", "parking", "free", "free"),
        ("hotel", "parking", "free parking", "free"),
        ("hotel", "pricerange", "2", ""),
        ("hotel", "stars", "4 stars", "4"),
        ("attraction", "type", "night club", "nightclub"),
        ("attraction", "type", "gallery", ""),
        ("attraction", "area", "ely", ""),
        ("restaurant", "area", "center of town", "centre"),
        ("restaurant", "area", "we", "west"),
        ("train", "day", "we", "wednesday"),
        ("train", "day", "no", ""),
        ("restaurant", "food", "not mentioned", ""),
        ("restaurant", "food", "any", "dontcare"),
        ("restaurant", "name", "the lucky star", "the lucky star"),
    ],
)
def test_trade(domain: str, slot: str, value: str, form: str) -> None:
    assert trade(domain, slot, value) == form


@pytest.mark.parametrize(
    ("slot", "value", "form"),
    [
        ("type", "night club", "nightclub"),
        ("name", "a & b", "a and b"),
        ("departure", "christ college", "christ's college"),
        ("food", "portugese", "portuguese"),
        ("leaveAt", "5:45pm", "17:45"),
        ("leaveAt", "after 9", "09:00"),
        ("time", "0715", "07:15"),
        ("arriveBy", "noon", "12:00"),
        ("arriveBy", "dontcare", "dontcare"),
        ("internet", "free", "yes"),
        ("area", "none", ""),
    ],
)
def test_mwzeval(slot: str, value: str, form: str) -> None:
    assert mwzeval("hotel", slot, value) == form


OPEN = Slot(name="city", description="the city")
CLOSED = Slot(name="seats", description="seats", type="categorical", values=["1", "2"])


def test_a_categorical_value_of_a_service_is_right_or_wrong() -> None:
    assert likeness(CLOSED, ["1", "2"], "1") == 1
    assert likeness(CLOSED, ["1", "2"], "2") == 0


def test_other_values_of_a_service_are_right_by_their_likeness() -> None:
    assert likeness(OPEN, ["San Jose", "SJ"], "sj") == 1
    assert likeness(OPEN, ["March 8th"], "8th, march") == 1
    assert likeness(OPEN, ["half past 4"], "4 pm") == pytest.approx(0.4, abs=0.1)


@given(st.text("ab -", max_size=8), st.text("ab -", max_size=8))
def test_likeness_is_a_share_and_one_for_the_same_words(one: str, other: str) -> None:
    assert 0 <= sorted_ratio(one, other) <= 1
    assert sorted_ratio(one, one) == 1


def test_values_of_crosswoz_are_compared_without_spaces() -> None:
    plain, sorted_parts = CROSSWOZ
    assert plain.read("景点", "游玩时间", "1小时 - 2小时") == "1小时-2小时"
    assert plain.read("餐馆", "推荐菜", "鱼;鸭") == plain.read("餐馆", "推荐菜", "鱼 鸭")
    assert sorted_parts.read("餐馆", "推荐菜", "鸭 鱼") == sorted_parts.read(
        "餐馆", "推荐菜", "鱼;鸭"
    )


def test_the_centre_of_woz_is_spelled_in_two_ways() -> None:
    assert WOZ2[0].read("restaurant", "area", "Center") == "centre"
