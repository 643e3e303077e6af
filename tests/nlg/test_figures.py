"""Numbers and times in any wording are read alike."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialog.nlg.figures import pattern, plain, spoken


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("Twenty-one at 7PM", "21 at 19:00"),
        ("12 am, 12 pm, midnight", "00:00, 12:00, 00:00"),
        ("at 7.30 p.m. and 9 o'clock", "at 19:30 and 09:00"),
        ("half past seven, seven thirty", "07:30, 07:30"),
        ("quarter to one in the afternoon", "12:45"),
        ("Founders\u2019 Hall,  12,000", "founders' hall, 12000"),
        ("one of them, the one, one night", "it of them, the it, 1 night"),
        ("someone, stone, tent", "someone, stone, tent"),
    ],
)
def test_plain(text: str, figures: str) -> None:
    assert plain(text) == figures


def test_a_time_left_open_may_be_in_either_half_of_the_day() -> None:
    assert spoken("at seven o'clock") == "at 7h00"
    for value in ("07:00", "19:00"):
        assert pattern(value).search("at 7h00")
    assert not pattern("19:00").search(spoken("at 7 in the morning"))


def test_a_value_that_is_one_is_a_number() -> None:
    assert pattern("one").search(spoken("I found 1 for you."))
    assert pattern("one").search(spoken("I found one for you.", pronouns=False))
    assert not pattern("one").search(spoken("Is it for you?"))
    for said in ("Room one is free.", "Take room one now."):
        assert pattern("room one").search(spoken(said))


@given(st.from_regex(r"[A-Z0-9]{6,8}", fullmatch=True))
def test_a_value_is_found_where_it_is_said(value: str) -> None:
    assert pattern(value).search(plain(f"It is {value}."))
    assert not pattern(value).search(plain(f"It is {value}9."))
