"""Where words begin and end, with spaces and without."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialog.wordbounds import lower, places, says, stands_alone


@pytest.mark.parametrize(
    ("character", "alone"),
    [
        ("馆", True),
        ("の", True),
        ("a", False),
        ("4", False),
        ("５", False),
        ("。", False),
        ("", False),
    ],
)
def test_chinese_and_japanese_characters_are_words(character: str, alone: bool) -> None:
    assert stands_alone(character) is alone


@pytest.mark.parametrize(
    ("words", "text", "found"),
    [
        ("thai", "thailand, thai", [10]),
        ("故宫", "去故宫博物院", [1]),
        ("wifi", "提供wifi吗", [2]),
        ("4分", "评分4分，14分", [2]),
        ("7天酒店", "住7天酒店吧", [1]),
        ("c++", "c++ and c", [0]),
    ],
)
def test_a_text_is_found_where_it_is_no_part_of_a_word(
    words: str, text: str, found: list[int]
) -> None:
    assert list(places(words, text)) == [(at, at + len(words)) for at in found]


@given(st.text(alphabet="ab_ 馆-'", min_size=1, max_size=3), st.text(alphabet="ab_ 馆-'"))
def test_places_are_apart_and_hold_the_words(words: str, text: str) -> None:
    ends = 0
    for start, end in places(words, text):
        assert text[start:end] == words
        assert start >= ends
        ends = end


@given(st.text(alphabet="ab_ é'", min_size=1, max_size=3), st.text(alphabet="ab_ é'"))
def test_with_spaces_places_are_those_of_the_pattern(words: str, text: str) -> None:
    pattern = rf"(?<!\w){re.escape(words)}(?!\w)"
    assert list(places(words, text)) == [match.span() for match in re.finditer(pattern, text)]


@given(st.text())
def test_lower_case_keeps_every_character_in_its_place(text: str) -> None:
    assert len(lower(text)) == len(text)
    assert lower("FRÜH, İzmir") == "früh, İzmir"


@pytest.mark.parametrize(
    ("text", "said"),
    [("A Guest House please", True), ("the hotelier", False), ("这家酒店", True), ("", False)],
)
def test_a_text_says_one_of_some_words_whole(text: str, said: bool) -> None:
    assert says(text, ("hotel", "guest house", "酒店")) is said
