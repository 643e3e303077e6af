"""Batches of like length, which need little padding."""

import random
from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")
_WINDOW = 40  # batches that are sorted together


def of_like_length(items: Sequence[T], size: int, length: Callable[[T], int]) -> list[list[T]]:
    """Cut shuffled items into batches of like length, in an order that their number fixes.

    Args:
        items: shuffled.
        size: items a batch, at most.
        length: of an item, as far as padding goes.
    """
    window = size * _WINDOW
    batches: list[list[T]] = []
    for at in range(0, len(items), window):
        near = sorted(items[at : at + window], key=length, reverse=True)
        batches += [near[i : i + size] for i in range(0, len(near), size)]
    random.Random(len(items)).shuffle(batches)  # noqa: S311  not for secrets
    return batches
