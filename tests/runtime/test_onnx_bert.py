"""The hand-written graph and the LoRA merge against transformers and peft, and the cache."""

import hashlib
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ["HF_HUB_OFFLINE"] = "1"

import numpy as np
import onnxruntime
import pytest
from safetensors.numpy import load_file, save_file

from dialog.runtime.bert_weights import Array, UnsupportedEncoderError
from dialog.runtime.encoder import OnnxEncoder, default_encoder_path
from dialog.runtime.merging import lora_scale, merge_adapter
from dialog.runtime.onnx_bert import Head, build_graph
from dialog.runtime.prepare import PrepareError, prepare

torch = pytest.importorskip("torch")
transformers = pytest.importorskip("transformers")

SIZES = {
    "vocab_size": 50,
    "hidden_size": 16,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "intermediate_size": 32,
    "max_position_embeddings": 24,
}
SENTENCES = [
    "I want a cheap Indian restaurant in the centre of town.",
    "Book a table for five people at 18:30 on Friday, please.",
    "yes",
    "What is the phone number, and do they have free parking near the station?",
    "I need a taxi from the museum to the airport, leaving after four.",
]


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DIALOG_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def tiny() -> Any:
    torch.manual_seed(0)
    return transformers.BertModel(transformers.BertConfig(**SIZES)).eval()


def weights_of(model: Any) -> dict[str, Array]:
    return {name: value.detach().numpy().copy() for name, value in model.state_dict().items()}


def config_of(model: Any) -> dict[str, Any]:
    return dict(model.config.to_dict())


@pytest.fixture
def folder(tiny: Any, tmp_path: Path) -> Path:
    path = tmp_path / "encoder"
    path.mkdir()
    save_file(weights_of(tiny), path / "model.safetensors")
    (path / "config.json").write_text(json.dumps(config_of(tiny)))
    return path


def inputs(rows: int = 3, length: int = 9, *, seed: int = 0) -> dict[str, Array]:
    random = np.random.default_rng(seed)
    lengths = random.integers(1, length + 1, rows)
    lengths[0] = length
    mask = (np.arange(length) < lengths[:, None]).astype(np.int64)
    return {
        "input_ids": random.integers(1, SIZES["vocab_size"], (rows, length)) * mask,
        "attention_mask": mask,
        "token_type_ids": random.integers(0, 2, (rows, length)) * mask,
    }


def run(model: Any, feed: dict[str, Array]) -> dict[str, Array]:
    content = model if isinstance(model, (str, bytes)) else model.SerializeToString()
    session = onnxruntime.InferenceSession(content, providers=["CPUExecutionProvider"])
    names = [output.name for output in session.get_outputs()]
    return dict(zip(names, session.run(names, feed), strict=True))


def reference(model: Any, feed: dict[str, Array]) -> Array:
    with torch.inference_mode():
        tensors = {name: torch.from_numpy(value) for name, value in feed.items()}
        return np.asarray(model(**tensors).last_hidden_state.numpy())


def cosine(a: Array, b: Array) -> Array:
    norms = np.linalg.norm(a, axis=-1) * np.linalg.norm(b, axis=-1)
    return np.asarray((a * b).sum(axis=-1) / norms)


def heads() -> dict[str, Head]:
    random = np.random.default_rng(1)

    def array(*shape: int) -> Array:
        return random.normal(size=shape).astype(np.float32)

    return {
        "slots": Head(array(5, 16), array(5), "token"),
        "intents": Head(array(3, 16), array(3), "sentence"),
        "mine": Head(array(1, 16), array(1), "pooled-mean"),
    }


@pytest.mark.parametrize(("rows", "length"), [(1, 1), (3, 9), (2, 24)])
def test_hidden_states_equal_those_of_transformers(tiny: Any, rows: int, length: int) -> None:
    feed = inputs(rows, length)
    mine = run(build_graph(weights_of(tiny), config_of(tiny)), feed)["last_hidden_state"]
    kept = feed["attention_mask"].astype(bool)
    assert np.abs(mine - reference(tiny, feed))[kept].max() < 1e-5


def test_embedded_encoder_equals_transformers_on_mixed_lengths(cache: Path) -> None:
    path = default_encoder_path()
    encoder = OnnxEncoder(prepare(path, precision="float32"), path)
    small = OnnxEncoder(prepare(path, precision="int8"), path)
    batch = encoder.encode([*SENTENCES, ("What day?", "Friday.")])
    mine = encoder.run(batch)["last_hidden_state"]
    model = transformers.BertModel.from_pretrained(path).eval()
    feed = {
        "input_ids": batch.input_ids,
        "attention_mask": batch.attention_mask,
        "token_type_ids": batch.token_type_ids,
    }
    kept = batch.attention_mask.astype(bool)
    assert np.abs(mine - reference(model, feed))[kept].max() < 1e-3
    assert cosine(mine, small.run(batch)["last_hidden_state"])[kept].mean() > 0.99
    assert cosine(encoder.embed(SENTENCES), small.embed(SENTENCES)).mean() > 0.99
    assert small.path.stat().st_size < 24e6


@pytest.mark.parametrize("precision", ["float32", "int8"])
def test_heads_give_the_logits_of_their_layer(tiny: Any, precision: Any) -> None:
    feed = inputs()
    weights, config = weights_of(tiny), config_of(tiny)
    hidden = run(build_graph(weights, config, precision=precision), feed)["last_hidden_state"]
    outputs = run(build_graph(weights, config, heads(), precision=precision), feed)
    mask = feed["attention_mask"][:, :, None]
    read = {
        "slots": hidden,
        "intents": hidden[:, 0],
        "mine": (hidden * mask).sum(axis=1) / mask.sum(axis=1),
    }
    assert list(outputs) == list(heads())
    for name, head in heads().items():
        np.testing.assert_allclose(outputs[name], read[name] @ head.weight.T + head.bias, atol=1e-4)


@pytest.mark.parametrize("prefix", ["bert.", "model."])
def test_prefixed_and_old_names_are_understood(tiny: Any, prefix: str) -> None:
    plain = weights_of(tiny)
    old = {
        prefix
        + name.replace("LayerNorm.weight", "LayerNorm.gamma").replace(
            "LayerNorm.bias", "LayerNorm.beta"
        ): value
        for name, value in plain.items()
    }
    old["cls.predictions.bias"] = np.zeros(50, np.float32)
    feed = inputs()
    a = run(build_graph(plain, config_of(tiny)), feed)["last_hidden_state"]
    b = run(build_graph(old, config_of(tiny)), feed)["last_hidden_state"]
    np.testing.assert_array_equal(a, b)


@pytest.mark.parametrize(
    ("change", "names"),
    [
        ({"model_type": "roberta"}, "'bert'"),
        ({"hidden_act": "relu"}, "'gelu'"),
        ({"position_embedding_type": "relative_key"}, "'absolute'"),
        ({"num_attention_heads": 3}, "multiple"),
        ({"num_hidden_layers": None}, "num_hidden_layers"),
        ({"num_hidden_layers": 3}, r"encoder\.layer\.2"),
        ({"intermediate_size": 64}, "64, 16"),
    ],
)
def test_a_config_that_does_not_fit_is_refused(
    tiny: Any, change: dict[str, Any], names: str
) -> None:
    with pytest.raises(UnsupportedEncoderError, match=names):
        build_graph(weights_of(tiny), {**config_of(tiny), **change})


def test_weights_of_no_bert_are_refused() -> None:
    with pytest.raises(UnsupportedEncoderError, match="BertModel"):
        merge_adapter({"wte.weight": np.zeros((2, 2))}, {}, 1.0)


@pytest.mark.parametrize(
    ("name", "head", "says"),
    [
        ("slots", Head(np.zeros((2, 8)), np.zeros(2), "token"), r"\(out, 16\)"),
        ("slots", Head(np.zeros((2, 16)), np.zeros(3), "token"), r"\(2,\)"),
        ("slots", Head(np.zeros((2, 16)), np.zeros(2), "word"), "pooled-mean"),  # type: ignore[arg-type]
        ("input_ids", Head(np.zeros((2, 16)), np.zeros(2), "token"), "named"),
    ],
)
def test_a_head_that_does_not_fit_is_refused(tiny: Any, name: str, head: Head, says: str) -> None:
    with pytest.raises(UnsupportedEncoderError, match=says):
        build_graph(weights_of(tiny), config_of(tiny), {name: head})


@pytest.mark.filterwarnings("ignore::FutureWarning")  # of peft's calls into transformers
@pytest.mark.parametrize("rank_stabilised", [False, True])
def test_lora_merge_equals_that_of_peft(tiny: Any, tmp_path: Path, rank_stabilised: bool) -> None:
    peft = pytest.importorskip("peft")
    settings = peft.LoraConfig(
        r=4,
        lora_alpha=6,
        target_modules=["query", "key", "value", "dense", "word_embeddings"],
        use_rslora=rank_stabilised,
        bias="lora_only",
    )
    before = weights_of(tiny)
    model = peft.get_peft_model(tiny, settings)
    with torch.no_grad():
        for parameter in model.parameters():
            if parameter.requires_grad:
                parameter.normal_(std=0.1)
    model.save_pretrained(tmp_path / "adapter", save_embedding_layers=False)
    adapter = load_file(tmp_path / "adapter" / "adapter_model.safetensors")
    scale = lora_scale(6, 4, rank_stabilised=rank_stabilised)
    merged = merge_adapter(before, adapter, scale)
    expected = weights_of(model.merge_and_unload())
    assert any(np.abs(expected[name] - before[name]).max() > 0.01 for name in before)
    assert merged.keys() == expected.keys()
    for name, value in expected.items():
        np.testing.assert_allclose(merged[name], value, atol=1e-5, err_msg=name)
    inside = {
        key.replace("base_model.model.", "base_model.model.bert."): adapter[key] for key in adapter
    }
    for name, value in merge_adapter(before, inside, scale).items():
        np.testing.assert_array_equal(merged[name], value)


@pytest.mark.parametrize(
    ("adapter", "says"),
    [
        ({"base_model.model.encoder.layer.9.output.dense.lora_A.weight": (2, 32)}, "layer.9"),
        ({"base_model.model.encoder.layer.0.output.dense.lora_A.weight": (2, 32)}, "both"),
        ({"base_model.model.classifier.weight": (2, 16)}, "heads"),
        (
            {
                "base_model.model.encoder.layer.0.output.dense.lora_A.weight": (2, 32),
                "base_model.model.encoder.layer.0.output.dense.lora_B.weight": (8, 2),
            },
            r"\(16, 32\)",
        ),
    ],
)
def test_an_adapter_that_does_not_fit_is_refused(
    tiny: Any, adapter: dict[str, tuple[int, ...]], says: str
) -> None:
    arrays = {name: np.zeros(shape, np.float32) for name, shape in adapter.items()}
    with pytest.raises(UnsupportedEncoderError, match=says):
        merge_adapter(weights_of(tiny), arrays, 1.0)


def test_a_prepared_model_is_announced_once_and_reused(folder: Path) -> None:
    said: list[str] = []
    first = prepare(folder, heads=heads(), announce=said.append)
    stamp = first.stat().st_mtime_ns
    again = prepare(folder, heads=heads(), announce=said.append)
    assert again == first
    assert again.stat().st_mtime_ns == stamp
    assert len(said) == 1
    assert said[0].startswith("Preparing the sentence encoder for this machine (once, about ")


def change_weights(folder: Path) -> None:
    file = folder / "model.safetensors"
    weights = load_file(file)
    weights["pooler.dense.bias"] = weights["pooler.dense.bias"] + 1
    save_file(weights, file)


def change_config(folder: Path) -> None:
    file = folder / "config.json"
    file.write_text(json.dumps({**json.loads(file.read_text()), "layer_norm_eps": 1e-6}))


@pytest.mark.parametrize("change", [change_weights, change_config])
def test_changed_encoder_files_give_another_model(
    folder: Path, change: Callable[[Path], None]
) -> None:
    before = prepare(folder)
    change(folder)
    assert prepare(folder) != before


def test_each_other_input_gives_another_model(folder: Path) -> None:
    prefix = "base_model.model.encoder.layer.0.output.dense.lora_"
    adapter = {
        prefix + "A.weight": np.ones((2, 32), np.float32),
        prefix + "B.weight": np.ones((16, 2), np.float32),
    }
    more = {name: value * 2 for name, value in adapter.items()}
    other = {**heads(), "mine": Head(np.ones((1, 16)), np.ones(1), "sentence")}
    paths = [
        prepare(folder),
        prepare(folder, precision="float32"),
        prepare(folder, adapter, 1.0),
        prepare(folder, adapter, 2.0),
        prepare(folder, more, 1.0),
        prepare(folder, heads=heads()),
        prepare(folder, heads=other),
    ]
    assert len(set(paths)) == len(paths)


def cut_short(model: Path) -> None:
    model.write_bytes(model.read_bytes()[:100])


def lose_receipt(model: Path) -> None:
    model.with_suffix(".json").unlink()


def not_for_this_runtime(model: Path) -> None:
    model.write_bytes(b"garbage")
    checksum = hashlib.sha256(b"garbage").hexdigest()
    receipt = {"sha256": checksum, "onnxruntime": "0.0"}
    model.with_suffix(".json").write_text(json.dumps(receipt))


@pytest.mark.parametrize("damage", [cut_short, lose_receipt, not_for_this_runtime])
def test_a_damaged_model_is_built_anew(folder: Path, damage: Callable[[Path], None]) -> None:
    model = prepare(folder)
    content = model.read_bytes()
    damage(model)
    said: list[str] = []
    assert prepare(folder, announce=said.append) == model
    assert model.read_bytes() == content
    assert len(said) == 1


def test_a_sound_model_survives_an_update_of_onnxruntime(folder: Path) -> None:
    model = prepare(folder)
    receipt = model.with_suffix(".json")
    receipt.write_text(json.dumps({**json.loads(receipt.read_text()), "onnxruntime": "0.0"}))
    said: list[str] = []
    prepare(folder, announce=said.append)
    assert said == []
    assert json.loads(receipt.read_text())["onnxruntime"] == onnxruntime.__version__


def test_a_full_disk_is_one_clear_error_and_leaves_nothing(
    folder: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", full)
        with pytest.raises(PrepareError, match=r"No space left.*DIALOG_CACHE"):
            prepare(folder)
    assert [path for path in cache.rglob("*") if path.is_file()] == []


def test_an_encoder_that_cannot_be_read_is_named(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(PrepareError, match=r"config\.json"):
        prepare(tmp_path / "nowhere")
    (folder / "model.safetensors").write_bytes(b"\0" * 20)
    with pytest.raises(PrepareError, match=r"safetensors"):
        prepare(folder)
