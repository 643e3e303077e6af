"""Values that a text leaves out or makes up."""

import pytest

from dialog.acts import parse_acts
from dialog.nlg.slot_errors import SlotErrorCounter, due_values

ENGLISH = SlotErrorCounter(
    ["Roma Inn", "north", "expensive", "hotel", "the hotel", "614953", "good", "19:15"],
    ["hotel"],
    "en",
)
CHINESE = SlotErrorCounter(["酒吧", "三里屯酒吧街", "4.2分", "酒店"], ["酒店"], "zh")
ACTS = "hotel.inform(name=Roma Inn, area=north, stars=4); hotel.request(day)"


@pytest.mark.parametrize(
    ("text", "missing", "redundant"),
    [
        ("Roma Inn in the north has 4 stars. Which day?", [], []),
        ("The four star Roma Inn is a good hotel, in the north.", [], []),
        ("The hotel Roma Inn in the north has 4 stars.", [], []),
        ("Roma Inn has 4 stars.", ["north"], []),
        ("The expensive Roma Inn in the north has 4 stars.", [], ["expensive"]),
        ("Roma Inn in the north has 5 stars.", ["4"], ["5"]),
        ("Roma Inn in the north has 4 stars, call 614953 by 19:15.", [], ["614953", "19:15"]),
        ("", ["Roma Inn", "north", "4"], []),
    ],
)
def test_english(text: str, missing: list[str], redundant: list[str]) -> None:
    found = ENGLISH.of(text, parse_acts(ACTS))
    assert [value for _, value in found.missing] == missing
    assert list(found.redundant) == redundant
    assert found.counts == (len(missing) + len(redundant), 3)


@pytest.mark.parametrize(
    ("text", "missing", "redundant"),
    [
        ("三里屯酒吧街的酒店评分是4.2分。", [], []),
        ("有酒吧，评分4.2分。", ["三里屯酒吧街"], ["酒吧"]),
        ("三里屯酒吧街，4.5分。", ["4.2分"], ["4.5"]),
    ],
)
def test_chinese(text: str, missing: list[str], redundant: list[str]) -> None:
    found = CHINESE.of(text, parse_acts("景点.inform(名称=三里屯酒吧街, 评分=4.2分)"))
    assert [value for _, value in found.missing] == missing
    assert list(found.redundant) == redundant


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("There is one.", False),
        ("I have one option for you.", False),
        ("There is 1.", False),
        ("Would you like me to book it?", True),
    ],
)
def test_one_is_a_value_like_others(text: str, *, missing: bool) -> None:
    found = ENGLISH.of(text, parse_acts("hotel.inform(count=one)"))
    assert bool(found.missing) is missing
    assert found.redundant == ()


def test_only_values_with_words_of_their_own_are_due() -> None:
    acts = parse_acts(
        "inn.inform(internet=yes, area=dontcare, phone=unknown, name=Roma, name=Roma); "
        "inn.confirm(task=book, day=monday); inn.request(time=now, stay)"
    )
    assert due_values(acts) == [("name", "Roma"), ("day", "monday")]


def test_a_value_inside_another_is_said_with_it() -> None:
    found = ENGLISH.of("north street is in the north", parse_acts("a.inform(b=north street)"))
    assert found.missing == ()
    assert found.redundant == ("north",)
