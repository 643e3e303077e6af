"""The encoder of a trained bundle, ready to run."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from dialog.errors import BundleError
from dialog.runtime.encoder import OnnxEncoder, resolve_encoder
from dialog.runtime.onnx_bert import Head, Precision
from dialog.runtime.prepare import checksum, prepare

if TYPE_CHECKING:
    from dialog.runtime.bundles import Weights


class Trained(Protocol):
    """What the bundles of all modules say of their encoder."""

    @property
    def name(self) -> str:
        """The bundle's name."""

    @property
    def encoder(self) -> Mapping[str, str]:
        """The name of its encoder, and the SHA-256 of the encoder's weights."""

    @property
    def training(self) -> Mapping[str, Any]:
        """What it was made from."""

    @property
    def adapter(self) -> Mapping[str, Any]:
        """The kind of its adapter, of "lora" r and alpha."""


def encoder_folder(bundle: Trained) -> Path:
    """Return the folder of the encoder that a bundle was trained on.

    Raises:
        EncoderError: when it is not at hand.
        BundleError: when it is another version.
    """
    name = bundle.encoder["name"]
    folder = resolve_encoder(None if name == "embedded" else name)
    if checksum(folder / "model.safetensors") != bundle.encoder["sha256"]:
        raise BundleError(
            f"The bundle {bundle.name!r} was trained on another version of the encoder "
            f"{name!r}; train it again."
        )
    return folder


def adapter_scale(bundle: Trained) -> float:
    """Return what the product of a LoRA adapter's halves is multiplied by, 1 for other adapters."""
    adapter = bundle.adapter
    return float(adapter["alpha"] / adapter["r"]) if adapter["kind"] == "lora" else 1.0


def served(
    bundle: Trained,
    folder: Path,
    weights: "Weights",
    heads: Mapping[str, Head],
    *,
    precision: Precision,
    threads: int,
    announce: Callable[[str], None] | None,
) -> OnnxEncoder:
    """Return a bundle's encoder, warmed up.

    Args:
        bundle: what is said of it.
        folder: of the encoder that it was trained on.
        weights: the bundle's; those named `head.` are left to the heads.
        heads: what runs on the encoder in the same graph.
        precision: "int8" or "float32".
        threads: of ONNX Runtime.
        announce: gets a sentence when the model has to be prepared first.
    """
    adapter = {k: v for k, v in weights.items() if not k.startswith("head.")}
    path = prepare(folder, adapter, adapter_scale(bundle), heads, precision, announce)
    length = int(bundle.training["arguments"]["max_length"])
    encoder = OnnxEncoder(path, folder, max_length=length, threads=threads)
    encoder.warm_up()
    return encoder
