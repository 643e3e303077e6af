"""Where the values that were known stand among the tokens of a turn."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from dialog.dst.neural.mentions import WHOSE, Mentions
from dialog.dst.neural.reading import Part, Place, Reading
from dialog.runtime.encoder import EncodedBatch

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Ints = NDArray[np.int64]

# of a slot in a turn: held before, offered, of a domain with something held, one of its listed
# values spelled by the user, by the system, asked for by the system
FLAGS = 3 + WHOSE + 1


class Spots:
    """Finds tokens by the characters that they stand for.

    Args:
        batch: turns as tokens.
        row: which of them.
    """

    def __init__(self, batch: EncodedBatch, row: int = 0) -> None:
        self._offsets = batch.offsets[row]
        self._parts = batch.sequence_ids[row]

    def of(self, part: Part, start: int, end: int) -> tuple[int, int] | None:
        """Return the first and the last token of some characters, None where they were cut off."""
        own = self._parts == (0 if part == "context" else 1)
        inside = own & (self._offsets[:, 0] < end) & (self._offsets[:, 1] > start)
        found = np.flatnonzero(inside)
        return (int(found[0]), int(found[-1])) if len(found) else None


def asked_of(
    read: Reading,
    places: Sequence[Place],
    mentions: Mentions,
    batch: EncodedBatch,
    row: int = 0,
) -> "tuple[Ints, Floats, Floats]":
    """Return what is known of slots when a turn is read.

    Returns:
        The first token of each slot's value, held or offered, -1 for none, (slots,); what is so of
        each, (slots, FLAGS); and which listed values are spelled, (WHOSE, values).
    """
    spots = Spots(batch, row)
    held = {known.place: known for known in read.held}
    offered = {known.place: known for known in read.offered}
    present = {place.domain for place in held}
    own = np.full(len(places), -1, np.int64)
    flags = np.zeros((len(places), FLAGS), np.float32)
    for at, place in enumerate(places):
        known = held.get(place) or offered.get(place)
        found = spots.of("context", known.start, known.end) if known else None
        own[at] = found[0] if found else -1
        flags[at, :3] = place in held, place in offered, place.domain in present
        flags[at, -1] = place in read.asked
    spelled = mentions.of(read)
    flags[:, 3 : 3 + WHOSE] = mentions.slots(spelled, places)
    return own, flags, spelled
