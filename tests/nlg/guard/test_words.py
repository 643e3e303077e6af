"""Words are known by what they are forms of."""

import pytest

from dialog.nlg.guard.words import (
    ATTRIBUTES,
    EVERYDAY,
    GRAMMAR,
    PRAISE,
    TALK,
    cropped,
    forms_of,
    is_adverb,
    known,
)


@pytest.mark.parametrize(
    ("word", "base"),
    [
        ("booked", "book"),
        ("arranging", "arrange"),
        ("planned", "plan"),
        ("tries", "try"),
        ("searches", "search"),
        ("we'll", "we"),
    ],
)
def test_forms(word: str, base: str) -> None:
    assert base in forms_of(word)
    assert known(word, frozenset({base}))
    assert not known(word, frozenset({"other"}))


def test_adverbs() -> None:
    assert is_adverb("conveniently")
    assert not any(map(is_adverb, ("family", "friendly", "cheaply", "fly")))


def test_no_list_has_an_attribute() -> None:
    attributes = {"cosy", "quiet", "garden", "view", "late", "early", "open", "big", "clean"}
    assert not attributes & (GRAMMAR | PRAISE | TALK)
    assert not ATTRIBUTES & EVERYDAY
    assert attributes < ATTRIBUTES


def test_a_reason_quotes_no_long_text_whole() -> None:
    assert cropped("a short one ") == "a short one"
    long = cropped("word " * 100)
    assert long.endswith("word ...")
    assert len(long) <= 100
