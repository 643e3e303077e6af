"""Reading values: from the words a user chose to the canonical value of a slot.

Times become HH:MM, numbers digits, days and booleans their English word in lower case; a
categorical slot's synonyms become the value they stand for; an open slot's text becomes the
spelling of the row it names, if it names one, and stays as said otherwise.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import fuzz, process

from dialog.domain import Domain
from dialog.schema import Slot, SlotType

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_NUMBERS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen twenty"
).split()
_NUMBER_WORDS = {word: str(i) for i, word in enumerate(_NUMBERS)} | {
    "a": "1", "an": "1", "couple": "2", "pair": "2", "dozen": "12",
    "myself": "1", "me": "1", "single": "1", "both": "2",
}  # fmt: skip
_YES = ("yes", "yeah", "yep", "true", "free", "with", "included", "available")
_NO = ("no", "nope", "false", "without", "none", "not")
_WORD = re.compile(r"\w+(?:['’]\w+)*", re.UNICODE)
_CLOCK = re.compile(
    r"\b(?P<h>[01]?\d|2[0-4])\s*(?:[:.h]\s*(?P<m>[0-5]\d))?\s*(?P<half>[ap]\.?\s?m\b\.?)?"
    r"(?:\s*o['’ ]?\s?clock)?",
    re.IGNORECASE,
)
_MILITARY = re.compile(r"\b(?P<h>[01]\d|2[0-3])(?P<m>[0-5]\d)\b")
_PAST = re.compile(
    r"\b(?P<m>half|quarter|\w+)(?:\s+minutes)?\s+(?P<dir>past|to|after|before)\s+(?P<h>\w+)", re.I
)
_NAMED_TIMES = {"noon": "12:00", "midday": "12:00", "midnight": "00:00"}
FUZZY_FROM = 5  # shorter words are too easily another word with a typo
FUZZY_SCORE = 84.0  # of 100; "itallian"/"italian" is 93, "indian"/"italian" 62


def fold(text: str) -> str:
    """Return text for comparison: NFKC, lower case, single spaces, plain apostrophes, no edges."""
    text = unicodedata.normalize("NFKC", text).lower().replace("’", "'")
    return " ".join(text.split()).strip(" .,!?;:\"'")


def read_number(text: str) -> str | None:
    """Return the whole number a text states, as digits."""
    match = re.search(r"\d+", text)
    if match:
        return str(int(match.group()))
    for word in _WORD.findall(fold(text)):
        if word in _NUMBER_WORDS:
            return _NUMBER_WORDS[word]
    return None


def _hour(text: str) -> int | None:
    number = read_number(text)
    return int(number) if number is not None and int(number) <= 24 else None


def read_time(text: str) -> str | None:
    """Return the time of day a text states as HH:MM.

    Without "am" or "pm" an hour is taken as written, so "7" is 07:00.
    """
    folded = fold(text)
    for word, time in _NAMED_TIMES.items():
        if word in folded:
            return time
    afternoon = bool(re.search(r"\bp\.?\s?m\b|afternoon|evening|tonight|at night", folded))
    morning = bool(re.search(r"\ba\.?\s?m\b|morning", folded))
    hour: int | None = None
    minute = 0
    if match := _PAST.search(folded):
        named = {"half": 30, "quarter": 15}
        minutes = named.get(match["m"]) or int(read_number(match["m"]) or 0)
        base = _hour(match["h"])
        if base is not None and minutes:
            late = match["dir"] in ("past", "after")
            hour, minute = (base, minutes) if late else (base - 1, 60 - minutes)
    if hour is None and (match := re.search(r"\b(\d{1,2})\s*[:.]\s*(\d{2})\b", folded)):
        hour, minute = int(match[1]), int(match[2])
    if hour is None and (match := _MILITARY.search(folded)):
        hour, minute = int(match["h"]), int(match["m"])
    if hour is None and (match := _CLOCK.search(folded)):
        hour, minute = int(match["h"]), int(match["m"] or 0)
    if hour is None:
        words = _WORD.findall(folded)
        for at, word in enumerate(words):
            if word in _NUMBER_WORDS and word not in ("a", "an", "me", "myself"):
                hour = int(_NUMBER_WORDS[word])
                if at + 1 < len(words) and words[at + 1] in ("thirty", "fifteen", "forty"):
                    minute = {"thirty": 30, "fifteen": 15, "forty": 45}[words[at + 1]]
                break
    if hour is None:
        return None
    if afternoon and hour < 12:
        hour += 12
    if morning and hour == 12:
        hour = 0
    if not (0 <= hour <= 24 and 0 <= minute < 60):
        return None
    return f"{hour % 24:02d}:{minute:02d}"


def read_day(text: str) -> str | None:
    """Return the day of the week a text names; "today" and "tomorrow" stay themselves."""
    for word in _WORD.findall(fold(text)):
        for day in (*DAYS, "today", "tomorrow"):
            if word == day or (len(word) >= 3 and day.startswith(word) and day in DAYS):
                return day
            if len(word) >= FUZZY_FROM and fuzz.ratio(word, day) >= FUZZY_SCORE:
                return day
    return "today" if "tonight" in fold(text) else None


def read_boolean(text: str) -> str:
    """Return "yes" or "no"; naming a thing without denying it asks for it."""
    words = _WORD.findall(fold(text))
    return "no" if any(word in _NO for word in words) else "yes"


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
            if slot.type is SlotType.OPEN and slot.informable:
                for value in column_values(slot, rows):
                    words.setdefault(fold(value), value)
                if slot.place:
                    words.update({fold(name): name for name in self._places})
            if words:
                known[slot.name] = words
        return known

    def read(self, slot_name: str, text: str) -> tuple[str, float] | None:
        """Return (canonical value, trust 0 to 1), None when the text is no value of the slot."""
        slot = self.domain.schema.slots[slot_name]
        typed = {
            SlotType.NUMBER: read_number,
            SlotType.TIME: read_time,
            SlotType.DAY: read_day,
            SlotType.BOOLEAN: read_boolean,
        }
        if slot.type in typed:
            value = typed[slot.type](text)
            return (value, 1.0) if value is not None else None
        folded = fold(text)
        words = self.names.get(slot_name, {})
        for form in _forms(folded):
            if form in words:
                return words[form], 1.0
        if len(folded) >= FUZZY_FROM and words:
            close = process.extractOne(folded, words.keys(), scorer=fuzz.ratio)
            if close and close[1] >= FUZZY_SCORE:
                return words[close[0]], close[1] / 100
            # a longer or shorter way of saying it: "the very cheap price range"
            inside = [w for w in words if re.search(rf"\b{re.escape(w)}\b", folded)]
            if inside and slot.type is SlotType.CATEGORICAL:
                return words[max(inside, key=len)], 0.95
        if slot.type is SlotType.CATEGORICAL or not folded:
            return None
        return " ".join(text.split()).strip(' .,!?;:"'), 0.9

    def find(self, text: str) -> Iterator[Match]:
        """Yield the gazetteer's values in a text, longest first, without overlaps per slot."""
        folded = text.lower().replace("’", "'")
        for slot, words in self.names.items():
            taken: list[tuple[int, int]] = []
            for word in sorted(words, key=len, reverse=True):
                if len(word) < 2 or word not in folded:
                    continue
                for match in re.finditer(rf"(?<!\w){re.escape(word)}(?!\w)", folded):
                    start, end = match.span()
                    if all(end <= a or start >= b for a, b in taken):
                        taken.append((start, end))
                        yield Match(self.domain.name, slot, words[word], start, end)


def column_values(slot: Slot, rows: Iterable[Mapping[str, str]]) -> list[str]:
    """Return the distinct values of a slot's column, lists taken apart, in row order."""
    seen: dict[str, None] = {}
    for row in rows:
        cell = row.get(slot.column or slot.name, "")
        for value in cell.split(";") if slot.multiple else [cell]:
            if value.strip():
                seen.setdefault(value.strip())
    return list(seen)


def _forms(text: str) -> Iterator[str]:
    """Yield a text as it is, then without its leading article, plural or filler word."""
    yield text
    bare = re.sub(r"^(the|a|an|some|any|in|at|near|to|from)\s+", "", text)
    yield bare
    yield bare.removesuffix("s")
    yield re.sub(r"\s+(food|price range|priced|area|cuisine|part of town|side|end)$", "", bare)


def readers(domains: Mapping[str, Domain]) -> dict[str, ValueReader]:
    """Return a reader per domain, place slots knowing every entity of the session."""
    places = [
        row[d.schema.key]
        for d in domains.values()
        if d.schema.database
        for row in d.rows()
        if row.get(d.schema.key)
    ]
    return {name: ValueReader(domain, places) for name, domain in domains.items()}
