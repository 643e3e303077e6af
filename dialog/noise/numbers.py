"""Numbers and times in words, as they are spoken."""

import random
import re
from collections.abc import Sequence

from dialog.noise.edits import Edit, Noisy, Span, edited
from dialog.quantities import NUMBER_WORDS

_WORDS = {number: word for word, number in NUMBER_WORDS.items()}
_FIGURE = re.compile(r"(?<![\w:.,])(\d{1,2}:\d{2}|\d{1,4})(?=(?:[ap]m)?(?![\w:]|[.,]\d))", re.I)


def spoken(figure: str) -> str:
    """Return a number of up to four digits, or a time of day, in words.

    Digits go in pairs, as in flight numbers and years: 737 is "seven thirty seven", 1815 "eighteen
    fifteen", 1800 "eighteen hundred", 9:05 "nine oh five".
    """
    hours, colon, minutes = figure.partition(":")
    if colon:
        return f"{_below_hundred(hours)} {_pair(minutes) if minutes != '00' else 'o clock'}"
    digits = figure.lstrip("0") or "0"
    if digits != figure or len(figure) < 3:  # "007" is said digit by digit
        return _digits(figure) if digits != figure else _below_hundred(figure)
    head, tail = figure[:-2], figure[-2:]
    if figure == "1000" or (tail == "00" and head.endswith("0")):
        return f"{_WORDS[int(figure) // 1000]} thousand"
    return f"{_below_hundred(head)} {'hundred' if tail == '00' else _pair(tail)}"


def _digits(figure: str) -> str:
    return " ".join(_WORDS[int(digit)] for digit in figure)


def _pair(digits: str) -> str:
    return f"oh {_WORDS[int(digits)]}" if digits[0] == "0" else _below_hundred(digits)


def _below_hundred(digits: str) -> str:
    number = int(digits)
    if number in _WORDS:
        return _WORDS[number]
    return f"{_WORDS[number - number % 10]} {_WORDS[number % 10]}"


def in_words(text: str, spans: Sequence[Span], rng: random.Random) -> Noisy:
    """Return a text whose numbers are in words; those amid letters stay, but for "9pm"."""
    edits = [
        Edit(*match.span(), spoken(match[1]) + (" " if text[match.end() :][:1].isalpha() else ""))
        for match in _FIGURE.finditer(text)
    ]
    return edited(text, spans, edits)
