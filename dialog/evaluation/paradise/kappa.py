"""Task success as kappa: how well what was exchanged agrees with what was wanted.

After Walker, Litman, Kamm and Abella 1997, PARADISE. A task is a matrix of attributes and values;
a dialogue gives each attribute of its user's goal the value that was wanted and the one that came
about. Over all dialogues P(A) is the share of attributes that are right and P(E) the agreement to
expect by chance, the sum of the squared shares of the wanted values;
kappa = (P(A) - P(E)) / (1 - P(E)). That of one dialogue has its own P(A) and the P(E) of all, as
the paper's table of 16 users does.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

TOLD = "told"  # the value of a fact that is to be told, whatever the fact


class Attribute(NamedTuple):
    """A part of what a user wants."""

    name: str  # of its kind: `restaurant.food`, or `restaurant.phone?` of a fact to be told
    wanted: str
    got: str  # what came about, "" for nothing; `wanted` itself where another spelling means it

    @property
    def right(self) -> bool:
        """Whether what came about is what was wanted."""
        return self.got == self.wanted


class Agreement(NamedTuple):
    """How well values agree, as shares from 0 to 1."""

    actual: float  # P(A)
    chance: float  # P(E)

    @property
    def kappa(self) -> float:
        """Agreement beyond chance: 1 when all is right, 0 by chance."""
        return (self.actual - self.chance) / (1 - self.chance)


def agreement(attributes: Sequence[Attribute]) -> Agreement | None:
    """Return the agreement over attributes of all dialogues.

    Kappa is undefined, and there is None, where every attribute is wanted with the same value.
    """
    wanted = Counter((each.name, each.wanted) for each in attributes)
    if len(wanted) < 2:
        return None
    chance = sum(count * count for count in wanted.values()) / len(attributes) ** 2
    return Agreement(_share(attributes), chance)


def kappa_of(attributes: Sequence[Attribute], chance: float) -> float:
    """Return the kappa of one dialogue, which has an attribute at least.

    Args:
        attributes: the dialogue's.
        chance: P(E) of all dialogues, below 1.
    """
    return Agreement(_share(attributes), chance).kappa


def confusions(attributes: Iterable[Attribute]) -> list[tuple[Attribute, int]]:
    """Return what is wrong with how often it is, the commonest first."""
    return Counter(each for each in attributes if not each.right).most_common()


def _share(attributes: Sequence[Attribute]) -> float:
    return sum(each.right for each in attributes) / len(attributes)
