"""Dialogues that stand in several corpora."""

from collections.abc import Sequence

import pytest

from dialog.corpus import CorpusTurn, Dialogue
from dialog.corpus.overlap import mark_overlap, opening


def dialogue(*texts: str) -> Dialogue:
    turns = tuple(CorpusTurn(("user", "system")[at % 2], text) for at, text in enumerate(texts))  # type: ignore[arg-type]
    return Dialogue("D", "train", (), {}, turns, {"known": 1})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (["I don't care ."], ["i do n't care"]),
        (["Book  it!", "For\twhen?", "now"], ["book it", "For when ?", "then"]),
        (["Straße_1"], ["straße 1"]),
        (["晚上 好。"], ["晚上好"]),
    ],
)
def test_openings_that_are_the_same(one: Sequence[str], other: Sequence[str]) -> None:
    assert opening(one, min(2, len(one))) == opening(other, min(2, len(other)))


def test_openings_that_differ() -> None:
    assert opening(["a", "b"], 2) != opening(["ab", ""], 2)
    assert opening(["at 5"], 1) != opening(["at 6"], 1)
    assert opening(["only one"], 2) is None


def test_marks() -> None:
    others = {("hi", "hello"): ["other/test/1", "other/train/2"]}
    found, missed, short = mark_overlap(
        [dialogue("Hi", "Hello!", "Bye"), dialogue("Hi", "Bye"), dialogue("Hi")],
        others,
        2,
        ["other/validation"],
    )
    assert found.extra == {"known": 1, "also_in": ["other/test/1", "other/train/2"]}
    assert missed.extra == short.extra == {"known": 1, "not_compared_with": ["other/validation"]}
    (same,) = mark_overlap([dialogue("Hi", "Bye")], others, 2)
    assert same.extra == {"known": 1}
