"""Adds what was trained to an encoder's weights: LoRA's pairs of matrices, or changes."""

import math
import re
from collections.abc import Mapping

import numpy as np

from dialog.runtime.bert_weights import Array, UnsupportedEncoderError, canonical_weights
from dialog.runtime.changes import CHANGE, SCALE, code_columns, unpacked

_LORA_KEY = re.compile(
    r"^(?P<module>.+)\.lora_(?P<embedding>embedding_)?(?P<side>[AB])"
    r"(\.(?!weight$)[^.]+)?(\.weight)?$"  # peft names the adapter here while it is in memory
)


def lora_scale(alpha: float, r: int, *, rank_stabilised: bool = False) -> float:
    """Return the factor that peft applies to B @ A: alpha / r, or alpha / sqrt(r) for rsLoRA."""
    return alpha / math.sqrt(r) if rank_stabilised else alpha / r


def merge_adapter(
    weights: Mapping[str, Array], adapter: Mapping[str, Array], scale: float
) -> dict[str, Array]:
    """Return the encoder's weights with an adapter added in, named as `canonical_weights` does.

    The adapter has the keys that peft saves, `base_model.model.<module>.lora_A.weight` and its
    `lora_B`; any prefix before the encoder's own module path is accepted. A key that names an
    encoder weight outright (a bias trained alongside) replaces it; what `dialog.runtime.changes`
    stores of one is added to it.

    Raises UnsupportedEncoderError for a key that fits no weight, a missing half, wrong shapes,
    and for DoRA.
    """
    merged = canonical_weights(weights)
    pairs: dict[tuple[str, bool], dict[str, tuple[str, Array]]] = {}
    for key, value in adapter.items():
        match = _LORA_KEY.match(key)
        if match:
            module, embedding = match["module"], match["embedding"] is not None
            pairs.setdefault((module, embedding), {})[match["side"]] = (key, value)
            continue
        if key.endswith(SCALE) and key.removesuffix(SCALE) + CHANGE in adapter:
            continue  # read with its change
        if key.endswith(CHANGE):
            _add_change(merged, key, adapter)
            continue
        name = None
        if "lora_magnitude_vector" not in key:
            name = _encoder_name(key.replace(".base_layer.", "."), merged)
        if name is None or merged[name].shape != value.shape:
            raise UnsupportedEncoderError(
                f"The adapter's {key!r} fits no weight of the encoder; an adapter should hold "
                "LoRA matrices only, and heads are passed apart."
            )
        merged[name] = np.asarray(value, dtype=np.float32)
    for (module, embedding), sides in pairs.items():
        name = _encoder_name(f"{module}.weight", merged)
        if name is None:
            key = next(iter(sides.values()))[0]
            raise UnsupportedEncoderError(
                f"The adapter's {key!r} fits no weight of the encoder; "
                "it was trained on another architecture."
            )
        if len(sides) < 2:
            raise UnsupportedEncoderError(
                f"The adapter's module {module!r} has only one of lora_A and lora_B; "
                "it should have both."
            )
        down = np.asarray(sides["A"][1], dtype=np.float32)
        up = np.asarray(sides["B"][1], dtype=np.float32)
        want = merged[name].shape[::-1] if embedding else merged[name].shape
        if (
            down.ndim != 2
            or up.ndim != 2
            or up.shape[1] != down.shape[0]
            or (up.shape[0], down.shape[1]) != want
        ):
            raise UnsupportedEncoderError(
                f"The adapter's matrices for {module!r} have shapes {up.shape} and {down.shape}; "
                f"their product should be {want}."
            )
        delta = (up @ down) * np.float32(scale)
        merged[name] = merged[name] + (delta.T if embedding else delta)
    return merged


def _encoder_name(key: str, weights: Mapping[str, Array]) -> str | None:
    """Return the encoder weight that the end of the key names, by the longest end that does."""
    parts = key.split(".")
    ends = (".".join(parts[start:]) for start in range(len(parts)))
    return next((end for end in ends if end in weights), None)


def _add_change(merged: dict[str, Array], key: str, adapter: Mapping[str, Array]) -> None:
    plain = key.removesuffix(CHANGE)
    name, codes, scale = _encoder_name(plain, merged), adapter[key], adapter.get(plain + SCALE)
    rows, columns = merged[name].shape if name and merged[name].ndim == 2 else (-1, -1)
    if (
        name is None
        or scale is None
        or codes.shape != (rows, code_columns(columns))
        or scale.shape != (rows,)
    ):
        raise UnsupportedEncoderError(
            f"The adapter's {key!r} fits no weight of the encoder, or its scale does not fit it; "
            "it was trained on another architecture."
        )
    merged[name] = merged[name] + unpacked(codes, scale, columns)
