"""Numbers, times and days in Chinese characters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialog.hanzi import clock, day, digits
from dialog.quantities import read_day, read_number, read_time

UNITS = "零一二三四五六七八九"


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("四点五分以上", "4.5分以上"),
        ("一百到两百块", "100到200块"),
        ("人均一百五", "人均150"),
        ("一百上下", "100上下"),
        ("一百零五元", "105元"),
        ("两万三", "23000"),
        ("三天", "3天"),
        ("推荐一个景点", "推荐一个景点"),  # "a sight"
        ("离得近一点", "离得近一点"),
        ("十三陵和三里屯", "十三陵和三里屯"),  # names
    ],
)
def test_numerals_become_digits_where_they_count_something(text, read):
    assert digits(text) == read


@given(st.integers(1, 9), st.integers(0, 9), st.integers(1, 9))
def test_hundreds_are_read_by_their_places(hundreds, tens, ones):
    middle = f"{UNITS[tens]}十" if tens else "零"
    text = f"{UNITS[hundreds]}百{middle}{UNITS[ones]}元"
    assert digits(text) == f"{100 * hundreds + 10 * tens + ones}元"


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("下午三点半", "15:30"),
        ("晚上8点一刻", "20:15"),
        ("早上九点二十分", "09:20"),
        ("中午一点", "13:00"),
        ("中午十二点", "12:00"),
    ],
)
def test_times_of_day(text, time):
    assert clock(text) == time


def test_days():
    assert [day("下周日"), day("礼拜三"), day("明天"), day("以后")] == [
        "sunday", "wednesday", "tomorrow", "",
    ]  # fmt: skip


def test_values_are_read_from_characters():
    assert read_number("两个人") == "2"
    assert read_time("明天下午三点半") == "15:30"
    assert read_day("星期六晚上") == "saturday"
