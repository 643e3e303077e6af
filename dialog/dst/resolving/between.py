"""The ends of a way between places that were talked about: "a taxi between the two"."""

import re
from collections.abc import Mapping, Sequence

from dialog.acts import ActType, DialogueAct
from dialog.dst.resolving.context import Context
from dialog.dst.resolving.references import Referents

_BOTH = re.compile(
    r"\bbetween\b|\b(?:both|the two|these two|those two)\b|\bone to the other\b|\bcommut",
    re.IGNORECASE,
)
_BACK = re.compile(r"\bback (?:to|from)\b|过去", re.I)  # the other end goes without saying
_PLACE = r"\s+((?:the|my|our|that|this)\s+\w+)"
_ENDS = (  # what is said of the place that is left, and of the one that is reached
    re.compile(
        rf"\b(?:from|leav(?:e|ing)(?: from)?|depart(?:ing)?(?: from)?){_PLACE}|"
        r"从((?:[这那]个|[这那]家)?\w{2,3}?)(?:出发|过去|打车|叫车|坐车|[去到走]|\b)",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?:to|arriv(?:e|ing) at|reach){_PLACE}|[去到回]((?:[这那]个|[这那]家)?\w{{2,3}})\b",
        re.IGNORECASE,
    ),
)
_GUESSED = 0.7  # how sure it is which of two places is left and which is reached


def ends(
    acts: Sequence[DialogueAct],
    text: str,
    context: Context,
    referents: Referents,
) -> list[DialogueAct]:
    """Return what a text says of the ends of a way that no act has.

    "From the hotel to the restaurant" are those under discussion. Of a text that speaks of two
    places they are the two talked about last: the one that is named not at all is the other end; of
    two, the way leads from the one before to the last one.

    Args:
        acts: of the turn, with references resolved.
        text: the turn's words.
        context: of the turn.
        referents: what can be pointed at.
    """
    schemas, state = context.schemas, context.state
    said = {act.domain for act in acts if act.domain}
    spoken = [name for name in (*said, state.active) if name in schemas]
    places = {name: [s.name for s in schemas[name].slots.values() if s.place] for name in spoken}
    domain = next((name for name, slots in places.items() if len(slots) == 2), "")
    if not domain:
        return []
    told = {a.slot: a.value for a in acts if a.domain == domain and a.type is ActType.INFORM}
    held = {slot: told.get(slot) or state.domain(domain).value(slot) for slot in places[domain]}
    pointed = _pointed(text, context, referents, domain, held)
    held |= {act.slot: act.value for act in pointed}
    both = _BOTH.search(text) is not None
    if not (both or _BACK.search(text)):
        return pointed
    open_ends = [slot for slot, value in held.items() if not value]
    known = [name for name in referents.places() if name not in held.values()]
    found = known[: len(open_ends)][::-1]
    score = 1.0 if len(open_ends) == 1 else _GUESSED
    if len(found) < len(open_ends) or not (both or len(open_ends) == 1):
        return pointed
    guessed = (
        DialogueAct(ActType.INFORM, domain, slot, name, score)
        for slot, name in zip(open_ends, found, strict=True)
    )
    return [*pointed, *guessed]


def _pointed(
    text: str,
    context: Context,
    referents: Referents,
    domain: str,
    held: Mapping[str, str | None],
) -> list[DialogueAct]:
    """Return the open ends that a text calls by what is there: "to the restaurant"."""
    found = []
    slots, taken = context.schemas[domain].slots, frozenset(v for v in held.values() if v)
    for (slot, value), words in zip(held.items(), _ENDS, strict=True):
        said = words.search(text)
        if value or said is None:
            continue
        place = said.lastindex or 0
        meant = referents.resolve(said[place], domain, slots[slot], taken)
        if meant.value and meant.place:
            span = said.span(place)
            found.append(DialogueAct(ActType.INFORM, domain, slot, meant.value, span=span))
    return found
