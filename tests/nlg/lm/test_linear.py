"""Acts as lines, and texts with gaps."""

import pytest

from dialog.acts import parse_acts
from dialog.nlg.lm.linear import delexicalised, line_of, missing_gaps, parts_of
from dialog.nlg.wording import finish

ACTS = parse_acts(
    "Hotels_2.offer(place_name=Roma); Hotels_2.inform(has_wifi=yes, area=north, area=west); "
    "Hotels_2.confirm(task=ReserveHotel); bye()"
)


def test_acts_in_a_line() -> None:
    line = line_of(ACTS)
    assert "".join(f"[{p}]" if isinstance(p, int) else p for p in line.pieces) == (
        " offer hotel : place name =[0] ; inform hotel : has wifi = yes , area =[1] =[2]"
        " ; confirm hotel : task = reserve hotel ; bye :"
    )
    assert [value for _, _, value in line.values] == ["Roma", "north", "west"]
    assert line.slots == (" place name", " area", " area")
    assert line.items == (
        ("offer", "hotel", "place name = _"),
        ("inform", "hotel", "has wifi = yes"),
        ("inform", "hotel", "area = _ = _"),
        ("confirm", "hotel", "task = reserve hotel"),
        ("bye", "", ""),
    )


def test_many_values_of_a_slot_are_one_item() -> None:
    two, three = (line_of(parse_acts(f"a.inform(b=1, b=2{more})")) for more in ("", ", b=3"))
    assert two.items == three.items


def _gaps(text: str, acts: str, spelt: dict[str, str] | None = None, language="en"):
    line = line_of(parse_acts(acts))
    return delexicalised(text, line, (spelt or {}).items(), language)


@pytest.mark.parametrize(
    ("text", "acts", "spelt", "wanted"),
    [
        ("Try Roma, in the north.", "a.inform(area=north, name=Roma)", {},
         ("Try", 1, ", in the", 0, ".")),
        ("roma has two rooms.", "a.inform(name=Roma, rooms=2)", {"2": "two"},
         (0, " has", 1, " rooms.")),
        ("Roma Inn is near Roma.", "a.inform(near=Roma, name=Roma Inn)", {},
         (1, " is near", 0, ".")),
        ("4 stars, 4 rooms.", "a.inform(stars=4, rooms=4)", {}, (0, " stars,", 1, " rooms.")),
        ("It is cheap.", "a.inform(price=cheap, name=Roma)", {}, None),  # leaves one out
        ("Roma, yes, Roma.", "a.inform(name=Roma)", {}, None),  # says one twice
        ("Roma has 3 rooms.", "a.inform(name=Roma)", {}, None),  # says what no act does
        ("Goodbye!", "bye()", {}, ("Goodbye!",)),
    ],
)  # fmt: skip
def test_texts_with_gaps(text, acts, spelt, wanted) -> None:
    assert _gaps(text, acts, spelt) == wanted


def test_chinese_has_no_word_bounds() -> None:
    made = _gaps("推荐万科酒店吧。", "酒店.inform(名称=万科酒店)", language="zh")
    assert made == ("推荐", 0, "吧。")
    assert "".join(part.text for part in parts_of(made, ["京仪"], "zh")) == "推荐京仪吧。"


def test_gaps_are_filled_as_people_write() -> None:
    pieces = ("Is", 0, " a", 1, " inn (", 2, "), for £", 3, "?")
    parts = parts_of(pieces, ["Roma", "Asian", "north", "5"], "en")
    assert finish(parts) == "Is Roma an Asian inn (north), for £5?".replace(" a an", " an")


def test_gaps_that_a_response_lacks() -> None:
    assert missing_gaps((1, " is there."), 3) == (0, 2)
