"""Reading MultiWOZ 2.1; what needs the corpus itself is skipped where it is absent."""

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

from corpora.multiwoz21 import MultiWoz21
from corpora.multiwoz21.labels import INTENTS, act_of
from corpora.multiwoz21.reader import DialogueReader
from dialog.acts import ActType, DialogueAct, format_acts
from dialog.corpus import Corpus, Dialogue
from dialog.errors import CorpusError


def metadata(domain: str = "hotel", booked: Any = (), **slots: str) -> dict[str, Any]:
    book = {"booked": list(booked), "people": "", "stay": slots.pop("stay", "")}
    semi = {"name": "not mentioned", "area": "", "type": "none", **slots}
    return {domain: {"semi": semi, "book": book}, "bus": {"semi": {"day": ""}, "book": {}}}


def user(text: str, acts: dict[str, Any] | None = None, spans: Any = ()) -> dict[str, Any]:
    return {"text": text, "metadata": {}, "dialog_act": acts or {}, "span_info": list(spans)}


def system(
    text: str, state: dict[str, Any], acts: dict[str, Any] | None = None, spans: Any = ()
) -> dict[str, Any]:
    return {**user(text, acts, spans), "metadata": state}


NONE = [["none", "none"]]
RAW: dict[str, Any] = {
    "goal": {"taxi": {}, "hotel": {"info": {"area": "east"}}, "message": ["Find it"], "topic": {}},
    "log": [
        user(
            "A moderately  priced\nhotel in the east .",
            {"Hotel-Inform": [["Price", "moderate"], ["Area", "east"], ["Type", "hotel"]]},
            [
                ["Hotel-Inform", "Price", "moderate", 1, 1],
                ["Hotel-Inform", "Area", "east", 6, 6],
                ["Hotel-Inform", "Area", "west", 6, 6],
                ["Hotel-Inform", "Type", "hotel", 3, 2],
            ],
        ),
        system(
            "How many nights ?",
            metadata(pricerange="moderate", area="east", parking="dontcare"),
            {"Booking-Request": [["Day", "?"]], "Hotel-Recommend": [["Stars", "4"]]},
        ),
        user("2 nights , thanks .", {"Hotel-Inform": [["Stay", "2"]], "general-thank": NONE}),
        system(
            "Booked : X1 .",
            metadata(area="east", stay="2", booked=[{"name": "Lodge", "reference": "X1"}]),
            {"Booking-Book": [["Ref", "X1"]], "general-welcome": NONE},
            [["Booking-Book", "Ref", "X1", 2, 2]],
        ),
    ],
}


def parse(raw: Any) -> Dialogue:
    return DialogueReader("val.json.zip", "D1").read(raw, "train")


def write(folder: Path, name: str, records: Any) -> Path:
    path = folder / f"{name}.json.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            f"{name}.json", records if isinstance(records, str) else json.dumps(records)
        )
    return path


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


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (("hotel", "Inform", "none", "none"), "hotel.inform(task=find)"),
        (("train", "OfferBook", "none", "none"), "train.confirm(task=book)"),
        (("train", "OfferBook", "Id", "TR1"), "train.offer(trainID=TR1)"),
        (("train", "OfferBooked", "Ticket", "9 GBP"), "train.book(price=9 GBP)"),
        (("train", "Request", "Time", "?"), "train.request(duration)"),
        (("restaurant", "Inform", "Time", "12:30"), "restaurant.inform(time=12:30)"),
        (("restaurant", "Recommend", "Name", "Roma"), "restaurant.offer(name=Roma)"),
        (("restaurant", "Recommend", "Food", "thai"), "restaurant.inform(food=thai)"),
        (("restaurant", "Recommend", "none", "none"), "restaurant.offer()"),
        (("restaurant", "NoOffer", "none", "none"), "restaurant.nooffer()"),
        (("hotel", "Select", "Price", "cheap"), "hotel.select(pricerange=cheap)"),
        (("hotel", "NoBook", "Day", "friday"), "hotel.nobook(day=friday)"),
        (("hotel", "Inform", "Parking", "none"), "hotel.inform(parking)"),
        (("attraction", "Inform", "Fee", "?"), "attraction.inform(entrance fee)"),
        (("", "welcome", "none", "none"), "thank()"),
        (("", "greet", "none", "none"), "hello()"),
    ],
)
def test_acts(item: tuple[str, str, str, str], expected: str) -> None:
    assert format_acts([act_of(*item)]) == expected


def test_booking_inform_asks_whether_to_book() -> None:
    act = act_of("hotel", "Inform", "none", "none", booking=True)
    assert act == DialogueAct(ActType.CONFIRM, "hotel", "task", "book")


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


def test_splits_without_the_training_file(tmp_path: Path) -> None:
    write(tmp_path, "val", {f"D{i}": RAW for i in range(29)})
    write(tmp_path, "test", {"T": RAW})
    corpus = MultiWoz21(tmp_path)
    assert isinstance(corpus, Corpus)
    ids = {split: [d.dialogue_id for d in corpus.load(split)] for split in corpus.splits}
    assert {split: len(names) for split, names in ids.items()} == {
        "train": 27,
        "validation": 2,
        "test": 1,
        "published_val": 29,
    }
    assert sorted(ids["train"] + ids["validation"]) == sorted(ids["published_val"])
    assert all(d.split == "validation" for d in corpus.load("validation"))


def test_splits_with_the_training_file(tmp_path: Path) -> None:
    write(tmp_path, "train", {"A": RAW})
    write(tmp_path, "val", {f"D{i}": RAW for i in range(10)})
    corpus = MultiWoz21(tmp_path)
    assert [d.dialogue_id for d in corpus.load("train")] == ["A"]
    assert len(corpus.load("validation")) == len(corpus.load("published_val")) == 10


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "does not hold JSON"),
        ("[" * 100_000, "does not hold JSON"),
        ("[]", "has a list at the top, where an object belongs"),
        ('{"D1": 3}', "dialogue D1 has a whole number at the dialogue"),
    ],
)
def test_malformed_files(tmp_path: Path, content: str, message: str) -> None:
    path = write(tmp_path, "test", content)
    with pytest.raises(CorpusError, match=message) as caught:
        MultiWoz21(tmp_path).load("test")
    assert str(path) in str(caught.value)


def test_files_that_are_no_zip(tmp_path: Path) -> None:
    corpus, path = MultiWoz21(tmp_path), tmp_path / "test.json.zip"
    with pytest.raises(CorpusError, match=r"test\.json\.zip does not exist"):
        corpus.load("test")
    path.write_text("PK")
    with pytest.raises(CorpusError, match="cannot be unpacked"):
        corpus.load("test")
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "")
    with pytest.raises(CorpusError, match="holds 0"):
        corpus.load("test")
    path.unlink()
    path.mkdir()
    with pytest.raises(CorpusError, match="cannot be read"):
        corpus.load("test")


def test_damaged_zip(tmp_path: Path) -> None:
    path = tmp_path / "test.json.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("test.json", json.dumps({"D1": RAW}))
    data = bytearray(path.read_bytes())
    data[60:90] = bytes(30)
    path.write_bytes(data)
    with pytest.raises(CorpusError, match=r"test\.json\.zip"):
        MultiWoz21(tmp_path).load("test")


def test_unknown_split(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="Did you mean 'validation'"):
        MultiWoz21(tmp_path).load("valid")


FOLDER = Path(os.environ.get("DIALOG_CORPORA", "")) / "multiwoz21"
real = pytest.mark.skipif(
    "DIALOG_CORPORA" not in os.environ or not FOLDER.is_dir(),
    reason="DIALOG_CORPORA names no folder that holds multiwoz21",
)
PUBLISHED = ["published_val", "test"]


@pytest.fixture(scope="module")
def loaded() -> dict[str, list[Dialogue]]:
    corpus = MultiWoz21(FOLDER)
    return {split: corpus.load(split) for split in corpus.splits}


def raw_records(split: str) -> dict[str, Any]:
    name = "val" if split == "published_val" else split
    with zipfile.ZipFile(FOLDER / f"{name}.json.zip") as archive:
        records: dict[str, Any] = json.loads(archive.read(f"{name}.json"))
    return records


@real
def test_published_sizes(loaded: dict[str, list[Dialogue]]) -> None:
    sizes = {s: (len(loaded[s]), sum(len(d.turns) for d in loaded[s])) for s in PUBLISHED}
    assert sizes == {"published_val": (999, 14_730), "test": (1_000, 14_744)}


@real
@pytest.mark.skipif((FOLDER / "train.json.zip").exists(), reason="the training file is there")
def test_published_validation_is_divided(loaded: dict[str, list[Dialogue]]) -> None:
    ids = {s: [d.dialogue_id for d in loaded[s]] for s in loaded}
    assert (len(ids["train"]), len(ids["validation"])) == (900, 99)
    assert set(ids["train"]) | set(ids["validation"]) == set(ids["published_val"])


@real
@pytest.mark.parametrize("split", PUBLISHED)
def test_every_annotated_act_is_there(split: str, loaded: dict[str, list[Dialogue]]) -> None:
    records = raw_records(split)
    for dialogue in loaded[split]:
        log = records[dialogue.dialogue_id]["log"]
        for turn, raw in zip(dialogue.turns, log, strict=True):
            items = [(label, s) for label, pairs in raw["dialog_act"].items() for s, _ in pairs]
            assert len(turn.acts) == len(items)
            assert turn.extra.get("dialog_act", {}) == raw["dialog_act"]
            for act, (label, slot) in zip(turn.acts, items, strict=True):
                domain, _, intent = label.partition("-")
                if domain != "Booking":
                    assert act.domain == ("" if domain == "general" else domain.lower())
                if intent not in ("Recommend", "OfferBook") and slot != "none":
                    assert act.type is INTENTS[intent]


@real
@pytest.mark.parametrize("split", PUBLISHED)
def test_spans_are_the_words_annotated(split: str, loaded: dict[str, list[Dialogue]]) -> None:
    records = raw_records(split)
    for dialogue in loaded[split]:
        log = records[dialogue.dialogue_id]["log"]
        for turn, raw in zip(dialogue.turns, log, strict=True):
            tokens = raw["text"].split()
            words = sorted(
                tokens[first : last + 1]
                for label, slot, value, first, last in raw["span_info"]
                if first <= last and [slot, value] in raw["dialog_act"].get(label, [])
            )
            found = [turn.text_of(act) for act in turn.acts]
            assert sorted(text.split() for text in found if text is not None) == words


@real
@pytest.mark.parametrize(
    ("split", "reasons", "exact", "differs"),
    [
        ("published_val", {"no span": 542, "dontcare": 43, "out of range": 2}, 18_211, 701),
        ("test", {"no span": 521, "dontcare": 89, "out of range": 2, "no act": 2}, 18_290, 698),
    ],
)
def test_spans(
    split: str,
    reasons: dict[str, int],
    exact: int,
    differs: int,
    loaded: dict[str, list[Dialogue]],
) -> None:
    turns = [turn for dialogue in loaded[split] for turn in dialogue.turns]
    why = Counter(note["why"] for turn in turns for note in turn.extra.get("unaligned", ()))
    same = Counter(
        (turn.text_of(act) or "").lower().split() == (act.value or "").lower().split()
        for turn in turns
        for act in turn.acts
        if act.span
    )
    assert why == reasons
    assert (same[True], same[False]) == (exact, differs)


@real
@pytest.mark.parametrize("split", PUBLISHED)
def test_states_are_those_of_the_next_turn(split: str, loaded: dict[str, list[Dialogue]]) -> None:
    empty = ("", "not mentioned", "none")
    records = raw_records(split)
    for dialogue in loaded[split]:
        log = records[dialogue.dialogue_id]["log"]
        for at, turn in enumerate(dialogue.turns):
            if turn.speaker == "system":
                assert not turn.state
                continue
            expected = {
                (domain, slot, value)
                for domain, raw in log[at + 1]["metadata"].items()
                for slot, value in [*raw["semi"].items(), *raw["book"].items()]
                if slot != "booked" and value not in empty
            }
            found = {(d, s, v) for d, slots in turn.state.items() for s, v in slots.items()}
            assert found == expected


@real
def test_booking_acts_find_their_domain(loaded: dict[str, list[Dialogue]]) -> None:
    domains = Counter(
        act.domain
        for dialogue in loaded["published_val"]
        for turn in dialogue.turns
        if any(label.startswith("Booking-") for label in turn.extra.get("dialog_act", {}))
        for act in turn.acts
        if act.type is ActType.BOOK
    )
    assert domains[""] < 0.01 * domains.total()


@real
def test_real_dialogues_survive_json(loaded: dict[str, list[Dialogue]]) -> None:
    for dialogue in loaded["validation"]:
        data = dialogue.to_dict()
        back = Dialogue.from_dict(json.loads(json.dumps(data)))
        assert back == dialogue
        assert back.to_dict() == data
