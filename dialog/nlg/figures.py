"""Reads text for comparison: numbers in words become digits and times of day become HH:MM."""

import re
from functools import lru_cache

_UNITS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
_UNITS += ["eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen"]
_UNITS += ["eighteen", "nineteen"]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_NUMBERS = {word: i for i, word in enumerate(_UNITS)} | {
    word: 20 + 10 * i for i, word in enumerate(_TENS)
}
_WORD_NUMBER = re.compile(
    rf"\b(?:({'|'.join(_TENS)})(?:[\s-]({'|'.join(_UNITS[1:10])}))?|({'|'.join(_UNITS)}))\b"
)
# "one" that counts nothing: "the one", "which one", "one of", "one that".
_PRONOUN = re.compile(
    r"\b(?:(?:the|this|that|which|another|any|no|nice|good|great|lovely) one\b"
    r"|one(?= (?:of|that|which|is|in|for|more|moment|with|near|called|you)\b)|one(?=[?.!,;]|$))"
)
_TIME = re.compile(
    r"\b(?:(\d{1,2}):(\d{2})(?::00)?(?:\s*([ap])\.?m\b\.?)?"
    r"|(\d{1,2})(?:\.(\d{2}))?\s*([ap])\.?m\b\.?"
    r"|(\d{1,2})\s*o'?clock|(noon|midday|midnight)\b)"
)
_QUOTES = str.maketrans("\u2018\u2019\u201c\u201d\u2013\u2014\u00a0\u202f", "''\"\"--  ")


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """Return text for comparison: lower case, numbers as digits, times as HH:MM."""
    text = " ".join(text.translate(_QUOTES).casefold().split())
    text = _PRONOUN.sub(lambda m: m.group().replace("one", "it"), text)
    text = _WORD_NUMBER.sub(_digits, text)
    text = re.sub(r"(?<=\d),(?=\d{3}\b)", "", text)
    return _TIME.sub(_clock, text)


def _digits(match: re.Match[str]) -> str:
    tens, unit, alone = match.groups()
    if alone:
        return str(_NUMBERS[alone])
    return str(_NUMBERS[tens] + (_NUMBERS[unit] if unit else 0))


def _clock(match: re.Match[str]) -> str:
    hour1, minute1, half1, hour2, minute2, half2, hour3, word = match.groups()
    if word:
        return "00:00" if word == "midnight" else "12:00"
    hour, half = int(hour1 or hour2 or hour3), half1 or half2
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return f"{hour:02d}:{minute1 or minute2 or '00'}"


def pattern(value: str) -> re.Pattern[str]:
    """Return what finds a value in plain text.

    Long numbers and references may be spaced out: "614 953" is 614953.
    """
    text = plain(value)
    if re.fullmatch(r"(?=.*\d)\w{5,}", text):
        body = r"[\s.-]?".join(map(re.escape, text))
    else:
        body = r"\s+".join(map(re.escape, text.split()))
    return re.compile(rf"(?<!\w)(?<!\d:){body}(?!\w|[:.]\d)")
