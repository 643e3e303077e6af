"""Nouns that call the thing under discussion, and wish for nothing: "please book the hotel"."""

import re
from collections.abc import Sequence

from dialog.acts import ActType, DialogueAct
from dialog.dst.context import Context

_DEFINITE = re.compile(r"\b(?:the|this|that|my|our|same)\s+$", re.IGNORECASE)
_TASK, _BOOK = "task", "book"


def without_nouns(acts: Sequence[DialogueAct], text: str, context: Context) -> list[DialogueAct]:
    """Return the acts without kinds that are what an entity of the domain is called anyway.

    "The hotel" is the guesthouse under discussion, and so is one that is booked.

    Args:
        acts: of the turn.
        text: that was said.
        context: of the turn.
    """
    booked = {
        act.domain
        for act in acts
        if (act.type, act.slot, act.value) == (ActType.INFORM, _TASK, _BOOK)
    }

    def calls(act: DialogueAct) -> bool:
        schema = context.schemas.get(act.domain)
        slot = schema.slots.get(act.slot) if schema else None
        if schema is None or slot is None or not slot.kind or act.type is not ActType.INFORM:
            return False
        if act.value != schema.entity or context.state.domain(act.domain).entity is None:
            return False
        definite = act.span is not None and _DEFINITE.search(text[: act.span[0]]) is not None
        return definite or act.domain in booked

    return [act for act in acts if not calls(act)]
