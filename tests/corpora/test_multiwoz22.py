"""Reading MultiWOZ 2.2, on records written in its form."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpora.multiwoz22 import MultiWoz22
from corpora.multiwoz22.labels import act_of
from corpora.multiwoz22.reader import MultiWoz22Reader
from dialog.acts import format_acts
from dialog.corpus import Corpus, Dialogue, from_dataset, to_dataset
from dialog.errors import CorpusError

SLOTS = {
    "hotel": {"area": True, "name": False, "bookstay": True, "ref": False},
    "restaurant": {"food": False, "name": False, "booktime": False},
    "taxi": {"destination": False, "leaveat": False},
}
SERVICES = {s: {f"{s}-{name}": fixed for name, fixed in SLOTS[s].items()} for s in SLOTS}
SCHEMA = [
    {
        "service_name": service,
        "slots": [{"name": name, "is_categorical": fixed} for name, fixed in slots.items()],
        "intents": [],
    }
    for service, slots in SERVICES.items()
]


def frames(slots: Any = (), **services: Any) -> list[dict[str, Any]]:
    """A frame for each service of the schema, as user turns have them."""
    made = []
    for name in SLOTS:
        intent, values = services.get(name, ("NONE", {}))
        held = {f"{name}-{slot}": spellings for slot, spellings in values.items()}
        state = {"active_intent": intent, "requested_slots": [], "slot_values": held}
        own = [slot for slot in slots if slot["slot"].startswith(name)]
        made.append({"actions": [], "service": name, "slots": own, "state": state})
    return made


def turn(number: int, text: str, found: list[dict[str, Any]]) -> dict[str, Any]:
    speaker = "SYSTEM" if number % 2 else "USER"
    return {"turn_id": str(number), "speaker": speaker, "utterance": text, "frames": found}


HOTEL = {"area": ["centre"], "name": ["the lodge", "lodge"]}
RAW: dict[str, Any] = {
    "dialogue_id": "MUL0000.json",
    "services": ["hotel", "taxi"],
    "turns": [
        turn(0, "A central hotel, the Lodge?", frames(hotel=("find_hotel", HOTEL))),
        turn(1, "It is fine. Shall I book it?", []),
        turn(
            2,
            "2 nights. And a taxi there at 5pm.",
            frames(
                [
                    {"slot": "taxi-leaveat", "start": 30, "exclusive_end": 33, "value": "5pm"},
                    {"slot": "taxi-destination", "copy_from": "hotel-name", "value": ["lodge"]},
                ],
                hotel=("book_hotel", {**HOTEL, "bookstay": ["2"]}),
                taxi=("book_taxi", {"leaveat": ["5pm"], "destination": ["lodge"]}),
            ),
        ),
        turn(3, "Done: X1. Anything else?", []),
    ],
}
NONE = [["none", "none"]]
ACTS: dict[str, Any] = {
    "0": {
        "dialog_act": {"Hotel-Inform": [["area", "centre"], ["name", "the lodge"]]},
        "span_info": [
            ["Hotel-Inform", "area", "centre", 2, 9],
            ["Hotel-Inform", "name", "the lodge", 17, 26],
        ],
    },
    "1": {"dialog_act": {"Booking-Inform": NONE, "Hotel-Recommend": NONE}, "span_info": []},
    "2": {
        "dialog_act": {
            "Hotel-Inform": [["bookstay", "2"]],
            "Taxi-Inform": [["leaveat", "5pm"], ["destination", "dontcare"]],
        },
        "span_info": [
            ["Hotel-Inform", "bookstay", "2", 0, 1],
            ["Hotel-Inform", "area", "west", 0, 1],
        ],
    },
    "3": {
        "dialog_act": {"Booking-Book": [["ref", "X1"]], "general-reqmore": NONE},
        "span_info": [["Booking-Book", "ref", "X1", 6, 8]],
    },
}
FILES = {"dialogue": RAW, "acts": ACTS}


def parse(raw: Any, acts: Any) -> Dialogue:
    reader = MultiWoz22Reader("dev/dialogues_001.json", SERVICES, {"MUL0000.json": acts})
    return reader.read(raw, "validation")


def write(folder: Path, files: dict[str, Any]) -> MultiWoz22:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(data if isinstance(data, str) else json.dumps(data))
    return MultiWoz22(folder)


def test_a_dialogue() -> None:
    dialogue = parse(RAW, ACTS)
    assert dialogue.domains == ("hotel", "taxi")
    assert dialogue.extra == {"also_in": ["multiwoz21/published_val/MUL0000.json"]}
    assert [format_acts(t.acts) for t in dialogue.turns] == [
        "hotel.inform(area=centre, name=the lodge)",
        "hotel.confirm(task=book); hotel.offer()",
        "hotel.inform(bookstay=2); taxi.inform(leaveat=5pm, destination=dontcare)",
        "hotel.book(ref=X1); reqmore()",
    ]
    first, second, third, last = dialogue.turns
    assert [first.text_of(act) for act in first.acts] == [None, "the Lodge"]
    assert [third.text_of(act) for act in third.acts] == ["2", "5pm", None]
    assert [last.text_of(act) for act in last.acts] == ["X1", None]
    assert first.state == {"hotel": {"area": "centre", "name": "the lodge"}}
    assert third.state == {
        "hotel": {"area": "centre", "name": "the lodge", "bookstay": "2"},
        "taxi": {"leaveat": "5pm", "destination": "lodge"},
    }
    assert second.state == {}
    assert first.extra["state_variants"] == {"hotel": {"name": ["the lodge", "lodge"]}}
    assert first.extra["active_intents"]["hotel"] == "find_hotel"
    assert first.extra["unaligned"] == [
        {"act": "hotel.inform(area=centre)", "why": "span reads differently"}
    ]
    assert first.extra["span_info"] == [["Hotel-Inform", "area", 2, 9]]
    assert third.extra["unaligned"] == [
        {"act": "taxi.inform(destination=dontcare)", "why": "dontcare"}
    ]
    assert third.extra["span_info"] == [["Hotel-Inform", "area", 0, 1]]
    assert third.extra["slots"] == {"taxi": RAW["turns"][2]["frames"][2]["slots"]}
    for number, turned in enumerate(dialogue.turns):
        assert turned.extra["turn_id"] == str(number)
        assert turned.extra["dialog_act"] == ACTS[str(number)]["dialog_act"]


@pytest.mark.parametrize(
    ("label", "slot", "value", "expected"),
    [
        ("Train-OfferBook", "none", "none", "d.confirm(task=book)"),
        ("Train-OfferBook", "trainid", "TR1", "d.offer(trainid=TR1)"),
        ("Train-OfferBooked", "ref", "X1", "d.book(ref=X1)"),
        ("Hotel-Request", "?", "?", "d.request()"),
        ("Hotel-Request", "phone", "?", "d.request(phone)"),
        ("Hotel-Recommend", "name", "Lodge", "d.offer(name=Lodge)"),
        ("Hotel-Recommend", "area", "west", "d.inform(area=west)"),
        ("Hotel-Inform", "parking", "none", "d.inform(parking)"),
        ("Hotel-NoOffer", "area", "west", "d.nooffer(area=west)"),
        ("general-welcome", "none", "none", "d.thank()"),
    ],
)
def test_acts(label: str, slot: str, value: str, expected: str) -> None:
    assert format_acts([act_of("d", label, slot, value)]) == expected


@pytest.mark.parametrize(
    ("item", "intents", "expected"),
    [
        (["bookstay", "2"], {"restaurant": "book_restaurant"}, "hotel"),
        (["booktime", "5pm"], {"hotel": "book_hotel"}, "restaurant"),
        (["none", "none"], {"hotel": "find_hotel", "restaurant": "book_restaurant"}, "restaurant"),
        (["none", "none"], {"taxi": "book_taxi"}, "hotel"),  # the one active before
    ],
)
def test_domain_of_booking(item: list[str], intents: dict[str, str], expected: str) -> None:
    raw, acts = copy.deepcopy(RAW), copy.deepcopy(ACTS)
    raw["turns"][2]["frames"] = frames(**{name: (i, {}) for name, i in intents.items()})
    acts["3"] = {"dialog_act": {"Booking-Inform": [item]}}
    assert parse(raw, acts).turns[3].acts[0].domain == expected


def test_turns_without_acts() -> None:
    dialogue = parse(RAW, {"1": ACTS["1"]})
    assert [len(turned.acts) for turned in dialogue.turns] == [0, 2, 0, 0]
    with pytest.raises(CorpusError, match=r"MUL0000\.json has no acts in dialog_acts\.json"):
        MultiWoz22Reader("dev", SERVICES, {}).read(RAW, "validation")


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (["dialogue", "turns", 1, "speaker"], "USER", "does not alternate"),
        (["dialogue", "turns", 0, "frames", 0, "service"], "hotels", "Did you mean 'hotel'"),
        (["dialogue", "turns", 2, "frames", 2, "slots", 0], {"slot": "taxi-leaveat"}, "copy_from"),
        (
            ["dialogue", "turns", 2, "frames", 2, "slots", 1, "slot"],
            "taxi-leaveaat",
            "unknown slot of taxi 'taxi-leaveaat'.*Did you mean 'taxi-leaveat'",
        ),
        (["acts"], [], "has a list at its acts"),
        (["acts", "0", "dialog_act", "Hotel-Informs"], [["area", "x"]], "act 'Hotel-Informs'"),
        (["acts", "0", "dialog_act", "Hotel-Inform", 0], ["area"], r"no \[slot, value\]"),
        (["acts", "0", "span_info", 0], [1], "start, end"),
    ],
)
def test_malformed_records(
    changed: Callable[[Any, list[Any], Any], Any], path: list[Any], value: Any, message: str
) -> None:
    files = changed(FILES, path, value)
    with pytest.raises(CorpusError, match=message) as caught:
        parse(files["dialogue"], files["acts"])
    assert str(caught.value).startswith("dev/dialogues_001.json, dialogue MUL0000.json ")


@settings(deadline=None, max_examples=300)
@given(data=st.data())
def test_mutated_records_load_or_say_what_is_wrong(
    data: st.DataObject,
    mutated: Callable[[st.DataObject, Any], Any],
    loads_or_says: Callable[[Callable[[], Dialogue], str], None],
) -> None:
    files = mutated(data, FILES)
    loads_or_says(lambda: parse(files.get("dialogue"), files.get("acts")), "dev/dialogues_001.json")


def test_files(tmp_path: Path) -> None:
    files = {
        "schema.json": SCHEMA,
        "dialog_acts.json": {"MUL0000.json": ACTS, "SNG0001.json": {}},
        "dev/dialogues_001.json": [RAW],
        "dev/dialogues_002.json": [{**RAW, "dialogue_id": "SNG0001.json"}],
        "test/dialogues_001.json": [RAW],
    }
    corpus = write(tmp_path, files)
    assert isinstance(corpus, Corpus)
    dialogues = corpus.load("validation")
    assert [d.dialogue_id for d in dialogues] == ["MUL0000.json", "SNG0001.json"]
    assert from_dataset(to_dataset(dialogues)) == list(dialogues)
    (dialogue,) = corpus.load("test")
    assert dialogue.extra == {"also_in": ["multiwoz21/test/MUL0000.json"]}
    assert corpus.schema() == SCHEMA
    with pytest.raises(CorpusError, match=r"nor the folder .*train"):
        corpus.load("train")
    with pytest.raises(CorpusError, match="Did you mean 'test'"):
        corpus.load("tests")
    write(tmp_path, {"dialog_acts.json": "{"})
    with pytest.raises(CorpusError, match=r"dialog_acts\.json does not hold JSON"):
        corpus.load("test")
    (tmp_path / "schema.json").unlink()
    with pytest.raises(CorpusError, match=r"schema\.json does not exist"):
        corpus.load("test")
