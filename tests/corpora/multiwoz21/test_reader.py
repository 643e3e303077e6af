"""Reading dialogues of MultiWOZ 2.1, whole and damaged."""

import copy
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialog.acts import format_acts
from dialog.corpus import Dialogue
from dialog.errors import CorpusError

from .records import RAW, metadata, parse, system, user


def test_a_dialogue() -> None:
    dialogue = parse(RAW)
    assert dialogue.domains == ("hotel",)
    assert dialogue.goal == RAW["goal"]
    assert [t.speaker for t in dialogue.turns] == ["user", "system", "user", "system"]
    assert [format_acts(t.acts) for t in dialogue.turns] == [
        "hotel.inform(pricerange=moderate, area=east, type=hotel)",
        "hotel.request(day); hotel.inform(stars=4)",
        "hotel.inform(stay=2); thank()",
        "hotel.book(ref=X1); thank()",
    ]
    first, _, third, last = dialogue.turns
    assert [first.text_of(act) for act in first.acts] == ["moderately", "east", None]
    assert first.utterance == RAW["log"][0]["text"]
    assert first.hypotheses[0].text == first.utterance
    assert first.state == {
        "hotel": {"pricerange": "moderate", "area": "east", "parking": "dontcare"}
    }
    assert third.state == {"hotel": {"area": "east", "stay": "2"}}
    assert last.state == {}
    assert last.extra["booked"] == {"hotel": [{"name": "Lodge", "reference": "X1"}]}
    assert last.extra["dialog_act"] == RAW["log"][3]["dialog_act"]
    assert [t.extra.get("unaligned", []) for t in dialogue.turns] == [
        [
            {"act": "hotel.inform(type=hotel)", "why": "out of range"},
            {"act": "hotel.inform(area=west)", "why": "no act"},
        ],
        [{"act": "hotel.inform(stars=4)", "why": "no span"}],
        [{"act": "hotel.inform(stay=2)", "why": "no span"}],
        [],
    ]


def test_repeated_items_take_their_spans_in_turn() -> None:
    raw = copy.deepcopy(RAW)
    raw["log"][0] = user(
        "cheap , cheap",
        {"Hotel-Inform": [["Price", "cheap"]] * 3},
        [["Hotel-Inform", "Price", "cheap", 0, 0], ["Hotel-Inform", "Price", "cheap", 2, 2]],
    )
    assert [act.span for act in parse(raw).turns[0].acts] == [(0, 5), (8, 13), None]


@pytest.mark.parametrize(
    ("acts", "booked", "expected"),
    [
        ({"Booking-Inform": [["none", "none"]]}, [], "hotel"),  # what the user spoke of
        ({"Booking-Request": [["Time", "?"]]}, [], "restaurant"),  # only restaurants have one
        ({"Booking-Book": [["Ref", "X1"]]}, [{"reference": "X1"}], "train"),  # what was booked
        ({"Booking-Inform": [["none", "none"]], "Restaurant-Inform": []}, [], "restaurant"),
    ],
)
def test_domain_of_booking(acts: dict[str, Any], booked: list[Any], expected: str) -> None:
    raw = copy.deepcopy(RAW)
    raw["log"][1] = system("Shall I ?", metadata("train", booked=booked), acts)
    assert parse(raw).turns[1].acts[0].domain == expected


def test_domain_of_booking_unknown() -> None:
    log = [
        user("Hi ."),
        system("Book ?", metadata(), {"Booking-Inform": [["none", "none"]]}),
    ]
    assert parse({"goal": {}, "log": log}).turns[1].acts[0].domain == ""


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (["goal"], None, "dialogue D1 has nothing at goal"),
        (["log"], RAW["log"][:1], "has 1 turns"),
        (["log"], [], "has 0 turns"),
        (["log", 0], [], r"has a list at log\[0\]"),
        (["log", 0, "text"], 3, r"has a whole number at log\[0\].text"),
        (["log", 2, "metadata"], metadata(), r"does not alternate at log\[2\]"),
        (["log", 1, "metadata"], {}, r"does not alternate at log\[0\]"),
        (["log", 1, "metadata", "hotel", "semi", "area"], 3, "metadata.hotel.semi.area"),
        (["log", 1, "metadata", "hotel", "book", "booked"], {}, "metadata.hotel.book.booked"),
        (["log", 0, "dialog_act"], {"Hotel-Shout": [["Area", "x"]]}, "unknown act label"),
        (["log", 0, "dialog_act"], {"Hotel-Inform": [["Size", "x"]]}, "'Size'"),
        (["log", 0, "dialog_act"], {"Hotel-Inform": [["Area"]]}, r"no \[slot, value\]"),
        (["log", 0, "span_info", 0], ["Hotel-Inform"], "first token"),
    ],
)
def test_malformed_records(
    changed: Callable[[Any, list[Any], Any], Any], path: list[Any], value: Any, message: str
) -> None:
    raw = changed(RAW, path, value)
    with pytest.raises(CorpusError, match=message) as caught:
        parse(raw)
    assert str(caught.value).startswith("val.json.zip, dialogue D1 ")


@settings(deadline=None)
@given(data=st.data())
def test_mutated_records_load_or_say_what_is_wrong(
    data: st.DataObject,
    mutated: Callable[[st.DataObject, Any], Any],
    loads_or_says: Callable[[Callable[[], Dialogue], str], None],
) -> None:
    loads_or_says(lambda: parse(mutated(data, RAW)), "val.json.zip, dialogue D1 ")
