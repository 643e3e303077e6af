"""Spans of numbers that people wish for, in English and Chinese."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialog.ranges import Range, canonical, find_ranges, in_range, read_range, wish, written
from dialog.schema import Slot


@pytest.mark.parametrize(
    ("text", "inside", "outside"),
    [
        ("4.5分以上", ["4.5", "5"], ["4.4"]),
        ("不低于四点五分", ["4.5"], ["4.4"]),
        ("100-200元", ["100", "150", "200"], ["99", "201"]),
        ("一百到两百块", ["100", "200"], ["250"]),
        ("20元以下", ["0", "20"], ["21"]),
        ("超过4分", ["4.1"], ["4"]),
        ("不到50元", ["49"], ["50"]),
        ("免费", ["0"], ["1"]),
        ("不免费", ["1"], ["0"]),
        ("5分", ["5", "5.0"], ["4.9"]),
        ("at least 4", ["4"], ["3.9"]),
        ("under 50 pounds", ["49"], ["50"]),
        ("between 20 and 50", ["20", "50"], ["19"]),
        ("no more than 30", ["30"], ["31"]),
        ("over 30", ["31"], ["30"]),
        ("free", ["0"], ["5"]),
    ],
)
def test_a_cell_lies_in_the_span(text, inside, outside):
    assert all(in_range(cell, text) for cell in inside)
    assert not any(in_range(cell, text) for cell in (*outside, "", "unknown"))


@pytest.mark.parametrize(
    ("text", "unit", "language", "form"),
    [
        ("more than 3 stars", "star", "en", "over 3"),
        ("fewer than four", "", "en", "under 4"),
        ("2.5 or better", "", "en", "at least 2.5"),
        ("a maximum of 3", "", "en", "at most 3"),
        ("高于4.5分", "分", "zh", "超过4.5分"),
    ],
)
def test_there_is_one_way_to_write_a_span(text, unit, language, form):
    assert canonical(text, unit, language) == form


@pytest.mark.parametrize("text", ["", "cheap", "都可以"])
def test_no_number_is_no_span(text):
    assert read_range(text) is None
    assert canonical(text, "", "en") is None


@given(
    st.floats(1, 1000).map(lambda x: round(x, 1)),
    st.lists(st.integers(1, 999), min_size=1, max_size=5, unique=True).map(sorted),
    st.sampled_from(["en", "zh"]),
    st.randoms(),
)
def test_what_one_with_an_amount_in_mind_asks_for_holds_it(amount, bounds, language, chance):
    span = wish(amount, bounds, chance)
    text = written(span, "元", language)
    assert amount in span
    assert read_range(text) == span
    assert canonical(text, "元", language) == text


def test_what_is_free_is_wished_for_free():
    assert wish(0, [20, 50], random.Random(0)) == Range(0, 0)


def test_several_values_are_wanted_together_of_a_slot_that_takes_many():
    dishes = Slot(name="dishes", description="dishes", multiple=True, many=True)
    near = Slot(name="near", description="near", multiple=True)
    assert dishes.holds("烤鸭;豆汁;焦圈", "豆汁;烤鸭")
    assert not dishes.holds("烤鸭", "豆汁;烤鸭")
    assert not near.holds("park;mill", "park;mill")


def test_exact_words_stay_where_the_written_form_would_say_less():
    assert canonical("超过4分", "分", "zh") == "超过4分"
    assert canonical("评分不低于四点五分", "分", "zh") == "4.5分以上"


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("a museum rated at least 4.5 please", ["at least 4.5"]),
        ("4.5 stars", ["4.5"]),
        ("4 stars or more", ["4 stars or more"]),
        ("between 3 and 4.5", ["between 3 and 4.5"]),
        ("under $50, or 10-20 dollars", ["under $50", "10-20"]),
        ("a table for 4 at 7", []),
        ("under 10:30 or 4.30pm", []),
        ("version 1.2.3 of b12", []),
    ],
)
def test_spans_stated_in_an_english_text(text: str, stated: list[str]) -> None:
    assert [text[start:end] for start, end in find_ranges(text)] == stated
