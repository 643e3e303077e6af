"""Where words begin and end, with spaces and without."""

import re

import pytest

from dialog.wordbounds import as_words, stands_alone


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
    assert [match.start() for match in re.finditer(as_words(words), text)] == found
