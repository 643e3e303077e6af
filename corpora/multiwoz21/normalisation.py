"""Values of MultiWOZ 2.1 in one form, for comparing what is annotated, predicted and stored.

Annotators, wizards and the database write one value in several ways. `normalise_value` takes, in
this order:

1. capitals, runs of spaces and marks split off by the tokeniser ("christ 's college", "3 - 4"),
   apostrophes, and the signs & and b&b: "Alexander B & B" is "alexander b and b";
2. "dontcare" for its spellings: "do n't care", "no preference", "doesn't matter", ...;
3. British and usual spelling: center, theater, portugese, archaelogy, ...;
4. by slot: a time of day as HH:MM ("5:45pm", "0715", "9", "after 15:45", 24:30 as 00:30), a count
   in digits ("two"), the one part of town that is named ("west side of town"), the price range in
   one word ("moderately priced"), the kind of place in the singular ("guest houses"), yes for a
   facility that is there ("free" parking);
5. articles before any other value: "the gonville hotel" is "gonville hotel".

What none of these know stays as step 1 left it. `normalise` does so for the values of a
dialogue's acts and states; a state that gives alternatives, "hotel|guesthouse", keeps the first,
and `extra["state_variants"]` all of them (domain -> slot -> values). Texts, spans and goals stay.
Similar steps are in the preprocessing of Wu et al. 2019 (TRADE) and Nekvinda and Dušek 2021.
"""

import re
from collections.abc import Callable
from dataclasses import replace

from dialog.corpus import CorpusTurn, Dialogue
from dialog.schema import DONTCARE

_DONTCARE = re.compile(
    r"(?:i )?(?:do ?(?:nt|not)|does ?(?:nt|not)) ?_?(?:care|matter)"
    r"|dont_care|no preference|not important"
)
_SPELLING = {
    "archaelogy": "archaeology",
    "barbecue": "barbeque",
    "center": "centre",
    "centres": "centre",
    "gray": "grey",
    "portugese": "portuguese",
    "theater": "theatre",
    "theaters": "theatres",
}
_NUMBERS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
_AREAS = re.compile(r"\b(north|south|east|west|centre|downtown)(?:ern|end|side)?\b")
_PRICES = re.compile(r"\b(cheap|inexpensive|moderate|expensive)(?:ly)?\b")
_TIME = re.compile(
    r"(?:(?:about|after|around|at|before|by|from|past|until) )?"
    r"(\d{1,2})(?::?(\d\d))?(?: ?([ap])\.? ?m\.?)?"
)
_ARTICLE = re.compile(r"(?:the|an?) (?!and )")  # "a and b guest house" has none
_KINDS = {
    "boating": "boat",
    "bed and breakfast": "guesthouse",
    "churches": "church",
    "concert hall": "concerthall",
    "guest house": "guesthouse",
    "nightclub": "night club",
    "swimmingpool": "swimming pool",
}


def normalise(dialogue: Dialogue) -> Dialogue:
    """Return a dialogue with the values of its acts and states in one form."""
    return replace(dialogue, turns=tuple(_turn(turn) for turn in dialogue.turns))


def normalise_value(slot: str, value: str) -> str:
    """Return a value in the form that it is compared in.

    Args:
        slot: its slot as acts and states name it.
        value: the value.
    """
    text = re.sub(r"\s*&\s*", " and ", value.lower()).replace("'", "")
    text = re.sub(r"\s+(s)\b(?=\s|$)", r"\1", text)  # the s of "christ 's"
    text = " ".join(re.sub(r"\s*-\s*", "-", text).split())
    if text == DONTCARE or _DONTCARE.fullmatch(text):
        return DONTCARE
    text = " ".join(_SPELLING.get(word, word) for word in text.split())
    return _BY_SLOT.get(slot, _name)(text)


def _name(text: str) -> str:
    found = _ARTICLE.match(text)
    return text[found.end() :] if found else text


def _time(text: str) -> str:
    found = _TIME.fullmatch(text)
    if not found:
        return text
    hours, minutes, half = int(found[1]), int(found[2] or 0), found[3]
    if half and hours <= 12:
        hours = hours % 12 + 12 * (half == "p")
    if hours > 24 or minutes > 59:
        return text
    return f"{hours % 24:02}:{minutes:02}"


def _count(text: str) -> str:
    return str(_NUMBERS.index(text)) if text in _NUMBERS else text


def _area(text: str) -> str:
    found = {"centre" if area == "downtown" else area for area in _AREAS.findall(text)}
    return found.pop() if len(found) == 1 else text


def _price(text: str) -> str:
    found = {"cheap" if price == "inexpensive" else price for price in _PRICES.findall(text)}
    return found.pop() if len(found) == 1 and "not" not in text.split() else text


def _kind(text: str) -> str:
    name = _name(text)
    if name.endswith("s") and name not in ("churches", "multiple sports"):
        name = name[:-1]
    return _KINDS.get(name, name)


def _facility(text: str) -> str:
    return "yes" if text == "free" else text


_BY_SLOT: dict[str, Callable[[str], str]] = {
    **dict.fromkeys(("time", "leaveAt", "arriveBy"), _time),
    **dict.fromkeys(("people", "stay", "stars"), _count),
    **dict.fromkeys(("parking", "internet"), _facility),
    "area": _area,
    "pricerange": _price,
    "type": _kind,
}


def _turn(turn: CorpusTurn) -> CorpusTurn:
    acts = tuple(
        act if act.value is None else replace(act, value=normalise_value(act.slot, act.value))
        for act in turn.acts
    )
    variants = {
        domain: {slot: _variants(slot, value) for slot, value in slots.items()}
        for domain, slots in turn.state.items()
    }
    state = {d: {slot: values[0] for slot, values in v.items()} for d, v in variants.items()}
    several = {
        d: {slot: values for slot, values in v.items() if len(values) > 1}
        for d, v in variants.items()
    }
    several = {domain: slots for domain, slots in several.items() if slots}
    extra = {**turn.extra, **({"state_variants": several} if several else {})}
    return replace(turn, acts=acts, state=state, extra=extra)


def _variants(slot: str, value: str) -> list[str]:
    made = dict.fromkeys(normalise_value(slot, part) for part in value.split("|") if part.strip())
    return list(made) or [value]
