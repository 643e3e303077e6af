"""How the values of slots are worded, and the words that stand for a value said before."""

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from dialog.acts import ActType
from dialog.component import Domains
from dialog.domain import Domain
from dialog.nlu.examples import Example
from dialog.nlu.frames import frames
from dialog.nlu.spoken import as_typed, spoken_value
from dialog.schema import Language, Slot, SlotType
from dialog.values import ValueReader, column_values, readers

Values = Mapping[tuple[str, str], Sequence[str]]  # domain and slot -> wordings
_KINDS: Mapping[Language, Mapping[SlotType, str]] = {  # what "the same ..." is said of
    "en": {SlotType.DAY: "day", SlotType.TIME: "time"},
    "zh": {},
}


class Wordings:
    """Draws words for a slot's value, or words that refer to one.

    Args:
        domains: the domains whose slots are worded.
        rng: the source of chance.
        values: per domain and slot, wordings for open slots whose values no row or file lists.
    """

    def __init__(
        self, domains: Domains, rng: random.Random, values: Values = MappingProxyType({})
    ) -> None:
        self._domains = domains
        self._rng = rng
        self._values = values
        self._readers: dict[str, ValueReader] = readers(domains)
        # what "the same area" may be said of
        named = Counter(s for d in domains.values() for s in d.schema.slots if s != d.schema.key)
        self._shared = {name for name, count in named.items() if count > 1}
        self.names = {
            (name, slot.name): self._slot_names(domain, slot)
            for name, domain in domains.items()
            for slot in domain.schema.slots.values()
        }

    def draw(self, domain: str, slot: Slot) -> str:
        """Return words for a value of a slot, as typed."""
        if slot.name in self._shared and not _beside(slot) and self._rng.random() < 0.06:
            return self._same(self._domains[domain], slot)
        words = spoken_value(slot, self.names[domain, slot.name], self._rng)
        return as_typed(words, self._rng)

    def _same(self, domain: Domain, slot: Slot) -> str:
        """Return words for the value that another domain's slot of that name has."""
        said = frames(domain.schema.language)
        nouns = [d.schema.entity for d in self._others(domain) if slot.name in d.schema.slots]
        frame = self._rng.choice(said[self._rng.choice(("same", "same_as"))])
        kinds = _KINDS[domain.schema.language]
        kind = self._rng.choice((kinds.get(slot.type, slot.noun), slot.noun))
        return frame.format(kind=kind, entity=self._rng.choice(nouns))

    def _slot_names(self, domain: Domain, slot: Slot) -> list[str]:
        known = column_values(slot, domain.rows()) + domain.names(slot.name)
        if slot.place:
            known = list(self._readers[domain.name].names.get(slot.name, {}).values())
            known += self._referring(domain, len(known) // 2 + 3)
        elif known and _beside(slot) and slot.name in self._shared:
            known += self._referring(domain, len(known) // 4 + 3)
        return known or list(self._values.get((domain.name, slot.name), ()))

    def _referring(self, domain: Domain, count: int) -> list[str]:
        """Return words for places of other domains that are under discussion."""
        said = frames(domain.schema.language)
        places = [other for other in self._others(domain) if other.schema.has_places]
        kinds = [k for d in places for s in d.schema.slots.values() if s.kind for k in s.values]
        nouns = [place.schema.entity for place in places for _ in range(3)] + kinds
        refer = [
            *said["refers"] * 6,
            *(f.format(entity=n) for n in nouns for f in said["refers_to"]),
        ]
        return [self._rng.choice(refer) for _ in range(count)]

    def _others(self, domain: Domain) -> Iterator[Domain]:
        return (other for other in self._domains.values() if other is not domain)


def values_said(domains: Domains, examples: Iterable[Example]) -> Values:
    """Return how each slot's values are worded in some sentences.

    Slots whose names end alike, `depart_date.day_name` and `return_date.day_name`, take the same
    values. A wording stands as often as the square root of its count, so that the usual ones come
    first and the rare ones come up.
    """
    counts: dict[tuple[str, str], Counter[str]] = {}
    for example in examples:
        for act in example.acts:
            if act.span and act.type is ActType.INFORM:
                words = example.text[slice(*act.span)]
                counts.setdefault((act.domain, _kind(act.slot)), Counter())[words] += 1
    worded = {
        slot: [words for words, count in sorted(said.items()) for _ in range(round(count**0.5))]
        for slot, said in counts.items()
    }
    return {
        (name, slot): worded[name, _kind(slot)]
        for name, domain in domains.items()
        for slot in domain.schema.slots
        if (name, _kind(slot)) in worded
    }


def _beside(slot: Slot) -> bool:
    """Whether a slot's values are things that an entity is near: "the hotel", "there"."""
    return slot.type is SlotType.OPEN and slot.multiple


def _kind(slot: str) -> str:
    return slot.rpartition(".")[2]
