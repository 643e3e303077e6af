"""Numbers, times of day, days and yes or no, read from the words a user chose.

Times become HH:MM, numbers digits, days and booleans their English word in lower case.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache

from rapidfuzz.distance import OSA

from dialog import hanzi

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_UNITS = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
    "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen",
    "seventeen", "eighteen", "nineteen",
]  # fmt: skip
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
NUMBER_WORDS = {word: i for i, word in enumerate(_UNITS)} | {
    word: 10 * i for i, word in enumerate(_TENS, 2)
}
ORDINALS = (  # the first stands for 1
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth",
    "eighteenth", "nineteenth", "twentieth",
)  # fmt: skip
_SCALES = {"dozen": 12, "hundred": 100, "thousand": 1000, "million": 1000000}
_COUNT_WORDS = {"couple": 2, "pair": 2, "both": 2, "single": 1, "myself": 1}
_ALONE = re.compile(r"\b(?:alone|on my own|by myself|just me|only me)\b|^me$")
_ME = r"(?:me|i|myself)"
# the speaker and others: "my wife and i", "me and two friends", "me, my wife and our two kids"
_COMPANY = re.compile(rf"(?:for )?(?P<members>(?:.+ and {_ME}|{_ME}(?:,| and| plus) .+))")
_AND = re.compile(r"\s*(?:,|\band\b|\bplus\b)\s*")
_PAIRS = ("parents", "grandparents", "in-laws")
_PARTY = re.compile(
    r"\b(?P<grown>\w+)\s+(?:adults?|grown-?ups?)(?:\s*,)?\s+(?:(?:and|plus|with)\s+)?"
    r"(?P<small>\w+)\s+(?:child(?:ren)?|kids?|toddlers?|teenagers?|bab(?:y|ies))\b",
    re.IGNORECASE,
)
_NO = ("no", "nope", "false", "without", "none", "not", "否", "不", "不要", "不用", "没有", "无")
_WORD = re.compile(r"\w+(?:['’]\w+)*", re.UNICODE)
_NAMED_HOURS = {"noon": 12, "midday": 12, "midnight": 24}
_HALF = re.compile(r"(?<![a-z])(?<!\bi )(?P<half>[ap])\.?\s?m\b")
_DIGITS = re.compile(
    r"\b(?P<h>\d{1,2})\s*(?:[:.h]\s*(?P<m>\d{2})(?!\d)|(?=[ap]\.?\s?m\b)|o'? ?clock|ish\b)",
    re.ASCII,  # a time may stand amid Chinese characters
)
_MILITARY = re.compile(r"\b(?P<h>[01]?\d|2[0-4])(?P<m>[0-5]\d)\b")
_PAST = re.compile(
    r"\b(?P<m>half|quarter|(?:twenty[ -])?\w+)(?P<said>\s+min(?:ute)?s?)?\s+"
    r"(?P<dir>past|to|after|before)\s+(?P<h>\w+)"
)
_HALF_HOUR = re.compile(r"\bhalf\s+(?P<h>\w+)")
_HALF_OF_DAY = re.compile(
    rf"{_HALF.pattern}|\b(?:morning|noon|midday|midnight|night|0\d(?:[:.h]?[0-5]\d)?)\b"
)  # which of the two is meant
_RELATIVE = re.compile(r"\bin\s+(?:\w+\s+){1,3}(?:min|hour)")
_DAY_TYPOS = ((7, 2), (5, 1))  # a word of so many letters may be off by so many


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Return text for comparison: NFKC, lower case, single spaces, plain apostrophes, no edges."""
    text = unicodedata.normalize("NFKC", text).lower().replace("’", "'")
    return " ".join(text.split()).strip(" .,!?;:\"'")


def _spelled_number(words: Sequence[str]) -> tuple[int, int] | None:
    """Return the number that the first words spell, and how many words those are."""
    first = NUMBER_WORDS.get(words[0]) if words else None
    if first is None:
        return None
    unit = NUMBER_WORDS.get(words[1], 0) if len(words) > 1 else 0
    return (first + unit, 2) if first >= 20 and 0 < unit < 10 else (first, 1)


def read_number(text: str) -> str | None:
    """Return the whole number a text states, as digits."""
    folded = hanzi.digits(fold(text))
    if company := _COMPANY.fullmatch(folded):
        return _company(_AND.split(company["members"]))
    if party := _PARTY.search(folded):
        parts = [read_number(party[part]) for part in ("grown", "small")]
        return str(sum(map(int, filter(None, parts)))) if all(parts) else None
    grouped = re.sub(r"(?<=\d),(?=\d{3}\b)", "", folded)
    if match := re.search(r"(?<!\d)\d{1,9}(?!\d)", grouped):
        return str(int(match.group()))
    if re.search(r"\bhalf a dozen\b", folded):
        return "6"
    words = _WORD.findall(folded)
    for at, word in enumerate(words):
        if spelled := _spelled_number(words[at:]):
            number, used = spelled
            return str(number * _SCALES.get(next(iter(words[at + used :]), ""), 1))
        if word in _SCALES:
            return str(_SCALES[word])
        if word in _COUNT_WORDS:
            return str(_COUNT_WORDS[word])
    if _ALONE.search(folded):
        return "1"
    return "1" if words and words[0] in ("a", "an") else None


def _company(members: Iterable[str]) -> str | None:
    """Return how many some people are, None where it is not told of them all."""
    total = 0
    for member in filter(None, members):
        last = member.split()[-1]
        if re.fullmatch(_ME, member):
            total += 1
        elif number := read_number(member):
            total += int(number)
        elif last in _PAIRS:
            total += 2
        elif last.endswith("s") or last in ("children", "people"):
            return None
        else:
            total += 1
    return str(total)


def read_time(text: str, hours: tuple[str, str] | None = None) -> str | None:
    """Return the time of day a text states as HH:MM.

    Without "am" or "pm" an hour is taken as written, so "7" is 07:00.

    Args:
        text: the user's words.
        hours: the first and last time, HH:MM, that can be meant. One said with no half of the
            day that lies outside them is the one twelve hours later, where that lies inside.
    """
    folded = fold(text)
    if _RELATIVE.search(folded):
        return None
    if hanzi.is_written(folded):
        folded = hanzi.clock(folded)
    _, at, after = folded.rpartition("at ")
    time = (_time(after, folded) if at else None) or _time(folded, folded)
    if time is None or hours is None or _HALF_OF_DAY.search(folded):
        return time
    later = f"{(int(time[:2]) + 12) % 24:02d}{time[2:]}"
    first, last = hours
    return later if time < first and time <= later and first <= later <= last else time


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
    number = int(word) if re.fullmatch(r"\d{1,2}", word) else NUMBER_WORDS.get(word)
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
    if hanzi.is_written(folded) and (named := hanzi.day(folded)):
        return named
    for word in _WORD.findall(folded):
        day = _day(word.removesuffix("'s"))
        if day:
            return day
    return "today" if re.search(r"\bton(?:ight|ite)\b|\bthis (?:eve|after)", folded) else None


def weekday(day: str, today: date) -> str:
    """Return the day of the week of a day as `read_day` gives it."""
    ahead = {"today": 0, "tomorrow": 1}.get(day)
    return day if ahead is None else DAYS[(today.weekday() + ahead) % len(DAYS)]


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


def is_unit(word: str, unit: str) -> bool:
    """Whether a word, in the singular or plural, is what is counted: "nights", "people"."""
    starts = ("person", "people") if unit.lower() == "person" else (unit.lower()[:4],)
    return word.lower().startswith(starts)


def read_boolean(text: str) -> str:
    """Return "yes" or "no"; naming a thing without denying it asks for it."""
    words = _WORD.findall(fold(text))
    return "no" if any(word in _NO or word.endswith("n't") for word in words) else "yes"


_WORDED_HOUR = "|".join(_UNITS[1:13])
_HOUR = rf"(?:{_WORDED_HOUR}|\d{{1,2}})"
_PART = r"\s+(?:in\s+the\s+(?:morning|afternoon|evening)|at\s+night)\b"
_AFTER = rf"(?:\s*[ap]\.?m\b\.?|{_PART})"
_SPOKEN_TIME = re.compile(
    rf"\b(?:(?:half|quarter|ten|twenty(?:[ -]five)?|five)\s+(?:past|to)\s+{_HOUR}(?:{_AFTER}|\b)|"
    rf"half\s+{_HOUR}(?:{_AFTER}|\b)|\d{{1,2}}[:.]\d{{2}}(?:{_AFTER}|\b)|"
    rf"{_HOUR}(?:{_AFTER}|\s*o'?\s?clock\b(?:{_PART})?)|"
    rf"(?:{_WORDED_HOUR})\s+(?:fifteen|thirty|forty[ -]five)(?:{_AFTER}|\b)|"
    r"noon\b|midday\b|midnight\b)|(?:^|(?<=\bat ))(?:[01]\d|2[0-3])[0-5]\d\b|"
    # "at 8", but not "at 8 people" or "at 8 restaurants"
    rf"(?<=\bat ){_HOUR}(?=\s*(?:$|[^\w\s]|(?:on|for|in|with|and|to|from|please|tomorrow|"
    r"tonight|\w+day)\b))",
    re.I | re.ASCII,  # as above
)


def find_parties(text: str) -> list[tuple[int, int]]:
    """Return the character bounds of numbers that belong together: "two adults and a child"."""
    return [match.span() for match in _PARTY.finditer(text)]


def find_times(text: str) -> list[tuple[int, int]]:
    """Return the character bounds of what can only be a time of day, in text order.

    A bare number is left out, but for "at 8": it may as well be people, nights or stars.
    """
    return [match.span() for match in _SPOKEN_TIME.finditer(text.replace("’", "'"))]


_DAY_WORD = re.compile(rf"\b(?:{'|'.join(DAYS)}|today|tomorrow|tonight)\b", re.I | re.ASCII)


def find_days(text: str) -> list[tuple[int, int]]:
    """Return the character bounds of what can only be a day, in text order."""
    return [match.span() for match in _DAY_WORD.finditer(text)]
