"""Training an encoder from scratch, on made text."""

import json
import os
from pathlib import Path

import numpy as np
import pytest

os.environ["HF_HUB_OFFLINE"] = "1"

from dialog.errors import ConfigError
from dialog.runtime.encoder import EncoderError, OnnxEncoder, resolve_encoder
from dialog.runtime.prepare import prepare

training = pytest.importorskip("dialog.encoder.training")
TEXTS = ["我想找一家餐馆", ("你好", "我想找一家酒店"), "这家酒店在哪里", "这家餐馆在哪里"] * 8
SMALL = {"layers": 1, "hidden": 16, "heads": 2, "batch_tokens": 128, "max_length": 20}


def train(path: Path, **arguments: float) -> dict:  # type: ignore[type-arg]
    args = training.EncoderArguments(**SMALL | arguments)
    texts = {"train": TEXTS, "validation": TEXTS[:4]}
    return training.EncoderTrainer(texts, args).train(path, sources=["made text"])


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict]:  # type: ignore[type-arg]
    path = tmp_path_factory.mktemp("encoders") / "tiny"
    return path, train(path, epochs=12, learning_rate=0.01)


def test_it_learns_and_tells_how_well(trained: tuple[Path, dict]) -> None:  # type: ignore[type-arg]
    path, made = trained
    first, last = made["history"][0], made["history"][-1]
    assert last["validation_loss"] < first["validation_loss"]
    card = (path / "README.md").read_text(encoding="utf-8")
    assert "made text" in card
    assert json.loads((path / "encoder.json").read_text())["weights_sha256"] in card
    assert not path.with_name(".tiny.training").exists()


def test_the_folder_runs_as_any_encoder(
    trained: tuple[Path, dict],  # type: ignore[type-arg]
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import torch
    from transformers import AutoModel

    monkeypatch.setenv("DIALOG_CACHE", str(tmp_path))
    folder = resolve_encoder(trained[0])
    encoder = OnnxEncoder(prepare(folder, precision="float32"), folder)
    batch = encoder.encode([("你好", "酒店在哪里")])
    given = {
        "input_ids": batch.input_ids,
        "attention_mask": batch.attention_mask,
        "token_type_ids": batch.token_type_ids,
    }
    model = AutoModel.from_pretrained(folder, add_pooling_layer=False, dtype=torch.float32)
    with torch.no_grad():
        wanted = model(**{k: torch.from_numpy(v) for k, v in given.items()}).last_hidden_state
    np.testing.assert_allclose(encoder.run(batch)["last_hidden_state"], wanted, atol=2e-4)


def test_a_training_that_was_cut_short_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = train(tmp_path / "whole", epochs=3)
    run = training.Loop.epoch

    begun = []

    def killed(self, *given):  # type: ignore[no-untyped-def]
        begun.append(given)
        if len(begun) == 3:
            raise KeyboardInterrupt
        return run(self, *given)

    with monkeypatch.context() as patch:
        patch.setattr(training.Loop, "epoch", killed)
        with pytest.raises(KeyboardInterrupt):
            train(tmp_path / "cut", epochs=3)
    assert (tmp_path / "cut" / "model.safetensors").is_file()
    assert train(tmp_path / "cut", epochs=3)["history"] == whole["history"]


def test_a_folder_with_other_things_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(EncoderError, match="holds something else"):
        train(tmp_path)


@pytest.mark.parametrize(
    ("argument", "message"),
    [
        ({"hidden": 15}, "multiple"),
        ({"layers": 0}, "at least 1"),
        ({"mask": 1.0}, r"in \(0, 1\)"),
    ],
)
def test_arguments_are_checked(argument: dict[str, float], message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        training.EncoderArguments(**SMALL | argument)
