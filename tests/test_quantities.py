"""Numbers, times, days and yes or no, as people write them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialog.quantities import (
    DAYS,
    find_days,
    find_parties,
    find_times,
    fold,
    read_boolean,
    read_day,
    read_number,
    read_time,
)


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("7", "07:00"),
        ("7 pm", "19:00"),
        ("7pm", "19:00"),
        ("9:45pm", "21:45"),
        ("7 p.m.", "19:00"),
        ("07:00", "07:00"),
        ("18h30", "18:30"),
        ("half past six", "06:30"),
        ("half past six in the evening", "18:30"),
        ("half six", "06:30"),
        ("quarter to 8", "07:45"),
        ("a quarter to eight pm", "19:45"),
        ("quarter past 9", "09:15"),
        ("quarter to midnight", "23:45"),
        ("quarter to 12 am", "23:45"),
        ("quarter to one pm", "12:45"),
        ("ten to one", "00:50"),
        ("twenty five to nine", "08:35"),
        ("7 to 9", "07:00"),
        ("noon", "12:00"),
        ("12 noon", "12:00"),
        ("midnight", "00:00"),
        ("12 am", "00:00"),
        ("12:30 am", "00:30"),
        ("12 pm", "12:00"),
        ("5 o'clock", "05:00"),
        ("five o’clock in the afternoon", "17:00"),
        ("5:30 in the afternoon", "17:30"),
        ("afternoon at 4", "16:00"),
        ("1900", "19:00"),
        ("930", "09:30"),
        ("at 19.30", "19:30"),
        ("seven thirty pm", "19:30"),
        ("seven oh five", "07:05"),
        ("eleven forty five", "11:45"),
        ("twenty one thirty", "21:30"),
        ("nineteen hundred", "19:00"),
        ("tonight at 8", "20:00"),
        ("table for 4 at 18:30", "18:30"),
        ("for two at seven", "07:00"),
        ("i am free at 7 pm", "19:00"),
        ("24:00", "00:00"),
    ],
)
def test_times(text: str, time: str) -> None:
    assert read_time(text) == time


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("7", "19:00"),
        ("at seven", "19:00"),
        ("half past 8", "20:30"),
        ("7:30", "19:30"),
        ("12", "12:00"),
        ("11:30", "11:30"),
        ("23:00", "23:00"),
        ("noon", "12:00"),
        # what says which half of the day is meant is believed
        ("7 am", "07:00"),
        ("at 9 in the morning", "09:00"),
        ("07:30", "07:30"),
        ("midnight", "00:00"),
        ("10:59", "22:59"),
        ("3", "15:00"),
        ("11:15 tonight", "23:15"),
    ],
)
def test_an_hour_with_no_half_of_the_day_is_meant_within_the_hours(text: str, time: str) -> None:
    assert read_time(text, ("11:00", "23:00")) == time


@pytest.mark.parametrize("text", ["", "25:00", "7:75", "half past", "soon", "in 5 minutes", "99"])
def test_what_is_no_time_of_day(text: str) -> None:
    assert read_time(text) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("two", "2"),
        ("2 people", "2"),
        ("just me", "1"),
        ("me and my wife", "2"),
        ("me and my wife and our two kids", "4"),
        ("me, my wife and our daughter", "3"),
        ("my husband, my parents and me", "4"),
        ("me and my kids", None),
        ("my husband and I", "2"),
        ("me and a friend", "2"),
        ("me and two friends", "3"),
        ("me and 3 of my friends", "4"),
        ("for my wife and me", "2"),
        ("on my own", "1"),
        ("a couple", "2"),
        ("a couple of people", "2"),
        ("a party of six", "6"),
        ("a table for four", "4"),
        ("one person", "1"),
        ("a person", "1"),
        ("twenty five", "25"),
        ("twenty-five", "25"),
        ("thirty", "30"),
        ("a dozen", "12"),
        ("half a dozen", "6"),
        ("two hundred", "200"),
        ("a hundred", "100"),
        ("a thousand people", "1000"),
        ("two dozen", "24"),
        ("1,000", "1000"),
        ("007", "7"),
        ("the two of us", "2"),
    ],
)
def test_numbers(text: str, number: str) -> None:
    assert read_number(text) == number


@pytest.mark.parametrize("text", ["", "none", "many", "call me later", "9" * 5000])
def test_what_is_no_number(text: str) -> None:
    assert read_number(text) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        *((day, day) for day in DAYS),
        ("wensday", "wednesday"),
        ("wendsday", "wednesday"),
        ("tuesdya", "tuesday"),
        ("firday", "friday"),
        ("munday", "monday"),
        ("saturdya", "saturday"),
        ("sat", "saturday"),
        ("weds", "wednesday"),
        ("thurs.", "thursday"),
        ("on Mondays", "monday"),
        ("friday's", "friday"),
        ("this Sunday", "sunday"),
        ("tommorow", "tomorrow"),
        ("tonight", "today"),
        ("this evening", "today"),
    ],
)
def test_days(text: str, day: str) -> None:
    assert read_day(text) == day


@pytest.mark.parametrize("text", ["", "money", "sunny", "a holiday", "the day after tomorrow"])
def test_what_is_no_day(text: str) -> None:
    assert read_day(text) is None


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("free wifi", "yes"),
        ("parking", "yes"),
        ("yes", "yes"),
        ("no parking", "no"),
        ("without internet", "no"),
        ("we don't need it", "no"),
    ],
)
def test_booleans(text: str, answer: str) -> None:
    assert read_boolean(text) == answer


@given(st.one_of(st.text(), st.from_regex(r"[a-z ]{0,9}\d{1,4}[:. ]?\d{0,3} ?([ap]m)?")))
def test_times_are_valid(text: str) -> None:
    time = read_time(text)
    assert time is None or re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", time)


@given(st.integers(0, 23), st.integers(0, 59))
def test_a_canonical_time_reads_to_itself(hour: int, minute: int) -> None:
    time = f"{hour:02d}:{minute:02d}"
    assert read_time(time) == time
    half = "pm" if hour >= 12 else "am"
    assert read_time(f"{hour % 12 or 12}:{minute:02d} {half}") == time


@given(st.integers(0, 999_999_999))
def test_a_canonical_number_reads_to_itself(number: int) -> None:
    assert read_number(str(number)) == str(number)


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("leaving after half past nine tonight", {"half past nine": "09:30"}),
        ("at 3 in the afternoon", {"3 in the afternoon": "15:00"}),
        ("a quarter to eight or 10.30", {"quarter to eight": "07:45", "10.30": "10:30"}),
        ("twenty-five past 4pm for two", {"twenty-five past 4pm": "16:25"}),
        ("from 7 o'clock in the evening", {"7 o'clock in the evening": "19:00"}),
        ("at 1930, half six at the latest", {"1930": "19:30", "half six": "06:30"}),
        ("a table for 3 on sunday at 8", {"8": "08:00"}),
        ("at seven for 2, please", {"seven": "07:00"}),
        ("look at 3 hotels, at 7 people", {}),
        ("8 of us, 2 nights, half a dozen, room 1930", {}),
    ],
)
def test_what_can_only_be_a_time_is_found_whole(text: str, found: dict[str, str]) -> None:
    spelled = [text[start:end] for start, end in find_times(text)]
    assert {words: read_time(words) for words in spelled} == found


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("on Monday or tonight?", ["Monday", "tonight"]),
        ("tomorrow's flights", ["tomorrow"]),
        ("the sunday roast", ["sunday"]),
        ("mondays, a holiday, the sun", []),
    ],
)
def test_what_can_only_be_a_day(text: str, days: list[str]) -> None:
    assert [text[a:b] for a, b in find_days(text)] == days


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("2 adults and 1 child", "3"),
        ("two adults, three kids", "5"),
        ("one adult plus a baby", "2"),
    ],
)
def test_a_party_is_counted_together(text, number):
    assert read_number(text) == number
    assert find_parties(f"for {text} please") == [(4, 4 + len(text))]
