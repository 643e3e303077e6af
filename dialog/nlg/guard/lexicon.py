"""What the domains of a session hold: their values with every wording, and the words they use."""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from dialog.component import Domains
from dialog.domain import Domain
from dialog.nlg.figures import spoken
from dialog.nlg.guard.answers import OwnWords, answering
from dialog.nlg.guard.vocabulary import (
    all_words,
    booked_things,
    generic_words,
    named_by,
    said_with,
)
from dialog.nlg.guard.words import EVERYDAY, GRAMMAR, WORD, known
from dialog.quantities import DAYS
from dialog.schema import Slot, SlotType
from dialog.values import readers

_DAY_FORMS = (
    *DAYS,
    *(f"{day}s" for day in DAYS),
    "mon",
    "tue",
    "tues",
    "weds",
    "thu",
    "thur",
    "thurs",
    "fri",
)
_RELATIVE = ("today", "tonight", "tomorrow", "yesterday")
_MONTHS = (
    "january", "february", "april", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_NAME = re.compile(r"[A-Z]\w*[a-z]")  # of a cell: "Delta Air Lines", "Fokker 100"
_ENGLISH = 0.4  # share of the words of English texts that are everyday ones, at least
_SHORTEST = 3  # letters of a wording that is looked for
_DERIVING = 4  # letters of one that words are derived from


@dataclass(frozen=True)
class Lexicon:
    """What can be said about some domains; texts are as `spoken` gives them.

    Args:
        wordings: a wording -> the values that it stands for.
        slots_of: a wording -> the slots, as (domain, slot), that it is a value of.
        nouns: the words for what the domains find -> the slots whose value they are as well.
        words: every word of the domains' own texts.
        said_with: a word -> the slots, as (domain, slot), that the domains say it with.
        named_by: a word -> the slots, as (domain, slot), that it names by itself.
        things: the nouns for what is booked: "table".
        amenities: a word for a yes-or-no slot -> the slots, as (domain, slot).
        answers: (domain, slot) of a yes-or-no slot -> how the domain itself says no of it.
        units: (domain, slot) -> what the slot counts: "night".
        gives: (domain, slot) of what only a booking tells.
        english: whether the domains' texts are English, the language whose denials are known.
    """

    wordings: Mapping[str, frozenset[str]]
    slots_of: Mapping[str, frozenset[tuple[str, str]]]
    nouns: Mapping[str, frozenset[str]]
    words: frozenset[str]
    said_with: Mapping[str, frozenset[tuple[str, str]]]
    named_by: Mapping[str, frozenset[tuple[str, str]]]
    things: frozenset[str]
    amenities: Mapping[str, frozenset[tuple[str, str]]]
    answers: Mapping[tuple[str, str], OwnWords]
    units: Mapping[tuple[str, str], str]
    gives: frozenset[tuple[str, str]]
    english: bool

    @classmethod
    def of(cls, domains: Domains) -> "Lexicon":
        """Read the domains' schemas, rows and texts.

        Raises:
            DomainError: when their rows cannot be read.
        """
        own = all_words(domains)
        english = sum(known(word, EVERYDAY) for word in own) >= _ENGLISH * len(own)
        schemas = {name: domain.schema for name, domain in domains.items()}
        return cls(
            _wordings(domains),
            _slots_of(domains),
            _nouns(domains),
            frozenset(own) | (generic_words() if english else frozenset()),
            said_with(domains),
            named_by(domains),
            booked_things(domains),
            _amenities(domains),
            answering(domains),
            {(n, s.name): s.unit for n, d in schemas.items() for s in d.slots.values() if s.unit},
            frozenset(
                (n, slot) for n, d in schemas.items() if d.booking for slot in d.booking.gives
            ),
            english,
        )

    @cached_property
    def forms(self) -> Mapping[str, frozenset[str]]:
        """The wordings of each value."""
        found: dict[str, set[str]] = {}
        for wording, values in self.wordings.items():
            for value in values:
                found.setdefault(value, set()).add(wording)
        return {value: frozenset(several) for value, several in found.items()}

    @cached_property
    def name_words(self) -> frozenset[str]:
        """Every word of the values."""
        return frozenset(word for wording in self.wordings for word in WORD.findall(wording))

    @cached_property
    def heads(self) -> frozenset[str]:
        """The nouns of one word, and the last of several: a bike shop is a shop."""
        several = [noun.split() for noun in self.nouns]
        joined = {*GRAMMAR, "&"}  # "bed and breakfast"
        return frozenset(words[-1] for words in several if joined.isdisjoint(words))

    @cached_property
    def long_noun(self) -> re.Pattern[str]:
        """What finds a noun of several words, which says nothing with one of them: "breakfast"."""
        several = sorted((n for n in self.nouns if " " in n), key=len, reverse=True)
        return re.compile(rf"\b(?:{'|'.join(map(re.escape, several))})s?\b" if several else r"$^")

    @cached_property
    def single(self) -> frozenset[str]:
        """The wordings of one word that others are derived from: "north", "northern"."""
        return frozenset(w for w in self.wordings if WORD.fullmatch(w) and len(w) >= _DERIVING)

    @cached_property
    def by_first(self) -> Mapping[str, tuple[str, ...]]:
        """The wordings by their first word, the longest first."""
        return by_first_word(self.wordings)


def by_first_word(wordings: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return wordings by their first word, the longest first."""
    found: dict[str, list[str]] = {}
    for wording in wordings:
        if first := re.match(r"\w+", wording):
            found.setdefault(first.group(), []).append(wording)
    return {word: tuple(sorted(some, key=len, reverse=True)) for word, some in found.items()}


def _wordings(domains: Domains) -> dict[str, frozenset[str]]:
    """Return every wording of a value that can be told from the domains' own nouns."""
    found: dict[str, set[str]] = {}
    for reader in readers(domains).values():
        for wordings in reader.names.values():
            for wording, value in wordings.items():
                for text in (wording, value):
                    found.setdefault(spoken(text), set()).add(spoken(value))
    for domain in domains.values():
        for name in (spoken(name) for name in _related_names(domain)):
            found.setdefault(name, set()).add(name)
    for word in _DAY_FORMS:
        found.setdefault(word, set()).add(next(d for d in DAYS if d.startswith(word[:3])))
    for word in (*_RELATIVE, *_MONTHS):
        found.setdefault(word, set()).add(word)
    return {w: frozenset(v) for w, v in found.items() if _can_find(w)}


def _nouns(domains: Domains) -> dict[str, frozenset[str]]:
    """Return the words for what is found or counted, each with the slots that it is a value of.

    None of them can be wrong but where its slot has another value: a guesthouse is no hotel.
    """
    found: dict[str, set[str]] = {}
    for domain in domains.values():
        schema = domain.schema
        units = [slot.unit for slot in schema.slots.values() if slot.unit]
        for noun in (*schema.nouns, *units):
            found.setdefault(spoken(noun), set())
        for slot in schema.slots.values():
            if slot.type is not SlotType.CATEGORICAL:
                continue
            for value, synonyms in slot.values.items():
                several = {spoken(word) for word in (value, *synonyms)}
                if not several.isdisjoint(found):
                    for wording in several:
                        found.setdefault(wording, set()).add(slot.name)
    return {noun: frozenset(slots) for noun, slots in found.items()}


def _slots_of(domains: Domains) -> dict[str, frozenset[tuple[str, str]]]:
    """Return which slots each wording is a value of."""
    found: dict[str, set[tuple[str, str]]] = {}
    for name, reader in readers(domains).items():
        for slot, wordings in reader.names.items():
            for wording in wordings:
                found.setdefault(spoken(wording), set()).add((name, slot))
    return {wording: frozenset(slots) for wording, slots in found.items()}


def _can_find(wording: str) -> bool:
    return len(wording) >= _SHORTEST and bool(re.match(r"\w", wording))


def _amenities(domains: Domains) -> dict[str, frozenset[tuple[str, str]]]:
    """Return the words that name a yes-or-no slot."""
    found: dict[str, set[tuple[str, str]]] = {}
    for name, domain in domains.items():
        slots = domain.schema.slots.values()
        words_of = {s.name: _amenity_words(s) for s in slots if s.type is SlotType.BOOLEAN}
        often = Counter(word for words in words_of.values() for word in words)
        others = [s for s in slots if s.type is not SlotType.BOOLEAN]
        texts = [*domain.schema.nouns, *(t for s in others for t in (s.name, s.noun, s.unit))]
        spoken_of = {word for text in texts for word in WORD.findall(spoken(text))}
        for slot_name, words in words_of.items():
            # "bike" is no word for a loan bike where bikes are repaired, nor "consultations" for
            # those by video beside "consultations in English"
            own = {w for w in words if often[w] == 1 and not known(w, spoken_of)} or words
            for word in own:
                found.setdefault(word, set()).add((name, slot_name))
    return {word: frozenset(slots) for word, slots in found.items()}


def _amenity_words(slot: Slot) -> set[str]:
    texts = [slot.name.replace("_", " "), slot.noun, *(w for v in slot.values.values() for w in v)]
    words = {w for text in texts for w in WORD.findall(spoken(text)) if not known(w, EVERYDAY)}
    return words | {w.removesuffix("ing") for w in words}  # "you can park there"


def _related_names(domain: Domain) -> Iterator[str]:
    """Yield what looks like a name in the tables that a domain's own actions join."""
    database = domain.schema.database
    for table in database.tables.values() if database else ():
        with (domain.path / table.rows).open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                text = (v for k, v in row.items() if k not in table.numbers)
                yield from (cell for cell in text if cell and _NAME.match(cell))
