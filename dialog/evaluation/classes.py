"""Figures class by class: which labels are found, and which are taken for which."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence, Set
from typing import TypeVar

from dialog.evaluation.f1 import F1

Item = TypeVar("Item", bound=Hashable)


def by_class(
    pairs: "Iterable[tuple[Set[Item], Set[Item]]]", label: "Callable[[Item], str]" = str
) -> dict[str, F1]:
    """Return the counts of each label, the most wanted first.

    Args:
        pairs: for each sentence what was wanted and what was said.
        label: the label of each thing wanted or said.
    """
    found: dict[str, F1] = {}
    for wanted, said in pairs:
        for name in {label(item) for item in wanted | said}:
            own = [{item for item in items if label(item) == name} for items in (wanted, said)]
            found.setdefault(name, F1()).add(*own)
    return dict(sorted(found.items(), key=lambda item: (-item[1].wanted, item[0])))


def labels_of(pairs: Sequence[tuple[str, str]]) -> list[str]:
    """Return the labels of pairs of (wanted, said), the most wanted first."""
    wanted = Counter(pair[0] for pair in pairs)
    return sorted({label for pair in pairs for label in pair}, key=lambda n: (-wanted[n], n))


def confused(pairs: Sequence[tuple[str, str]]) -> list[tuple[str, str, int]]:
    """Return (wanted, said, how often) of labels taken for another, the most frequent first."""
    wrong = Counter(pair for pair in pairs if pair[0] != pair[1])
    ranked = sorted(wrong.items(), key=lambda item: (-item[1], item[0]))
    return [(wanted, said, count) for (wanted, said), count in ranked]
