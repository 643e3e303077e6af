"""Turns an encoder, its trained adapter and heads into one ONNX file in the user's cache."""

import contextlib
import hashlib
import importlib.util
import json
import math
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from dialog.errors import DialogError
from dialog.files import cache_folder
from dialog.runtime import activations
from dialog.runtime.bert_weights import Array
from dialog.runtime.encoder import TextEncoder
from dialog.runtime.merging import merge_adapter
from dialog.runtime.onnx_bert import BUILDER_VERSION, Head, Precision, build_graph

_MEGABYTES_PER_SECOND = 30  # a slow core's pace, so that the announced time is seldom exceeded


class PrepareError(DialogError):
    """A model that cannot be read, built or written to the cache."""


def prepare(
    encoder_path: Path,
    adapter: Mapping[str, Array] | None = None,
    lora_scale: float = 1.0,
    heads: Mapping[str, Head] | None = None,
    precision: Precision = "int8",
    announce: Callable[[str], None] | None = None,
) -> Path:
    """Return the ONNX file of the encoder with adapter and heads, building it when it is not there.

    The file lives in `cache_folder()` under a name made from the content of all inputs, so a later
    call with the same inputs finds it, and any change makes another. A damaged file, or one that
    ONNX Runtime no longer loads, is built anew. `announce` gets one sentence when there is work.

    Raises UnsupportedEncoderError when the parts do not fit, and PrepareError when the encoder
    cannot be read or the cache cannot be written; then nothing is left half-written.
    """
    folder = cache_folder()
    heads = heads or {}
    weights_file = encoder_path / "model.safetensors"
    config_text = _read_config(encoder_path)
    if not weights_file.is_file():
        raise PrepareError(
            f"{encoder_path} has no model.safetensors; the encoder should be a Hugging Face BERT "
            "model saved in the safetensors format."
        )
    parts = _Parts(weights_file, config_text, adapter, lora_scale, heads, precision)
    target = folder / "models" / f"{parts.key()}.onnx"
    if _is_sound(target):
        return target
    if announce:
        megabytes = weights_file.stat().st_size / 1e6
        seconds = max(1, math.ceil(megabytes / _MEGABYTES_PER_SECOND))
        what = "a trained model" if adapter else "the sentence encoder"
        announce(f"Preparing {what} for this machine (once, about {seconds} s) ...")
    model = parts.build()
    _check_loads(model, weights_file)
    try:
        _write_atomically(target, model)
        _write_atomically(_sidecar(target), _receipt(hashlib.sha256(model).hexdigest()))
    except OSError as error:
        raise PrepareError(
            f"The prepared model could not be written to {target.parent} "
            f"({error.strerror or error}); it needs {math.ceil(len(model) / 1e6)} MB there, or set "
            "DIALOG_CACHE to a folder with room."
        ) from error
    return target


def _read_config(encoder_path: Path) -> bytes:
    file = encoder_path / "config.json"
    try:
        text = file.read_bytes()
        if not isinstance(json.loads(text), dict):
            raise ValueError("it is no JSON object")
    except (OSError, ValueError) as error:
        raise PrepareError(
            f"{file} cannot be read ({error}); the encoder should be the folder of a Hugging Face "
            "BERT model."
        ) from error
    return text


@dataclass(frozen=True)
class _Parts:
    """All that a model is made of."""

    weights_file: Path
    config_text: bytes
    adapter: Mapping[str, Array] | None
    scale: float
    heads: Mapping[str, Head]
    precision: Precision

    def key(self) -> str:
        """Return a name for the model, which any change of a part makes another."""
        digest = hashlib.sha256()

        def add(*parts: object) -> None:
            for part in parts:
                data = part if isinstance(part, bytes) else str(part).encode()
                # the length before, so that no two lists of parts run alike
                digest.update(len(data).to_bytes(8, "big"))
                digest.update(data)

        def add_array(array: Array) -> None:
            add(array.dtype, array.shape, np.ascontiguousarray(array).tobytes())

        add(BUILDER_VERSION, self.precision, checksum(self.weights_file), self.config_text)
        if self.adapter:
            add("adapter", float(self.scale))
            for name in sorted(self.adapter):
                add(name)
                add_array(np.asarray(self.adapter[name]))
        for name, head in self.heads.items():  # in the order of the outputs
            add("head", name, head.kind)
            add_array(head.weight)
            add_array(head.bias)
        return digest.hexdigest()[:32]

    def build(self) -> bytes:
        """Return the model's ONNX file."""
        from safetensors import SafetensorError
        from safetensors.numpy import load_file

        # Building also needs the onnx package; running does not.
        if importlib.util.find_spec("onnx") is None:
            raise PrepareError(
                "Preparing a model needs the onnx package; install it with: pip install onnx"
            )
        try:
            weights: Mapping[str, Array] = load_file(self.weights_file)
        except (OSError, SafetensorError) as error:
            raise PrepareError(
                f"{self.weights_file} cannot be read ({error}); it should be a whole safetensors "
                "file."
            ) from error
        if self.adapter:
            weights = merge_adapter(weights, self.adapter, self.scale)
        config = json.loads(self.config_text)
        sentences = _made_up(self.weights_file.parent, int(config.get("vocab_size", 0)))
        graph = build_graph(
            weights, config, self.heads, precision=self.precision, sentences=sentences
        )
        serialised: bytes = graph.SerializeToString()
        return serialised


def _made_up(encoder_path: Path, vocabulary: int) -> Array | None:
    """Return sentences between the tokens that an encoder's own begin and end with."""
    if not vocabulary or not (encoder_path / "tokenizer.json").is_file():
        return None  # whatever is prepared without them is run without them
    ends = TextEncoder(encoder_path).encode([""]).input_ids[0]
    return activations.made_up(vocabulary, int(ends[0]), int(ends[-1]))


def checksum(file: Path) -> str:
    """Return a file's SHA-256 in hex, remembered by path, size and time, as reading it is slow."""
    folder = cache_folder()
    status = file.stat()
    path = str(file.resolve())
    identity = [path, status.st_size, status.st_mtime_ns]
    memo = folder / "checksums" / f"{hashlib.sha256(path.encode()).hexdigest()[:32]}.json"
    with contextlib.suppress(OSError, ValueError):
        known = json.loads(memo.read_bytes())
        if isinstance(known, list) and len(known) == 4 and known[:3] == identity:
            return str(known[3])
    with file.open("rb") as stream:
        found = hashlib.file_digest(stream, "sha256").hexdigest()
    # The memo only saves time, so a cache that cannot be written must not stop anyone here.
    with contextlib.suppress(OSError):
        _write_atomically(memo, json.dumps([*identity, found]).encode())
    return found


def _sidecar(model: Path) -> Path:
    return model.with_suffix(".json")


def _receipt(checksum: str) -> bytes:
    import onnxruntime

    return json.dumps({"sha256": checksum, "onnxruntime": onnxruntime.__version__}).encode()


def _is_sound(model: Path) -> bool:
    """Tell whether the file is whole and was loaded once by this version of ONNX Runtime."""
    import onnxruntime

    try:
        content = model.read_bytes()
        receipt = json.loads(_sidecar(model).read_bytes())
    except (OSError, ValueError):
        return False
    checksum = hashlib.sha256(content).hexdigest()
    if not isinstance(receipt, dict) or receipt.get("sha256") != checksum:
        return False
    if receipt.get("onnxruntime") == onnxruntime.__version__:
        return True
    if _load_failure(content):
        return False
    with contextlib.suppress(OSError):  # at worst the next start tries the model again
        _write_atomically(_sidecar(model), _receipt(checksum))
    return True


def _check_loads(model: bytes, weights_file: Path) -> None:
    failure = _load_failure(model)
    if failure:
        raise PrepareError(
            f"ONNX Runtime cannot load the model made from {weights_file} ({failure}); "
            "a newer onnxruntime may help."
        )


def _load_failure(model: bytes) -> str:
    """Return why ONNX Runtime cannot load the model, or ''."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    options.log_severity_level = 4
    try:
        onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # noqa: BLE001 - its exceptions share no narrower public class
        return str(error) or type(error).__name__
    return ""


def _write_atomically(target: Path, content: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with _temporary(target) as temporary:
        with temporary.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())  # a full disk may only show here
        Path(temporary).replace(target)


@contextlib.contextmanager
def _temporary(target: Path) -> Iterator[Path]:
    """Give a new file beside the target, and remove it if it is still there at the end."""
    handle, name = tempfile.mkstemp(prefix=f"{target.stem}.", suffix=".tmp", dir=target.parent)
    os.close(handle)
    try:
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)
