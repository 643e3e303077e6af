"""Values that the word before them denies, though an NLU took them for wishes: "not a museum"."""

import re
from collections.abc import Sequence
from dataclasses import replace

from dialog.acts import ActType, DialogueAct
from dialog.dst.resolving.context import Context
from dialog.schema import SlotType

_FILL = r"(?:(?:an?|any|the|in|at|near)\s+)*$"
_NOT = re.compile(rf"(?<!\bwhy )(?<!\bif )(?<!\bor )\bnot\s+{_FILL}", re.IGNORECASE)
_NO = re.compile(rf"\bno\s+{_FILL}", re.IGNORECASE)
_OR = re.compile(r"\s*,?\s*\b(?:or|nor)\s+(?:in\s+)?(?:(?:an?|the)\s+)?", re.IGNORECASE)
_WORDED = (SlotType.CATEGORICAL, SlotType.OPEN)  # "not more than two" denies no number


def denied(acts: Sequence[DialogueAct], text: str, context: Context) -> list[DialogueAct]:
    """Return the acts, wishes for values behind "not", or joined to such by "or", as denials.

    "No" before a value may answer a question; only before several of a kind it denies.

    Args:
        acts: of the turn, with the bounds of their words.
        text: that was said.
        context: of the turn.
    """
    found: list[DialogueAct] = []
    for act in acts:
        schema = context.schemas.get(act.domain)
        slot = schema.slots.get(act.slot) if schema else None
        if act.type is ActType.INFORM and act.span and slot and slot.type in _WORDED:
            before, words = text[: act.span[0]], text[slice(*act.span)]
            kinds = slot.kind and words.endswith("s")
            joined = any(_joins(other, act, text) for other in found)
            if joined or _NOT.search(before) or (kinds and _NO.search(before)):
                act = replace(act, type=ActType.DENY)
        found.append(act)
    return found


def _joins(other: DialogueAct, act: DialogueAct, text: str) -> bool:
    """Whether a denial before an act goes on to it: "not Indian or Chinese"."""
    if other.type is not ActType.DENY or not other.span or not act.span:
        return False
    same = (other.domain, other.slot) == (act.domain, act.slot)
    return same and _OR.fullmatch(text[other.span[1] : act.span[0]]) is not None
