"""Reading ConvLab-3's unified format, on records written in its form."""

import copy
import json
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpora.convlab import ConvLabCorpus
from corpora.convlab.labels import INTENTS, act_of
from corpora.convlab.reader import DialogueReader
from dialog.acts import ActType, format_acts
from dialog.corpus import Corpus, Dialogue, from_dataset, to_dataset
from dialog.errors import CorpusError

SLOTS = {"cafe": frozenset({"area", "drink", "price range"})}
ONTOLOGY: dict[str, Any] = {
    "domains": {"cafe": {"description": "", "slots": {s: {} for s in sorted(SLOTS["cafe"])}}},
    "intents": {},
    "state": {},
    "dialogue_acts": {},
}


def act(intent: str, slot: str = "", value: str | None = None, *span: int) -> dict[str, Any]:
    made: dict[str, Any] = {"intent": intent, "domain": "cafe", "slot": slot}
    made |= {} if value is None else {"value": value}
    return made | dict(zip(("start", "end"), span, strict=False))


def turn(speaker: str, text: str, **more: Any) -> dict[str, Any]:
    acts = {kind: more.pop(kind, []) for kind in ("categorical", "binary")}
    acts["non-categorical"] = more.pop("spans", [])
    return {"speaker": speaker, "utterance": text, "utt_idx": 0, "dialogue_acts": acts, **more}


RAW: dict[str, Any] = {
    "dataset": "cafes",
    "data_split": "train",
    "dialogue_id": "cafes-train-0",
    "original_id": 7,
    "domains": ["cafe"],
    "goal": {"description": "", "inform": {"cafe": {"area": "east"}}, "request": {}},
    "finished": True,
    "turns": [
        turn(
            "user",
            "Green tea in the east, any price",
            categorical=[act("inform", "area", "east")],
            spans=[
                act("inform", "drink", "Green tea", 0, 9),
                act("inform", "drink", "milk", 10, 12),
                act("inform", "price range", "dontcare"),
                act("inform", "price range", "low"),
            ],
            state={"cafe": {"area": "east|the east", "drink": "green tea", "price range": ""}},
            emotion="neutral",
        ),
        turn(
            "system",
            "Which tea?",
            binary=[act("request", "drink"), act("nooffer")],
            db_results={"cafe": [{"name": "Leaf", "seats": 4, "tags": ["a"], "phone": None}]},
        ),
    ],
}
FILES = {"data/dialogues.json": [RAW], "data/ontology.json": ONTOLOGY}


class Cafes(ConvLabCorpus):
    name = "cafes"
    splits = ("train",)
    intents: Mapping[str, ActType] = {**INTENTS, "muse": ActType.INFORM}


def parse(raw: Any) -> Dialogue:
    return DialogueReader("data.zip, data/dialogues.json", SLOTS, INTENTS).read(raw)


def write(folder: Path, files: dict[str, Any]) -> ConvLabCorpus:
    with zipfile.ZipFile(folder / "data.zip", "w") as archive:
        for name, data in files.items():
            archive.writestr(name, json.dumps(data))
    return ConvLabCorpus(folder)


def test_a_dialogue() -> None:
    dialogue = parse(RAW)
    assert (dialogue.dialogue_id, dialogue.split) == ("cafes-train-0", "train")
    assert dialogue.domains == ("cafe",)
    assert dialogue.goal == RAW["goal"]
    assert dialogue.extra == {"dataset": "cafes", "original_id": 7, "finished": True}
    first, second = dialogue.turns
    assert format_acts(first.acts) == (
        "cafe.inform(area=east, drink=Green tea, drink=milk, price range=dontcare, price range=low)"
    )
    assert format_acts(second.acts) == "cafe.request(drink); cafe.nooffer()"
    assert [first.text_of(each) for each in first.acts] == [None, "Green tea", None, None, None]
    assert first.hypotheses[0].text == first.utterance
    assert first.state == {"cafe": {"area": "east", "drink": "green tea"}}
    assert first.extra == {
        "emotion": "neutral",
        "state_variants": {"cafe": {"area": ["east", "the east"]}},
        "unaligned": [
            {"act": "cafe.inform(area=east)", "why": "categorical slot"},
            {"act": "cafe.inform(drink=milk)", "why": "span reads differently"},
            {"act": "cafe.inform(price range=dontcare)", "why": "dontcare"},
            {"act": "cafe.inform(price range=low)", "why": "no span"},
        ],
    }
    assert second.db_results == {"cafe": ({"name": "Leaf", "seats": "4", "tags": '["a"]'},)}
    assert second.extra == {}


@pytest.mark.parametrize(
    ("intent", "slot", "value", "expected"),
    [
        ("inform_intent", "FindCafe", None, "cafe.inform(task=FindCafe)"),
        ("offer_intent", "intent", "FindCafe", "cafe.offer(task=FindCafe)"),
        ("affirm_intent", "", None, "cafe.affirm(task)"),
        ("inform_count", "count", "3", "cafe.inform(count=3)"),
        ("notify-success", "", None, "cafe.book()"),
        ("recommend", "name", "Leaf", "cafe.offer(name=Leaf)"),
        ("recommend", "area", "east", "cafe.inform(area=east)"),
        ("offerbook", "", None, "cafe.confirm(task=book)"),
        ("offerbook", "time", "5", "cafe.offer(time=5)"),
        ("accept", "drink", "tea", "cafe.affirm(drink=tea)"),
        ("reject", "drink", "tea", "cafe.deny(drink=tea)"),
        ("reject", "", None, "cafe.negate()"),
        ("Thank_You", "", None, "cafe.thank()"),
    ],
)
def test_acts(intent: str, slot: str, value: str | None, expected: str) -> None:
    assert format_acts([act_of(INTENTS, intent, "cafe", slot, value)]) == expected


def test_the_general_domain_is_none() -> None:
    assert format_acts([act_of(INTENTS, "bye", "general", "", None)]) == "bye()"


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (["turns"], [], "has no turns"),
        (["turns", 1, "speaker"], "user", r"does not alternate at turns\[1\]"),
        (["turns", 1, "speaker"], "bot", "has the speaker 'bot'"),
        (["turns", 0, "utterance"], 3, r"a whole number at turns\[0\].utterance"),
        (["turns", 0, "dialogue_acts", "numeric"], [], "unknown kind 'numeric'"),
        (["turns", 0, "dialogue_acts", "categorical", 0], {"intent": "inform"}, "no intent"),
        (["turns", 0, "dialogue_acts", "categorical", 0, "intent"], "infrom", "mean 'inform'"),
        (["turns", 0, "dialogue_acts", "categorical", 0, "domain"], "caffe", "mean 'cafe'"),
        (["turns", 0, "dialogue_acts", "categorical", 0, "slot"], "areas", "mean 'area'"),
        (["turns", 0, "dialogue_acts", "non-categorical", 0, "end"], None, "nothing at"),
        (["turns", 0, "state", "cafe", "size"], "big", "unknown slot 'size'"),
        (["turns", 1, "db_results", "cafe"], {}, "an object at"),
    ],
)
def test_malformed_records(
    changed: Callable[[Any, list[Any], Any], Any], path: list[Any], value: Any, message: str
) -> None:
    raw = changed(RAW, path, value)
    with pytest.raises(CorpusError, match=message) as caught:
        parse(raw)
    assert str(caught.value).startswith("data.zip, data/dialogues.json, dialogue cafes-train-0 ")


@settings(deadline=None)
@given(data=st.data())
def test_mutated_files_load_or_say_what_is_wrong(
    data: st.DataObject,
    mutated: Callable[[st.DataObject, Any], Any],
    loads_or_says: Callable[[Callable[[], Dialogue], str], None],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("convlab")
    corpus = write(folder, mutated(data, FILES))

    def load() -> Dialogue:
        (dialogue,) = corpus.load("train")
        return dialogue

    loads_or_says(load, str(folder / "data.zip"))


def test_files(tmp_path: Path) -> None:
    other = {**RAW, "dialogue_id": "cafes-test-0", "data_split": "test"}
    corpus = write(tmp_path, {**FILES, "data/dialogues.json": [RAW, other]})
    assert isinstance(corpus, Corpus)
    assert [d.dialogue_id for d in corpus.load("train")] == ["cafes-train-0"]
    assert [d.dialogue_id for d in corpus.load("test")] == ["cafes-test-0"]
    assert from_dataset(to_dataset(corpus.load("test"))) == corpus.load("test")
    assert corpus.ontology() == ONTOLOGY
    with pytest.raises(CorpusError, match="no dialogue of split 'validation'; it has: test, train"):
        corpus.load("validation")
    with pytest.raises(CorpusError, match="Did you mean 'validation'"):
        corpus.load("valid")
    path = tmp_path / "data.zip"
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(CorpusError, match=r"data\.zip"):
        corpus.load("train")
    path.unlink()
    with pytest.raises(CorpusError, match=r"data\.zip does not exist"):
        corpus.load("train")


def test_a_corpus_of_ones_own(tmp_path: Path) -> None:
    raw = copy.deepcopy(RAW)
    raw["turns"][1]["dialogue_acts"]["binary"] = [act("muse")]
    write(tmp_path, {**FILES, "data/dialogues.json": [raw]})
    (dialogue,) = Cafes(tmp_path).load("train")
    assert format_acts(dialogue.turns[1].acts) == "cafe.inform()"
    with pytest.raises(CorpusError, match="unknown intent 'muse'"):
        ConvLabCorpus(tmp_path).load("train")
    with pytest.raises(CorpusError, match="cafes has no split 'test'"):
        Cafes(tmp_path).load("test")
