"""The words that a domain's own texts use, and which of its slots they are said with."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache

from dialog.acts import ActType, DialogueAct
from dialog.component import Domains
from dialog.domain import Domain
from dialog.nlg.book import generic_book
from dialog.nlg.figures import spoken
from dialog.nlg.guard.words import ALIKE, EVERYDAY, GRAMMAR, WORD, forms_of, known
from dialog.nlg.patterns import Placeholder, Segment, parse_key, parse_template
from dialog.schema import Slot, SlotType
from dialog.texts import PLACEHOLDER, acts_of_key

ALWAYS = ""  # the slot of what is said with none
_OF_PLACES = ("where", "whereabouts")
_ASKING = {  # the words that ask for a slot without naming it; of other types, a place's
    SlotType.DAY: ("when",),
    SlotType.TIME: ("when",),
    SlotType.NUMBER: ("many", "much", "big", "large"),
    SlotType.BOOLEAN: (),
}
_TIME_UNITS = ("minute", "hour", "day", "night", "week", "month", "year")
QUESTION_WORDS = frozenset([*_OF_PLACES, "long", *(w for words in _ASKING.values() for w in words)])
_GAP = re.compile(r"\{[^{}]*\}")
_ABOUT_SLOTS = (ActType.REQUEST, ActType.CONFIRM)  # users' phrases that name a slot, not a wish
_THING = re.compile(  # "a table", "book {people} seats"
    r"\b(?:a|an|the|your|my|our|no|some|book|reserve|order|get|me|need|want)(?: \{[^{}]*\})? "
    r"([a-z]{3,})\b"
)


def all_words(domains: Domains) -> list[str]:
    """Return every word of the domains' own texts, as often as they have it."""
    return [word for domain in domains.values() for text in _texts(domain) for word in _of(text)]


def generic_words() -> frozenset[str]:
    """Return the words of the answers that any domain has."""
    entries = (entry for several in generic_book().entries.values() for entry in several)
    texts = (variant.text for entry in entries for variant in entry.variants)
    return frozenset(word for text in texts for word in _of(text))


def said_with(domains: Domains) -> dict[str, frozenset[tuple[str, str]]]:
    """Return each word that is said with slots -> those slots, as (domain, slot)."""
    found: dict[str, set[tuple[str, str]]] = {}
    for name, domain in domains.items():
        for word, slot in _with_slots(domain):
            for form in forms_of(word):
                found.setdefault(form, set()).add((name, slot))
    return {word: frozenset(slots) for word, slots in found.items()}


def named_by(domains: Domains) -> dict[str, frozenset[tuple[str, str]]]:
    """Return each word that names slots by itself -> those slots, as (domain, slot)."""
    found: dict[str, set[tuple[str, str]]] = {}
    for name, domain in domains.items():
        for word, named in _naming(domain):
            if not known(word, GRAMMAR):
                found.setdefault(word, set()).add((name, named))
        for word, named in _of_questions(domain):
            if known(word, ALIKE):  # "what kind of doctor?" asks for the specialty
                found.setdefault(word, set()).add((name, named))
        for slot in domain.schema.slots.values():
            for word in (*_ASKING.get(slot.type, _OF_PLACES), *_asking_by(slot)):
                found.setdefault(word, set()).add((name, slot.name))
    return {word: frozenset(slots) for word, slots in found.items()}


def booked_things(domains: Domains) -> frozenset[str]:
    """Return the nouns for what is booked: "table", "seat"."""
    found: set[str] = set()
    for domain in domains.values():
        schema = domain.schema
        if schema.booking is None:
            continue
        if not schema.booking.entity:
            found |= {spoken(noun) for noun in schema.nouns}
        slots = (schema.slots[name] for name in schema.booking.gives if name in schema.slots)
        # of "the repair number" the number is told, and a repair booked
        given = {word for slot in slots for word in list(_of(slot.description))[-1:]}
        for text in _of_booking(domain):
            words = set(_THING.findall(spoken(text)))
            found |= {w for w in words - given if not (known(w, EVERYDAY) or w.endswith("ed"))}
    return frozenset(found | {w.removesuffix("s") for w in found})


def _asking_by(slot: Slot) -> tuple[str, ...]:
    """Return "long" for a number of hours or nights: "how long will you stay?"."""
    return ("long",) if slot.unit in _TIME_UNITS else ()


def _of_booking(domain: Domain) -> Iterator[str]:
    """Yield the texts that ask for a booking, or tell of one."""
    for key, texts in (*domain.responses.items(), *domain.phrases.items()):
        acts = acts_of_key(key)
        if any(
            a.type in (ActType.BOOK, ActType.NOBOOK) or (a.slot, a.value) == ("task", "book")
            for a in acts
        ):
            yield from texts


def _with_slots(domain: Domain) -> Iterator[tuple[str, str]]:
    """Yield each word of a domain with a slot that it is said with."""
    yield from _naming(domain)
    yield from _of_questions(domain)
    schema = domain.schema
    yield from ((word, ALWAYS) for text in (schema.name, schema.description) for word in _of(text))
    for key, templates in domain.responses.items():
        named = parse_key(key).named
        for segment in (s for text in templates for s in _segments(text)):
            gaps = [item.name for item in segment.items if isinstance(item, Placeholder)]
            slots = gaps if segment.optional else [*named, *gaps]
            for word in (w for i in segment.items if isinstance(i, str) for w in _of(i)):
                yield from ((word, slot) for slot in slots or [ALWAYS])
    for key, texts in domain.phrases.items():
        acts = [act for act in acts_of_key(key) if act.slot and _names_slot(act)]
        for word in (w for text in texts for w in _of(text)) if acts else ():
            yield from ((word, act.slot) for act in acts)


def _names_slot(act: DialogueAct) -> bool:
    """Whether what users say for an act names its slot, and is not only a wish for a value."""
    return act.type in _ABOUT_SLOTS or (act.type is ActType.INFORM and act.value in ("yes", "no"))


def _naming(domain: Domain) -> Iterator[tuple[str, str]]:
    """Yield each word of a slot's name, and those that are used like it, with the slot."""
    for slot in domain.schema.slots.values():
        own = {w for text in (slot.name.replace("_", " "), slot.noun, slot.unit) for w in _of(text)}
        if slot.type in (SlotType.TIME, SlotType.DAY):
            own.add(slot.type.value)
        for word in {w for key in own for form in forms_of(key) for w in ALIKE.get(form, own)}:
            yield word, slot.name


def _of_questions(domain: Domain) -> Iterator[tuple[str, str]]:
    """Yield each word that the question for one slot has, and no other's, with the slot."""
    asking = {s.name: frozenset(_of(s.question)) for s in domain.schema.slots.values()}
    often = Counter(word for words in asking.values() for word in words)
    nouns = {spoken(noun) for noun in domain.schema.nouns}
    for slot, words in asking.items():
        yield from ((w, slot) for w in words if often[w] == 1 and not known(w, GRAMMAR | nouns))


@lru_cache(maxsize=4096)
def _segments(text: str) -> tuple[Segment, ...]:
    return parse_template(text).segments


def _texts(domain: Domain) -> Iterator[str]:
    schema = domain.schema
    yield from (schema.name, schema.description, *schema.nouns)
    for slot in schema.slots.values():
        yield from (slot.description, slot.question, slot.unit)
    yield from (text for several in domain.responses.values() for text in several)
    yield from (PLACEHOLDER.sub(" ", text) for some in domain.phrases.values() for text in some)


def _of(text: str) -> Iterable[str]:
    return WORD.findall(spoken(_GAP.sub(" ", text)))
