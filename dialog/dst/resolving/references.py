"""What words like "the hotel", "there" and "the same day" refer to."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from types import MappingProxyType
from typing import NamedTuple

from dialog.acts import ActType
from dialog.pointing import (
    is_definite,
    is_pointer,
    noun_of,
    place_words,
    plain_words,
    points_back,
    whose,
)
from dialog.schema import DONTCARE, JOINT, DomainSchema, Slot, SlotType
from dialog.state import DialogueState
from dialog.wordbounds import stands_alone

TYPED = (SlotType.NUMBER, SlotType.TIME, SlotType.DAY)  # types that fit across slot names
_MIN_START = 3  # characters that tell a name by its beginning, in a script without spaces


class Meant(NamedTuple):
    """What a text stands for."""

    value: str | None  # None: it refers, but to nothing that was talked about
    place: str = ""  # "hotel.area", where the value was found; "" for a text that is the value


class Referents:
    """The things a user can point at in one state of the dialogue.

    Args:
        schemas: of the session's domains.
        state: the dialogue so far.
        names: those of all entities, by their letters without case: they are no part of another.
    """

    def __init__(
        self,
        schemas: Mapping[str, DomainSchema],
        state: DialogueState,
        names: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self._schemas = schemas
        self._state = state
        self._names = names
        recent = [state.active, *reversed(list(state.domains))]
        self.recent = [name for name in dict.fromkeys(recent) if name in schemas]

    @cached_property
    def _spelling(self) -> dict[str, str]:
        """The names talked about, by their letters without case."""
        return {name.casefold(): name for name in self._known_names()}

    def resolve(self, text: str, domain: str, slot: Slot, taken: Collection[str] = ()) -> Meant:
        """Return what a text stands for, itself if it refers to nothing.

        "There" and its like never stand for one of the names `taken`.
        """
        if text in slot.values:
            return Meant(text)
        plain, words = plain_words(text), place_words(text)
        pointer = bool(plain) and is_pointer(words)
        if slot.place or slot.name == self._schemas[domain].key:
            if pointer:
                return self._pointed_at(domain, taken, own=not slot.place)
            owners = self._called(noun_of(words))
            if owners:
                return self._first(map(self._named_in, owners))
            if name := self._spelled(plain) or self._spelled(words):
                return Meant(name)
            if name := self._headed(noun_of(words)):
                return Meant(name)
        elif slot.type is SlotType.OPEN and pointer:
            return self._beside([name for name in self.recent if name != domain], slot)
        elif slot.type is SlotType.OPEN and (owners := self._called(noun_of(words))):
            found = self._beside(owners, slot)
            return found if found.value or is_definite(words) else Meant(text)
        owners = self._called(whose(text))
        if owners:
            return self._like(owners, slot)
        return self.same(domain, slot) if points_back(text, slot) else Meant(text)

    def places(self) -> list[str]:
        """Return the names of the places talked about, the last one first."""
        domains = (name for name in self.recent if self._schemas[name].has_places)
        names = (self._named_in(name).value for name in domains)
        return [name for name in dict.fromkeys(names) if name]

    def calls(self, domain: str, text: str) -> bool:
        """Whether a text calls a thing by what a domain's entities are: "near the hotel"."""
        return noun_of(place_words(text)) in self._nouns(domain)

    def _called(self, noun: str) -> list[str]:
        """Return the domains whose entities go by a noun, the most recent first.

        Where none do, those whose entity under discussion is of the kind: "the museum".
        """
        order = dict.fromkeys([*self.recent, *self._schemas]) if noun else {}
        named = [name for name in order if noun in self._nouns(name)]
        return named or [name for name in order if noun in self._kinds(name)]

    def _kinds(self, domain: str) -> frozenset[str]:
        """Return what a domain's entity under discussion is called by its kind."""
        entity = self._state.domain(domain).entity
        kinds = [slot for slot in self._schemas[domain].slots.values() if slot.kind]
        if entity is None or not kinds:
            return frozenset()
        cells = [(slot, entity.get(slot.column or slot.name) or "") for slot in kinds]
        values = [(slot, value.strip()) for slot, cell in cells for value in cell.split(JOINT)]
        return _plain(tuple(n for slot, v in values for n in (v, *slot.values.get(v, ())) if n))

    def _nouns(self, domain: str) -> frozenset[str]:
        schema = self._schemas[domain]
        return _plain(schema.nouns)

    def _pointed_at(self, domain: str, taken: Collection[str], *, own: bool) -> Meant:
        """Return the entity last talked about, by preference in or outside of the domain."""
        order = sorted(self.recent, key=lambda name: (name == domain) != own)
        found = (self._named_in(name) for name in order if own or self._schemas[name].has_places)
        return self._first(meant for meant in found if meant.value not in taken)

    def _beside(self, domains: list[str], slot: Slot) -> Meant:
        """Return what a place of the domains is near, or its name where that is not known."""
        for name in domains:
            like = self._like([name], slot) if self._alike(name, slot) else self._named_in(name)
            if like.value:
                return like
        return Meant(None)

    def _named_in(self, domain: str) -> Meant:
        """Return the key of a domain's entity: under discussion, last booked or asked for."""
        key, state = self._schemas[domain].key, self._state.domain(domain)
        if not key:
            return Meant(None)
        booked = next((row[key] for row in reversed(state.bookings) if row.get(key)), None)
        named = state.entity.get(self._column(domain, key)) if state.entity is not None else None
        return Meant(named or booked or state.value(key), f"{domain}.{key}")

    @staticmethod
    def _first(found: Iterable[Meant]) -> Meant:
        return next((meant for meant in found if meant.value), Meant(None))

    def _spelled(self, words: str) -> str:
        """Return the name, of those talked about, that words are or plainly begin."""
        bare = words.removeprefix("the ")
        own = bare.removesuffix("'s")  # "hazel hill's address"
        shorter = [own.removesuffix(f" {n}") for d in self._schemas for n in self._nouns(d)]
        shorter = [own, *shorter]
        shorter = [form for form in dict.fromkeys(shorter) if form != bare]
        for form in (words, bare, f"the {bare}", *shorter):
            if form in self._spelling:
                return self._spelling[form]
            if form in self._names:
                return self._names[form]
        begun = {name for told, name in self._spelling.items() if self._begins(own, told)}
        return begun.pop() if len(begun) == 1 else ""

    def _headed(self, noun: str) -> str:
        """Return the place talked about last whose name ends in a noun: "the gallery"."""
        named = (name for name in self.places() if plain_words(name).split()[1:])
        return next((name for name in named if plain_words(name).split()[-1] == noun), "")

    def _begins(self, words: str, name: str) -> bool:
        """Whether words are a name without its end: "hazel hill" of "Hazel Hill House"."""
        name = plain_words(name).removeprefix("the ")
        if not words or not name.startswith(words):
            return False
        if stands_alone(words[-1]):
            return len(words) >= _MIN_START
        rest = name[len(words) :]
        nouns = {noun for domain in self._schemas for noun in self._nouns(domain)}
        return rest.startswith(" ") and (" " in words or rest.strip() in nouns)

    def same(self, domain: str, slot: Slot) -> Meant:
        """Return the value of the like slot elsewhere: booked before believed, then recent."""
        others = [name for name in self.recent if name != domain]
        return self._like([*others, domain], slot, own=domain)

    def _like(self, domains: list[str], slot: Slot, own: str = "") -> Meant:
        """Return the value that domains hold for a slot like this one.

        What is believed in the slot's own domain is no answer: it would be left as it is.
        """
        for find in (self._booked, self._believed, self._described):
            for name in domains:
                if name == own and find == self._believed:
                    continue
                for like in self._alike(name, slot):
                    value = find(name, like.name)
                    if value and value != DONTCARE and (not slot.values or value in slot.values):
                        return Meant(value, f"{name}.{like.name}")
        return Meant(None)

    def _alike(self, domain: str, slot: Slot) -> list[Slot]:
        """Return a domain's slots that could hold the slot's value, its namesake first.

        By type only where it tells enough: people are no nights, as their unit says.
        """
        slots = self._schemas[domain].slots.values()
        fits = [s for s in slots if s.name == slot.name and s.type is slot.type]
        others = [s for s in slots if s.type is slot.type and s.name != slot.name]
        if slot.type in TYPED:
            return fits + [s for s in others if s.unit == slot.unit]
        return fits + [s for s in others if s.noun.casefold() == slot.noun.casefold()]

    def _booked(self, domain: str, slot: str) -> str | None:
        bookings = self._state.domain(domain).bookings
        return bookings[-1].get(slot) if bookings else None

    def _believed(self, domain: str, slot: str) -> str | None:
        return self._state.domain(domain).value(slot)

    def _described(self, domain: str, slot: str) -> str | None:
        """Return what the table says of the entity; of several values the longest.

        That is the most specific: "fenwick college" rather than "college".
        """
        entity = self._state.domain(domain).entity
        cell = entity.get(self._column(domain, slot)) if entity is not None else None
        known = self._schemas[domain].slots.get(slot)
        if cell and known and known.multiple:
            return max((value.strip() for value in cell.split(";")), key=len)
        return cell

    def _column(self, domain: str, slot: str) -> str:
        known = self._schemas[domain].slots.get(slot)
        return known.column or slot if known else slot

    def _known_names(self) -> Iterator[str]:
        """Yield the names that either side has said: found, booked, asked for and offered."""
        for domain in self.recent:
            key, state = self._schemas[domain].key, self._state.domain(domain)
            column = self._column(domain, key)
            found = [*(state.results or ()), *([] if state.entity is None else [state.entity])]
            named = [row.get(column) for row in found]
            booked = [row.get(key) for row in state.bookings]
            yield from filter(None, [*state.offered, *named, *booked, state.value(key)])
        for turn in self._state.turns:
            for act in turn.system_acts:
                known = self._schemas.get(act.domain)
                if act.type is ActType.OFFER and act.value and known and act.slot == known.key:
                    yield act.value


@lru_cache(maxsize=256)
def _plain(nouns: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(plain_words, nouns))
