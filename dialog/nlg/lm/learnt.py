"""What clerks said together where a model learnt: it is asked for nothing else.

A model of this size words well what it met and anything at all for what it did not: opening hours
that it never heard of it tells as a postcode. So a bundle keeps which two items of a line
(`linear.Item`) stood together in the turns that it learnt from, and how often. What was told in
several domains is known of any other; what was asked is not, for a question names what people do
there: "What day would you like to travel?"
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations_with_replacement
from typing import TYPE_CHECKING, Any

import numpy as np

from dialog.errors import BundleError
from dialog.nlg.corpus_turns import ASKED
from dialog.nlg.lm.linear import Item

if TYPE_CHECKING:
    from numpy.typing import NDArray

Pair = tuple[Item, Item]  # in order; of an item alone, twice the same
Anywhere = tuple[tuple[str, str], tuple[str, str], bool]  # type and slot of two; of one domain?

_LEAST = 2  # turns that two items stood in together
_DOMAINS = 2  # in which they were told, to be known of others


class Learnt:
    """Knows what stood together.

    Args:
        seen: pairs of items -> in how many turns.
    """

    def __init__(self, seen: Mapping[Pair, int]) -> None:
        self.seen = {pair: times for pair, times in seen.items() if times >= _LEAST}
        told = (pair for pair in self.seen if not any(kind in ASKED for kind, _, _ in pair))
        self._anywhere = Counter(_anywhere(pair) for pair in told)

    @classmethod
    def of(cls, turns: Iterable[Sequence[Item]]) -> "Learnt":
        """Return what stood together in turns."""
        return cls(Counter(pair for items in turns for pair in _pairs(items)))

    def knows(self, items: Sequence[Item]) -> bool:
        """Whether every two of some items stood together."""
        return all(
            pair in self.seen or self._anywhere[_anywhere(pair)] >= _DOMAINS
            for pair in _pairs(items)
        )

    def to_array(self) -> "NDArray[np.uint8]":
        """Return it as bytes, to be kept among weights."""
        kept = [[*first, *second, times] for (first, second), times in sorted(self.seen.items())]
        return np.frombuffer(json.dumps(kept, ensure_ascii=False).encode(), dtype=np.uint8)

    @classmethod
    def from_array(cls, kept: "NDArray[Any]") -> "Learnt":
        """Return what `to_array` gave.

        Raises:
            BundleError: for bytes that are none.
        """
        try:
            rows = json.loads(kept.tobytes())
            return cls({((a, b, c), (d, e, f)): times for a, b, c, d, e, f, times in rows})
        except (ValueError, TypeError) as error:
            raise BundleError(f"What the bundle learnt to say is damaged: {error}.") from error


def _pairs(items: Iterable[Item]) -> Iterator[Pair]:
    return combinations_with_replacement(sorted(set(items)), 2)


def _anywhere(pair: Pair) -> Anywhere:
    (kind, domain, slot), (other_kind, other_domain, other_slot) = pair
    return (kind, slot), (other_kind, other_slot), domain == other_domain
