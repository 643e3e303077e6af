"""Weights as small integers, and the smoothing that makes them fit."""

from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]


def quantise_rows(matrix: Array, top: int = 127) -> tuple[Array, Array]:
    """Return a matrix (rows, columns) in int8, -top..top, and scales (rows, 1) that restore it."""
    peak = np.abs(matrix).max(axis=1, keepdims=True)
    scale = np.where(peak > 0, peak / top, 1).astype(np.float32)
    return np.rint(matrix / scale).astype(np.int8), scale


def smoothing(spread: Array, weight: Array) -> Array:
    """Return factors (columns,) that even out a layer's input: input / factor, weight * factor.

    A few channels of a BERT's hidden states are far larger than the rest and would leave these
    hardly any of the 256 steps of an int8 input; part of that range moves into the weight, as in
    SmoothQuant (Xiao et al. 2023) with its alpha of 0.5. The `spread` of the input comes from the
    layer norm before it instead of from sample texts.
    """
    peak = np.abs(weight).max(axis=0)
    ratio = np.maximum(spread, 1e-6) / np.maximum(peak, 1e-6)
    factors: Array = np.sqrt(ratio / np.median(ratio)).astype(np.float32)
    return factors
