"""What a text counts and charges that no fact holds: figures, counts, rates, currencies."""

import re
from collections.abc import Iterator

from dialog.nlg.figures import pattern, spoken
from dialog.nlg.guard.brief import GAP, Brief
from dialog.nlg.guard.english import AMOUNTS, CURRENCIES, IDIOMS
from dialog.nlg.guard.words import EVERYDAY, SAYINGS, WORD, known
from dialog.nlg.wording import plural

_FIGURE = re.compile(r"[\w']*\d[\w']*(?:[:.,/]\d+)*")
_ORDINAL = re.compile(r"\b(\d+)(?:st|nd|rd|th)\b")
_RATE = re.compile(  # "per person"; "60 euros an hour"
    rf"\bper (?P<per>(?!se\b|your\b)[a-z]+)|{GAP} (?:an?|each|every) (?P<of>minute|hour|day|"
    r"night|week|weekend|month|year|person|head|guest|mile|kilometre|kilometer)\b"
)


def figures(rest: str, own: str) -> Iterator[str]:
    """Yield the figures that are left, in digits or words."""
    known = set(_FIGURE.findall(own))
    for figure in _FIGURE.findall(_ORDINAL.sub(r"\1", rest)):
        if figure not in known:
            yield f"{figure!r} is no fact"
    for amount in AMOUNTS.findall(IDIOMS.sub(" ", rest)):
        if amount not in own.split():
            yield f"{amount!r} is no fact"


def counts(sentence: str, brief: Brief) -> Iterator[str]:
    """Yield the counted things whose number is another: 4 people where 4 are the nights."""
    text = brief.lexicon.long_noun.sub("place", SAYINGS.sub(" ", spoken(sentence)))
    for value in brief.values:  # the 12 of an address counts nothing
        if " " in value:
            text = pattern(value).sub(GAP, text)
    nouns = brief.lexicon.words | brief.short
    for match in re.finditer(r"(?<![\w.:$])(\d{1,3})[ -]([a-z]+)", text):
        number, noun = match.groups()
        wanted = brief.counted.get(noun)
        wrong = (
            number not in wanted
            if wanted is not None
            else plural(noun) not in nouns and not known(noun, nouns | EVERYDAY)
        )
        if wrong:
            yield f"{match.group()!r} is no fact"


def rates(rest: str, brief: Brief, own: str) -> Iterator[str]:
    """Yield what a value is said to be for, where it is for something else: a price per week."""
    units = {word for text in (own, *map(spoken, brief.values)) for word in WORD.findall(text)}
    for match in _RATE.finditer(rest):
        unit = match.group("per") or match.group("of")
        if not known(unit, units):
            yield f"{match.group().strip(GAP).strip()!r} is no fact"


def currencies(text: str, brief: Brief) -> Iterator[str]:
    """Yield the currencies that neither the draft nor a value has."""
    known = spoken("\n".join((brief.draft, *brief.values)))
    said = SAYINGS.sub(" ", spoken(text))
    for sign, words in CURRENCIES.items():
        if words.search(said) and not words.search(known):
            yield f"{sign!r} is no fact"
