"""Which corpora a training or an evaluation reads, and that the two are kept apart."""

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from dialog.corpus import Dialogue
from dialog.domain import Domain, load_domains
from dialog.errors import CorpusError
from dialog.nlu.sources import ALSO, corpus_sentences
from dialog.schema import CorpusMap

if TYPE_CHECKING:
    from conftest import ToyCorpus


@pytest.fixture
def domains(toy: "ToyCorpus", hello: Dialogue) -> dict[str, Domain]:
    """The hotel domain, which maps the toy corpus alone."""
    for split in toy.splits:
        names = [f"{split}-{i}" for i in range(3)]
        toy.write(split, [replace(hello, dialogue_id=name, split=split) for name in names])
    [hotel] = load_domains(["hotel"]).values()
    mapping = {"toy": CorpusMap(domain="hotel", slots={"stars": "stars"})}
    schema = hotel.schema.model_copy(update={"corpora": mapping})
    return {"hotel": replace(hotel, schema=schema)}


def test_training_and_validation(domains: dict[str, Domain], toy: "ToyCorpus") -> None:
    said: list[str] = []
    found = corpus_sentences(domains, (), ("train", "validation"), said.append)
    assert {split: len(made) for split, made in found.items()} == {"train": 3, "validation": 3}
    assert said == ["toy train: 3 user turns", "toy validation: 3 user turns"]
    corpus_sentences(domains, (), ("train", "validation"), said.append)
    assert sorted(toy.reading) == ["train", "validation"]  # the second time from the cache


def test_further_splits_to_learn_from_are_kept_apart(
    domains: dict[str, Domain],
    toy: "ToyCorpus",
    hello: Dialogue,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(type(toy), "splits", (*toy.splits, "extra"))
    toy.write("extra", [replace(hello, dialogue_id=f"extra-{i}") for i in range(2)])
    splits = ("train", "validation")
    found = corpus_sentences(domains, ("toy",), splits, str, also=["extra"])
    sizes = {name: len(made) for name, made in found.items()}
    assert sizes == {"train": 3, "validation": 3, ALSO: 2}
    for leak in ("test", "validation"):
        with pytest.raises(CorpusError, match=r"for scoring alone|must not read toy/validation"):
            corpus_sentences(domains, ("toy",), splits, str, also=[leak])


@pytest.mark.parametrize("splits", [("test", "validation"), ("train", "test")])
def test_training_on_what_is_scored(
    splits: tuple[str, str], domains: dict[str, Domain], toy: "ToyCorpus", hello: Dialogue
) -> None:
    toy.write("test", [replace(hello, dialogue_id="train-0")])
    with pytest.raises(CorpusError, match=r"for scoring alone|must not read toy/train"):
        corpus_sentences(domains, ("toy",), splits, print)


def test_scoring_what_was_trained_on_is_told(
    domains: dict[str, Domain], toy: "ToyCorpus", hello: Dialogue
) -> None:
    said: list[str] = []
    corpus_sentences(domains, (), ("test",), said.append)
    assert said == ["toy test: 3 user turns"]
    toy.write("test", [replace(hello, dialogue_id="train-0")])
    corpus_sentences(domains, (), ("test",), said.append)
    assert said[-1].startswith("1 dialogues of toy test stand in its training split")


def test_a_corpus_that_is_not_at_hand(
    domains: dict[str, Domain], toy: "ToyCorpus", monkeypatch: pytest.MonkeyPatch
) -> None:
    toy.folder.rename(toy.folder.with_name("elsewhere"))
    said: list[str] = []
    assert corpus_sentences(domains, (), ("test",), said.append) == {"test": []}
    assert "Without the corpus toy (" in said[0]
    with pytest.raises(CorpusError, match="not at hand"):
        corpus_sentences(domains, ("toy",), ("test",), said.append)
    with pytest.raises(CorpusError, match="how to read 'snips'"):
        corpus_sentences(domains, ("snips",), ("test",), said.append)
    assert corpus_sentences(domains, ("none",), ("test",), said.append) == {"test": []}
