"""What orders a booking: a word for it beside what only a booking takes, "book it for 5 nights"."""

import re
from collections.abc import Sequence

from dialog.acts import ActType, DialogueAct
from dialog.dst.resolving.context import Context

_TASK, _FIND, _BOOK = "task", "find", "book"
_ORDER = re.compile(
    r"\b(?:book|reserve)\b|"
    r"\b(?:make|need|want|like|get|have)\b[^.?!]{0,20}\b(?:bookings?|reservations?)\b",
    re.IGNORECASE,
)
_NO_ORDER = re.compile(  # how what comes before the word takes it back
    r"(?:n't|\b(?:not|never|before|if|how (?:much|long|many|do)|have to))\b[^.?!]*$",
    re.IGNORECASE,
)
_SURE = 0.85


def orders(acts: Sequence[DialogueAct], text: str, context: Context) -> list[DialogueAct]:
    """Return the acts, with an order where the text has the word for one and a booking's details.

    Args:
        acts: of the turn.
        text: that was said.
        context: of the turn.
    """
    acts, word = list(acts), _ORDER.search(text)
    if word is None or _NO_ORDER.search(text[: word.start()]):
        return acts
    tasks = [a for a in acts if a.type is ActType.INFORM and a.slot == _TASK]
    if any(act.value == _BOOK for act in tasks):
        return acts
    domain = next((act.domain for act in acts if _is_detail(act, context)), "")
    if not domain:
        return acts
    kept = [act for act in acts if act not in tasks or act.domain != domain]
    return [*kept, DialogueAct(ActType.INFORM, domain, _TASK, _BOOK, _SURE, word.span())]


def _is_detail(act: DialogueAct, context: Context) -> bool:
    """Whether an act tells what a booking takes, and no search."""
    schema = context.schemas.get(act.domain)
    slot = schema.slots.get(act.slot) if schema and schema.booking else None
    told = act.type is ActType.INFORM and bool(act.value)
    return told and slot is not None and slot.booking != "no" and slot.search == "no"
