"""What training changed of a weight, three numbers to a byte.

Training moves the weights of a pretrained encoder little, and that little needs few bits (Liu et
al. 2024 keep one): each number of a change is one of six multiples of its row's scale, from -2.5
to 2.5 in steps of 1.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]

CHANGE, SCALE = ".change", ".scale"  # what a weight's name ends with where they are stored
_LEVELS = 6
_IN_A_BYTE = 3  # 6 * 6 * 6 are 216 of its 256 numbers
_TOP = (_LEVELS - 1) / 2
_CLIPS = (1.0, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3)  # shares of a row's largest number tried as top


def packed(change: Array) -> tuple[Array, Array]:
    """Return a change (rows, columns) as codes (rows, a third of the columns) and scales (rows,).

    Of several scales of a row the one that errs least is taken.
    """
    change = np.asarray(change, np.float32)
    top = np.maximum(np.abs(change).max(axis=1, keepdims=True), np.float32(1e-12))
    best = np.zeros(change.shape, np.uint8)
    scale = top / _TOP
    error = np.full((len(change), 1), np.inf, np.float32)
    for clip in _CLIPS:
        step = clip * top / _TOP
        codes = np.clip(np.rint(change / step + _TOP), 0, _LEVELS - 1)
        off = (((codes - _TOP) * step - change) ** 2).sum(axis=1, keepdims=True)
        better = off < error
        best, scale = np.where(better, codes, best), np.where(better, step, scale)
        error = np.minimum(off, error)
    spare = _IN_A_BYTE * code_columns(change.shape[1]) - change.shape[1]
    first, second, third = np.split(
        np.pad(best.astype(np.uint8), ((0, 0), (0, spare))).reshape(len(best), -1, _IN_A_BYTE),
        _IN_A_BYTE,
        axis=-1,
    )
    joined = (first * _LEVELS + second) * _LEVELS + third
    return joined[..., 0], scale[:, 0].astype(np.float32)


def code_columns(columns: int) -> int:
    """Return how many bytes stand for a row of so many numbers."""
    return -(-columns // _IN_A_BYTE)


def unpacked(codes: Array, scale: Array, columns: int) -> Array:
    """Return the change (rows, columns) that codes and scales stand for."""
    numbers = np.stack([codes // _LEVELS**2, codes // _LEVELS % _LEVELS, codes % _LEVELS], axis=-1)
    change = numbers.reshape(len(codes), -1)[:, :columns].astype(np.float32) - np.float32(_TOP)
    change *= scale[:, None]
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
    """Return the weights that `stored` was given, as far as six levels tell."""
    weights: dict[str, Array] = {}
    for name, value in kept.items():
        if name.endswith(CHANGE):
            plain = name.removesuffix(CHANGE)
            old = before[plain]
            weights[plain] = old + unpacked(value, kept[plain + SCALE], old.shape[1])
        elif not (name.endswith(SCALE) and name.removesuffix(SCALE) + CHANGE in kept):
            weights[name] = value
    return weights
