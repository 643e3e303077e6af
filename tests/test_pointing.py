"""Words that stand for something said before, in English and Chinese."""

import pytest

from dialog.pointing import is_definite, is_pointer, noun_of, place_words, points_back, whose
from dialog.schema import Slot

SLOTS = {
    "pricerange": Slot(name="pricerange", description="the price range"),
    "day": Slot(name="day", type="day", description="日期"),
    "time": Slot(name="time", type="time", description="the time"),
    "area": Slot(name="area", description="区域"),
}


@pytest.mark.parametrize(
    ("text", "slot", "expected"),
    [
        ("the same", "area", True),
        ("also the same price range as before", "pricerange", True),
        ("That price range, too.", "pricerange", True),
        ("that price range", "area", False),
        ("this date", "day", True),
        ("the booked time", "time", True),
        ("the time of our booking", "time", True),
        ("my reservation", "time", True),
        ("my reservation", "area", False),
        ("a book on time", "time", False),
        ("同一个区域", "area", True),
        ("一样", "area", True),
        ("跟酒店一样", "area", True),
        ("那个区域", "area", True),
        ("那天", "day", True),
        ("当天", "day", True),
        ("星期一", "day", False),
        ("朝阳区", "area", False),
    ],
)
def test_points_back(text: str, slot: str, expected: bool) -> None:
    assert points_back(text, SLOTS[slot]) == expected


@pytest.mark.parametrize(
    ("text", "noun"),
    [
        ("the same area as the hotel", "hotel"),
        ("the hotel's area", "hotel"),
        ("the hotel’s area", "hotel"),
        ("same day as my booking", "booking"),
        ("the part of town", ""),
        ("跟那家酒店一样的区域", "酒店"),
        ("那家酒店的区域", "酒店"),
        ("north", ""),
    ],
)
def test_whose(text: str, noun: str) -> None:
    assert whose(text) == noun


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("near the hotel", "the hotel"),
        ("close to it", "it"),
        ("nearby", ""),
        ("somewhere near there please", "there"),
        ("那家酒店附近", "那家酒店"),
        ("在它周边的餐馆", "它"),
        ("离这里近", "这里"),
        ("Nearwater Inn", "nearwater inn"),
    ],
)
def test_place_words(text: str, words: str) -> None:
    assert place_words(text) == words


@pytest.mark.parametrize(
    ("words", "noun"),
    [
        ("the inn you found", "inn"),
        ("my same old inn", "old inn"),
        ("the inn itself", "inn"),
        ("刚才推荐的那家酒店", "酒店"),
        ("我订的宾馆", "宾馆"),
        ("inn", "inn"),
    ],
)
def test_noun_of(words: str, noun: str) -> None:
    assert noun_of(words) == noun


def test_pointers_and_definite_things() -> None:
    assert all(map(is_pointer, ("", "there", "that one", "the same place", "它", "那家店")))
    assert not any(map(is_pointer, ("the inn", "roma", "酒店")))
    assert all(map(is_definite, ("the inn", "this inn", "那家酒店")))
    assert not any(map(is_definite, ("inn", "an inn", "酒店")))
