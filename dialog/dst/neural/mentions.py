"""Which of the values that are listed for slots the words of a turn spell.

A vector tells what a value means, and likens "chinese" to "korean"; letters tell them apart, also
where the value was never met in training.
"""

from typing import TYPE_CHECKING

import numpy as np

from dialog.dst.neural.queries import Queries
from dialog.dst.neural.reading import Place, Reading
from dialog.quantities import fold
from dialog.wordbounds import lower, places

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

WHOSE = 2  # the user's words, and the system's before them


class Mentions:
    """Finds the listed values of slots.

    Args:
        queries: of the slots, with the wordings of their values.
    """

    def __init__(self, queries: Queries) -> None:
        self._slots = {
            place: slice(queries.starts[row], queries.starts[row + 1])
            for row, place in enumerate(queries.places)
        }
        self._slot_of = np.repeat(np.arange(len(queries.places)), np.diff(queries.starts))
        # one wording may stand for values of many slots
        self._known: dict[str, list[int]] = {}
        for at, wordings in enumerate(queries.wordings):
            for wording in wordings:
                self._known.setdefault(fold(wording), []).append(at)
        self._known.pop("", None)

    def of(self, read: Reading) -> "Floats":
        """Return which values are spelled, 0 or 1, (WHOSE, values)."""
        spelled = np.zeros((WHOSE, len(self._slot_of)), np.float32)
        for row, text in enumerate((read.text, read.context[: read.said])):
            lowered = lower(text)
            found = [
                (word, start, end)
                for word in self._known
                if word in lowered
                for start, end in places(word, lowered)
            ]
            for word, start, end in found:
                # "north" says nothing of itself in "north east"
                longer = {
                    self._slot_of[value]
                    for other, first, last in found
                    if first <= start and end <= last and last - first > end - start
                    for value in self._known[other]
                }
                for value in self._known[word]:
                    if self._slot_of[value] not in longer:
                        spelled[row, value] = 1
        return spelled

    def slots(self, spelled: "Floats", asked: "Sequence[Place]") -> "Floats":
        """Return of slots whether any of their values is spelled, (slots, WHOSE)."""
        return np.array(
            [spelled[:, self._slots[place]].any(axis=1) for place in asked], np.float32
        ).reshape(len(asked), WHOSE)
