"""Weights as small integers, and the smoothing that makes them fit."""

from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]

_INTO_WEIGHT = 0.65  # share of a channel's range that moves into the weight
_FAR = 4  # times the middle channel's peak


def quantise_rows(matrix: Array, top: int = 127) -> tuple[Array, Array]:
    """Return a matrix (rows, columns) in int8, -top..top, and scales (rows, 1) that restore it."""
    peak = np.abs(matrix).max(axis=1, keepdims=True)
    scale = np.where(peak > 0, peak / top, 1).astype(np.float32)
    return np.rint(matrix / scale).astype(np.int8), scale


def smoothing(peaks: Array, weight: Array) -> Array:
    """Return factors (columns,) that even out a layer's input: input / factor, weight * factor.

    A few channels of a BERT's hidden states are far larger than the rest and would leave these
    hardly any of the 256 steps of an int8 input; part of that range moves into the weight, as in
    SmoothQuant (Xiao et al. 2023).

    Args:
        peaks: the largest size of each channel of the input, (columns,).
        weight: (rows, columns).
    """
    most = np.maximum(np.abs(weight).max(axis=0), 1e-6)
    ratio = np.maximum(peaks, 1e-6) ** _INTO_WEIGHT / most ** (1 - _INTO_WEIGHT)
    return _coarse(ratio / np.median(ratio))


def damping(peaks: Array) -> Array:
    """Return factors like those of `smoothing` that touch only channels far beyond the others.

    Behind its activation function a layer has one or two such, at the first token (Sun et al.
    2024); to even out the others costs the weight more than it gives.
    """
    return _coarse(np.maximum(1, peaks / (_FAR * np.maximum(np.median(peaks), 1e-6))))


def _coarse(factors: Array) -> Array:
    """Round to eighths of a power of two, so that all machines get the same from what they add."""
    rounded: Array = np.exp2(np.rint(8 * np.log2(factors)) / 8).astype(np.float32)
    return rounded
