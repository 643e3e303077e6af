"""The slots of a session as the model asks for them: vectors of what their schema says.

The embedded encoder as it is, not the trained one, turns a slot's description and each of its
values into a vector, so that slots never met in training have one too.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from dialog.component import Domains
from dialog.dst.neural.reading import Place, words_of
from dialog.quantities import DAYS
from dialog.runtime.embedding import kept_vectors
from dialog.schema import SlotType

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Queries:
    """What is asked of a turn: slots, and the values that are listed for some of them."""

    places: tuple[Place, ...]
    slots: "Floats"  # (places, width) vectors of their descriptions
    values: tuple[tuple[str, ...], ...]  # of each slot the listed ones, none for an open slot
    listed: "Floats"  # (all values, width) vectors of the values, slot after slot
    starts: "Ints"  # (places + 1,) where each slot's values begin
    wordings: tuple[tuple[str, ...], ...]  # of each listed value, in the order of `listed`
    informable: tuple[bool, ...]  # whether users inform of each slot; of others they only ask

    def index(self, place: Place) -> int:
        """Return the row of a slot."""
        return self.places.index(place)

    def among(self, domains: Collection[str]) -> "Queries":
        """Return what is asked of some domains alone."""
        rows = [row for row, place in enumerate(self.places) if place.domain in domains]
        values = tuple(self.values[row] for row in rows)
        listed = [at for row in rows for at in range(self.starts[row], self.starts[row + 1])]
        return Queries(
            tuple(self.places[row] for row in rows),
            self.slots[rows],
            values,
            self.listed[listed],
            np.cumsum([0, *map(len, values)]),
            tuple(self.wordings[at] for at in listed),
            tuple(self.informable[row] for row in rows),
        )


def described(domains: Domains, place: Place) -> str:
    """Return what a schema says of a slot, in words."""
    slot = domains[place.domain].schema.slots[place.slot]
    return f"{words_of(place)}: {slot.description}"


def listed_values(domains: Domains, place: Place) -> tuple[str, ...]:
    """Return the values that are told apart by name; of other slots the words are pointed at."""
    slot = domains[place.domain].schema.slots[place.slot]
    if slot.type is SlotType.BOOLEAN:
        return ("yes", "no")
    if slot.type is SlotType.DAY:
        return DAYS
    return tuple(slot.values) if slot.type is SlotType.CATEGORICAL else ()


class QueryMaker:
    """Makes queries with an encoder that stays as it is.

    Args:
        folder: the encoder's.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def make(self, domains: Domains, places: Sequence[Place]) -> Queries:
        """Return the queries of some slots."""
        values = tuple(listed_values(domains, place) for place in places)
        said = [
            f"{words_of(place)} {value}"
            for place, each in zip(places, values, strict=True)
            for value in each
        ]
        vectors = kept_vectors(
            [*(described(domains, place) for place in places), *said],
            self._folder,
            "float32",
            "queries",
        )
        starts = np.cumsum([0, *map(len, values)])
        informable = tuple(domains[p.domain].schema.slots[p.slot].informable for p in places)
        slots, listed = vectors[: len(places)], vectors[len(places) :]
        wordings = tuple(
            (value, *domains[place.domain].schema.slots[place.slot].values.get(value, ()))
            for place, each in zip(places, values, strict=True)
            for value in each
        )
        return Queries(tuple(places), slots, values, listed, starts, wordings, informable)
