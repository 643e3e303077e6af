"""Which of the results listed to the user words point at."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dialog.dst.resolving.choice import Choice, asks_for_more, find_choice, find_lost_choice

WORDS = st.sampled_from(
    [
        "the", "first", "2nd", "second", "last", "tenth", "one", "two", "option", "number", "#",
        "3", "12", "row", "flight", "please", ".", "to", "boston", "laſt", "fırst", "99th", "0",
    ]
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("the second one", 2),
        ("The Second One, please", 2),
        ("second one", 2),
        ("i'd take the first option", 1),
        ("what about the 3rd one?", 3),
        ("the last one", 5),
        ("the fourth", 4),
        ("the third, please", 3),
        ("the third please", 3),
        ("number 4", 4),
        ("number four looks good", 4),
        ("option 2", 2),
        ("# 3", 3),
        ("#3", 3),
        ("3", 3),
        ("two.", 2),
        ("when does the second flight leave", None),  # not the end: it may ask for the second
        ("tell me about the second flight", 2),
        ("the 2nd trip?", 2),
        ("第二家呢", 2),
        ("看看第3个", 3),
        ("最后一家怎么样", 5),
        ("第二天", None),
    ],
)
def test_words_that_choose(text: str, place: int | None) -> None:
    choice = find_choice(text, 5, ("flight", "trip"))
    assert (choice.place if choice else None) == place


@pytest.mark.parametrize(
    "text",
    [
        "",
        "the first flight to boston",
        "the last flight from denver please",
        "flight number 3",
        "which is flight 3",
        "first class",
        "i need two tickets",
        "the sixth one",  # there are five
        "number 0",
        "99",
        "the 99th one",
        "one way",
        "may second",
    ],
)
def test_words_that_do_not_choose(text: str) -> None:
    assert find_choice(text, 5, ("flight",)) is None


def test_a_choice_tells_the_words_that_made_it() -> None:
    text = "and the second one, when is it back"
    choice = find_choice(text, 3)
    assert choice == Choice(2, (4, 18))
    assert text[slice(*choice.span)] == "the second one"


def test_nothing_is_chosen_from_nothing() -> None:
    assert find_choice("the last one", 0) is None


def test_nouns_are_taken_as_they_are() -> None:
    assert find_choice("the second c++ book", 3, ("c++ book",)).place == 2


def test_a_plain_choice_of_what_was_not_listed_is_lost() -> None:
    assert find_lost_choice("and the sixth one?") == Choice(0, (4, 17))
    assert find_lost_choice("the first flight to boston") is None


@given(st.text() | st.lists(WORDS).map(" ".join), st.integers(0, 12))
@example("the laſt one", 3)
@example("number ſix", 8)
@example("the fırst", 3)
def test_any_text_chooses_a_place_that_was_listed_or_none(text: str, listed: int) -> None:
    choice = find_choice(text, listed, ("flight", "trip"))
    if choice is not None:
        assert 1 <= choice.place <= listed
        start, end = choice.span
        assert 0 <= start < end <= len(text)


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("more", True), ("More, please!", True), ("more please", True), ("show me more", True),
        ("show me the rest", True), ("the next ones", True), ("next", True), ("see more", True),
        ("give me the others", True), ("show me more of them", True),
        ("more flights to boston", False), ("no more", False), ("", False),
        ("show me the next flight", False),
    ],
)  # fmt: skip
def test_asking_for_more(text: str, more: bool) -> None:
    assert asks_for_more(text) is more
