"""A user who comes alone, and says so without a number: "I'm travelling alone", "just myself"."""

import re
from collections.abc import Sequence

from dialog.acts import ActType, DialogueAct
from dialog.dst.resolving.context import Context
from dialog.schema import Slot, SlotType

_ALONE = re.compile(
    r"\b(?:(?:just|only)\s+(?:for\s+)?(?:me|myself)|for\s+(?:myself|me only|me alone)|"
    r"(?:travel\w*|din\w+|eating|staying|going|coming|be)\s+alone|by myself|on my own)\b"
    r"(?!\s+(?:and|plus|,))",
    re.IGNORECASE,
)
_PERSON = "person"  # the unit of a number of people
_SURE = 0.85


def alone(acts: Sequence[DialogueAct], text: str, context: Context) -> list[DialogueAct]:
    """Return the acts, with one person where the user comes alone and no number was understood.

    Args:
        acts: of the turn.
        text: that was said.
        context: of the turn.
    """
    acts, said = list(acts), _ALONE.search(text)
    told = [act.domain for act in acts if act.type is ActType.INFORM]
    for name in dict.fromkeys([*told, context.state.active]) if said else ():
        schema = context.schemas.get(name)
        people = next(filter(_counts_people, schema.bookable), None) if schema else None
        if people is None or said is None:
            continue
        known = context.state.domain(name).value(people.name)
        if known is None and not any((a.domain, a.slot) == (name, people.name) for a in acts):
            kept = [act for act in acts if act.type is not ActType.OUTOFSCOPE]
            one = DialogueAct(ActType.INFORM, name, people.name, "1", _SURE, said.span())
            return [*kept, one]
        return acts
    return acts


def _counts_people(slot: Slot) -> bool:
    return slot.type is SlotType.NUMBER and slot.unit == _PERSON
