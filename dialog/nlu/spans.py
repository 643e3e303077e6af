"""Finds spans of values by two witnesses: the tagger's scores and the gazetteer."""

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from dialog.nlu.chain import Chain, Tagged
from dialog.nlu.labels import OUTSIDE, LabelSet
from dialog.nlu.words import Bounds, overlapping
from dialog.quantities import find_days, find_parties, find_times
from dialog.schema import SlotType
from dialog.values import Match, ValueReader

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

KNOWN = 0.6  # trust in a known value met word for word, as a second witness beside the tagger
HINT = 0.2  # what the tagger must give a known value at least for the two to outvote it


class Span(NamedTuple):
    """Words that spell a value."""

    domain: str
    slot: str
    start: int
    end: int
    score: float


class SpanFinder:
    """Reads spans out of the words' tag scores.

    Where the two witnesses agree, a slot is as sure as a noisy or of the two; a known value that
    the tagger only half sees is found all the same; times and names are taken whole.

    Args:
        readers: a gazetteer for each domain.
        labels: what the model can say.
        chain: reads its tags.
    """

    def __init__(self, readers: Mapping[str, ValueReader], labels: LabelSet, chain: Chain) -> None:
        self.readers = readers
        self._chain = chain
        self._tags = labels.tags
        # the domains in which words for a time of day can only be one
        self._timed = {
            name
            for name, reader in readers.items()
            if any(s.type is SlotType.TIME for s in reader.domain.schema.slots.values())
        }
        # per slot the columns of its B- and I- tag
        self._columns = {
            span: [self._tags.index(f"B-{span}"), self._tags.index(f"I-{span}")]
            for span in labels.spans
        }

    def tagged(self, tokens: "Sequence[Floats]") -> "list[Tagged]":
        """Return the tags of sentences with the logits (words, tags) of each; see `Chain`."""
        spoken = [token for token in tokens if len(token)]
        read = iter(self._chain.read_all(spoken) if spoken else ())
        return [next(read) if len(token) else ([], token) for token in tokens]

    def find(
        self, text: str, tagged: "Tagged", bounds: Sequence[Bounds], session: Collection[str]
    ) -> list[Span]:
        """Return the spans of a sentence in text order.

        Args:
            text: the sentence.
            tagged: its tags.
            bounds: of the words, in characters.
            session: domains whose values may be found.
        """
        if not bounds:
            return []
        path, probabilities = tagged
        known = {d: list(self.readers[d].find(text)) for d in session if d in self.readers}
        times = find_times(text)
        typed = {SlotType.TIME: times, SlotType.DAY: find_days(text)}
        found: list[Span] = []
        for span in self._tagged(path, probabilities, bounds):
            if span.domain not in known:
                continue
            names = [(m.start, m.end) for m in known[span.domain] if m.slot == span.slot]
            whole = self._whole(text, span, times, names)
            whole = whole or self._time_after_all(span, times, probabilities, bounds)
            if whole:
                kind = self.readers[whole.domain].domain.schema.slots[whole.slot].type
                sure = self._knows(text, whole) or (whole.start, whole.end) in typed.get(kind, ())
                found.append(whole._replace(score=agreed(span.score)) if sure else whole)
        found = _apart(sorted(self._joined(text, found), key=lambda span: -span.score))
        hinted = self._hinted(known, typed, probabilities, bounds)
        return sorted(_apart([*found, *hinted]), key=lambda span: (span.start, span.end))

    def _tagged(
        self, path: Sequence[int], probabilities: "Floats", bounds: Sequence[Bounds]
    ) -> list[Span]:
        """Return the spans of the likeliest tags, each as sure as its surest word."""
        found: list[Span] = []
        for at, ((start, end), row) in enumerate(zip(bounds, probabilities, strict=True)):
            name = self._tags[path[at]]
            if name == OUTSIDE:
                continue
            # how sure the slot is, whether the word begins it or goes on with it
            sure = float(row[self._columns[name[2:]]].sum())
            if name[0] == "I":
                found[-1] = found[-1]._replace(end=end, score=max(found[-1].score, sure))
            else:
                domain, _, slot = name[2:].partition(".")
                found.append(Span(domain, slot, start, end, sure))
        return found

    def _whole(
        self, text: str, span: Span, times: Sequence[Bounds], names: Sequence[Bounds]
    ) -> Span | None:
        """Widen a span to the time or the name that it is a part of: "half" to "half past six".

        None when what it is a part of is no value of the slot: "half past six" is not for six.
        """
        kind = self.readers[span.domain].domain.schema.slots[span.slot].type
        if kind is SlotType.TIME:
            return _widened(span, times)
        if kind is SlotType.NUMBER and (whole := _widened(span, find_parties(text))) != span:
            return whole
        for start, end in names:  # "european" of "modern european"
            if start <= span.start and span.end <= end:
                return span._replace(start=start, end=end)
        if self._knows(text, span):
            return span
        timed = span.domain in self._timed
        if timed and any(a <= span.start and span.end <= b for a, b in times):
            return None
        return _widened(span, names) if kind is SlotType.OPEN else span

    def _time_after_all(
        self,
        span: Span,
        times: Sequence[Bounds],
        probabilities: "Floats",
        bounds: Sequence[Bounds],
    ) -> Span | None:
        """Return a number that is a time of day, "at 8", as one of the domain's likeliest slot."""
        slots = self.readers[span.domain].domain.schema.slots.values()
        inside = overlapping(bounds, (span.start, span.end))
        masses = {
            slot.name: float(probabilities[inside][:, columns].sum(axis=1).max())
            for slot in slots
            if slot.type is SlotType.TIME
            and (columns := self._columns.get(f"{span.domain}.{slot.name}")) is not None
        }
        if not masses or not any(masses.values()):
            return None
        return _widened(span._replace(slot=max(masses, key=lambda s: masses[s])), times)

    def _knows(self, text: str, span: Span) -> bool:
        return self.readers[span.domain].knows(span.slot, text[span.start : span.end])

    def _joined(self, text: str, spans: Sequence[Span]) -> list[Span]:
        """Join neighbouring spans of a slot: "the" and "museum".

        Two known values stay apart, and so does what can take several.
        """
        joined: list[Span] = []
        for span in sorted(spans, key=lambda span: span.start):
            last = joined[-1] if joined else None
            if (
                last
                and last[:2] == span[:2]
                and not self.readers[span.domain].domain.schema.slots[span.slot].many
                and not text[last.end : span.start].strip()
                and not (self._knows(text, last) and self._knows(text, span))
            ):
                end, score = max(last.end, span.end), max(last.score, span.score)
                joined[-1] = last._replace(end=end, score=score)
            else:
                joined.append(span)
        return joined

    def _hinted(
        self,
        known: Mapping[str, Sequence[Match]],
        typed: Mapping[SlotType, Sequence[Bounds]],
        probabilities: "Floats",
        bounds: Sequence[Bounds],
    ) -> list[Span]:
        """Return the known values, times and days that the tagger half sees, in their best slot."""
        best: dict[Bounds, Span] = {}
        for domain, matches in known.items():
            spans = [(m.slot, (m.start, m.end)) for m in matches]
            spans += [
                (slot.name, span)
                for slot in self.readers[domain].domain.schema.slots.values()
                for span in typed.get(slot.type, ())
            ]
            for slot, (start, end) in spans:
                columns = self._columns.get(f"{domain}.{slot}")
                inside = overlapping(bounds, (start, end))
                if columns is None or not inside:
                    continue
                score = float(probabilities[inside][:, columns].sum(axis=1).mean())
                if score >= max(HINT, best[start, end].score if (start, end) in best else 0.0):
                    best[start, end] = Span(domain, slot, start, end, score)
        longest = sorted(best.values(), key=lambda span: span.start - span.end)
        return [span._replace(score=agreed(span.score)) for span in longest]


def _widened(span: Span, wholes: Sequence[Bounds]) -> Span:
    """Widen a span to the first of some bounds that it has a part of."""
    for start, end in wholes:
        if start < span.end and end > span.start:
            return span._replace(start=min(start, span.start), end=max(end, span.end))
    return span


def _apart(spans: Sequence[Span]) -> list[Span]:
    """Keep of spans that share words the one that comes first."""
    kept: list[Span] = []
    for span in spans:
        if all(span.end <= other.start or span.start >= other.end for other in kept):
            kept.append(span)
    return kept


def agreed(score: float, trust: float = 1.0) -> float:
    """Return how sure a span is that the gazetteer knows too, `trust` for a typo in it."""
    return 1 - (1 - score) * (1 - KNOWN * trust)
