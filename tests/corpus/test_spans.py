"""Finding values in what was said."""

import pytest

from dialog.acts import ActType, DialogueAct
from dialog.corpus.spans import align


@pytest.mark.parametrize(
    ("text", "value", "expected"),
    [
        ("Cheap, please", "cheap", "Cheap"),
        ("a modern european place", "modern european", "modern european"),
        ("east, or east?", "east", "east"),
        ("it is (east)", "east", "east"),
        ("what is C++?", "c++", "C++"),
        ("at 5", ".5", None),
        ("the eastern part", "east", None),
        ("moderately", "moderate", None),
        ("anything", "", None),
    ],
)
def test_words(text: str, value: str, expected: str | None) -> None:
    unaligned: list[dict[str, str]] = []
    act = align(text, DialogueAct(ActType.INFORM, "d", "slot", value), unaligned)
    assert (text[slice(*act.span)] if act.span else None) == expected
    assert [note["why"] for note in unaligned] == ([] if expected else ["not in the text"])


def test_the_first_place_is_taken() -> None:
    act = DialogueAct(ActType.INFORM, "d", "area", "east")
    assert align("east or east", act, []).span == (0, 4)


def test_notes() -> None:
    unaligned: list[dict[str, str]] = []
    align("dontcare", DialogueAct(ActType.INFORM, "d", "area", "dontcare"), unaligned)
    align("phone", DialogueAct(ActType.REQUEST, "d", "phone"), unaligned)
    assert unaligned == [{"act": "d.inform(area=dontcare)", "why": "dontcare"}]
