"""Reads the words of ATIS's slots: times of day, parts of the day, dates, amounts of money.

Times are "HH:MM" and compare as text. Days are digits as in the tables: "1" is Monday.
"""

import itertools
import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from dialog.quantities import NUMBER_WORDS, ORDINALS
from dialog.quantities import read_number as read_whole
from domains.atis.errors import UnmetError
from domains.atis.slots import denied

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
WORKDAYS, WEEKEND = "12345", "67"
EVERY_DAY = WORKDAYS + WEEKEND
NOON, MIDNIGHT = "12:00", "24:00"  # the end of a day
_FIRST_HOUR_OF_WORK = 7  # "at 7" is in the morning, "at 6" in the evening
_SMALL_HOURS = "05:00"  # until when it is "after midnight"
_AROUND = 60  # minutes on either side of "around"
_AT = 30  # minutes on either side of a time that is given without a relation
EARLY, LATE = "08:00", "20:00"  # what leaves before is early, what leaves after is late

# The parts of the day, as ATIS's own database bounds them.
_PARTS = {
    "morning": ("00:00", NOON),
    "am": ("00:00", NOON),
    "early morning": ("00:00", EARLY),
    "late morning": ("10:00", NOON),
    "afternoon": (NOON, "18:00"),
    "pm": (NOON, MIDNIGHT),
    "early afternoon": (NOON, "14:00"),
    "late afternoon": ("16:00", "18:00"),
    "evening": ("18:00", "22:00"),
    "early evening": ("18:00", LATE),
    "late evening": (LATE, MIDNIGHT),
    "night": ("18:00", MIDNIGHT),
    "late night": ("22:00", MIDNIGHT),
    "overnight": ("22:00", MIDNIGHT),
    "day": ("06:00", "18:00"),
    "daytime": ("06:00", "18:00"),
    "early": ("00:00", EARLY),
    "late": (LATE, MIDNIGHT),
    "noon": ("11:30", "12:30"),
    "midday": ("11:00", "13:00"),
    "lunch": ("11:00", "13:30"),
    "breakfast": ("06:00", "09:00"),
    "dinner": ("17:00", "20:00"),
    "midnight": ("23:00", MIDNIGHT),
}
_BEFORE = {"before", "by", "earlier", "no later than", "not later than", "prior", "until", "less"}
_SAME = {  # a relation, or a superlative, in other words
    "earliest": "early",
    "latest": "late",
    "no later": "before",
    "not later": "before",
    "not after": "before",
    "no earlier": "after",
    "not earlier": "after",
    "not before": "after",
}
_AFTER = {"after", "later", "afterwards", "no earlier than", "since", "past", "from"}


class Span(NamedTuple):
    """A stretch of the day, both ends included, and how it is said."""

    start: str
    end: str
    words: str


def read_time(text: str, *, part: str = "") -> str | None:
    """Return a time as "HH:MM", None for words that are none.

    An hour without am or pm goes with the part of the day, or else is one of the waking hours:
    "7" is 07:00 and "6" is 18:00.
    """
    times = _readings(text, part)
    return times[0] if times else None


def _readings(text: str, part: str = "") -> list[str]:
    """Return the times that words may mean, the likelier first: "6" is 18:00 or 06:00."""
    words = text.lower().replace(".", "").replace(":", "")
    if "midnight" in words:
        return [MIDNIGHT]
    if "noon" in words and "after" not in words:
        return [NOON]
    words = re.sub(r"[a-z]+", lambda m: str(NUMBER_WORDS.get(m[0], m[0])), words)
    found = re.search(r"\d{1,4}", words)
    if found is None:
        return []
    digits = found.group()
    hour, minute = (int(digits), 0) if len(digits) < 3 else (int(digits[:-2]), int(digits[-2:]))
    if hour > 24 or minute > 59:
        return []
    rest = words[found.end() :]
    later = re.search(r"\bp ?m\b|afternoon|evening|night", rest)
    sooner = re.search(r"\ba ?m\b|morning", rest)
    if not 0 < hour <= 12:
        return [MIDNIGHT if hour == 24 else f"{hour:02}:{minute:02}"]
    if later or sooner:
        return [f"{hour % 12 + (12 if later else 0):02}:{minute:02}"]
    day = part_of_day(part)
    late = day.start >= NOON if day else hour < _FIRST_HOUR_OF_WORK or hour == 12
    return [f"{hour % 12 + half:02}:{minute:02}" for half in ((12, 0) if late else (0, 12))]


def part_of_day(text: str, mod: str = "") -> Span | None:
    """Return the stretch of a part of the day, "early" or "late" within it."""
    words = re.sub(r"\b(?:the|in|at|time|early time)\b", " ", text.lower())
    words = re.sub(r"\s+", " ", words).strip().removesuffix("time").removesuffix("s").strip()
    if mod and f"{mod} {words}" in _PARTS:
        words = f"{mod} {words}"
    if words not in _PARTS:
        return None
    start, end = _PARTS[words]
    if words in ("early", "late"):
        return Span(start, end, words)
    if words in ("lunch", "breakfast", "dinner"):
        return Span(start, end, f"at {words} time")
    if words in ("noon", "midnight", "night", "overnight"):
        return Span(start, end, f"at {words}" if words != "overnight" else words)
    return Span(start, end, f"in the {words}")


def related(time: str, relation: str) -> Span:
    """Return the stretch that a relation gives a time: before, after or around it."""
    said = "midnight" if time == MIDNIGHT else time
    if relation in _BEFORE:
        return Span("00:00", time, f"before {said}")
    if relation in _AFTER and time == MIDNIGHT:
        return Span("00:00", _SMALL_HOURS, "after midnight")
    if relation in _AFTER:
        return Span(time, MIDNIGHT, f"after {said}")
    margin = _AROUND if relation else _AT
    return Span(_shifted(time, -margin), _shifted(time, margin), f"around {said}")


def spans_of(values: Sequence[tuple[str, str]]) -> list[Span]:
    """Return the stretches that the slots of a time name, in the order they were said.

    Args:
        values: (slot without its prefix, words), such as ("time_relative", "after").

    Raises:
        UnmetError: for words that name no time.
    """
    told: dict[str, list[str]] = {}
    for slot, words in values:
        told.setdefault(slot, []).append(words.lower())
    parts, mods = told.get("period_of_day", []), told.get("period_mod", [])
    hint = next((p for p in parts if part_of_day(p)), "")
    relations = told.get("time_relative", [])
    spans: list[Span] = []
    times = [_read(words, hint) for words in told.get("time", [])]
    for at, time in enumerate(times):
        relation = relations[at] if at < len(relations) else ""
        spans.append(related(time, _plain(relation)))
    for start, end in zip(told.get("start_time", []), told.get("end_time", []), strict=False):
        pairs = itertools.product(_readings(start, hint), _readings(end, hint))
        both = min((p for p in pairs if p[0] <= p[1]), key=_length, default=None)
        if both is None:
            raise UnmetError(f"I cannot read the time between {start} and {end}.", start, end)
        spans.append(Span(*both, f"between {both[0]} and {both[1]}"))
    if not times:
        for at, words in enumerate(parts):
            mod = mods[at] if at < len(mods) else (mods[0] if mods else "")
            if other := part_of_day(denied(words)):
                spans += [
                    Span("00:00", other.start, f"not {other.words}"),
                    Span(other.end, MIDNIGHT, f"not {other.words}"),
                ]
            elif part := part_of_day(words, mod):
                spans.append(part)
            else:
                spans.append(related(_read(words, hint), ""))
        if not parts:
            spans += [found for mod in mods if (found := part_of_day(_plain(mod)))]
    if relations and not spans:
        raise UnmetError(
            f"{relations[0].capitalize()} what time? Tell me a time of day.", *relations
        )
    return spans


def _read(words: str, part: str) -> str:
    """Return a time, or say that it is none."""
    if time := read_time(words, part=part):
        return time
    raise UnmetError(f"I cannot read the time {words}.", words)


def _plain(words: str) -> str:
    """Return a relation without its superlative or its small words."""
    words = " ".join(re.sub(r"\b(?:the|at|or|than)\b", " ", words).split())
    return _SAME.get(words, words)


def _length(pair: tuple[str, str]) -> int:
    return _minutes(pair[1]) - _minutes(pair[0])


def _minutes(time: str) -> int:
    return int(time[:2]) * 60 + int(time[3:])


def _shifted(time: str, minutes: int) -> str:
    moved = min(24 * 60, max(0, _minutes(time) + minutes))
    return f"{moved // 60:02}:{moved % 60:02}"


def read_days(text: str) -> str:
    """Return the digits of the days that a word names: "12345" for weekdays; "" for none."""
    words = text.lower().replace("'", "")
    if re.search(r"week ?days?|during the week|work", words):
        return WORKDAYS
    if "weekend" in words:
        return WEEKEND
    if re.search(r"daily|every day|each day", words):
        return EVERY_DAY
    return "".join(str(n) for n, day in enumerate(DAYS, start=1) if words.startswith(day.lower()))


def read_number(text: str) -> int | None:
    """Return an ordinal or cardinal up to 31: "twenty seventh" is 27."""
    words = text.lower().replace("-", " ").split()
    total = 0
    for word in words:
        digits = re.match(r"\d+", word)
        if digits:
            total += int(digits.group())
        elif word == "thirtieth":
            total += 30
        elif word in ORDINALS:
            total += ORDINALS.index(word) + 1
        else:
            total += NUMBER_WORDS.get(word, 0)
    return total or None


def read_dates(values: Sequence[tuple[str, str]], today: date) -> list[date]:
    """Return the dates that days of a month name, the next ones there are without a year.

    Args:
        values: (slot without its prefix, words), such as ("day_number", "twenty seventh").
        today: the day from which on.

    Raises:
        UnmetError: for a day or month that there is not.
    """
    told: dict[str, list[str]] = {}
    for slot, words in values:
        told.setdefault(slot, []).append(words.lower())
    months = [_month(words) for words in told.get("month_name", ())]
    year = next((int(y) for y in told.get("year", ()) if y.isdecimal()), 0)
    said = told.get("day_number", [])
    if months and not said and "day_name" not in told:
        name = MONTHS[months[0] - 1]
        raise UnmetError(
            f"Which day of {name} do you mean? Name the whole date.", *told["month_name"]
        )
    dates = []
    for at, words in enumerate(said):
        month = months[min(at, len(months) - 1)] if months else 0
        number = read_number(words)
        day = _next_date(number, month, year, today) if number else None
        if day is None:
            of = f" of {MONTHS[month - 1]}" if month else ""
            raise UnmetError(f"There is no day {words}{of}.", words)
        dates.append(day)
    return dates


def _month(words: str) -> int:
    """Return the number of a month, spelled out or not."""
    short = words.strip(". ")[:3].lower()
    for number, name in enumerate(MONTHS, start=1):
        if name.lower().startswith(short) and len(short) == 3:
            return number
    raise UnmetError(f"I know no month {words}.", words)


def _next_date(number: int, month: int, year: int, today: date) -> date | None:
    """Return the date of a day, of the month and year that are not 0."""
    first = today.replace(day=1)
    for ahead in range(12 * 8):  # eight years have a 29 February
        months = first.year * 12 + first.month - 1 + ahead
        if (month and months % 12 + 1 != month) or (year and not month):
            continue
        try:
            found = date(year or months // 12, months % 12 + 1, number)
        except ValueError:
            continue
        if year or found >= today:
            return found
    return None


def relative_day(text: str, today: date) -> date | None:
    """Return the day that "today", "tomorrow" and their like name."""
    words = text.lower()
    if "after tomorrow" in words:
        return today + timedelta(days=2)
    if "tomorrow" in words or "following day" in words:
        return today + timedelta(days=1)
    return today if re.search(r"today|tonight|this", words) else None


def said_date(day: date, today: date) -> str:
    """Return a date in words, with its year unless it is this one: "Tuesday, 27 August"."""
    words = f"{DAYS[day.weekday()]}, {day.day} {MONTHS[day.month - 1]}"
    return words if day.year == today.year else f"{words} {day.year}"


def read_dollars(text: str) -> int | None:
    """Return an amount in dollars: "1000 dollars" is 1000, "two hundred" 200."""
    amount = read_whole(text)
    return int(amount) if amount else None
