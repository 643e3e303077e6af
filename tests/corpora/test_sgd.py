"""Reading Schema-Guided Dialogue; what needs the corpus itself is skipped where it is absent."""

import copy
import json
import os
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpora.sgd import SchemaGuidedDialogue
from corpora.sgd.files import parts_of, read_schema
from corpora.sgd.labels import ACTS, acts_of
from corpora.sgd.reader import SgdReader
from dialog.acts import format_acts
from dialog.corpus import Corpus, Dialogue, from_dataset, to_dataset
from dialog.errors import CorpusError
from dialog.schema import SlotType


def service(name: str, **slots: bool) -> dict[str, Any]:
    known = [{"name": slot, "is_categorical": fixed} for slot, fixed in slots.items()]
    return {"service_name": name, "description": "", "slots": known, "intents": []}


SCHEMA = [
    service("Cinema_1", film=False, date=False, seats=True),
    service("Taxi_1", to=False, shared=True),
]
SERVICES = {
    "Cinema_1": {"film": False, "date": False, "seats": True},
    "Taxi_1": {"to": False, "shared": True},
}


def action(act: str, slot: str = "", *values: str, canonical: Any = None) -> dict[str, Any]:
    forms = list(values) if canonical is None else canonical
    return {"act": act, "slot": slot, "values": list(values), "canonical_values": forms}


def frame(name: str, *actions: Any, slots: Any = (), **more: Any) -> dict[str, Any]:
    spans = [{"slot": s, "start": a, "exclusive_end": b} for s, a, b in slots]
    return {"service": name, "slots": spans, "actions": list(actions), **more}


def state(intent: str, *asked: str, **values: list[str]) -> dict[str, Any]:
    return {"active_intent": intent, "requested_slots": list(asked), "slot_values": values}


def turn(text: str, *frames: Any, speaker: str = "USER") -> dict[str, Any]:
    return {"speaker": speaker, "utterance": text, "frames": list(frames)}


RAW: dict[str, Any] = {
    "dialogue_id": "9_00001",
    "services": ["Cinema_1", "Taxi_1"],
    "turns": [
        turn(
            "Jaws tonight, 2 seats",
            frame(
                "Cinema_1",
                action("INFORM_INTENT", "intent", "BuyTickets"),
                action("INFORM", "film", "Jaws"),
                action("INFORM", "date", "tonight", canonical=["2019-03-01"]),
                action("INFORM", "seats", "2"),
                slots=[("film", 0, 4), ("date", 5, 11)],
                state=state("BuyTickets", film=["Jaws"], date=["this evening", "tonight"]),
            ),
        ),
        turn(
            "2 films: Jaws or Up?",
            frame(
                "Cinema_1",
                action("OFFER", "film", "Jaws", "Up"),
                action("INFORM_COUNT", "count", "2"),
                slots=[("film", 9, 13), ("film", 17, 19)],
                service_call={"method": "Find", "parameters": {"date": "2019-03-01"}},
                service_results=[{"film": "Jaws"}, {"film": "Up"}],
            ),
            speaker="SYSTEM",
        ),
        turn(
            "Up. And a taxi anywhere, thanks",
            frame(
                "Cinema_1",
                action("SELECT", "film", "Up"),
                action("THANK_YOU"),
                slots=[("film", 0, 2), ("date", 4, 7)],
                state=state("NONE", film=["Up"]),
            ),
            frame(
                "Taxi_1",
                action("INFORM", "to", "dontcare"),
                state=state("Ride", "shared", to=["dontcare"]),
            ),
        ),
        turn(
            "Sure, bye",
            frame("Taxi_1", action("NOTIFY_SUCCESS"), action("GOODBYE"), service_results=[]),
            speaker="SYSTEM",
        ),
    ],
}


def parse(raw: Any) -> Dialogue:
    return SgdReader("dev.zip, dialogues_001.json", SERVICES).read(raw, "validation")


def write(folder: Path, split: str, files: dict[str, Any]) -> SchemaGuidedDialogue:
    with zipfile.ZipFile(folder / f"{split}.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data if isinstance(data, str) else json.dumps(data))
    return SchemaGuidedDialogue(folder)


def numbered(*numbers: int) -> list[dict[str, Any]]:
    return [{**RAW, "dialogue_id": f"1_{number:05}"} for number in numbers]


def test_a_dialogue() -> None:
    dialogue = parse(RAW)
    assert (dialogue.dialogue_id, dialogue.split) == ("validation-9_00001", "validation")
    assert dialogue.extra == {"original_id": "9_00001"}
    assert dialogue.domains == ("Cinema_1", "Taxi_1")
    assert [t.speaker for t in dialogue.turns] == ["user", "system"] * 2
    assert [format_acts(t.acts) for t in dialogue.turns] == [
        "Cinema_1.inform(task=BuyTickets, film=Jaws, date=tonight, seats=2)",
        "Cinema_1.offer(film=Jaws, film=Up); Cinema_1.inform(count=2)",
        "Cinema_1.select(film=Up); thank(); Taxi_1.inform(to=dontcare)",
        "Taxi_1.book(); bye()",
    ]
    first, second, third, last = dialogue.turns
    assert [first.text_of(act) for act in first.acts] == [None, "Jaws", None, None]
    assert [second.text_of(act) for act in second.acts] == ["Jaws", "Up", None]
    assert first.hypotheses[0].text == first.utterance
    assert second.db_results == {"Cinema_1": ({"film": "Jaws"}, {"film": "Up"})}
    assert last.db_results == {"Taxi_1": ()}
    assert first.state == {"Cinema_1": {"film": "Jaws", "date": "this evening"}}
    assert third.state == {"Cinema_1": {"film": "Up"}, "Taxi_1": {"to": "dontcare"}}
    assert second.state == last.state == {}


def test_what_has_no_field_is_kept() -> None:
    first, second, third, last = parse(RAW).turns
    assert first.extra == {
        "services": ["Cinema_1"],
        "active_intents": {"Cinema_1": "BuyTickets"},
        "state_variants": {"Cinema_1": {"date": ["this evening", "tonight"]}},
        "canonical_values": {"Cinema_1": {"date": {"tonight": "2019-03-01"}}},
        "unaligned": [
            {"act": "Cinema_1.inform(date=tonight)", "why": "span reads differently"},
            {"act": "Cinema_1.inform(seats=2)", "why": "categorical slot"},
        ],
        "slots": {"Cinema_1": [{"slot": "date", "start": 5, "exclusive_end": 11}]},
    }
    assert second.extra == {
        "services": ["Cinema_1"],
        "service_call": {"Cinema_1": {"method": "Find", "parameters": {"date": "2019-03-01"}}},
        "unaligned": [{"act": "Cinema_1.inform(count=2)", "why": "no span"}],
    }
    assert third.extra == {
        "services": ["Cinema_1", "Taxi_1"],
        "active_intents": {"Cinema_1": "NONE", "Taxi_1": "Ride"},
        "requested_slots": {"Taxi_1": ["shared"]},
        "general_services": ["Cinema_1"],
        "unaligned": [{"act": "Taxi_1.inform(to=dontcare)", "why": "dontcare"}],
        "slots": {"Cinema_1": [{"slot": "date", "start": 4, "exclusive_end": 7}]},
    }
    assert last.extra == {"services": ["Taxi_1"]}
    raw = copy.deepcopy(RAW)
    raw["source"] = "new"
    raw["turns"][0]["mood"] = "good"
    raw["turns"][0]["frames"][0]["note"] = 1
    raw["turns"][0]["frames"][0]["state"]["sure"] = False
    dialogue = parse(raw)
    assert dialogue.extra == {"original_id": "9_00001", "source": "new"}
    assert dialogue.turns[0].extra == first.extra | {
        "mood": "good",
        "note": {"Cinema_1": 1},
        "state": {"Cinema_1": {"sure": False}},
    }


def test_a_state_lasts_while_others_are_spoken_of() -> None:
    raw = copy.deepcopy(RAW)
    last = turn("Bye", frame("Taxi_1", action("GOODBYE"), state=state("NONE", to=["home", "here"])))
    raw["turns"].append(last)
    *_, turned = parse(raw).turns
    assert turned.state == {"Cinema_1": {"film": "Up"}, "Taxi_1": {"to": "home"}}
    assert turned.extra["state_variants"] == {"Taxi_1": {"to": ["home", "here"]}}
    assert turned.extra["services"] == ["Taxi_1"]


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (("REQUEST", "date", []), "Cinema_1.request(date)"),
        (("REQUEST", "date", ["today", "tonight"]), "Cinema_1.request(date=today, date=tonight)"),
        (("CONFIRM", "seats", ["2"]), "Cinema_1.confirm(seats=2)"),
        (("OFFER_INTENT", "intent", ["Buy"]), "Cinema_1.offer(task=Buy)"),
        (("AFFIRM_INTENT", "", []), "Cinema_1.affirm(task)"),
        (("NEGATE_INTENT", "", []), "Cinema_1.negate(task)"),
        (("AFFIRM", "", []), "affirm()"),
        (("SELECT", "", []), "Cinema_1.select()"),
        (("REQUEST_ALTS", "", []), "Cinema_1.reqalts()"),
        (("NOTIFY_FAILURE", "", []), "Cinema_1.nobook()"),
        (("REQ_MORE", "", []), "reqmore()"),
        (("GREET", "", []), "hello()"),
        (("INFORM", "intent", ["rent"]), "Cinema_1.inform(intent=rent)"),
    ],
)
def test_acts(item: tuple[str, str, list[str]], expected: str) -> None:
    assert format_acts(acts_of("Cinema_1", *item)) == expected


def test_no_two_raw_acts_become_one() -> None:
    slots = {"INFORM_COUNT": "count"}
    made = [str(acts_of("S", label, slots.get(label, "film"), ["x"])[0]) for label in ACTS]
    assert len(set(made)) == len(ACTS) == 19


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (["turns"], [], "has no turns"),
        (["turns", 1, "speaker"], "USER", r"does not alternate at turns\[1\]"),
        (["turns", 0, "utterance"], None, r"has nothing at turns\[0\].utterance"),
        (["turns", 0, "frames", 0, "service"], "Cinema_2", "service.*Did you mean 'Cinema_1'"),
        (["turns", 2, "frames", 1, "service"], "Cinema_1", "two frames of Cinema_1"),
        (["turns", 0, "frames", 0, "actions", 1, "act"], "INFROM", "Did you mean 'INFORM'"),
        (["turns", 0, "frames", 0, "actions", 1, "slot"], "flim", "Did you mean 'film'"),
        (["turns", 0, "frames", 0, "actions", 1, "slot"], "", "values without a slot"),
        (["turns", 0, "frames", 0, "actions", 1, "canonical_values"], [], "0 canonical values"),
        (["turns", 0, "frames", 0, "slots", 0], {"slot": "film"}, "exclusive_end"),
        (["turns", 0, "frames", 0, "state", "slot_values", "flim"], ["x"], "'flim'"),
        (["turns", 1, "frames", 0, "service_results", 0, "film"], 3, "service_results"),
    ],
)
def test_malformed_records(
    changed: Callable[[Any, list[Any], Any], Any], path: list[Any], value: Any, message: str
) -> None:
    raw = changed(RAW, path, value)
    with pytest.raises(CorpusError, match=message) as caught:
        parse(raw)
    assert str(caught.value).startswith("dev.zip, dialogues_001.json, dialogue 9_00001 ")


@settings(deadline=None)
@given(data=st.data())
def test_mutated_records_load_or_say_what_is_wrong(
    data: st.DataObject,
    mutated: Callable[[st.DataObject, Any], Any],
    loads_or_says: Callable[[Callable[[], Dialogue], str], None],
) -> None:
    loads_or_says(lambda: parse(mutated(data, RAW)), "dev.zip, dialogues_001.json")


DESCRIBED = [
    {
        "service_name": "Rooms_1",
        "description": "Book a room",
        "slots": [
            {
                "name": "seats",
                "description": "Number of seats",
                "is_categorical": True,
                "possible_values": ["1", "2"],
            },
            {
                "name": "city",
                "description": "Where it is",
                "is_categorical": False,
                "possible_values": ["Rome"],
            },
            {"name": "price", "description": "The price", "is_categorical": False},
        ],
        "intents": [
            {"name": "BookRoom", "required_slots": ["city"], "optional_slots": {"seats": "1"}}
        ],
    }
]


def test_services_are_described_as_the_corpus_does(tmp_path: Path) -> None:
    rooms = write(tmp_path, "dev", {"schema.json": DESCRIBED}).schemas("validation")["Rooms_1"]
    assert (rooms.description, rooms.entity) == ("Book a room", "rooms")
    seats, city = rooms.slots["seats"], rooms.slots["city"]
    assert (seats.type, list(seats.values)) == (SlotType.CATEGORICAL, ["1", "2"])
    assert (city.type, city.values, city.description) == (SlotType.OPEN, {}, "Where it is")
    assert city.informable
    assert not rooms.slots["price"].informable


@settings(deadline=None, max_examples=40)
@given(data=st.data())
def test_mutated_descriptions_load_or_say_what_is_wrong(
    data: st.DataObject, mutated: Callable[[st.DataObject, Any], Any], tmp_path_factory: Any
) -> None:
    folder = tmp_path_factory.mktemp("sgd")
    corpus = write(folder, "dev", {"schema.json": mutated(data, DESCRIBED)})
    try:
        corpus.schemas("validation")
    except CorpusError as error:
        message = str(error)
    else:
        return
    assert str(folder / "dev.zip") in message


@settings(deadline=None, max_examples=40)
@given(data=st.data())
def test_mutated_schemas_load_or_say_what_is_wrong(
    data: st.DataObject,
    mutated: Callable[[st.DataObject, Any], Any],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("sgd")
    schema = mutated(data, SCHEMA)
    corpus = write(folder, "dev", {"schema.json": schema, "dialogues_001.json": [RAW]})
    try:
        assert len(list(corpus.load("validation"))) == 1
    except CorpusError as error:
        message = str(error)
    else:
        return
    assert str(folder / "dev.zip") in message


def test_dialogues_come_from_the_files_in_order(tmp_path: Path) -> None:
    files = {
        "dialogues_002.json": numbered(4, 5),
        "dialogues_001.json": numbered(1, 2, 3),
        "schema.json": SCHEMA,
        "readme.json": [],
    }
    corpus = write(tmp_path, "dev", files)
    assert isinstance(corpus, Corpus)
    dialogues = corpus.load("validation")
    ids = [f"validation-1_{number:05}" for number in range(1, 6)]
    assert [d.dialogue_id for d in dialogues] == ids
    assert len(dialogues) == 5
    assert [dialogues[at].dialogue_id for at in (0, 3, 2, -1, -5)] == [
        ids[at] for at in (0, 3, 2, -1, -5)
    ]
    assert [d.dialogue_id for d in dialogues[1:4]] == ids[1:4]
    for wrong in (5, -6):
        with pytest.raises(IndexError, match="among 5"):
            dialogues[wrong]
    assert from_dataset(to_dataset(dialogues)) == list(dialogues)
    assert corpus.services("validation") == ("Cinema_1", "Taxi_1")
    assert corpus.schema("validation") == SCHEMA


def test_a_folder_in_place_of_a_zip(tmp_path: Path) -> None:
    (tmp_path / "train").mkdir()
    (tmp_path / "train" / "schema.json").write_text(json.dumps(SCHEMA))
    (tmp_path / "train" / "dialogues_001.json").write_text(json.dumps([RAW]))
    (dialogue,) = SchemaGuidedDialogue(tmp_path).load("train")
    assert (dialogue.dialogue_id, dialogue.split) == ("train-9_00001", "train")


def test_only_one_file_is_read_at_a_time(tmp_path: Path) -> None:
    files = {"schema.json": SCHEMA, "dialogues_001.json": [RAW], "dialogues_002.json": "["}
    dialogues = iter(write(tmp_path, "test", files).load("test"))
    assert next(dialogues).dialogue_id == "test-9_00001"
    with pytest.raises(CorpusError, match=r"dialogues_002\.json does not hold JSON"):
        next(dialogues)


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"dialogues_001.json": [RAW]}, r"has no schema\.json"),
        ({"schema.json": SCHEMA}, r"no dialogues_NNN\.json"),
        ({"schema.json": {}, "dialogues_001.json": [RAW]}, r"schema\.json has an object"),
        ({"schema.json": [], "dialogues_001.json": [RAW]}, "unknown service 'Cinema_1'"),
        ({"schema.json": SCHEMA, "dialogues_001.json": {}}, r"dialogues_001\.json has an object"),
        ({"schema.json": SCHEMA, "dialogues_001.json": [[]]}, r"json has a list at a dialogue"),
        ({"schema.json": SCHEMA, "../dialogues_001.json": [RAW]}, "leads out of its folder"),
    ],
)
def test_malformed_files(tmp_path: Path, files: dict[str, Any], message: str) -> None:
    with pytest.raises(CorpusError, match=message):
        list(write(tmp_path, "train", files).load("train"))


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    corpus = SchemaGuidedDialogue(tmp_path)
    with pytest.raises(CorpusError, match="Did you mean 'validation'"):
        corpus.load("validate")
    with pytest.raises(CorpusError, match=r"neither .*dev\.zip nor the folder .*dev"):
        corpus.load("validation")
    files = {"schema.json": SCHEMA, "dialogues_001.json": numbered(*range(50))}
    path = write(tmp_path, "dev", files).folder / "dev.zip"
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(CorpusError, match=r"dev\.zip"):
        corpus.load("validation")
    path.write_bytes(whole[:600] + bytes(50) + whole[650:])
    with pytest.raises(CorpusError, match=r"dev\.zip"):
        list(corpus.load("validation"))


FOLDER = Path(os.environ.get("DIALOG_CORPORA", "")) / "sgd"
real = pytest.mark.skipif(
    "DIALOG_CORPORA" not in os.environ or not FOLDER.is_dir(),
    reason="DIALOG_CORPORA names no folder that holds sgd",
)
# The files present; the published corpus has 16,142, 2,482 and 4,201 dialogues.
SIZES = {
    "train": (12_174, 223_756, 26),
    "validation": (2_098, 38_768, 17),
    "test": (1_459, 24_086, 21),
}


@real
@pytest.mark.parametrize("split", SIZES)
def test_sizes(split: str) -> None:
    corpus = SchemaGuidedDialogue(FOLDER)
    turns = {d.dialogue_id: len(d.turns) for d in corpus.load(split)}
    assert (len(turns), sum(turns.values()), len(corpus.services(split))) == SIZES[split]


@real
def test_most_services_of_test_are_not_in_train() -> None:
    corpus = SchemaGuidedDialogue(FOLDER)
    assert len(set(corpus.services("test")) - set(corpus.services("train"))) == 15


@real
@pytest.mark.parametrize(("split", "name"), [("dev", "008"), ("test", "021"), ("train", "100")])
def test_nothing_annotated_is_lost(split: str, name: str) -> None:
    parts = parts_of(FOLDER, split)
    schema = read_schema(parts["schema.json"])
    why: Counter[str] = Counter()
    for raw in parts[f"dialogues_{name}.json"].read():
        dialogue = SgdReader("", schema).read(raw, "")
        for turned, raw_turn in zip(dialogue.turns, raw["turns"], strict=True):
            frames = raw_turn["frames"]
            actions = [(f["service"], a) for f in frames for a in f["actions"]]
            assert len(turned.acts) == sum(max(1, len(a["values"])) for _, a in actions)
            spans = {
                (s["start"], s["exclusive_end"]) for f in frames for s in f["slots"]
            }  # all of which read as their values do
            assert {act.span for act in turned.acts if act.span} == spans
            assert "slots" not in turned.extra
            why.update(note["why"] for note in turned.extra.get("unaligned", ()))
            for f in frames:
                if "state" in f:
                    values = {slot: v[0] for slot, v in f["state"]["slot_values"].items()}
                    assert turned.state[f["service"]] == values
                if "service_call" in f:
                    assert turned.extra["service_call"][f["service"]] == f["service_call"]
                    assert list(turned.db_results[f["service"]]) == f["service_results"]
    assert set(why) <= {"categorical slot", "dontcare", "no span"}
