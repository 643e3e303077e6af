"""The two ends of a way between places that were talked about: "a taxi between the two"."""

import re
from collections.abc import Sequence

from dialog.acts import ActType, DialogueAct
from dialog.dst.context import Context
from dialog.dst.references import Referents

_BOTH = re.compile(
    r"\bbetween\b|\b(?:both|the two|these two|those two)\b|\bone to the other\b|\bcommut",
    re.IGNORECASE,
)
_BACK = re.compile(r"\bback (?:to|from)\b", re.IGNORECASE)  # the other end goes without saying
_GUESSED = 0.7  # how sure it is which of two places is left and which is reached


def ends(
    acts: Sequence[DialogueAct],
    text: str,
    context: Context,
    referents: Referents,
) -> list[DialogueAct]:
    """Return what a text that speaks of two places says of the ends that it does not name.

    They are the two places talked about last: the one that is named not at all is the other end;
    of two, the way leads from the one before to the last one.

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
    both = _BOTH.search(text) is not None
    if not domain or not (both or _BACK.search(text)):
        return []
    told = {a.slot: a.value for a in acts if a.domain == domain and a.type is ActType.INFORM}
    held = {slot: told.get(slot) or state.domain(domain).value(slot) for slot in places[domain]}
    open_ends = [slot for slot, value in held.items() if not value]
    known = [name for name in referents.places() if name not in held.values()]
    found = known[: len(open_ends)][::-1]
    score = 1.0 if len(open_ends) == 1 else _GUESSED
    if len(found) < len(open_ends) or not (both or len(open_ends) == 1):
        return []
    return [
        DialogueAct(ActType.INFORM, domain, slot, name, score)
        for slot, name in zip(open_ends, found, strict=True)
    ]
