"""The splits and files of Schema-Guided Dialogue, whole and damaged."""

import json
from pathlib import Path
from typing import Any

import pytest

from corpora.sgd import SchemaGuidedDialogue
from dialog.corpus import Corpus, from_dataset, to_dataset
from dialog.errors import CorpusError

from .records import RAW, SCHEMA, write


def numbered(*numbers: int) -> list[dict[str, Any]]:
    return [{**RAW, "dialogue_id": f"1_{number:05}"} for number in numbers]


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
