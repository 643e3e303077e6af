"""Checks what a language model wrote against what it was told to say.

Two questions: is everything said that had to be, and is nothing else said that could be taken
for a fact? The check is by words and figures, and when in doubt it refuses; the template then
speaks.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from dialog.acts import ActType, DialogueAct, acts_of
from dialog.nlg.figures import pattern, plain
from dialog.schema import DONTCARE

_LONGEST = 600  # characters; two sentences are shorter
_STATED = (
    ActType.OFFER,
    ActType.INFORM,
    ActType.BOOK,
    ActType.CONFIRM,
    ActType.CONFREQ,
    ActType.SELECT,
    ActType.NOOFFER,
    ActType.AFFIRM,
    ActType.NEGATE,
)
_ASKED = (ActType.REQUEST, ActType.CONFIRM, ActType.CONFREQ, ActType.SELECT)
_ANSWERED = (ActType.OFFER, ActType.INFORM, ActType.AFFIRM, ActType.NEGATE)
_WORDLESS = frozenset({"yes", "no", "unknown", DONTCARE})  # said in other words
_NO = re.compile(
    r"\b(?:no|not|none|nothing|neither|nor|never|without|cannot|unable|unfortunately|sorry|afraid)\b"
    r"|n't\b"
)
_NOT_KNOWN = re.compile(r"\bunknown\b|\bunavailable\b|\bsorry\b")
_FIGURE = re.compile(r"\b[\w']*\d[\w']*(?:[:.,/]\d+)*")
_REFERENCE = re.compile(r"\b[A-Z0-9]{6,}\b")
_ADDRESS = re.compile(r"https?://\S+|\bwww\.\S+|\S+@\S+\.\w+")
_ORDINAL = re.compile(r"\b(\d+)(?:st|nd|rd|th)\b")
_MARKUP = re.compile(r"[{}<>*_#`\[\]]|\b\w+\(\w*=?\w*\)")
_DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_DAYS += ["today", "tonight", "tomorrow"]
_BOOKED = re.compile(r"\b(?:booked|reserved|confirmed)\b")


def check(
    text: str,
    acts: Sequence[DialogueAct],
    facts: Mapping[str, str],
    names: Collection[str] = (),
) -> list[str]:
    """Return what is wrong with a text, [] when it may be said.

    Args:
        text: what the language model wrote.
        acts: what had to be said.
        facts: slot -> value of all that may be stated, several values apart by ";".
        names: the names and values known; those outside the facts are refused.
    """
    if not text.strip():
        return ["it is empty"]
    if len(text) > _LONGEST:
        return ["it is too long"]
    return [*_missing(plain(text), acts), *_invented(text, acts, facts, names)]


def _missing(said: str, acts: Sequence[DialogueAct]) -> Iterator[str]:
    """Yield what had to be said and is not."""
    for act in acts_of(acts, *_STATED):
        value = act.value or "" if act.slot != "task" else ""
        for item in filter(None, (part.strip() for part in value.split(";"))):
            if item not in _WORDLESS | {"0"} and not pattern(item).search(said):
                yield f"{act.slot} {item!r} is not said"
    if acts_of(acts, *_ASKED) and "?" not in said:
        yield "nothing is asked"
    yield from _wrong_answer(said, acts)


def _wrong_answer(said: str, acts: Sequence[DialogueAct]) -> Iterator[str]:
    """Yield where yes and no, or a lack, are not told as they are."""
    answers = {act.value for act in acts_of(acts, *_ANSWERED) if act.value in ("yes", "no")}
    lacks = any(
        act.type in (ActType.NOOFFER, ActType.NOBOOK)
        or (act.type is ActType.NEGATE and act.value != "yes")
        for act in acts
    )
    unknown = any(act.value == "unknown" for act in acts)
    denied = _NO.search(said) is not None
    if unknown and not denied and not _NOT_KNOWN.search(said):
        yield "what is not known is not said to be so"
    if ("no" in answers or lacks) and not denied:
        yield "a no is not said"
    only_good = all(act.type in (ActType.INFORM, ActType.AFFIRM, ActType.OFFER) for act in acts)
    if answers == {"yes"} and only_good and not unknown and denied:
        yield "a yes is denied"


def _invented(
    text: str, acts: Sequence[DialogueAct], facts: Mapping[str, str], names: Collection[str]
) -> Iterator[str]:
    """Yield what is said that no fact covers."""
    if _MARKUP.search(text):
        yield "it has markup"
    allowed = _allowed(acts, facts)
    rest = plain(text)
    for address in _ADDRESS.findall(rest):
        if address.rstrip(".,!?") not in map(plain, allowed):
            yield f"{address!r} is no fact"
    refused = {plain(n) for n in names} | set(_DAYS)
    refused -= {plain(value) for value in allowed} | _WORDLESS
    # The longest first: "Roma Nova" is no mention of "Roma", nor "West Street" of "west".
    for value in sorted(allowed | refused, key=lambda v: (-len(v), v)):
        if value in refused and len(value) > 2 and _bounded(value, rest):
            yield f"{value!r} is no fact"
        if value in allowed:
            rest = pattern(value).sub(" ", rest)
    known = " ".join(plain(value) for value in allowed)
    booking = acts_of(acts, ActType.BOOK, ActType.NOBOOK) or any(
        act.slot == "reference" or act.value == "unknown" for act in acts
    )
    if not booking and _BOOKED.search(rest):
        yield "a booking is claimed"
    figures = set(_FIGURE.findall(known))
    for figure in _FIGURE.findall(_ORDINAL.sub(r"\1", rest)):
        if figure not in figures:
            yield f"{figure!r} is no fact"
    for token in _REFERENCE.findall(text):
        if token.isalpha() and not pattern(token).search(known):
            yield f"{token!r} is no fact"


def _allowed(acts: Sequence[DialogueAct], facts: Mapping[str, str]) -> set[str]:
    """Return all values that may be stated, whole and in their parts."""
    values = {value for value in facts.values() if value}
    values |= {act.value for act in acts if act.value}
    parts = {part.strip() for value in values for part in value.split(";")}
    return {value for value in parts if value} - _WORDLESS


def _bounded(name: str, text: str) -> bool:
    return name in text and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None
