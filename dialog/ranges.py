"""Spans of numbers that people wish for: "4.5分以上", "100-200元", "at least 4", "under 50".

English and Chinese. A slot with `spans` is wished for in such words, while its column holds one
number; whether that number lies in the span is what "matches" means for it.
"""

import random
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import inf, isfinite, nextafter

from dialog.hanzi import digits
from dialog.quantities import NUMBER_WORDS

OPEN = 0.5  # how often a wish has no upper end
_NUMBER = r"(?P<{}>\d+(?:\.\d+)?)"
_UNIT = r"\s*(?:元|块钱?|分|星级?|人民币|[$£€]|yuan|dollars?|pounds?|euros?|points?|-?stars?)?\s*"
_ONE = re.compile(_NUMBER.format("n"))
_TO = r"(?:-|–|—|~|到|至|和|\bto\b|\band\b)\s*[$£€]?"
_TWO = re.compile(_NUMBER.format("a") + _UNIT + _TO + _NUMBER.format("b"))
_PAID = re.compile(r"不免费|不是免费|收费|要钱|\bnot free\b")
_FREE = re.compile(r"免费|不要钱|不收费|不花钱|\bfree\b|\bfor nothing\b")
_LEAST = re.compile(
    r"以上|起步|或更高|至少|最低|最少|不低于|不少于|不小于|"
    r"\bat least\b|\b(?:or|and) (?:more|above|higher|better|over|up|upwards)\b|\bfrom\b|\d\+|"
    r"\b(?:no|not) (?:less|fewer|worse|lower) than\b|\bminimum\b|\bmin\b"
)
_MOST = re.compile(
    r"以下|以内|之内|最多|最高|至多|不超过|不高于|不大于|不多于|"
    r"\bat most\b|\b(?:or|and) (?:less|fewer|lower|below|under|cheaper|down)\b|\bup to\b|"
    r"\b(?:no|not) (?:more|higher|better) than\b|\bwithin\b|\bmaximum\b|\bmax\b"
)
_MORE = re.compile(r"超过|高于|大于|多于|\bover\b|\babove\b|\b(?:more|higher|better) than\b")
_LESS = re.compile(
    r"低于|不到|少于|小于|不足|\bunder\b|\bbelow\b|\b(?:less|fewer|lower|worse|cheaper) than\b"
)
_SPELLED = {word: str(number) for word, number in NUMBER_WORDS.items() if 2 <= number <= 10}
_WORDS = "|".join(_SPELLED)
_IN_WORDS = re.compile(rf"\b(?:{_WORDS})\b")
_AMOUNT = rf"(?:[$£€]?\d+(?:\.\d+)?|(?:{_WORDS})\b)"
_STATED = re.compile(  # in English: a fraction, or a number with words that make it a span
    rf"(?:\b(?P<before>at least|at most|up to|(?:(?:no|not) )?"
    rf"(?:more|less|fewer|higher|lower|better|worse|cheaper) than|"
    rf"(?:a )?(?:min|max)(?:imum)?(?: of)?|over|above|under|below|between)\s+)?"
    rf"(?<![\w.:]){_AMOUNT}(?P<to>{_UNIT}{_TO}\s*{_AMOUNT})?"
    rf"(?![\w:]|\.\d|\s*[ap]m\b)"
    rf"(?P<after>{_UNIT}(?:\+|(?:or|and) (?:more|above|higher|better|over|upwards|up|less|fewer|"
    rf"lower|below|under|cheaper|down)\b|(?:min|max)(?:imum)?\b))?",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Range:
    """A span of numbers, both ends in it."""

    low: float = -inf
    high: float = inf

    def __contains__(self, number: float) -> bool:
        return self.low <= number <= self.high


@lru_cache(maxsize=4096)  # the same few wishes are compared with every row
def read_range(text: str) -> Range | None:
    """Return the span that a text states, None if it states none.

    One number alone is a span of its own: "5分". The ends of "over 4" and "under 50" are left out.
    """
    plain = _in_digits(text)
    if two := _TWO.search(plain):
        ends = sorted((float(two["a"]), float(two["b"])))
        return Range(ends[0], ends[1])
    one = _ONE.search(plain)
    if one is None:
        if _PAID.search(plain):
            return Range(nextafter(0, inf), inf)
        return Range(0, 0) if _FREE.search(plain) else None
    number = float(one["n"])
    if _MOST.search(plain):
        return Range(high=number)
    if _LEAST.search(plain):
        return Range(low=number)
    if _MORE.search(plain):
        return Range(low=nextafter(number, inf))
    if _LESS.search(plain):
        return Range(high=nextafter(number, -inf))
    return Range(number, number)


def _in_digits(text: str) -> str:
    plain = digits(unicodedata.normalize("NFKC", text).lower()).replace(",", "")
    return _IN_WORDS.sub(lambda word: _SPELLED[word.group()], plain)


def states_number(text: str) -> bool:
    """Whether a text states an amount in figures or words: "free" does not."""
    return _ONE.search(_in_digits(text)) is not None


def find_ranges(text: str) -> list[tuple[int, int]]:
    """Return where an English text states spans, or numbers that are not whole: (start, end)."""
    return [
        match.span()
        for match in _STATED.finditer(text)
        if "." in match.group() or match["before"] or match["to"] or match["after"]
    ]


def read_amount(cell: str) -> float | None:
    """Return the number that a cell of a table holds, None for any other text."""
    try:
        return float(cell)
    except ValueError:
        return None


def in_range(cell: str, wanted: str) -> bool:
    """Whether a cell's number lies in the span that is wanted."""
    amount, span = read_amount(cell), read_range(wanted)
    return amount is not None and span is not None and amount in span


def wish(amount: float, bounds: Sequence[float], chance: random.Random) -> Range:
    """Return the span that somebody who has an amount in mind might ask for.

    It is the one between two of the bounds, or open upwards; below the first bound open downwards.
    """
    at = bisect_right(bounds, amount)
    if amount == 0:
        return Range(0, 0)
    if at == 0:
        return Range(high=bounds[0])
    if at == len(bounds) or chance.random() < OPEN:
        return Range(low=bounds[at - 1])
    return Range(bounds[at - 1], bounds[at])


# how a span is written: at least, at most, between, free, not free
_WRITTEN = {
    "en": ("at least {low}", "at most {high}", "{low}-{high}", "free", "not free"),
    "zh": ("{low}{unit}以上", "{high}{unit}以下", "{low}-{high}{unit}", "免费", "不免费"),
}


def written(span: Range, unit: str, language: str) -> str:
    """Return the one way in which a domain writes a span: "4.5分以上".

    Args:
        span: a span that people can wish for.
        unit: written after the number in Chinese.
        language: "en" or "zh".
    """
    least, most, between, free, paid = _WRITTEN[language]
    form = between
    if span == Range(0, 0):
        form = free
    elif span == Range(nextafter(0, inf), inf):
        form = paid
    elif span.high == inf:
        form = least
    elif span.low == -inf:
        form = most
    elif span.low == span.high:
        form = between.replace("{high}", "").replace("-", "")
    return form.format(low=f"{span.low:g}", high=f"{span.high:g}", unit=unit)


# no less, no more, neither
_LIMITS = {
    "en": ("at least {}", "at most {}", "between {} and {}"),
    "zh": ("不少于{}", "不超过{}", "{}到{}"),
}


def limits(least: str, most: str, language: str) -> str:
    """Return two ends in words, of which either may be "": "between 11:00 and 23:00"."""
    only_least, only_most, both = _LIMITS[language]
    if least and most:
        return both.format(least, most)
    return only_least.format(least) if least else only_most.format(most)


# more than a number, less than one
_BEYOND = {"en": ("over {n}", "under {n}"), "zh": ("超过{n}{unit}", "低于{n}{unit}")}


def beyond(number: float, direction: int, unit: str, language: str) -> str:
    """Return in words the span above a number, or below it where the direction is negative."""
    more, less = _BEYOND[language]
    return (less if direction < 0 else more).format(n=f"{number:g}", unit=unit)


def canonical(text: str, unit: str, language: str) -> str | None:
    """Return a wish as the domain writes it, None for what states no span.

    The exact words stay where no written form says as much.
    """
    span = read_range(text)
    if span is None:
        return None
    ends = [(span.low, 1), (span.high, -1)]  # of "more than 4" the end is just above it
    forms = [
        written(span, unit, language),
        *(beyond(round(end, 6), way, unit, language) for end, way in ends if isfinite(end)),
    ]
    return next((form for form in forms if read_range(form) == span), " ".join(text.split()))
