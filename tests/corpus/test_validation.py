"""Checking that a corpus keeps to the unified format."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from dialog.acts import ActType, DialogueAct
from dialog.corpus import Dialogue
from dialog.corpus.validation import Finding, validate

if TYPE_CHECKING:
    from conftest import ToyCorpus


def filled(toy: "ToyCorpus", hello: Dialogue) -> None:
    for split in toy.splits:
        toy.write(split, [replace(hello, dialogue_id=f"{split}-1", split=split)])


def test_a_sound_corpus(toy: "ToyCorpus", hello: Dialogue) -> None:
    filled(toy, hello)
    report = validate(toy)
    assert not report.findings
    assert report.sizes == {"train": (1, 2), "validation": (1, 2), "test": (1, 2)}


def span(start: int, end: int, value: str = "4") -> tuple[DialogueAct, ...]:
    return (DialogueAct(ActType.INFORM, "hotel", "stars", value, span=(start, end)),)


@pytest.mark.parametrize(
    ("turn", "change", "problem", "error"),
    [
        (1, {"speaker": "user"}, "two turns of the same speaker follow each other", True),
        (1, {"state": {"hotel": {"area": "east"}}}, "a system turn has a state", True),
        (0, {"acts": span(3, 3)}, "a span holds no words", True),
        (0, {"acts": span(2, 4)}, "a span begins or ends with a space", False),
        (0, {"acts": span(2, 3, "four")}, "the words of a span are not its value", False),
        (0, {"utterance": " ", "acts": ()}, "the utterance is empty", False),
        (
            0,
            {"extra": {"unaligned": [{"act": "hotel.inform(area=east)", "why": "no span"}]}},
            "an act has no place in the text: no span",
            False,
        ),
        (0, {"extra": {"unaligned": [{"act": "inform(", "why": "no span"}]}}, "is no {", True),
        (0, {"extra": {"unaligned": ["no span"]}}, "is no {", True),
    ],
)
def test_turns(
    turn: int,
    change: dict[str, Any],
    problem: str,
    error: bool,
    toy: "ToyCorpus",
    hello: Dialogue,
) -> None:
    filled(toy, hello)
    turns = list(hello.turns)
    turns[turn] = replace(turns[turn], **change)
    toy.write("train", [replace(hello, turns=tuple(turns))])
    report = validate(toy)
    [found] = report.findings.values()
    assert problem in found.problem
    assert found.error is error
    assert found.place.startswith("train, dialogue d1, turn ")
    assert report.errors == error


def test_dialogues(toy: "ToyCorpus", hello: Dialogue) -> None:
    filled(toy, hello)
    toy.write("train", [hello, hello, replace(hello, dialogue_id="d2", split="x", turns=())])
    assert list(validate(toy).findings.values()) == [
        Finding("the id occurs twice in its split", True, "train, dialogue d1"),
        Finding("the dialogue says that its split is 'x'", True, "train, dialogue d2"),
        Finding("the dialogue has no turns", True, "train, dialogue d2"),
    ]


def test_splits(toy: "ToyCorpus", hello: Dialogue) -> None:
    filled(toy, hello)
    toy.write("validation", [])
    (toy.folder / "test.json").write_text("[")
    report = validate(toy)
    assert set(report.sizes) == {"train", "validation"}
    assert [found.place for found in report.findings.values()] == ["validation", "test"]
    assert "test.json does not hold JSON" in list(report.findings)[1]


@pytest.mark.parametrize(
    ("split", "count", "errors"), [("validation", 2, 0), ("validation", 3, 2), ("test", 2, 2)]
)
def test_ids_of_two_splits(
    split: str, count: int, errors: int, toy: "ToyCorpus", hello: Dialogue
) -> None:
    """A split may hold another one whole, as a published one does, but not the test split."""
    filled(toy, hello)
    dialogues = [replace(hello, dialogue_id=f"d{i}") for i in range(4)]
    toy.write("train", dialogues[:2] + dialogues[3:])
    toy.write(split, [replace(d, split=split) for d in dialogues[:count]])
    assert validate(toy).errors == errors


def test_two_forms_of_a_split_may_share(
    toy: "ToyCorpus", hello: Dialogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(toy), "splits", ("train", "train_more"))
    toy.write("train", [replace(hello, dialogue_id=name) for name in ("a", "b")])
    more = [replace(hello, dialogue_id=name, split="train_more") for name in ("a", "c")]
    toy.write("train_more", more)
    assert not validate(toy).findings
