"""`dialog evaluate paradise`."""

import json

import numpy as np
import pytest
from click.testing import CliRunner

from dialog.commands.evaluate import evaluate
from dialog.commands.simulate import simulate
from dialog.corpus.registry import find_corpus
from dialog.errors import ConfigError, CorpusError, StoreError
from dialog.evaluation.comparison import read_report
from dialog.evaluation.paradise.costs import Exchange
from dialog.satisfaction.features import Moment, features
from dialog.satisfaction.model import SatisfactionModel, Weights, encoder_checksum


def run(*options: str, command=evaluate) -> str:
    arguments = ["paradise", *options] if command is evaluate else list(options)
    made = CliRunner().invoke(command, arguments, catch_exceptions=False)
    assert made.exit_code == 0
    return made.output


def test_simulated_conversations_from_end_to_end(tmp_path) -> None:
    file, folder = str(tmp_path / "saved.jsonl"), tmp_path / "report"
    run("--domain", "restaurant", "--dialogues", "6", "--save", file, command=simulate)
    printed = run("--simulated", file, "--report", str(folder))
    assert "Simulated users rate nothing; a model that" in printed
    assert "No dialogue is rated, so there is no regression: kappa and costs only." in printed
    data = json.loads((folder / "metrics.json").read_text())
    assert 0 < data["kappa"] <= 1
    assert data["data"]["number"] == 6
    assert not any("r2" in name for name in data)
    assert len(read_report(folder).figures["turns"].counts) == 6
    assert "Simulated users rate nothing" in (folder / "report.html").read_text()
    assert "Over the turns" not in (folder / "report.html").read_text()


@pytest.fixture
def model(tmp_path) -> str:
    """The folder of a model of satisfaction that pays heed to the words of the last answer."""
    size = features([Moment((), Exchange())], lambda texts: np.zeros((len(texts), 384))).shape[1]
    weight = np.random.default_rng(0).normal(size=(5, size)).astype(np.float32)
    zeros, ones = np.zeros(size, dtype=np.float32), np.ones(size, dtype=np.float32)
    fifths = np.full(5, 0.2, dtype=np.float32)
    weights = Weights(weight, zeros[:5], zeros, ones, fifths)
    made = SatisfactionModel("little", {"sha256": encoder_checksum()}, True, {}, weights)
    made.save(tmp_path / "model")
    return str(tmp_path / "model")


def test_a_model_rates_in_the_place_of_simulated_users(tmp_path, model) -> None:
    file, folder = str(tmp_path / "saved.jsonl"), tmp_path / "report"
    options = ("--domain", "restaurant", "--nlu", "retrieval", "--user", "text")
    run(*options, "--dialogues", "4", "--save", file, command=simulate)
    printed = run("--simulated", file, "--model", model, "--report", str(folder))
    assert "Ratings are estimates of the model little" in printed
    assert "No regression: 4 rated dialogues" in printed
    data = json.loads((folder / "metrics.json").read_text())
    assert 1 <= data["satisfaction"] <= 5
    assert data["data"]["satisfaction_model"]["name"] == "little"
    assert "Mean estimated satisfaction over the turns of 4" in (folder / "report.html").read_text()


def test_who_says_acts_alone_is_not_rated(tmp_path, model) -> None:
    file = str(tmp_path / "saved.jsonl")
    run("--domain", "restaurant", "--dialogues", "3", "--save", file, command=simulate)
    assert "say acts alone are not rated" in run("--simulated", file, "--model", model)


def test_a_corpus_with_ratings(tmp_path) -> None:
    try:
        find_corpus("satisfaction")
    except CorpusError as error:
        pytest.skip(str(error))
    data = json.loads(run("--corpus", "satisfaction", "--split", "sgd", "--json"))
    assert data["satisfaction"] == pytest.approx(3.21, abs=0.01)
    assert "kappa" not in data
    assert 0 < data["costs_stepwise_r2"] < data["costs_full_r2"] < 1
    assert data["costs_stepwise_dead_ends_weight"] < 0
    assert data["data"]["split"] == "sgd"
    with pytest.raises(ConfigError, match="Name a split of satisfaction with --split: multiwoz"):
        run("--corpus", "satisfaction")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ((), "Name the dialogues: --kept, --simulated FILE or --corpus NAME."),
        (("--kept", "--corpus", "satisfaction"), "Name the dialogues"),
        (("--simulated", "x", "--split", "sgd"), "--split with --corpus"),
        (("--simulated", "x"), "Cannot read the conversations x"),
    ],
)
def test_what_cannot_be_measured_is_refused(options, message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        run(*options)


def test_an_empty_store_is_refused(tmp_path) -> None:
    with pytest.raises(StoreError, match="No conversations are kept"):
        run("--kept", "--store", f"sqlite:///{tmp_path / 'none.db'}")
