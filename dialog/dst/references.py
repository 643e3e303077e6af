"""What words like "the hotel", "there" and "the same day" refer to."""

import re
from collections.abc import Collection, Iterator, Mapping

from dialog.schema import DomainSchema, Slot, SlotType
from dialog.state import DialogueState
from dialog.values import plain_words, points_back

_POINTERS = frozenset({"it", "there", "that", "this", "that one", "this one", "the place"}) | {
    f"{word} place" for word in ("that", "this", "same", "the same")
}
_NOUN = re.compile(
    r"(?:(?:the|my|our|your|that|this|said)\s+)?(?:same\s+)?"
    r"(?P<noun>.+?)(?:\s+itself|\s+(?:that\s+)?(?:i|we|you)\b.*)?"
)
TYPED = (SlotType.NUMBER, SlotType.TIME, SlotType.DAY)  # types that fit across slot names


class Referents:
    """The things a user can point at in one state of the dialogue."""

    def __init__(self, schemas: Mapping[str, DomainSchema], state: DialogueState) -> None:
        self._schemas = schemas
        self._state = state
        recent = [state.active, *reversed(list(state.domains))]
        self.recent = [name for name in dict.fromkeys(recent) if name in schemas]
        self._spelling = {name.casefold(): name for name in self._known_names()}

    def resolve(
        self, text: str, domain: str, slot: Slot, taken: Collection[str] = ()
    ) -> str | None:
        """Return the value that a text stands for, itself if it refers to nothing.

        None says that the text does refer, but to nothing that was talked about. "There" and its
        like never stand for one of the names `taken`.
        """
        if text in slot.values:
            return text
        words = plain_words(text)
        if slot.place or slot.name == self._schemas[domain].key:
            if words in _POINTERS:
                return self._pointed_at(domain, taken, own=not slot.place)
            noun = _NOUN.fullmatch(words)
            owners = self._called(noun["noun"]) if noun else []
            if owners:
                return next((n for n in map(self._name_in, owners) if n), None)
            if text.casefold() in self._spelling:
                return self._spelling[text.casefold()]
        return self._same(domain, slot) if points_back(text, slot) else text

    def _called(self, noun: str) -> list[str]:
        """Return the domains whose entities go by a noun, the most recent first."""
        order = dict.fromkeys([*self.recent, *self._schemas])
        return [
            name
            for name in order
            if noun
            in {
                word.casefold()
                for word in (self._schemas[name].entity, *self._schemas[name].entity_synonyms)
            }
        ]

    def _pointed_at(self, domain: str, taken: Collection[str], *, own: bool) -> str | None:
        """Return the entity last talked about, by preference in or outside of the domain."""
        order = sorted(self.recent, key=lambda name: (name == domain) != own)
        return next((n for n in map(self._name_in, order) if n and n not in taken), None)

    def _name_in(self, domain: str) -> str | None:
        """Return the key of a domain's entity: under discussion, last booked or asked for."""
        key, state = self._schemas[domain].key, self._state.domain(domain)
        if not key:
            return None
        booked = next((row[key] for row in reversed(state.bookings) if row.get(key)), None)
        named = state.entity.get(self._column(domain, key)) if state.entity is not None else None
        return named or booked or state.value(key)

    def _same(self, domain: str, slot: Slot) -> str | None:
        """Return the value of the like slot elsewhere: booked before believed, then recent."""
        others = [name for name in self.recent if name != domain]
        for find in (self._booked, self._believed, self._described):
            for name in [*others, domain] if find == self._booked else others:
                for like in self._alike(name, slot):
                    if value := find(name, like):
                        return value
        return None

    def _alike(self, domain: str, slot: Slot) -> list[str]:
        """Return a domain's slots that could hold the slot's value, its namesake first."""
        slots = self._schemas[domain].slots.values()
        fits = [s for s in slots if s.name == slot.name and s.type is slot.type]
        if slot.type in TYPED:
            fits += [s for s in slots if s.type is slot.type and s.name != slot.name]
        return [s.name for s in fits]

    def _booked(self, domain: str, slot: str) -> str | None:
        bookings = self._state.domain(domain).bookings
        return bookings[-1].get(slot) if bookings else None

    def _believed(self, domain: str, slot: str) -> str | None:
        return self._state.domain(domain).value(slot)

    def _described(self, domain: str, slot: str) -> str | None:
        entity = self._state.domain(domain).entity
        return entity.get(self._column(domain, slot)) if entity is not None else None

    def _column(self, domain: str, slot: str) -> str:
        known = self._schemas[domain].slots.get(slot)
        return known.column or slot if known else slot

    def _known_names(self) -> Iterator[str]:
        for domain in self.recent:
            key, state = self._schemas[domain].key, self._state.domain(domain)
            column = self._column(domain, key)
            found = [*(state.results or ()), *([] if state.entity is None else [state.entity])]
            named = [row.get(column) for row in found]
            yield from filter(None, [*named, *(row.get(key) for row in state.bookings)])
