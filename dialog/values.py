"""Reading values: from the words a user chose to the canonical value of a slot.

Times become HH:MM, numbers digits, days and booleans their English word in lower case; a
categorical slot's synonyms become the value they stand for; an open slot's text becomes the
spelling of the row it names, if it names one, and stays as said otherwise.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from dialog.domain import Domain
from dialog.schema import Slot, SlotType

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_UNITS = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
    "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen",
    "seventeen", "eighteen", "nineteen",
]  # fmt: skip
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_NUMBER_WORDS = {word: i for i, word in enumerate(_UNITS)} | {
    word: 10 * i for i, word in enumerate(_TENS, 2)
}
_COUNT_WORDS = {"couple": 2, "pair": 2, "both": 2, "dozen": 12, "single": 1, "myself": 1}
_ALONE = re.compile(r"\b(?:alone|on my own|by myself|just me|only me)\b|^me$")
_NO = ("no", "nope", "false", "without", "none", "not")
_WORD = re.compile(r"\w+(?:['’]\w+)*", re.UNICODE)
_NAMED_HOURS = {"noon": 12, "midday": 12, "midnight": 24}
_HALF = re.compile(r"(?<![a-z])(?<!\bi )(?P<half>[ap])\.?\s?m\b")
_DIGITS = re.compile(
    r"\b(?P<h>\d{1,2})\s*(?:[:.h]\s*(?P<m>\d{2})(?!\d)|(?=[ap]\.?\s?m\b)|o'? ?clock|ish\b)"
)
_MILITARY = re.compile(r"\b(?P<h>[01]?\d|2[0-4])(?P<m>[0-5]\d)\b")
_PAST = re.compile(
    r"\b(?P<m>half|quarter|(?:twenty[ -])?\w+)(?P<said>\s+min(?:ute)?s?)?\s+"
    r"(?P<dir>past|to|after|before)\s+(?P<h>\w+)"
)
_HALF_HOUR = re.compile(r"\bhalf\s+(?P<h>\w+)")
_RELATIVE = re.compile(r"\bin\s+(?:\w+\s+){1,3}(?:min|hour)")
_DAY_TYPOS = ((7, 2), (5, 1))  # a word of so many letters may be off by so many
FUZZY_FROM = 5  # shorter words are too easily another word with a typo
FUZZY_SCORE = 84.0  # of 100; "itallian"/"italian" is 93, "indian"/"italian" 62


def fold(text: str) -> str:
    """Return text for comparison: NFKC, lower case, single spaces, plain apostrophes, no edges."""
    text = unicodedata.normalize("NFKC", text).lower().replace("’", "'")
    return " ".join(text.split()).strip(" .,!?;:\"'")


def _spelled_number(words: Sequence[str]) -> tuple[int, int] | None:
    """Return the number that the first words spell, and how many words those are."""
    first = _NUMBER_WORDS.get(words[0]) if words else None
    if first is None:
        return None
    unit = _NUMBER_WORDS.get(words[1], 0) if len(words) > 1 else 0
    return (first + unit, 2) if first >= 20 and 0 < unit < 10 else (first, 1)


def read_number(text: str) -> str | None:
    """Return the whole number a text states, as digits."""
    folded = fold(text)
    grouped = re.sub(r"(?<=\d),(?=\d{3}\b)", "", folded)
    if match := re.search(r"(?<!\d)\d{1,9}(?!\d)", grouped):
        return str(int(match.group()))
    if re.search(r"\bhalf a dozen\b", folded):
        return "6"
    words = _WORD.findall(folded)
    for at, word in enumerate(words):
        if spelled := _spelled_number(words[at:]):
            number, used = spelled
            hundred = words[at + used : at + used + 1] == ["hundred"]
            return str(number * 100 if hundred else number)
        if word in _COUNT_WORDS:
            return str(_COUNT_WORDS[word])
    if _ALONE.search(folded):
        return "1"
    if re.search(r"\b(?:me|i) and my \w+$", folded):
        return "2"
    return "1" if words and words[0] in ("a", "an") else None


def read_time(text: str) -> str | None:
    """Return the time of day a text states as HH:MM.

    Without "am" or "pm" an hour is taken as written, so "7" is 07:00.
    """
    folded = fold(text)
    if _RELATIVE.search(folded):
        return None
    _, at, after = folded.rpartition("at ")
    return (_time(after, folded) if at else None) or _time(folded, folded)


def _time(text: str, whole: str) -> str | None:
    stated = _past_or_to(text) or _in_digits(text) or _in_words(text)
    if stated is None:
        return None
    hour, minute = stated
    if not (0 <= hour <= 24 and minute < 60):
        return None
    half = _HALF.search(whole)
    night = re.search(r"\b(?:tonight|at night)\b", whole)
    if (half and half["half"] == "p") or re.search(r"\b(?:afternoon|evening)\b", whole) or night:
        hour = hour + 12 if hour < 12 else hour
        hour = 24 if night and not half and hour == 12 and "noon" not in text else hour
    elif (half or re.search(r"\bmorning\b", whole)) and hour == 12:
        hour = 0
    total = (hour * 60 + minute) % (24 * 60)
    return f"{total // 60:02d}:{total % 60:02d}"


def _past_or_to(text: str) -> tuple[int, int] | None:
    """Read "half past six", "quarter to 8" and "half six"; minutes to the hour are negative."""
    if match := _PAST.search(text):
        stated = read_number(match["m"]) if match["m"] not in ("half", "quarter") else None
        minutes = {"half": 30, "quarter": 15}.get(match["m"]) or int(stated or 0)
        hour = _hour(match["h"])
        # "7 to 9" is no way of saying 8:53
        if hour is not None and 0 < minutes < 60 and (minutes % 5 == 0 or match["said"]):
            return hour, minutes if match["dir"] in ("past", "after") else -minutes
    if match := _HALF_HOUR.search(text):
        hour = _hour(match["h"])
        return None if hour is None else (hour, 30)
    return None


def _hour(word: str) -> int | None:
    if word in _NAMED_HOURS:
        return _NAMED_HOURS[word]
    number = int(word) if re.fullmatch(r"\d{1,2}", word) else _NUMBER_WORDS.get(word)
    if number is None and (match := re.fullmatch(r"(\d{1,2})[ap]m", word)):
        number = int(match[1])
    return number if number is not None and number <= 24 else None


def _in_digits(text: str) -> tuple[int, int] | None:
    for pattern in (_DIGITS, _MILITARY):
        if match := pattern.search(text):
            return int(match["h"]), int(match["m"] or 0)
    for word in _WORD.findall(text):
        if word in _NAMED_HOURS:
            return _NAMED_HOURS[word], 0
    match = re.search(r"(?<![\d:.,])\d{1,2}(?![\d:,]|\.\d)", text)
    return (int(match.group()), 0) if match else None


def _in_words(text: str) -> tuple[int, int] | None:
    """Read "seven", "seven thirty", "seven oh five", "twenty one fifteen", "nineteen hundred"."""
    words = _WORD.findall(text)
    for at in range(len(words)):
        spelled = _spelled_number(words[at:])
        if spelled is None:
            continue
        hour, used = spelled
        rest = words[at + used :]
        if rest[:1] in (["oh"], ["o"]):
            minute = _spelled_number(rest[1:])
            return hour, minute[0] if minute else 0
        minute = _spelled_number(rest)
        return hour, minute[0] if minute and minute[0] >= 10 else 0
    return None


def read_day(text: str) -> str | None:
    """Return the day of the week a text names; "today" and "tomorrow" stay themselves."""
    folded = fold(text)
    if re.search(r"\b(?:day after tomorrow|day before yesterday)\b", folded):
        return None  # no value of a day slot
    for word in _WORD.findall(folded):
        day = _day(word.removesuffix("'s"))
        if day:
            return day
    return "today" if re.search(r"\bton(?:ight|ite)\b|\bthis (?:eve|after)", folded) else None


def _day(word: str) -> str | None:
    every = (*DAYS, "today", "tomorrow")
    if word in every:
        return word
    if word == "weds":
        return "wednesday"
    for day in DAYS:
        if len(word) >= 3 and day.startswith(word):
            return day
    allowed = next((typos for length, typos in _DAY_TYPOS if len(word) >= length), 0)
    if not allowed:
        return None

    def distance(day: str) -> tuple[int, bool]:
        return OSA.distance(word, day), word[0] != day[0]

    near = min(every, key=distance)
    off, other_start = distance(near)
    return near if off <= (1 if other_start else allowed) else None


def read_boolean(text: str) -> str:
    """Return "yes" or "no"; naming a thing without denying it asks for it."""
    words = _WORD.findall(fold(text))
    return "no" if any(word in _NO or word.endswith("n't") for word in words) else "yes"


_SAME = re.compile(r"(?:(?:on|at|for|in)\s+)?(?:(?:the|that|this)\s+)?same\b.*")
_THAT = re.compile(r"(?:(?:on|at|for|in)\s+)?that\s+(?P<kind>\w+)")


def plain_words(text: str) -> str:
    """Return a text's words for comparison with a phrase, without punctuation."""
    return " ".join(re.sub(r"[^\w\s'&-]", " ", text.casefold()).split())


def points_back(text: str, slot: Slot) -> bool:
    """Whether a text stands for a value said before: "the same area", for a day "that day"."""
    words = plain_words(text)
    that = _THAT.fullmatch(words)
    return bool(_SAME.fullmatch(words) or (that and that["kind"] in (slot.name, slot.type.value)))


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
            if slot.type is SlotType.OPEN and slot.informable:
                for value in column_values(slot, rows):
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
        """Like `names`, names with an article also without it."""
        return {
            slot: {_bare(word): value for word, value in words.items()} | dict(words)
            for slot, words in self.names.items()
        }

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
        for form in dict.fromkeys((_bare(folded), _FILLER.sub("", _bare(folded)))):
            near = _nearest(form, words)
            if near:
                return near
        if slot.type is SlotType.CATEGORICAL:
            return _inside(folded, words)
        return (" ".join(text.split()).strip(' .,!?;:"'), 0.9) if folded else None

    def find(self, text: str) -> Iterator[Match]:
        """Yield the gazetteer's values in a text, longest first, without overlaps per slot."""
        folded = _lower(text)
        for slot, words in self._findable.items():
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


_ARTICLE = re.compile(r"^(?:the|a|an|some|any|in|at|near|to|from)\s+")
_FILLER = re.compile(
    r"\s+(?:food|price range|priced|area|cuisine|part of town|part of the city|side|end)$"
)
_COMPARED = re.compile(r"^(?:(?:a bit|a little|slightly|much|even) )?(?:more )?")
_DENIED = re.compile(r"(?:\b(?:not|no|non|less|never|without)|n't)[\s-]+(?:\w+\s+)?$")


def _lower(text: str) -> str:
    """Return text in lower case, every character in its place."""
    lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return lowered.replace("’", "'")


def _bare(text: str) -> str:
    return _ARTICLE.sub("", text)


def _forms(text: str) -> Iterator[str]:
    """Yield a text as it is, then without its article, plural or filler word, then with "the".

    A comparative is a form of its word: "cheaper", "a bit cheaper", "more expensive".
    """
    yield text
    bare = _bare(text)
    yield bare
    yield bare.removesuffix("s")
    short = _FILLER.sub("", bare)
    yield short
    yield short.removesuffix("s")
    yield _COMPARED.sub("", short).removesuffix("er")
    yield f"the {bare}"


def _nearest(text: str, words: Mapping[str, str]) -> tuple[str, float] | None:
    """Return the value that a text names with a typo, trusted less if another is as near."""
    if len(text) >= FUZZY_FROM:
        found = process.extract(
            text, words.keys(), scorer=fuzz.ratio, score_cutoff=FUZZY_SCORE, limit=5
        )
        close = [(word, score) for word, score, _ in found if _marks(word) == _marks(text)]
        if close:
            best, top = close[0]
            rivals = {words[word] for word, score in close if score == top}
            return words[best], top / 100 / len(rivals)
    if len(text) == 4 or len(text) == FUZZY_FROM:  # "thia", "norht": letters swapped
        swapped = {v for w, v in words.items() if sorted(w) == sorted(text) and w[0] == text[0]}
        if len(swapped) == 1:
            return swapped.pop(), 0.85
    return None


def _marks(text: str) -> list[str]:
    """Return what no typo changes: numbers, and a "not"."""
    return re.findall(r"\d+|\b(?:not|no|non|less|without)\b|n't\b", text)


def _inside(text: str, words: Mapping[str, str]) -> tuple[str, float] | None:
    """Return the value named in a longer text, as in "the very cheap price range".

    Of several the first is read, and trusted less; one that is denied is none.
    """
    taken: list[tuple[int, int, str]] = []
    for word in sorted(words, key=len, reverse=True):
        for match in re.finditer(rf"(?<!\w){re.escape(word)}(?!\w)", text):
            start, end = match.span()
            if all(end <= a or start >= b for a, b, _ in taken):
                taken.append((start, end, words[word]))
    named = [value for start, _, value in sorted(taken) if not _DENIED.search(text[:start])]
    return (named[0], 0.95 / len(set(named))) if named else None


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
