"""Which of the results listed to the user words like "the second one" or "more" point at."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from dialog.quantities import NUMBER_WORDS, ORDINALS

_NAMES = ORDINALS[:10]
_NUMBERS = [word for word, number in NUMBER_WORDS.items() if 0 < number <= len(_NAMES)]
_ORDINAL = rf"(?P<ordinal>{'|'.join(_NAMES)}|last|\d{{1,2}}(?:st|nd|rd|th))"
_NUMBER = rf"(?P<number>\d{{1,2}}|{'|'.join(_NUMBERS)})"
_END = r"(?=\s*(?:[.,!?;]|please\b|$))"
_PLAIN = rf"\b(?:the\s+)?{_ORDINAL}\s+(?:one|option|choice|result|row|entry)\b"
_NUMBERED = rf"\b(?:number|option|row|entry|#)\s*{_NUMBER}\b"
_ZH_NUMBERS = "一二三四五六七八九十"
_ZH = rf"(?:第(?P<ordinal>[{_ZH_NUMBERS}]|\d{{1,2}})|(?P<last>最后一))[个家间条趟处种]"
_PATTERNS = (
    _PLAIN,
    _ZH,
    rf"(?<!on )(?<!of )(?<!by )(?<!for )\bthe\s+{_ORDINAL}{_END}",  # no date
    _NUMBERED,
    rf"^\W*{_NUMBER}\W*$",
)


_MORE = re.compile(
    r"\W*(?:please )?(?:(?:show|give|list|tell|let)(?: me)?(?: see)? |see |and )?"
    r"(?:the |some |any )?(?:more|next(?: ones| page)?|rest|others?|remaining ones)"
    r"(?: of (?:them|those)|,? please)*\W*",
    re.IGNORECASE | re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Choice:
    """A place in the list, counted from 1 (0: no such place), and the words that say so."""

    place: int
    span: tuple[int, int]


def find_choice(text: str, listed: int, nouns: Iterable[str] = ()) -> Choice | None:
    """Return the choice that a text makes among the results that were listed, if it makes one.

    Args:
        text: the utterance.
        listed: how many results the user has seen.
        nouns: what a result is called; "the second flight" is a choice, but "the first flight to
            Boston" asks for the earliest.
    """
    named = "|".join(re.escape(noun) for noun in nouns)
    patterns = [*_PATTERNS, *([rf"\bthe\s+{_ORDINAL}\s+(?:{named})\b{_END}"] if named else [])]
    for pattern in patterns:
        for match in re.finditer(pattern, text, re.IGNORECASE | re.ASCII):
            place = _place(match.groupdict(), listed)
            if 1 <= place <= listed and not _is_a_name(text, match.start(), nouns):
                return Choice(place, match.span())
    return None


def find_lost_choice(text: str, listed: int = 0, nouns: Iterable[str] = ()) -> Choice | None:
    """Return a choice that a text plainly makes, though nothing like it was listed."""
    for pattern in (_PLAIN, _ZH, *([_NUMBERED] if listed else [])):
        match = re.search(pattern, text, re.IGNORECASE | re.ASCII)
        if match and not _is_a_name(text, match.start(), nouns):
            return Choice(0, match.span())
    return None


def asks_for_more(text: str) -> bool:
    """Whether a text asks for nothing but further results: "more", "show me the next ones"."""
    return _MORE.fullmatch(text) is not None


def _place(found: dict[str, str | None], listed: int) -> int:
    word = (found.get("ordinal") or found.get("number") or "").lower()
    if word == "last" or found.get("last"):
        return listed
    for words in (_NAMES, _NUMBERS, _ZH_NUMBERS):
        if word in words:
            return words.index(word) + 1
    return int(re.sub(r"\D", "", word))


def _is_a_name(text: str, start: int, nouns: Iterable[str]) -> bool:
    """Whether the words before say that a number is the name of a thing: "flight number 3"."""
    before = text[:start].lower().rstrip()
    return any(before.endswith(noun.lower()) for noun in nouns)
