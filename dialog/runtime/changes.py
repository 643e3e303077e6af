"""What training changed of a weight, in four bits a number.

Training moves the weights of a pretrained encoder little, and that little needs few bits (Liu et
al. 2024 keep one): each row of a change is stored as whole numbers from -7 to 7 and a scale.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]

CHANGE, SCALE = ".change", ".scale"  # what a weight's name ends with where they are stored
_TOP = 7
_CLIPS = (1.0, 0.9, 0.8, 0.7, 0.6, 0.5)  # shares of a row's largest number that are tried as top


def packed(change: Array) -> tuple[Array, Array]:
    """Return a change (rows, columns) as codes (rows, half the columns) and scales (rows,).

    Of several scales of a row the one that errs least is taken.
    """
    change = np.asarray(change, np.float32)
    top = np.maximum(np.abs(change).max(axis=1, keepdims=True), np.float32(1e-12))
    best = np.zeros_like(change)
    scale = top / _TOP
    error = np.full((len(change), 1), np.inf, np.float32)
    for clip in _CLIPS:
        step = clip * top / _TOP
        codes = np.clip(np.rint(change / step), -_TOP, _TOP)
        off = ((codes * step - change) ** 2).sum(axis=1, keepdims=True)
        better = off < error
        best, scale = np.where(better, codes, best), np.where(better, step, scale)
        error = np.minimum(off, error)
    numbers = (best + _TOP + 1).astype(np.uint8)
    if numbers.shape[1] % 2:
        numbers = np.pad(numbers, ((0, 0), (0, 1)))
    return numbers[:, ::2] << 4 | numbers[:, 1::2], scale[:, 0].astype(np.float32)


def unpacked(codes: Array, scale: Array, columns: int) -> Array:
    """Return the change (rows, columns) that codes and scales stand for."""
    numbers = np.empty((len(codes), 2 * codes.shape[1]), np.float32)
    numbers[:, ::2], numbers[:, 1::2] = codes >> 4, codes & 15
    change: Array = (numbers[:, :columns] - (_TOP + 1)) * scale[:, None]
    return change


def stored(weights: Mapping[str, Array], before: Mapping[str, Array]) -> dict[str, Array]:
    """Return trained weights as they are kept: of matrices that were there before, the change."""
    kept: dict[str, Array] = {}
    for name, weight in weights.items():
        if name in before and weight.ndim == 2:
            kept[name + CHANGE], kept[name + SCALE] = packed(weight - before[name])
        else:
            kept[name] = weight
    return kept


def restored(kept: Mapping[str, Array], before: Mapping[str, Array]) -> dict[str, Array]:
    """Return the weights that `stored` was given, as far as four bits tell."""
    weights: dict[str, Array] = {}
    for name, value in kept.items():
        if name.endswith(CHANGE):
            plain = name.removesuffix(CHANGE)
            old = before[plain]
            weights[plain] = old + unpacked(value, kept[plain + SCALE], old.shape[1])
        elif not (name.endswith(SCALE) and name.removesuffix(SCALE) + CHANGE in kept):
            weights[name] = value
    return weights
