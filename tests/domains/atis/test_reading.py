"""Times, days, dates and amounts as users of the flight domain say them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domains.atis.errors import UnmetError
from domains.atis.reading import (
    part_of_day,
    read_dates,
    read_days,
    read_dollars,
    read_number,
    read_time,
    related,
    relative_day,
    said_date,
    spans_of,
)

SATURDAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("words", "time"),
    [
        ("9 am", "09:00"), ("12 am", "00:00"), ("12 pm", "12:00"), ("5 o'clock pm", "17:00"),
        ("718 am", "07:18"), ("1245 pm", "12:45"), ("1850", "18:50"), ("2100", "21:00"),
        ("7:30 pm", "19:30"), ("noon", "12:00"), ("12 noon", "12:00"), ("12 o'clock noon", "12:00"),
        ("noontime", "12:00"), ("midnight", "24:00"), ("8 o'clock", "08:00"), ("8", "08:00"),
        ("6", "18:00"), ("6 o'clock", "18:00"), ("five pm", "17:00"), ("seven", "07:00"),
        ("5 p.m.", "17:00"), ("555", "17:55"), ("838", "08:38"),
    ],
)  # fmt: skip
def test_times(words: str, time: str) -> None:
    assert read_time(words) == time


@pytest.mark.parametrize("words", ["", "tuesday", "99", "2575", "soon"])
def test_what_is_no_time(words: str) -> None:
    assert read_time(words) is None


@pytest.mark.parametrize(
    ("words", "part", "time"),
    [("8", "evening", "20:00"), ("6", "morning", "06:00"), ("5", "afternoon", "17:00")],
)
def test_an_hour_goes_with_the_part_of_the_day(words: str, part: str, time: str) -> None:
    assert read_time(words, part=part) == time


@pytest.mark.parametrize(
    ("relation", "start", "end"),
    [
        ("before", "00:00", "17:00"), ("by", "00:00", "17:00"), ("after", "17:00", "24:00"),
        ("around", "16:00", "18:00"), ("about", "16:00", "18:00"), ("", "16:30", "17:30"),
    ],
)  # fmt: skip
def test_relations(relation: str, start: str, end: str) -> None:
    assert related("17:00", relation)[:2] == (start, end)


def test_parts_of_the_day() -> None:
    assert part_of_day("morning")[:2] == ("00:00", "12:00")
    assert part_of_day("morning", "early")[:2] == ("00:00", "08:00")
    assert part_of_day("evenings")[:2] == ("18:00", "22:00")
    assert part_of_day("evening", "late")[:2] == ("20:00", "24:00")
    assert part_of_day("late afternoon")[:2] == ("16:00", "18:00")
    assert part_of_day("teatime") is None


def test_what_stands_together_is_read_in_its_order() -> None:
    told = [
        ("time", "2 pm"),
        ("time", "6 pm"),
        ("time_relative", "after"),
        ("time_relative", "before"),
    ]
    assert [span[:2] for span in spans_of(told)] == [("14:00", "24:00"), ("00:00", "18:00")]


@pytest.mark.parametrize(
    ("start", "end", "span"),
    [
        ("6", "10 am", ("06:00", "10:00")), ("10 am", "2 pm", ("10:00", "14:00")),
        ("5", "6 pm", ("17:00", "18:00")), ("12", "1 o'clock", ("12:00", "13:00")),
        ("5", "7", ("17:00", "19:00")), ("10", "2", ("10:00", "14:00")),
    ],
)  # fmt: skip
def test_between(start: str, end: str, span: tuple[str, str]) -> None:
    [found] = spans_of([("start_time", start), ("end_time", end)])
    assert found[:2] == span


@given(st.lists(st.tuples(st.sampled_from(
    ["time", "time_relative", "start_time", "end_time", "period_of_day", "period_mod"]
), st.text(max_size=12))))  # fmt: skip
def test_any_words_are_stretches_of_a_day_or_none(told: list[tuple[str, str]]) -> None:
    try:
        spans = spans_of(told)
    except UnmetError:  # it says that it cannot read them
        return
    for span in spans:
        assert "00:00" <= span.start <= "24:00"
        assert "00:00" <= span.end <= "24:00"


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("tuesday", "2"), ("Sundays", "7"), ("wednesday's", "3"), ("weekday", "12345"),
        ("weekdays", "12345"), ("the weekend", "67"), ("daily", "1234567"), ("someday", ""),
    ],
)  # fmt: skip
def test_days(words: str, days: str) -> None:
    assert read_days(words) == days


@pytest.mark.parametrize(
    ("words", "number"),
    [("first", 1), ("twenty seventh", 27), ("thirty first", 31), ("thirtieth", 30), ("sixteen", 16),
     ("22nd", 22), ("twelfth", 12), ("soon", None)],
)  # fmt: skip
def test_numbers(words: str, number: int | None) -> None:
    assert read_number(words) == number


def test_a_date_without_a_year_is_the_next_there_is() -> None:
    may = read_dates([("month_name", "may"), ("day_number", "twenty second")], SATURDAY)
    assert may == [date(2027, 5, 22)]
    assert read_dates([("day_number", "twenty fifth")], SATURDAY) == [date(2026, 11, 25)]
    assert read_dates([("day_number", "first")], SATURDAY) == [date(2026, 12, 1)]
    leap = read_dates([("month_name", "february"), ("day_number", "twenty ninth")], SATURDAY)
    assert leap == [date(2028, 2, 29)]


def test_a_date_with_a_year_may_be_past() -> None:
    told = [("month_name", "july"), ("day_number", "fourth"), ("year", "1991")]
    assert read_dates(told, SATURDAY) == [date(1991, 7, 4)]


def test_several_dates() -> None:
    told = [("month_name", "june"), ("day_number", "first"), ("day_number", "third")]
    assert read_dates(told, SATURDAY) == [date(2027, 6, 1), date(2027, 6, 3)]


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ([("month_name", "june")], "Which day of June"),
        (
            [("month_name", "november"), ("day_number", "thirty first")],
            "no day thirty first of",
        ),
        ([("day_number", "soon")], "no day soon"),
        ([("month_name", "smarch"), ("day_number", "first")], "no month smarch"),
    ],
)
def test_what_is_no_date_is_said(told: list[tuple[str, str]], reason: str) -> None:
    with pytest.raises(UnmetError, match=reason):
        read_dates(told, SATURDAY)


def test_short_months() -> None:
    told = [("month_name", "jan."), ("day_number", "5")]
    assert read_dates(told, SATURDAY) == [date(2027, 1, 5)]


@pytest.mark.parametrize(
    "told",
    [[("time", "25 o'clock")], [("time_relative", "before")], [("period_of_day", "teatime")]],
)
def test_what_is_no_time_is_said(told: list[tuple[str, str]]) -> None:
    with pytest.raises(UnmetError):
        spans_of(told)


def test_not_before_is_after() -> None:
    [span] = spans_of([("time", "6 pm"), ("time_relative", "not before")])
    assert span == ("18:00", "24:00", "after 18:00")
    [span] = spans_of([("time", "midnight"), ("time_relative", "after")])
    assert span[:2] == ("00:00", "05:00")


def test_relative_days() -> None:
    assert relative_day("today", SATURDAY) == SATURDAY
    assert relative_day("tomorrow", SATURDAY) == date(2026, 11, 22)
    assert relative_day("the day after tomorrow", SATURDAY) == date(2026, 11, 23)
    assert relative_day("someday", SATURDAY) is None
    assert said_date(SATURDAY, SATURDAY) == "Saturday, 21 November"
    assert said_date(date(2027, 1, 5), SATURDAY) == "Tuesday, 5 January 2027"


def test_dollars() -> None:
    assert read_dollars("1000 dollars") == 1000
    assert read_dollars("$1,288") == 1288
    assert read_dollars("two hundred dollars") == 200
    assert read_dollars("cheap") is None
