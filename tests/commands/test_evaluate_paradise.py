"""`dialog evaluate paradise`."""

import json

import pytest
from click.testing import CliRunner

from dialog.commands.evaluate import evaluate
from dialog.commands.simulate import simulate
from dialog.corpus.registry import find_corpus
from dialog.errors import ConfigError, CorpusError, StoreError
from dialog.evaluation.comparison import read_report


def run(*options: str, command=evaluate) -> str:
    arguments = ["paradise", *options] if command is evaluate else list(options)
    made = CliRunner().invoke(command, arguments, catch_exceptions=False)
    assert made.exit_code == 0
    return made.output


def test_simulated_conversations_from_end_to_end(tmp_path) -> None:
    file, folder = str(tmp_path / "saved.jsonl"), tmp_path / "report"
    run("--domain", "restaurant", "--dialogues", "6", "--save", file, command=simulate)
    printed = run("--simulated", file, "--report", str(folder))
    assert "Simulated users have no model of satisfaction and rate nothing." in printed
    assert "No dialogue is rated, so there is no regression: kappa and costs only." in printed
    data = json.loads((folder / "metrics.json").read_text())
    assert 0 < data["kappa"] <= 1
    assert data["data"]["number"] == 6
    assert not any("r2" in name for name in data)
    assert len(read_report(folder).figures["turns"].counts) == 6
    assert "Simulated users have no model" in (folder / "report.html").read_text()


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
