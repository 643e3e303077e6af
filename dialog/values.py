"""Reading the values of a domain's slots: the gazetteer of its schema and its rows.

A categorical slot's synonyms become the value they stand for; an open slot's text becomes the
spelling of the row it names, if it names one, and stays as said otherwise.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from itertools import zip_longest

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from dialog.domain import Domain
from dialog.quantities import fold, read_boolean, read_day, read_number, read_time
from dialog.schema import Slot, SlotType
from dialog.wordbounds import lower, places

FUZZY_FROM = 5  # shorter words are too easily another word with a typo
FUZZY_SCORE = 84.0  # of 100; "itallian"/"italian" is 93, "there"/"theatre" 83
_WORD_SCORE = 60.0  # of each word of several; "johns"/"jonhs" is 80, "johns"/"osmunds" 50


@dataclass(frozen=True, slots=True)
class Match:
    """A value found in a text."""

    domain: str
    slot: str
    value: str
    start: int
    end: int
    score: float = 1.0


class ValueReader:
    """Reads the values of one domain's slots.

    Args:
        domain: the plugin; its schema's values and its rows are the gazetteer.
        places: names that slots with `place: true` can take, from the other domains.
    """

    def __init__(self, domain: Domain, places: Iterable[str] = ()) -> None:
        self.domain = domain
        self._places = tuple(places)

    @cached_property
    def names(self) -> Mapping[str, Mapping[str, str]]:
        """Per slot, every known wording (folded) -> canonical value."""
        rows = self.domain.rows()
        known: dict[str, dict[str, str]] = {}
        for slot in self.domain.schema.slots.values():
            words: dict[str, str] = {}
            for value, synonyms in slot.values.items():
                words.update({fold(word): value for word in (value, *synonyms)})
            words.update({fold(value): value for value in slot.values})  # before any synonym
            if slot.type is SlotType.OPEN and slot.informable and not slot.spans:
                for value in (*column_values(slot, rows), *self.domain.names(slot.name)):
                    words.setdefault(fold(value), value)
                if slot.place:
                    words.update({fold(name): name for name in self._places})
            words.pop("", None)
            if words:
                known[slot.name] = words
        return known

    def knows(self, slot_name: str, text: str) -> bool:
        """Whether a text is, but for an article or filler word, a known wording of a value."""
        words = self.names.get(slot_name, {})
        return any(form in words for form in _forms(fold(text)))

    @cached_property
    def _findable(self) -> Mapping[str, Mapping[str, str]]:
        """Like `names`, names with an article also without it, the longest first."""
        found = {}
        for slot, words in self.names.items():
            every = {_bare(word): value for word, value in words.items()} | dict(words)
            longest = sorted((w for w in every if len(w) > 1), key=len, reverse=True)
            found[slot] = {word: every[word] for word in longest}
        return found

    def read(self, slot_name: str, text: str) -> tuple[str, float] | None:
        """Return (canonical value, trust 0 to 1), None when the text is no value of the slot."""
        slot = self.domain.schema.slots[slot_name]
        typed: Mapping[SlotType, Callable[[str], str | None]] = {
            SlotType.NUMBER: read_number,
            SlotType.TIME: partial(read_time, hours=slot.hours),
            SlotType.DAY: read_day,
            SlotType.BOOLEAN: read_boolean,
        }
        if (span := slot.span(text, self.domain.schema.language)) is not None:
            return span, 1.0
        if slot.type in typed:
            value = typed[slot.type](text)
            return (value, 1.0) if value is not None else None
        folded = fold(text)
        words = self.names.get(slot_name, {})
        for form in _forms(folded):
            if form in words:
                return words[form], 1.0
        for form in dict.fromkeys((_bare(folded), _FILLER.sub("", _bare(folded)))):
            near = nearest(form, words)
            if near:
                return near
        if slot.type is SlotType.CATEGORICAL:
            return _inside(folded, words)
        towns = slot.names and not slot.place  # "the church" is no place by its name
        if towns and (named := _inside(folded, words) or _begun(_bare(folded), words)):
            return named  # "the Leicester station" or "Stansted"
        if value := self.domain.wordings.get(slot_name, {}).get(folded):
            return value, 1.0
        return (" ".join(text.split()).strip(' .,!?;:"'), 0.9) if folded else None

    def unlisted(self, slot_name: str, text: str) -> str | None:
        """Return the value that words are of a slot that takes others than it lists.

        None for another slot, and for words that `read` reads or that are no value at all: numbers,
        what its domain calls things ("the food", "a place to eat"), words for other slots' values.
        """
        value = self._as_said(slot_name, text)
        return None if value is None or self.read(slot_name, value) else value

    def qualified(self, slot_name: str, text: str) -> str | None:
        """Return a kind of a value as said, "north indian", of a slot that takes unlisted ones.

        None for words that do not hold a listed value beside others.
        """
        words = self.names.get(slot_name, {})
        value = self._as_said(slot_name, text)
        if value is None or any(form in words for form in _forms(value)):
            return None
        return value if _inside(value, words) else None

    def _as_said(self, slot_name: str, text: str) -> str | None:
        """Return words as a value of a slot that takes others than it lists, if they can be one."""
        slots = self.domain.schema.slots
        value = _FILLER.sub("", _bare(fold(text)))
        words = _WORDS.fullmatch(value) and self._generic.isdisjoint(value.split())
        if not slots[slot_name].unlisted or not words:
            return None
        others = (slot for slot in slots.values() if slot.name != slot_name)
        return None if any(self._is_listed(slot, value) for slot in others) else value

    @cached_property
    def _generic(self) -> frozenset[str]:
        """The words by which the domain calls its entities and slots."""
        schema = self.domain.schema
        called = [*schema.nouns, *(slot.noun for slot in schema.slots.values())]
        return frozenset(word for name in called for word in fold(name).split())

    def _is_listed(self, slot: Slot, text: str) -> bool:
        """Whether a text is a value that a slot or its rows list, be it with a typo."""
        typo = slot.type is SlotType.CATEGORICAL and nearest(text, self.names.get(slot.name, {}))
        return bool(typo) or self.knows(slot.name, text)

    def find(self, text: str) -> Iterator[Match]:
        """Yield the gazetteer's values in a text, longest first, without overlaps per slot.

        An apostrophe that a value is written without is passed over: "london king's cross".
        """
        folded = _lower(text)
        plain, origins = _without_apostrophes(folded)
        for slot, words in self._findable.items():
            taken: list[tuple[int, int]] = []
            for word, value in words.items():
                spans = [*places(word, folded)]
                if len(plain) < len(folded) and "'" not in word:
                    found = places(word, plain)
                    spans += [(origins[start], origins[end - 1] + 1) for start, end in found]
                for start, end in spans:
                    if all(end <= a or start >= b for a, b in taken):
                        taken.append((start, end))
                        yield Match(self.domain.name, slot, value, start, end)


def column_values(slot: Slot, rows: Iterable[Mapping[str, str]]) -> list[str]:
    """Return the distinct values of a slot's column, lists taken apart, in row order."""
    seen: dict[str, None] = {}
    for row in rows:
        cell = row.get(slot.column or slot.name, "")
        for value in cell.split(";") if slot.multiple else [cell]:
            if value.strip():
                seen.setdefault(value.strip())
    return list(seen)


_ARTICLE = re.compile(r"^(?:the|a|an|some|any|in|at|near|to|from)\s+")
_FILLER = re.compile(
    r"\s+(?:food|price range|priced|area|cuisine|part of town|part of the city|side|end)$"
)
_WORDS = re.compile(r"[^\W\d_]{2,}(?:[ '&-]+[^\W\d_]+){0,2}")  # three at most
_COMPARED = re.compile(r"^(?:(?:a bit|a little|slightly|much|even) )?(?:more )?")
_DENIED = re.compile(r"(?:\b(?:not|no|non|less|never|without)|n't)[\s-]+(?:\w+\s+)?$")


def _lower(text: str) -> str:
    """Return text in lower case with plain apostrophes, every character in its place."""
    return lower(text).replace("’", "'")


def _without_apostrophes(text: str) -> tuple[str, list[int]]:
    """Return a text without apostrophes, and where each of its characters was."""
    origins = [at for at, character in enumerate(text) if character != "'"]
    return "".join(text[at] for at in origins), origins


def _bare(text: str) -> str:
    return _ARTICLE.sub("", text)


@lru_cache(maxsize=4096)  # the same few values are said again and again
def _forms(text: str) -> tuple[str, ...]:
    """Return a text as it is, then without its article, plural or filler word, then with "the".

    A comparative is a form of its word: "cheaper", "a bit cheaper", "more expensive".
    """
    bare = _bare(text)
    short = _FILLER.sub("", bare)
    compared = _COMPARED.sub("", short).removesuffix("er")
    whole = (text, bare, bare.removesuffix("s"))
    return (*whole, short, short.removesuffix("s"), compared, f"the {bare}")


def nearest(
    text: str, words: Mapping[str, str], least: float = FUZZY_SCORE
) -> tuple[str, float] | None:
    """Return the value that a text names with a typo, trusted less if another is as near.

    Args:
        text: in lower case.
        words: wording -> value.
        least: how like a wording the text is to be, of 100.
    """
    if len(text) >= FUZZY_FROM:
        found = process.extract(text, words.keys(), scorer=fuzz.ratio, score_cutoff=least, limit=5)
        close = [(word, score) for word, score, _ in found if _one_name(word, text)]
        if close:
            best, top = close[0]
            rivals = {words[word] for word, score in close if score == top}
            return words[best], top / 100 / len(rivals)
    # too short for a ratio: letters swapped in "thia", one letter off in "cheep"
    off = 1 if len(text) == FUZZY_FROM else 0
    if len(text) in (FUZZY_FROM - 1, FUZZY_FROM):
        near = {
            value
            for word, value in words.items()
            if word[0] == text[0]
            and (sorted(word) == sorted(text) or OSA.distance(word, text) <= off)
        }
        if len(near) == 1:
            return near.pop(), 0.85
    return None


def _one_name(word: str, text: str) -> bool:
    """Whether two texts may be one but for typos: "st johns college" is not "st lukes college"."""
    pairs = list(zip_longest(word.split(), text.split(), fillvalue=""))
    apart = any(fuzz.ratio(*pair) < _WORD_SCORE for pair in pairs)
    return _marks(word) == _marks(text) and not (apart and all(map(all, pairs)))


def _marks(text: str) -> list[str]:
    """Return what no typo changes: numbers, and a "not"."""
    return re.findall(r"\d+|\b(?:not|no|non|less|without)\b|n't\b", text)


def _inside(text: str, words: Mapping[str, str]) -> tuple[str, float] | None:
    """Return the value named in a longer text, as in "the very cheap price range".

    Of several the first is read, and trusted less; one that is denied is none.
    """
    taken: list[tuple[int, int, str]] = []
    for word in sorted(words, key=len, reverse=True):
        for start, end in places(word, text):
            if all(end <= a or start >= b for a, b, _ in taken):
                taken.append((start, end, words[word]))
    named = [value for start, _, value in sorted(taken) if not _DENIED.search(text[:start])]
    return (named[0], 0.95 / len(set(named))) if named else None


def _begun(text: str, words: Mapping[str, str]) -> tuple[str, float] | None:
    """Return the one value that begins with the words of a text: "stansted" of Stansted Airport."""
    begun = {value for word, value in words.items() if text and word.startswith(f"{text} ")}
    return (begun.pop(), 0.9) if len(begun) == 1 else None


def readers(domains: Mapping[str, Domain]) -> dict[str, ValueReader]:
    """Return a reader per domain, place slots knowing every entity of the session."""
    places = [
        row[d.schema.key]
        for d in domains.values()
        if d.schema.has_places
        for row in d.rows()
        if row.get(d.schema.key)
    ] + [d.schema.entity for d in domains.values() if d.schema.has_places]  # "the hotel"
    return {name: ValueReader(domain, places) for name, domain in domains.items()}
