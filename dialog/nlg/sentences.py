"""Where sentences end, in a whole text and in one that is still coming in."""

import re

_END = re.compile(r"[.!?\u2026]+[\"')\u201d]*(?=\s)|[\u3002\uff01\uff1f]+[\"')\u201d]*")
# what a full stop does not end: "7 p.m. sharp", "St. Paul", "Mrs. Hale's", "No. 9", "e.g. a"
_ABBREVIATED = re.compile(r"(?:\b(?:st|mrs?|ms|dr|no|vs|approx|e\.g|i\.e)|\b[a-z])\.$", re.I)
_HALF_OF_DAY = re.compile(r"\b[ap]\.m\.$", re.I)  # ends a sentence if a capital letter follows


def sentences(text: str) -> list[str]:
    """Return the sentences of a text, each with its end mark."""
    found, rest = split_off(f"{text} ")
    return [*found, *([rest.strip()] if rest.strip() else [])]


def split_off(text: str) -> tuple[list[str], str]:
    """Return the sentences that a text holds whole, and the beginning of the next one.

    A sentence is whole once a space follows its end mark, or at once in a script without spaces.
    """
    found: list[str] = []
    start = 0
    for end in _END.finditer(text):
        sentence = text[start : end.end()].strip()
        ends = _HALF_OF_DAY.search(sentence) and text[end.end() :].lstrip()[:1].isupper()
        if sentence and (ends or not _ABBREVIATED.search(sentence)):
            found.append(sentence)
            start = end.end()
    return found, text[start:].lstrip()
