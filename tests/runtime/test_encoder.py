"""Texts to token ids, embeddings, and the promise that running stays light."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

os.environ["HF_HUB_OFFLINE"] = "1"

import numpy as np
import pytest

from dialog.runtime.encoder import (
    EncoderError,
    OnnxEncoder,
    TextEncoder,
    default_encoder_path,
    most_tokens,
    resolve_encoder,
)
from dialog.runtime.onnx_bert import Head
from dialog.runtime.prepare import prepare

SENTENCES = ["A cheap hotel in the north, please.", "yes", "What is the address of the museum?"]


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("cache")
        patch.setenv("DIALOG_CACHE", str(folder))
        yield folder


@pytest.fixture(scope="module")
def model(cache: Path) -> Path:
    return prepare(default_encoder_path(), precision="float32")


@pytest.fixture(scope="module")
def encoder(model: Path) -> OnnxEncoder:
    return OnnxEncoder(model, default_encoder_path())


@pytest.fixture(scope="module")
def text_encoder() -> TextEncoder:
    return TextEncoder(default_encoder_path(), max_length=12)


def test_offsets_give_back_the_words(text_encoder: TextEncoder) -> None:
    batch = text_encoder.encode([("Which day?", "On Friday."), ("", "yes")])
    first, second = batch.sequence_ids[0] == 0, batch.sequence_ids[0] == 1
    assert ["Which day?"[a:b] for a, b in batch.offsets[0][first]] == ["Which", "day", "?"]
    assert ["On Friday."[a:b] for a, b in batch.offsets[0][second]] == ["On", "Friday", "."]
    assert batch.sequence_ids[0].tolist() == [-1, 0, 0, 0, -1, 1, 1, 1, -1]
    assert batch.token_type_ids[0].tolist() == [0, 0, 0, 0, 0, 1, 1, 1, 1]
    assert batch.attention_mask[1].tolist() == [1, 1, 1, 1, 0, 0, 0, 0, 0]


def test_typed_special_tokens_are_plain_text(text_encoder: TextEncoder) -> None:
    batch = text_encoder.encode([("a [SEP] b", "c")])
    assert batch.sequence_ids[0].tolist() == [-1, 0, 0, 0, 0, 0, -1, 1, -1]


def test_singles_are_padded_to_the_longest(text_encoder: TextEncoder) -> None:
    batch = text_encoder.encode(["one two three", "one"])
    assert batch.input_ids.shape == (2, 5)
    assert batch.input_ids[1, 3:].tolist() == [0, 0]
    assert batch.sequence_ids[0].tolist() == [-1, 0, 0, 0, -1]


@pytest.mark.parametrize(
    ("context", "sentence", "kept"),
    [
        (20, 4, (5, 4)),  # the context is cut first
        (20, 9, (0, 9)),
        (20, 30, (0, 9)),  # and only then the sentence
        (2, 7, (2, 7)),
    ],
)
def test_the_sentence_is_kept_before_its_context(
    text_encoder: TextEncoder, context: int, sentence: int, kept: tuple[int, int]
) -> None:
    batch = text_encoder.encode([(" ".join(["a"] * context), " ".join(["b"] * sentence))])
    assert tuple((batch.sequence_ids[0] == part).sum() for part in (0, 1)) == kept
    assert batch.input_ids.shape[1] <= 12


def test_a_long_single_is_cut(text_encoder: TextEncoder) -> None:
    assert text_encoder.encode(["a " * 50]).input_ids.shape == (1, 12)


def test_ids_equal_those_of_transformers() -> None:
    transformers = pytest.importorskip("transformers")
    tokenizer = transformers.AutoTokenizer.from_pretrained(default_encoder_path())
    pairs = [("What day would you like? " * 9, sentence) for sentence in SENTENCES]
    theirs = tokenizer(
        [a for a, _ in pairs],
        [b for _, b in pairs],
        truncation="only_first",
        max_length=40,
        padding=True,
        return_tensors="np",
    )
    mine = TextEncoder(default_encoder_path(), max_length=40).encode(pairs)
    np.testing.assert_array_equal(mine.input_ids, theirs["input_ids"])
    np.testing.assert_array_equal(mine.token_type_ids, theirs["token_type_ids"])
    np.testing.assert_array_equal(mine.attention_mask, theirs["attention_mask"])


def test_embeddings_equal_those_of_transformers(encoder: OnnxEncoder) -> None:
    torch = pytest.importorskip("torch")
    transformers = pytest.importorskip("transformers")
    reference = transformers.BertModel.from_pretrained(default_encoder_path()).eval()
    batch = encoder.encode(SENTENCES)
    mask = torch.from_numpy(batch.attention_mask)
    with torch.inference_mode():
        states = reference(
            input_ids=torch.from_numpy(batch.input_ids), attention_mask=mask
        ).last_hidden_state
        mean = (states * mask[:, :, None]).sum(1) / mask.sum(1, keepdim=True)
        expected = torch.nn.functional.normalize(mean, dim=1).numpy()
    assert np.abs(encoder.embed(SENTENCES) - expected).max() < 1e-4
    assert np.abs(encoder.embed(SENTENCES, batch_size=2) - expected).max() < 1e-4


def test_like_sentences_are_nearer(encoder: OnnxEncoder) -> None:
    a, b, c = encoder.embed(
        ["I want a cheap hotel", "an inexpensive place to stay", "when does the train leave"]
    )
    assert a @ b > a @ c


def test_nothing_in_nothing_out(encoder: OnnxEncoder) -> None:
    assert encoder.embed([]).shape == (0, 384)
    assert encoder.run([])["last_hidden_state"].shape == (0, 0, 384)


def test_a_model_with_heads_has_no_embeddings(cache: Path) -> None:
    heads = {"intents": Head(np.ones((2, 384)), np.zeros(2), "sentence")}
    path = default_encoder_path()
    encoder = OnnxEncoder(prepare(path, heads=heads), path)
    assert encoder.run(SENTENCES)["intents"].shape == (3, 2)
    with pytest.raises(EncoderError, match="without heads"):
        encoder.embed(SENTENCES)


def test_what_cannot_be_loaded_is_named(tmp_path: Path) -> None:
    path = default_encoder_path()
    with pytest.raises(EncoderError, match=r"gone\.onnx is missing"):
        OnnxEncoder(tmp_path / "gone.onnx", path).warm_up()
    broken = tmp_path / "broken.onnx"
    broken.write_bytes(b"garbage")
    with pytest.raises(EncoderError, match="prepared anew"):
        OnnxEncoder(broken, path).warm_up()
    with pytest.raises(EncoderError, match=r"tokenizer\.json"):
        OnnxEncoder(broken, tmp_path).warm_up()
    (tmp_path / "tokenizer.json").write_text("{}")
    with pytest.raises(EncoderError, match="no tokenizer file"):
        TextEncoder(tmp_path).warm_up()
    with pytest.raises(EncoderError, match="at least 4"):
        TextEncoder(path, max_length=3).warm_up()


def test_an_encoder_is_found_by_default_and_by_folder(tmp_path: Path) -> None:
    assert (resolve_encoder(None) / "model.safetensors").is_file()
    assert resolve_encoder(str(default_encoder_path())) == default_encoder_path()
    with pytest.raises(EncoderError, match=r"no config\.json"):
        resolve_encoder(tmp_path)


def test_an_encoder_is_found_by_the_name_of_its_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "made_encoder"
    folder.mkdir()
    (folder / "__init__.py").touch()
    info = tmp_path / "made-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Name: made\nVersion: 1\n")
    (info / "entry_points.txt").write_text("[dialog.encoders]\nmade = made_encoder\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert resolve_encoder("made") == folder


def test_the_longest_text_of_an_encoder(tmp_path: Path) -> None:
    assert most_tokens(default_encoder_path()) == 512
    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(EncoderError, match="max_position_embeddings"):
        most_tokens(tmp_path)


@pytest.mark.parametrize("name", ["no-such/encoder-at-all", "../not/a/name"])
def test_an_unknown_encoder_is_named(name: str) -> None:
    pytest.importorskip("huggingface_hub")
    with pytest.raises(EncoderError, match=name):
        resolve_encoder(name)


def test_running_imports_neither_torch_nor_transformers_nor_onnx(model: Path, cache: Path) -> None:
    program = """
import os, sys
from dialog.runtime.encoder import OnnxEncoder, resolve_encoder
assert "onnxruntime" not in sys.modules and "tokenizers" not in sys.modules
from dialog.runtime.prepare import prepare
path = resolve_encoder(None)
encoder = OnnxEncoder(prepare(path, precision="float32", announce=sys.exit), path)
encoder.warm_up()
encoder.embed(["hello", "good morning"])
heavy = {"torch", "transformers", "onnx", "sentence_transformers", "huggingface_hub"}
assert not heavy & sys.modules.keys(), heavy & sys.modules.keys()
if hasattr(os, "fork"):
    child = os.fork()
    if child == 0:
        encoder.encode(["hello", "again"])
        os._exit(0)
    os.waitpid(child, 0)
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
