"""Training must not read what an evaluation scores."""

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from dialog.corpus import Dialogue
from dialog.corpus.leaks import Source, refuse_leaks, shared_dialogues
from dialog.errors import CorpusError

if TYPE_CHECKING:
    from conftest import ToyCorpus


def fill(toy: "ToyCorpus", hello: Dialogue, **ids: list[str]) -> None:
    for split, names in ids.items():
        toy.write(split, [replace(hello, dialogue_id=name, split=split) for name in names])


@pytest.fixture
def other(toy: "ToyCorpus") -> "ToyCorpus":
    """A second corpus, whose only dialogues are a train split."""
    corpus = type(toy)(toy.folder.parent / "other")
    corpus.folder.mkdir()
    corpus.name = "other"
    return corpus


def test_splits_apart(toy: "ToyCorpus", hello: Dialogue) -> None:
    fill(toy, hello, train=["a", "b"], validation=["c"], test=["d"])
    refuse_leaks([Source(toy, "train")], [Source(toy, "validation"), Source(toy, "test")])


def test_the_test_split_is_never_learnt_from(toy: "ToyCorpus", hello: Dialogue) -> None:
    fill(toy, hello, train=["a"], test=["d"])
    with pytest.raises(CorpusError, match="split test of toy is for scoring alone"):
        refuse_leaks([Source(toy, "test")], [Source(toy, "train")])


@pytest.mark.parametrize("installed", [True, False])
def test_splits_that_share_dialogues(
    installed: bool, toy: "ToyCorpus", hello: Dialogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not installed:  # then the raw files are read
        monkeypatch.setattr("dialog.corpus.cache.find_spec", lambda name: None)
    fill(toy, hello, train=["a", "b", "c"], validation=["c", "b"])
    one, other = Source(toy, "train"), Source(toy, "validation")
    assert shared_dialogues(one, other) == {"b", "c"}
    with pytest.raises(CorpusError, match="toy/train when toy/validation is to be scored: they"):
        refuse_leaks([one], [other])


@pytest.mark.parametrize("learnt", ["toy", "other"])
def test_a_dialogue_that_stands_in_another_corpus(
    learnt: str, toy: "ToyCorpus", other: "ToyCorpus", hello: Dialogue
) -> None:
    fill(toy, hello, train=["a"], test=["SNG1.json"])
    extra = {"also_in": ["toy/test/SNG1.json"]}
    other.write("train", [replace(hello, dialogue_id="x", extra=extra)])
    sources = {"toy": Source(toy, "test"), "other": Source(other, "train")}
    scored = [source for name, source in sources.items() if name != learnt]
    message = "scoring alone" if learnt == "toy" else "1 dialogues, x among them"
    with pytest.raises(CorpusError, match=message):
        refuse_leaks([sources[learnt]], scored)


def test_raw_files_made_from_what_is_scored(
    toy: "ToyCorpus", other: "ToyCorpus", hello: Dialogue
) -> None:
    templates = Source(toy, resource="templates/auto.json")
    refuse_leaks([templates, Source(toy, resource="ontology.json")], [Source(toy, "validation")])
    with pytest.raises(
        CorpusError, match=r"toy/templates/auto\.json, which was made from toy/test"
    ):
        refuse_leaks([templates], [Source(toy, "test")])
    extra = {"also_in": ["toy/test/SNG1.json"]}
    other.write("validation", [replace(hello, dialogue_id="x", extra=extra)])
    with pytest.raises(CorpusError, match="when other/validation is to be scored"):
        refuse_leaks([templates], [Source(other, "validation")])
