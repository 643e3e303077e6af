"""Training the generator `lm`."""

import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from dialog.commands.evaluate import evaluate
from dialog.commands.train import train
from dialog.corpus.folder import About, FolderCorpus, write_folder
from dialog.errors import BundleError, ConfigError
from dialog.nlg.lm.bundle import load_bundle
from dialog.nlg.lm.examples import taught
from dialog.nlg.lm.training import Trainer, TrainingArguments, arguments


def _taught(inns: str):
    return taught([inns], lambda _: None)


def _run(*options: str) -> str:
    made = CliRunner().invoke(train, ["nlg", *options], catch_exceptions=False)
    assert made.exit_code == 0, made.output
    return made.output


def test_a_training_that_is_cut_short_goes_on_as_if_nothing_had_been(inns, tmp_path) -> None:
    args = TrainingArguments(epochs=3, batch_size=4, size=32)
    whole = Trainer(_taught(inns), args).train("a", tmp_path / "a")

    def stop(done: int, of: int, loss: float) -> None:
        if (tmp_path / "b" / "bundle.json").exists():  # in the second epoch
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Trainer(_taught(inns), args, step=stop).train("a", tmp_path / "b")
    assert len(load_bundle(tmp_path / "b").training["history"]) == 1
    lines: list[str] = []
    again = Trainer(_taught(inns), args, report=lines.append).train("a", tmp_path / "b")
    assert "Goes on after epoch 1 of 3." in lines
    assert again.training["history"] == whole.training["history"]
    for name, weight in whole.load()[0].items():
        np.testing.assert_array_equal(weight, again.load()[0][name])
    assert not list(tmp_path.glob(".*.training"))


def test_the_command_trains_and_goes_on_from_a_bundle(inns, tmp_path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    printed = _run("--corpus", inns, "--epochs", "1", "--output", str(first))
    assert "inns: 48 of 48 system turns can be learnt from" in printed
    assert "epoch 1/1: loss " in printed
    assert f"Saved {first}: validation BLEU " in printed
    _run("--corpus", inns, "--start", str(first), "--dialogues", "4", "--epochs", "2",
         "--output", str(second))  # fmt: skip
    made = load_bundle(second)
    assert made.training["start_sha256"] == load_bundle(first).training["weights_sha256"]
    assert "--start <first> --dialogues 4 --epochs 2" in made.command
    assert len(made.load()[1]) == len(load_bundle(first).load()[1])


def test_a_corpus_in_a_folder_of_ones_own_is_learnt_into_the_data_folder(
    inns, tmp_path, monkeypatch
) -> None:
    monkeypatch.setenv("DIALOG_HOME", str(tmp_path))
    few = ["--epochs", "1", "--dialogues", "1"]
    assert f"Saved {tmp_path / 'models' / 'inns-words'}" in _run("--corpus", inns, *few)


def test_a_folder_that_holds_something_else_stays_as_it_is(inns, trained, tmp_path) -> None:
    (tmp_path / "model.safetensors").write_text("months of training")
    with pytest.raises(BundleError, match="holds something else; name a folder for the model"):
        _run("--corpus", inns, "--output", str(tmp_path))
    with pytest.raises(ConfigError, match="--output is the folder of --start"):
        _run("--corpus", inns, "--start", str(trained), "--output", str(trained))
    assert [each.name for each in tmp_path.iterdir()] == ["model.safetensors"]


def test_what_is_trained_can_be_measured(inns, trained) -> None:
    options = ["nlg", "--corpus", inns, "--nlg", "lm", "--model", str(trained), "--json"]
    made = CliRunner().invoke(evaluate, options, catch_exceptions=False)
    data = json.loads(made.output)
    assert data["bleu"] > 90
    assert data["slot_error_rate"] == data["fallback_rate"] == data["slot_error_rate_first"] == 0
    assert data["config"]["guard"] is False
    assert (
        data["config"]["model"]["weights_sha256"]
        == (load_bundle(trained).training["weights_sha256"])
    )


@pytest.mark.parametrize(
    ("chosen", "message"),
    [
        ({"epochs": 0}, "epochs is 0; it should be at least 1"),
        ({"dialogues": 0}, "dialogues is 0"),
        ({"learning_rate": 1.0}, "learning_rate is 1.0"),
    ],
)
def test_arguments_that_do_not_fit(chosen, message) -> None:
    with pytest.raises(ConfigError, match=message):
        arguments(chosen)


def _in_chinese(inns: str, folder: Path) -> str:
    corpus = FolderCorpus(Path(inns))
    dialogues = [each for split in corpus.splits for each in corpus.load(split)]
    write_folder(folder, About(description="Inns.", language="zh"), dialogues)
    return str(folder)


def test_a_model_speaks_one_language(inns, trained, tmp_path) -> None:
    chinese = _in_chinese(inns, tmp_path / "chinese")
    with pytest.raises(ConfigError, match="are of several languages"):
        taught([inns, chinese], lambda _: None)
    with pytest.raises(ConfigError, match="speaks 'en', not 'zh'"):
        Trainer(_taught(chinese), TrainingArguments(start=str(trained)))
