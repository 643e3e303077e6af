"""`dialog corpora`."""

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from dialog.acts import ActType, DialogueAct
from dialog.commands.corpora import corpora
from dialog.corpus import Dialogue
from dialog.corpus.folder import About, write_folder
from dialog.errors import CorpusError

if TYPE_CHECKING:
    from conftest import ToyCorpus


def run(*arguments: str) -> Result:
    return CliRunner().invoke(corpora, list(arguments))


def test_list(toy: "ToyCorpus", monkeypatch: pytest.MonkeyPatch) -> None:
    result = run("list")
    assert result.exit_code == 0, result.output
    assert "toy" in result.output
    assert "yes" in result.output
    monkeypatch.setenv("DIALOG_CORPORA", str(toy.folder / "gone"))
    result = run("list")
    assert result.exit_code == 0, result.output
    assert "DIALOG_CORPORA" in result.output


def test_info(toy: "ToyCorpus", hello: Dialogue) -> None:
    user, system = hello.turns
    note = {"act": "hotel.inform(area=east)", "why": "no span"}
    task = DialogueAct(ActType.INFORM, "hotel", "task", "find_hotel")
    user = replace(user, acts=(*user.acts, task), extra={"unaligned": [note]})
    changed = replace(hello, turns=(user, system), extra={"also_in": ["other/test/d.json"]})
    toy.write("train", [changed])
    result = run("info", "toy")
    assert result.exit_code == 0, result.output
    for shown in (
        "A toy.",
        "Language: en",
        "Licence: none",
        "Cite: nobody",
        "Leaks: templates/* was made from test",
        "area, stars (1)",
        "Intents of train (1): find_hotel 1",
        "Spans of train: verbatim 1",
        "Without a place in the text of train: no span 1",
        "Also in other/test: 1 dialogues of train",
        "Where [roughly]?",
        "hotel.request(area)",
        "state + hotel.stars=4",
    ):
        assert shown in result.output
    assert sorted(toy.reading) == sorted(toy.splits)  # each raw file once


@pytest.mark.usefixtures("toy")
@pytest.mark.parametrize(
    ("arguments", "message"),
    [(["--split", "test"], "holds no dialogue"), (["--dialogue", "dd1"], "Did you mean 'd1'")],
)
def test_info_without_a_sample(arguments: list[str], message: str) -> None:
    result = run("info", "toy", *arguments)
    assert isinstance(result.exception, CorpusError)
    assert message in str(result.exception)
    assert not result.output


def test_validate(toy: "ToyCorpus", hello: Dialogue) -> None:
    for split in toy.splits:
        toy.write(split, [replace(hello, dialogue_id=split, split=split)])
    result = run("validate", "toy")
    assert result.exit_code == 0, result.output
    assert "train: 1 dialogues, 2 turns" in result.output
    assert "No errors." in result.output
    toy.write("test", [replace(hello, split="test", turns=(hello.turns[0],) * 2)])
    result = run("validate", "toy")
    assert result.exit_code == 1
    assert "error: two turns of the same speaker follow each other (1; first: test, dial" in (
        result.output
    )
    assert "1 errors" in result.output


def test_export(toy: "ToyCorpus", tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    result = run("export", "toy", "--format", "jsonl", "--split", "train", "--output", str(path))
    assert result.exit_code == 0, result.output
    assert "Wrote 1 dialogues" in result.output
    assert json.loads(path.read_text())["dialogue_id"] == "d1"


def test_generate(tmp_path: Path) -> None:
    workshop = str(Path(__file__).parents[2] / "benchmarks" / "workshop")
    folder = tmp_path / "played"
    asked = ("generate", "--domain", workshop, "--dialogues", "30", "--output", str(folder))
    result = run(*asked)
    assert result.exit_code == 0, result.output
    assert f"Wrote 30 dialogues to {folder}: test " in result.output
    result = run("validate", str(folder))
    assert result.exit_code == 0, result.output
    assert "No errors." in result.output
    result = run("info", str(folder))
    assert "30 dialogues about workshop, made by self-play." in result.output
    again = run(*asked)
    assert isinstance(again.exception, CorpusError)
    assert "is not empty; name a new folder" in str(again.exception)


def test_folders_among_the_corpora_are_listed(toy: "ToyCorpus", hello: Dialogue) -> None:
    write_folder(toy.folder.parent / "ours", About(description="Our own logs."), [hello])
    assert "Our own logs." in run("list").output
