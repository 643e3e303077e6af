"""Reads text for comparison: numbers in words become digits and times of day become HH:MM.

A time that a speaker of the 12-hour clock leaves open, "seven o'clock" or "7:00", becomes 7h00: it
may be 07:00 as well as 19:00.
"""

import re
import unicodedata
from functools import lru_cache

_UNITS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
_UNITS += ["eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen"]
_UNITS += ["eighteen", "nineteen"]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_NUMBERS = {word: i for i, word in enumerate(_UNITS)} | {
    word: 20 + 10 * i for i, word in enumerate(_TENS)
}
_HOURS = "|".join(_UNITS[1:13])
_WORD_NUMBER = re.compile(
    rf"\b(?:({'|'.join(_TENS)})(?:[\s-]({'|'.join(_UNITS[1:10])}))?|({'|'.join(_UNITS)}))\b"
)
# "one" that counts nothing: "the one", "which one", "one of", "one that", "One option is".
_PRONOUN = re.compile(
    r"\b(?:(?:the|this|that|which|another|any|no|nice|good|great|lovely|same|other|different|"
    r"new|first|last|right) one\b|one way\b"
    r"|(?<![\w-])(?<!ty )(?<!past )(?<!to )one(?= (?:of|that|which|is|in|for|more|moment|"
    r"with|near|called|you|i|we|there|by|at|on)\b|[?.!,;]|$)"
    r"|(?:^|(?<=[.!?:,;-] ))one (?=(?:\w+ ){0,2}(?:option|choice|suggestion|idea|possibility|place|"
    r"candidate|thing)\b))"
)
_PART = r"(?:in the (?:(?P<{0}>morning)|(?P<{1}>afternoon|evening))|(?P<{2}>at night|tonight))\b"
_HALF = r"(?P<{0}>[ap])\.? ?m\b\.?"
_TIME = re.compile(
    r"(?<![\w.,:])(?:"
    r"(?P<hh>\d{1,2}):(?P<mm>\d{2})(?::00)?(?!\d)|"
    r"(?P<dh>\d{1,2})\.(?P<dm>\d{2})(?= ?[ap]\.? ?m\b)|"
    r"(?P<oh>\d{1,2}) ?o'? ?clock\b|"
    r"(?P<past>half|quarter|5|10|20|25) (?P<dir>past|to) (?P<ph>\d{1,2})(?: ?o'? ?clock)?(?![\w:])|"
    r"(?P<bare>\d{1,2})(?= ?[ap]\.? ?m\b| (?:in the (?:morning|afternoon|evening)|at night)\b)|"
    r"(?P<named>noon|midday|midnight)\b)"
    rf"(?: ?{_HALF.format('half')}| {_PART.format('am', 'pm', 'night')})?"
)
_IN_WORDS = re.compile(  # "seven thirty", before the numbers become digits
    rf"\b({_HOURS})[ -](?:(fifteen|thirty|forty[ -]five)|oh[ -](five))\b"
)
_OPEN = re.compile(r"\b(\d{1,2})h(\d{2})\b")
_QUOTES = str.maketrans("\u2018\u2019\u201c\u201d\u2013\u2014", "''\"\"--")
_REFERENCE = re.compile(r"(?=.*\d)\w{5,}")  # a reference or a long number
_POSTCODE = re.compile(r"(?=.*\d)(?=.*[a-z])[a-z\d]{2,4} [a-z\d]{2,4}")


@lru_cache(maxsize=8192)
def spoken(text: str, *, pronouns: bool = True) -> str:
    """Return text for comparison: lower case, numbers as digits, times as HH:MM or 7h00.

    Args:
        text: any text.
        pronouns: whether "one" may stand for a thing, as in "which one"; else it is a 1.
    """
    text = unicodedata.normalize("NFKC", text).translate(_QUOTES).casefold()
    text = " ".join(text.split()).replace("wi-fi", "wifi")
    if pronouns:
        text = _PRONOUN.sub(lambda m: m.group().replace("one", "it"), text)
    text = _IN_WORDS.sub(_worded, text)
    text = _WORD_NUMBER.sub(_digits, text)
    text = re.sub(r"(?<=\d),(?=\d{3}\b)", "", text)
    return _TIME.sub(_clock, text)


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """Return text for comparison, with a time that is left open as if of the 24-hour clock."""
    return _OPEN.sub(lambda m: f"{int(m[1]):02d}:{m[2]}", spoken(text))


def _worded(match: re.Match[str]) -> str:
    hour, minute, five = match.groups()
    minutes = 5 if five else {"fifteen": 15, "thirty": 30}.get(minute, 45)
    told = re.match(r" ?(?:[ap]\.? ?m\b|in the |at night|tonight)", match.string[match.end() :])
    return f"{_NUMBERS[hour]}{':' if told else 'h'}{minutes:02d}"


def _digits(match: re.Match[str]) -> str:
    tens, unit, alone = match.groups()
    if alone:
        return str(_NUMBERS[alone])
    return str(_NUMBERS[tens] + (_NUMBERS[unit] if unit else 0))


def _clock(match: re.Match[str]) -> str:
    """Return a time of day as HH:MM, or as 7h00 if it may be in either half of the day."""
    found = match.groupdict()
    if found["named"]:
        return "00:00" if found["named"] == "midnight" else "12:00"
    hour = int(found["hh"] or found["dh"] or found["oh"] or found["ph"] or found["bare"])
    minute = int(found["mm"] or found["dm"] or 0)
    if past := found["past"]:
        minute = {"half": 30, "quarter": 15}.get(past) or int(past)
        if found["dir"] == "to":
            hour, minute = (hour - 1) % 12 or 12, 60 - minute
    if hour > 24 or minute > 59:
        return match.group()
    written = found["hh"] is not None and len(found["hh"]) == 2  # as on the 24-hour clock
    morning = found["half"] == "a" or found["am"]
    evening = found["half"] == "p" or found["pm"] or (found["night"] and hour > 5)
    if (morning or evening) and hour <= 12:
        return f"{hour % 12 + (12 if evening else 0):02d}:{minute:02d}"
    if written or hour > 12 or hour == 0:
        return f"{hour % 24:02d}:{minute:02d}"
    return f"{hour}h{minute:02d}"


@lru_cache(maxsize=8192)
def pattern(value: str) -> re.Pattern[str]:
    """Return what finds a value in `spoken` or `plain` text.

    Long numbers and references may be spaced out, "614 953" is 614953, and a time may be said by
    the 12-hour clock: "seven o'clock" or "at 7" is 19:00. The value "one" is the number.
    """
    number, pronoun = spoken(value, pronouns=False), spoken(value)
    forms = {number, pronoun} if number != "1" else {number}
    return re.compile(rf"(?<!\w)(?<!\d:)(?:{'|'.join(map(_body, sorted(forms)))})(?!\w|[:.,]\d)")


def _body(text: str) -> str:
    if time := re.fullmatch(r"(\d\d):(\d\d)", text):
        return _time_body(int(time[1]), time[2], text)
    if opened := _OPEN.fullmatch(text):
        return rf"(?:{int(opened[1]):02d}:{opened[2]}|{text})"
    if _REFERENCE.fullmatch(text):
        return r"[\s.-]?".join(map(re.escape, text))
    if _POSTCODE.fullmatch(text):
        return re.escape(text).replace(r"\ ", r"\s?")
    return r"\s+".join(map(_part_body, text.split()))


def _part_body(word: str) -> str:
    """Return what finds a word of a value; the times of a timetable may be said by the clock."""
    time = re.fullmatch(r"(\d\d):(\d\d)", word)
    return _time_body(int(time[1]), time[2], word) if time else re.escape(word)


def _time_body(hour: int, minute: str, text: str) -> str:
    forms = [re.escape(text), f"{hour % 12 or 12}h{minute}"]
    if minute == "00":
        hours = "|".join({str(hour), str(hour % 12 or 12)})
        forms += [
            rf"(?<=\b{word} )(?:{hours})(?![\w:])" for word in ("at", "by", "until", "before")
        ]
    return f"(?:{'|'.join(forms)})"
