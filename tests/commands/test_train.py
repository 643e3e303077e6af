"""`dialog train` of a corpus by itself."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from dialog.commands.train import train
from dialog.corpus import Dialogue
from dialog.errors import ConfigError
from dialog.nlu.bert import BertNlu
from dialog.nlu.bundle import load_bundle
from dialog.nlu.choice import corpora_themselves
from dialog.nlu.evaluation import score_acts, understood
from dialog.nlu.sources import corpus_sentences
from dialog.runtime.encoder import most_tokens
from dialog.values import readers

if TYPE_CHECKING:
    from conftest import ToyCorpus

pytest.importorskip("dialog.nlu.training", reason="needs the extra 'train'")


@pytest.mark.parametrize(
    ("options", "wrong"),
    [
        (("--domain", "hotel", "--history", "1"), "leave --domain out"),
        (("--domain", "hotel", "--speaker", "all"), "leave --domain out"),
        (("--corpus", "toy", "--speaker", "system"), "give --history, 0 to 3"),
    ],
)
@pytest.mark.usefixtures("toy")
def test_options_of_a_corpus_by_itself(options: tuple[str, ...], wrong: str) -> None:
    result = CliRunner().invoke(train, ["nlu", *options])
    assert isinstance(result.exception, ConfigError)
    assert wrong in str(result.exception)


@pytest.mark.timeout(300)
def test_both_speakers_are_learnt_and_measured_with_what_was_said_before(
    toy: "ToyCorpus", hello: Dialogue, tmp_path: Path
) -> None:
    for split in ("train", "validation"):
        toy.write(split, [replace(hello, dialogue_id=f"{split}-{i}") for i in range(32)])
    path = tmp_path / "bundle"
    made = ["--corpus", "toy", "--history", "1", "--speaker", "all", "--epochs", "9"]
    result = CliRunner().invoke(train, ["nlu", *made, "--output", str(path)])
    assert result.exit_code == 0, result.output
    assert "toy train: 64 turns" in result.output
    training = load_bundle(path).training
    assert (training["arguments"]["history"], training["arguments"]["speaker"]) == (1, "all")

    domains = corpora_themselves(["toy"])
    nlu = BertNlu(domains, bundle=str(path), precision="float32")
    whole = corpus_sentences(domains, ["toy"], ["validation"], str, history=1, speaker="all")
    examples = whole["validation"]
    said = [acts for acts, _ in understood(nlu, examples)]
    scores = score_acts(examples, said, readers(domains))
    assert scores.sentences == 64
    assert round(scores.acts.f1, 4) == training["validation"]["act_f1"] > 0.9


@pytest.mark.timeout(300)
def test_an_encoder_of_ones_own_and_a_further_split(
    toy: "ToyCorpus", hello: Dialogue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(toy), "splits", (*toy.splits, "extra"))
    for split in ("train", "validation", "extra"):
        toy.write(split, [replace(hello, dialogue_id=f"{split}-{i}") for i in range(8)])
    encoder, bundle = tmp_path / "encoder", tmp_path / "bundle"
    size = ["--layers", "1", "--hidden", "16", "--heads", "2", "--epochs", "1"]
    made = ["--corpus", "toy", "--also", "extra"]
    result = CliRunner().invoke(train, ["encoder", *made, *size, "--output", str(encoder)])
    assert result.exit_code == 0, result.output
    card = (encoder / "README.md").read_text()
    assert f"dialog train encoder {' '.join(made)}" in card
    assert "toy extra: 16 utterances" in card
    made += ["--encoder", str(encoder), "--adapter", "full", "--epochs", "1", "--history", "3"]
    result = CliRunner().invoke(train, ["nlu", *made, "--output", str(bundle)])
    assert result.exit_code == 0, result.output
    training = load_bundle(bundle).training
    card = (bundle / "README.md").read_text()
    assert (
        "`dialog train nlu --corpus toy --also extra --history 3 --speaker user --encoder " in card
    )
    assert training["sentences"] == {"train": 8, "validation": 8, "also": 8}
    assert training["arguments"]["max_length"] <= most_tokens(encoder)
    nlu = BertNlu(corpora_themselves(["toy"]), bundle=str(bundle))
    nlu.warm_up()


def test_an_encoder_must_not_read_what_is_scored(toy: "ToyCorpus", tmp_path: Path) -> None:
    made = ["encoder", "--corpus", toy.name, "--also", "test", "--output", str(tmp_path / "e")]
    result = CliRunner().invoke(train, made)
    assert "for scoring alone" in str(result.exception)
