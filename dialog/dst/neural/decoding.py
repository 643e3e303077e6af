"""From the model's scores to what a turn says of each slot."""

import heapq
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from dialog.dst.neural.queries import Queries
from dialog.dst.neural.reading import Place, Reading
from dialog.runtime.encoder import EncodedBatch
from dialog.schema import DONTCARE, SlotType
from dialog.values import ValueReader

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Ints = NDArray[np.int64]

KEEP, ANY, DROP, NEW = range(4)  # what becomes of a slot
LEAST = 0.05  # the probability of a change that is told
_LONGEST = 16  # tokens of a value
_BEST = 3  # values of a slot that are told
_BEGINS = 4  # words that a value may begin with


@dataclass(frozen=True, slots=True)
class Said:
    """What a turn says of a slot."""

    values: tuple[tuple[str, float], ...]  # new values with their probabilities, likeliest first
    dropped: float = 0.0  # the probability that it holds no longer
    spans: Mapping[str, tuple[int, int]] | None = None  # of the values that the user's words spell


@dataclass(frozen=True)
class Scored:
    """The logits of one turn, as `SlotModel.read` names them, without the batch."""

    fate: "Floats"
    asked: "Floats"
    acts: "Floats"
    listed: "Floats"
    start: "Floats"
    end: "Floats"


class UpdateReader:
    """Reads scores.

    Args:
        queries: of the slots that were asked for.
        readers: of the domains.
    """

    def __init__(self, queries: Queries, readers: Mapping[str, ValueReader]) -> None:
        self.queries = queries
        self.readers = readers
        self._rows = {place: row for row, place in enumerate(queries.places)}

    def read(
        self,
        read: Reading,
        places: Sequence[Place],
        scored: Scored,
        batch: EncodedBatch,
        row: int = 0,
        *,
        least: float = LEAST,
    ) -> dict[Place, Said]:
        """Return what is said of slots, of those that change with at least some probability.

        Args:
            read: the turn.
            places: the slots; scores have one row each.
            scored: their scores.
            batch: the tokens of the turn, among others'.
            row: where it stands there.
            least: the probability of a change.
        """
        size = scored.start.shape[-1]
        offsets, parts = batch.offsets[row, :size], batch.sequence_ids[row, :size]
        fates = softmax(scored.fate)
        found: dict[Place, Said] = {}
        for at, place in enumerate(places):
            keep, anything, drop, new = map(float, fates[at])
            if 1 - keep < least:
                continue
            known = self._rows[place]
            if not self.queries.informable[known]:
                continue
            values: dict[str, float] = {DONTCARE: anything}
            spans: dict[str, tuple[int, int]] = {}
            if self.queries.values[known]:
                for value, score in self._listed(known, scored.listed[at]):
                    values[value] = new * score
            else:
                for value, score, span in self._pointed(
                    place, read, scored.start[at], scored.end[at], offsets, parts
                ):
                    values[value] = values.get(value, 0.0) + new * score
                    if span:
                        spans.setdefault(value, span)
            ordered = sorted(values.items(), key=lambda item: -item[1])[:_BEST]
            found[place] = Said(tuple(ordered), drop, spans)
        return self._apart(found, read.text)

    def _apart(self, said: Mapping[Place, Said], text: str) -> dict[Place, Said]:
        """Return what is said, any words of the user as a value of one slot of a domain alone.

        It is the likeliest: "in the south" is no landmark nearby where it is a part of town.
        """
        taken: dict[Place, list[tuple[int, int]]] = {}
        lost: set[tuple[Place, str]] = set()
        for _, place, value, (start, end) in sorted(self._claims(said, text), reverse=True):
            others = (s for p, s in taken.items() if p.domain == place.domain and p != place)
            if any(start < last and first < end for spans in others for first, last in spans):
                lost.add((place, value))
            else:
                taken.setdefault(place, []).append((start, end))
        return {
            place: replace(each, values=tuple(v for v in each.values if (place, v[0]) not in lost))
            for place, each in said.items()
        }

    def _claims(
        self, said: Mapping[Place, Said], text: str
    ) -> Iterator[tuple[float, Place, str, tuple[int, int]]]:
        """Yield the values that the user's words spell: probability, slot, value, characters."""
        for place, each in said.items():
            scores = dict(each.values)
            for value, span in (each.spans or {}).items():
                if value in scores:
                    yield scores[value], place, value, span
            if self.queries.values[self._rows[place]]:
                for match in self.readers[place.domain].find(text):
                    if match.slot == place.slot and match.value in scores:
                        yield scores[match.value], place, match.value, (match.start, match.end)

    def _listed(self, row: int, logits: "Floats") -> list[tuple[str, float]]:
        own = slice(self.queries.starts[row], self.queries.starts[row + 1])
        return list(zip(self.queries.values[row], map(float, softmax(logits[own])), strict=True))

    def _pointed(
        self,
        place: Place,
        read: Reading,
        start: "Floats",
        end: "Floats",
        offsets: "Ints",
        parts: "Ints",
    ) -> list[tuple[str, float, tuple[int, int] | None]]:
        """Return values that words spell, each with its probability and the user's characters."""
        begins, stops = softmax(start), softmax(end)
        spans = [
            (float(begins[first] * stops[last]), int(first), last)
            for first in np.argsort(begins)[: -_BEGINS - 1 : -1]
            for last in range(int(first), min(int(first) + _LONGEST, len(parts)))
            if parts[first] == parts[last] >= 0
        ]
        found: list[tuple[str, float, tuple[int, int] | None]] = []
        for score, first, last in heapq.nlargest(_BEST, spans):
            span = int(offsets[first, 0]), int(offsets[last, 1])
            value = self._value(place, read, int(parts[first]), span)
            if value:
                found.append((value, score, span if parts[first] == 1 else None))
        return found

    def _value(self, place: Place, read: Reading, part: int, span: tuple[int, int]) -> str | None:
        reader = self.readers[place.domain]
        start, end = span
        if part == 0:
            for known in (*read.held, *read.offered):
                if start < known.end and end > known.start:
                    return known.value
        words = (read.text if part else read.context)[start:end]
        told = reader.read(place.slot, words)
        if told:
            return told[0]
        open_one = reader.domain.schema.slots[place.slot].type is SlotType.OPEN
        return words if open_one else None


def rows_of(logits: Mapping[str, "Floats"], row: int, slots: int, batch: EncodedBatch) -> Scored:
    """Return the logits of one turn of a batch, without what is padding."""
    size = int(batch.attention_mask[row].sum())
    return Scored(
        fate=logits["fate"][row, :slots],
        asked=logits["asked"][row, :slots],
        acts=logits["acts"][row],
        listed=logits["listed"][row, :slots],
        start=logits["start"][row, :slots, :size],
        end=logits["end"][row, :slots, :size],
    )


def softmax(logits: "Floats") -> "Floats":
    """Return probabilities along the last axis."""
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    shares: Floats = powers / powers.sum(axis=-1, keepdims=True)
    return shares


def changed(held: Mapping[Place, str], said: Mapping[Place, Said]) -> dict[Place, str]:
    """Return what is held after a turn: of each slot what is likeliest."""
    after = dict(held)
    for place, each in said.items():
        value, score = each.values[0] if each.values else ("", 0.0)
        kept = 1 - each.dropped - sum(p for _, p in each.values)
        new = sum(p for v, p in each.values if v != DONTCARE)
        most = max(kept, each.dropped, new, dict(each.values).get(DONTCARE, 0.0))
        if most == kept:
            continue
        if most == each.dropped:
            after.pop(place, None)
        elif score:
            after[place] = value
    return after
