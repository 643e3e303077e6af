"""How values are said: lists, days, nouns."""

from collections.abc import Iterable, Sequence

from dialog.nlg.wording import listed, plural
from domains.atis.reading import DAYS, EVERY_DAY, WEEKEND, WORKDAYS


def either(words: Iterable[str]) -> str:
    """Return words, each once, joined by "or"."""
    return listed(list(dict.fromkeys(words)), "or")


def said_digits(days: str) -> str:
    """Return the days that digits stand for: "weekdays", "Monday"."""
    if days in (WORKDAYS, WEEKEND):
        return "weekdays" if days == WORKDAYS else "the weekend"
    return either(DAYS[int(day) - 1] for day in days)


def said_days(named: Sequence[tuple[str, str]]) -> str:
    """Return days in words; Monday to Friday are weekdays."""
    digits = "".join(sorted({digit for days, _ in named for digit in days}))
    whole = digits in (WORKDAYS, WEEKEND)
    return said_digits(digits) if whole else either(words for _, words in named)


def short_days(days: str) -> str:
    """Return weekdays in short: "daily", "Mon Tue"."""
    short = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    whole = {EVERY_DAY: "daily", WORKDAYS: "Mon to Fri", "123456": "Mon to Sat"}
    return whole.get(days) or " ".join(short[int(day) - 1] for day in days)


def several(noun: str) -> str:
    """Return a noun in the plural."""
    return noun if noun in ("aircraft", "transport") else plural(noun)
