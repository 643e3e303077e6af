"""Encoders as older repositories publish them."""

import json
import os
from pathlib import Path

os.environ["HF_HUB_OFFLINE"] = "1"

import numpy as np
import pytest
from safetensors.numpy import load_file

from dialog.runtime.checkpoints import completed
from dialog.runtime.encoder import OnnxEncoder, TextEncoder, resolve_encoder
from dialog.runtime.prepare import prepare

torch = pytest.importorskip("torch")
WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "你", "好", "wi", "##fi", "4", ".", "分"]


@pytest.fixture
def old(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of pytorch_model.bin and vocab.txt."""
    from transformers import BertConfig, BertForMaskedLM

    monkeypatch.setenv("DIALOG_CACHE", str(tmp_path / "cache"))
    torch.manual_seed(0)
    sizes = {"hidden_size": 8, "num_attention_heads": 2, "intermediate_size": 16}
    config = BertConfig(
        vocab_size=len(WORDS), num_hidden_layers=1, max_position_embeddings=20, **sizes
    )
    folder = tmp_path / "old"
    config.save_pretrained(folder)
    model = BertForMaskedLM(config)
    weights = {
        k.replace("LayerNorm.weight", "LayerNorm.gamma"): v for k, v in model.state_dict().items()
    }
    torch.save(weights, folder / "pytorch_model.bin")
    (folder / "vocab.txt").write_text("\n".join(WORDS) + "\n", encoding="utf-8")
    return folder


def test_weights_and_tokenizer_are_made_once_and_run(old: Path) -> None:
    folder = resolve_encoder(old)
    assert folder != old
    assert {file.name for file in folder.iterdir()} == {
        *("config.json", "model.safetensors", "tokenizer.json"),
    }
    stamp = (folder / "model.safetensors").stat().st_mtime_ns
    assert resolve_encoder(str(old)) == folder
    assert (folder / "model.safetensors").stat().st_mtime_ns == stamp
    batch = OnnxEncoder(prepare(folder, precision="float32"), folder).encode(
        [("你好", "WIFI4.分吗")]
    )
    assert batch.input_ids[0].tolist() == [2, 5, 6, 3, 1, 10, 11, 1, 3]
    assert batch.token_type_ids[0].tolist() == [0, 0, 0, 0, 1, 1, 1, 1, 1]
    kept = torch.load(old / "pytorch_model.bin", weights_only=True)
    words = "embeddings.word_embeddings.weight"
    made = load_file(folder / "model.safetensors")
    np.testing.assert_array_equal(made[words], kept[f"bert.{words}"])
    assert "embeddings.LayerNorm.weight" in made


def test_capitals_count_where_the_tokenizer_says_so(old: Path) -> None:
    (old / "tokenizer_config.json").write_text(json.dumps({"do_lower_case": False}))
    encoder = TextEncoder(resolve_encoder(old))
    small, large = (encoder.encode([text]).input_ids[0].tolist() for text in ("wifi", "WIFI"))
    assert small == [2, 7, 8, 3]
    assert large == [2, 1, 3]


def test_another_file_makes_another_encoder(old: Path) -> None:
    first = completed(old)
    (old / "vocab.txt").write_text("\n".join([*WORDS[:-1], "店"]) + "\n", encoding="utf-8")
    assert completed(old) != first


def test_what_cannot_be_completed_stays(old: Path) -> None:
    (old / "pytorch_model.bin").unlink()
    assert completed(old) == old
