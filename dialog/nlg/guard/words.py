"""Plain English by what it can claim: grammar, opinions, the talk of a service, and word forms.

The lists in `words/` hold base forms; `forms_of` takes "arranging", "arranged" and "arranges" back
to "arrange", so that a list need not have them.
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from textwrap import shorten

from dialog.nlg.figures import spoken

_QUOTED = 100  # characters
WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*")
_LISTS = Path(__file__).with_name("words")


def each(text: str) -> frozenset[str]:
    """Return the words of a text, apart by spaces."""
    return frozenset(text.split())


def _list(name: str) -> frozenset[str]:
    return each((_LISTS / name).read_text("utf-8"))


GRAMMAR = _list("grammar.txt")  # what holds sentences together
PRAISE = _list("praise.txt")  # opinions, and that something fits: nobody can check them
TALK = _list("talk.txt")  # what a service and its user do, say and know
ATTRIBUTES = _list("attributes.txt")  # what a place, a meal, a ride or a booking may have or be
_SAYINGS = [spoken(each) for each in (_LISTS / "sayings.txt").read_text("utf-8").splitlines()]
_LONGEST_FIRST = sorted(_SAYINGS, key=len, reverse=True)
SAYINGS = re.compile(rf"\b(?:{'|'.join(map(re.escape, _LONGEST_FIRST))})\b")  # that claim nothing
EVERYDAY = GRAMMAR | PRAISE | TALK
_GROUPS = [line.partition(":") for line in (_LISTS / "alike.txt").read_text("utf-8").splitlines()]
# what else a slot is spoken of with, if its name or description has a word before the colon
ALIKE: Mapping[str, frozenset[str]] = {
    key: frozenset([*keys.split(), *words.split()])
    for keys, _, words in _GROUPS
    for key in keys.split()
}
_CLITICS = ("'s", "'ll", "'d", "'re", "'ve", "'m")
# adjectives and nouns that end as adverbs do, and adverbs that tell of a price or a time
_NO_ADVERBS = each(
    "family friendly lively daily weekly monthly nightly hourly yearly early supply reply lily "
    "elderly silly chilly hilly homely affordably cheaply freely reasonably inexpensively belly "
    "july italy jelly assembly rally holly curly ugly holy oily wily rely july only"
)


@lru_cache(maxsize=16384)
def forms_of(word: str) -> tuple[str, ...]:
    """Return a word and what it may be a form of: "booked" -> "booked", "booke", "book"."""
    found = [word]
    for clitic in _CLITICS:
        if word.endswith(clitic):
            found.append(word.removesuffix(clitic))
    base = found[-1]
    for ending, instead in _ENDINGS:
        if base.endswith(ending) and len(base) - len(ending) >= 2:
            stem = base.removesuffix(ending)
            found += [stem + letters for letters in instead]
            if ending in ("ed", "ing") and stem[-1] == stem[-2]:
                found.append(stem[:-1])
    return tuple(found)


_ENDINGS = (
    ("ies", ("y",)),
    ("ied", ("y",)),
    ("es", ("",)),
    ("s", ("",)),
    ("ed", ("", "e")),
    ("ing", ("", "e")),
    ("ly", ("",)),
    ("ily", ("y",)),
)


def known(word: str, words: Iterable[str]) -> bool:
    """Whether a word, or what it is a form of, is among some words (a set)."""
    return any(form in words for form in forms_of(word))


def cropped(text: str) -> str:
    """Return as much of a text as a reason for refusing it may quote."""
    return shorten(text.strip(), _QUOTED, placeholder=" ...")


def is_adverb(word: str) -> bool:
    """Whether a word tells how something is done, so that it states nothing by itself."""
    return len(word) > 3 and word.endswith("ly") and word not in _NO_ADVERBS
