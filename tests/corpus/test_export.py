"""Corpora in formats of other tools, each read back as that tool would."""

import json
import os
import zipfile
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dialog.acts import ActType, DialogueAct
from dialog.corpus import CorpusTurn, Dialogue, from_dataset
from dialog.corpus.export import FORMATS, export
from dialog.corpus.rasa import write_rasa
from dialog.errors import CorpusError
from dialog.state import Hypothesis

if TYPE_CHECKING:
    from conftest import ToyCorpus


def sentence(text: str, *acts: DialogueAct, name: str = "s1") -> Dialogue:
    return Dialogue(name, "train", ("flights",), {}, (CorpusTurn("user", text, acts=acts),))


def task(value: str) -> DialogueAct:
    return DialogueAct(ActType.INFORM, "flights", "task", value)


def slot(name: str, value: str, start: int, end: int) -> DialogueAct:
    return DialogueAct(ActType.INFORM, "flights", name, value, span=(start, end))


def test_json_lines(toy: "ToyCorpus", hello: Dialogue, tmp_path: Path) -> None:
    odd = replace(hello, dialogue_id="ü", split="test", goal={"half": "\ud800"})
    toy.write("test", [odd])
    path = tmp_path / "out.jsonl"
    assert export(toy, ["train", "test"], "jsonl", path) == 2
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [Dialogue.from_dict(json.loads(line)) for line in lines] == [hello, odd]
    assert "ü" in lines[1]


def test_parquet(toy: "ToyCorpus", hello: Dialogue, tmp_path: Path) -> None:
    datasets = pytest.importorskip("datasets")
    made = [replace(hello, dialogue_id=f"d{i}") for i in range(70)]
    toy.write("train", made)
    path = tmp_path / "out.parquet"
    assert export(toy, ["train"], "parquet", path) == 70
    assert from_dataset(datasets.Dataset.from_parquet(str(path), cache_dir=tmp_path)) == made


def test_convlab(toy: "ToyCorpus", hello: Dialogue, tmp_path: Path) -> None:
    user, system = hello.turns
    misheard = replace(
        user,
        hypotheses=(Hypothesis("a for star hotel", 0.7),),
        acts=(
            *user.acts,
            DialogueAct(ActType.INFORM, "hotel", "parking", "yes"),
            DialogueAct(ActType.THANK),
        ),
        state={"hotel": {"stars": "4", "parking": "yes"}},
        extra={"note": 1},
    )
    toy.write("train", [hello, replace(hello, dialogue_id="d2", turns=(misheard, system))])
    export(toy, ["train"], "convlab", tmp_path / "data.zip")
    with zipfile.ZipFile(tmp_path / "data.zip") as archive:
        first, second = json.loads(archive.read("data/dialogues.json"))
        ontology = json.loads(archive.read("data/ontology.json"))
    assert first["goal"]["original"] == hello.goal
    assert first["turns"][0]["dialogue_acts"] == {
        "categorical": [],
        "non-categorical": [
            {
                "intent": "inform",
                "domain": "hotel",
                "slot": "stars",
                "value": "4",
                "start": 2,
                "end": 3,
            }
        ],
        "binary": [],
    }
    assert first["turns"][0]["state"] == {"hotel": {"stars": "4", "parking": ""}}
    assert "hypotheses" not in first["turns"][0]
    assert second["turns"][0]["hypotheses"] == [{"text": "a for star hotel", "score": 0.7}]
    assert second["turns"][0]["extra"] == {"note": 1}
    acts = second["turns"][0]["dialogue_acts"]
    assert [a["slot"] for a in acts["categorical"]] == ["parking"]
    assert acts["binary"] == [{"intent": "thank", "domain": "", "slot": ""}]
    asked = {"intent": "request", "domain": "hotel", "slot": "area"}
    assert first["turns"][1]["dialogue_acts"]["binary"] == [asked]
    assert ontology["state"] == {"hotel": {"stars": "", "parking": ""}}
    slots = ontology["domains"]["hotel"]["slots"]
    assert slots["stars"] | {"possible_values": ["4"], "is_categorical": False} == slots["stars"]
    assert slots["parking"]["is_categorical"]
    assert str({"user": False, "system": True} | asked) in ontology["dialogue_acts"]["binary"]
    assert set(ontology["intents"]) == {"inform", "request", "thank"}


def rasa(toy: "ToyCorpus", path: Path, *dialogues: Dialogue) -> Any:
    toy.write("train", dialogues)
    export(toy, ["train"], "rasa", path)
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def test_rasa(toy: "ToyCorpus", tmp_path: Path) -> None:
    written = rasa(
        toy,
        tmp_path / "nlu.yml",
        sentence("to Boston\ntoday", slot("to", "BOS", 3, 9), task("flight"), task("fare")),
        sentence("from rome", slot("from", "rome", 5, 9), task("flight"), name="s2"),
        sentence("yes: why?", DialogueAct(ActType.OUTOFSCOPE), name="s3"),
        sentence("a fly", task("flight"), name="s4"),
    )
    assert written == {
        "version": "3.1",
        "nlu": [
            {
                "intent": "flight+fare",
                "examples": '- to [Boston]{"entity": "to", "value": "BOS"} today\n',
            },
            {"intent": "flight", "examples": '- from [rome]{"entity": "from"}\n- a fly\n'},
            {"intent": "out_of_scope", "examples": "- yes: why?\n"},
        ],
    }


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(st.sampled_from('ab []{}()"\\:#-\x85é'), max_size=12), st.data())
def test_rasa_keeps_any_text_or_says_so(tmp_path: Path, text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    acts = [slot("x", data.draw(st.sampled_from(["a", "}", text])), start, end)]
    made = sentence(text, task("t"), *(acts if start < end else []))
    path = tmp_path / "nlu.yml"
    try:
        write_rasa("toy", lambda: iter([made]), path)
    except CorpusError:
        return
    [entry] = yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]
    line = entry["examples"].removeprefix("- ").removesuffix("\n")
    head, tail = text[:start], text[end:]
    if start == end:
        assert line == text.rstrip(" ") or line == text
        return
    assert line.startswith(f"{head}[{text[start:end]}]" + "{")
    entity, length = json.JSONDecoder().raw_decode(line.removeprefix(f"{head}[{text[start:end]}]"))
    assert entity.get("value", text[start:end]) == acts[0].value
    assert length
    assert line.endswith("}" + tail)


@pytest.mark.parametrize(
    ("made", "message"),
    [
        (sentence("hello"), "has no intent"),
        (sentence("a b", task("t"), slot("x", "a", 0, 2), slot("y", "b", 1, 3)), "overlapping"),
        (sentence("see [a](b)", task("t")), "brackets"),
        (sentence("be\x07ll", task("t")), "brackets or control characters"),
    ],
)
def test_what_rasa_has_no_place_for(
    made: Dialogue, message: str, toy: "ToyCorpus", tmp_path: Path
) -> None:
    path = tmp_path / "nlu.yml"
    path.write_text("as before")
    with pytest.raises(CorpusError, match=message):
        rasa(toy, path, sentence("ok", task("t"), name="s0"), made)
    assert path.read_text() == "as before"
    assert [p.name for p in tmp_path.iterdir() if p.is_file()] == ["nlu.yml"]


@pytest.mark.parametrize(
    ("splits", "form", "message"),
    [
        (["train"], "jsnl", "Did you mean 'jsonl'"),
        (["trian"], "jsonl", "Did you mean 'train'"),
        (["train"], "rasa", "has 2 turns, and Rasa's NLU format holds single sentences"),
        (["train", "test"], "jsonl", "stands in the splits train and test"),
    ],
)
def test_refused(
    splits: list[str],
    form: str,
    message: str,
    toy: "ToyCorpus",
    hello: Dialogue,
    tmp_path: Path,
) -> None:
    toy.write("test", [hello])
    with pytest.raises(CorpusError, match=message):
        export(toy, splits, form, tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("form", [form for form in FORMATS if form != "rasa"])
def test_a_place_that_cannot_be_written(form: str, toy: "ToyCorpus", tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="Cannot write"):
        export(toy, ["train"], form, tmp_path / "no" / "out")


FOLDER = Path(os.environ.get("DIALOG_CORPORA", "/nowhere")) / "camrest"


@pytest.mark.skipif(not FOLDER.is_dir(), reason="DIALOG_CORPORA names no folder that holds camrest")
def test_convlab_is_read_back_as_it_was(tmp_path: Path) -> None:
    from corpora.camrest import CamRest

    written = CamRest(FOLDER).load("test")
    assert export(CamRest(FOLDER), ["test"], "convlab", tmp_path / "data.zip") == len(written)
    for before, after in zip(written, CamRest(tmp_path).load("test"), strict=True):
        assert (after.dialogue_id, after.domains) == (before.dialogue_id, before.domains)
        for one, other in zip(before.turns, after.turns, strict=True):
            assert (other.speaker, other.utterance) == (one.speaker, one.utterance)
            assert other.state == one.state
            # by kind there, so the order may be another
            assert Counter(map(repr, other.acts)) == Counter(map(repr, one.acts))
