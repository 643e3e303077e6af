"""What an epoch learns from: some of the dialogues, in batches of like length."""

import random
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

T = TypeVar("T")
_WINDOW = 40  # batches that are sorted together


def drawn_dialogues(
    items: Iterable[T], dialogue: Callable[[T], str], seed: int, number: int, *, nth: int = 0
) -> list[T]:
    """Return what is of so many dialogues, the nth time of others until all had their turn.

    Args:
        items: turns, or what is made of them.
        dialogue: the name of the dialogue that an item is of.
        seed: of the order of the dialogues.
        number: of the dialogues.
        nth: how many such draws came before.
    """
    items = list(items)
    names = sorted({dialogue(item) for item in items})
    random.Random(f"{seed} dialogues").shuffle(names)  # noqa: S311
    first = nth * number
    drawn = {names[at % len(names)] for at in range(first, first + min(number, len(names)))}
    return [item for item in items if dialogue(item) in drawn]


def of_like_length(items: Sequence[T], size: int, length: Callable[[T], int]) -> list[list[T]]:
    """Cut shuffled items into batches, which need little padding, in an order of their number's.

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
