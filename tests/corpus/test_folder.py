"""Corpora that are folders in the unified format."""

from dataclasses import replace
from pathlib import Path

import pytest

from dialog.corpus import Corpus, Dialogue, find_corpus
from dialog.corpus.cache import cached
from dialog.corpus.folder import ABOUT, About, FolderCorpus, write_folder
from dialog.corpus.tracking import tracked_schemas
from dialog.corpus.validation import validate
from dialog.errors import CorpusError

SLOTS = {"stars": {"type": "number", "description": "the number of stars"}}
ABOUT_HOTELS = About(
    description="A try.",
    plugins=["hotel"],
    domains={"hotel": {"description": "Hotels.", "entity": "hotel", "slots": SLOTS}},
)


@pytest.fixture
def folder(tmp_path: Path, hello: Dialogue) -> Path:
    """A corpus of two splits."""
    made = tmp_path / "tried"
    dialogues = [hello, replace(hello, dialogue_id="d2", split="test")]
    assert write_folder(made, ABOUT_HOTELS, dialogues) == {"train": 1, "test": 1}
    return made


def test_what_is_written_is_read_back(folder: Path, hello: Dialogue) -> None:
    corpus = find_corpus(str(folder))
    assert isinstance(corpus, Corpus)
    assert (corpus.name, corpus.splits, corpus.language) == ("tried", ("train", "test"), "en")
    assert corpus.load("train") == [hello]
    assert cached(corpus).load("test")[0].dialogue_id == "d2"
    assert validate(corpus).errors == 0


def test_it_is_found_by_name_among_the_corpora(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DIALOG_CORPORA", str(folder.parent))
    assert find_corpus("tried").folder == folder.resolve()


def test_its_states_are_described_by_it_or_else_by_themselves(folder: Path) -> None:
    assert tracked_schemas(find_corpus(str(folder)))["hotel"].slots["stars"].type == "number"
    (folder / ABOUT).write_text("description: A try.\n", encoding="utf-8")
    assert tracked_schemas(find_corpus(str(folder)))["hotel"].slots["stars"].type == "open"


def test_a_folder_that_is_no_corpus(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"is no corpus: it holds no corpus\.yml"):
        find_corpus(str(tmp_path))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("description: x\nplugin: [hotel]\n", "plugin: Extra inputs"),
        ("licence: x\n", "description: Field required"),
        ("[]\n", "must be a mapping"),
    ],
)
def test_a_wrong_description(folder: Path, text: str, problem: str) -> None:
    (folder / ABOUT).write_text(text, encoding="utf-8")
    with pytest.raises(CorpusError, match=problem):
        _ = FolderCorpus(folder).description


@pytest.mark.parametrize("line", ["{", "7", '{"dialogue_id": "x"}'])
def test_a_wrong_line_is_named(folder: Path, line: str) -> None:
    path = folder / "train.jsonl"
    path.write_text(path.read_text(encoding="utf-8") + line + "\n", encoding="utf-8")
    with pytest.raises(CorpusError, match=r"train\.jsonl, line 2"):
        FolderCorpus(folder).load("train")


def test_a_split_that_there_is_not(folder: Path) -> None:
    with pytest.raises(CorpusError, match="tried has no split 'validation'"):
        FolderCorpus(folder).load("validation")


def test_nothing_is_left_of_what_fails(tmp_path: Path, hello: Dialogue) -> None:
    def failing():
        yield hello
        raise CorpusError("no more")

    with pytest.raises(CorpusError, match="no more"):
        write_folder(tmp_path / "tried", ABOUT_HOTELS, failing())
    assert not list(tmp_path.glob("*tried*"))


def test_what_is_there_stays(folder: Path, hello: Dialogue) -> None:
    with pytest.raises(CorpusError, match="is not empty; name a new folder"):
        write_folder(folder, ABOUT_HOTELS, [hello])
    assert len(FolderCorpus(folder).load("train")) == 1
