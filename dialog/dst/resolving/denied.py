"""Values that are denied: "not a guesthouse" is no wish for one, and later not one either."""

import re
from collections.abc import Sequence
from dataclasses import replace

from dialog.acts import ActType, DialogueAct
from dialog.dst.resolving.context import Context
from dialog.quantities import fold
from dialog.schema import JOINT, Slot, SlotType

_FILL = r"(?:(?:an?|any|the|in|at|near)\s+)*$"
_NOT = re.compile(
    rf"(?<!\bwhy )(?<!\bif )(?<!\bor )\b(?:not|(?:is|are)n['’]t)\s+{_FILL}", re.IGNORECASE
)
_NO = re.compile(rf"\bno\s+{_FILL}", re.IGNORECASE)
_OR = re.compile(r"\s*,?\s*\b(?:or|nor)\s+(?:in\s+)?(?:(?:an?|the)\s+)?", re.IGNORECASE)
_OWN = re.compile(r"\bnot\b|n['’]t\b", re.IGNORECASE)  # of a wording, "isn't too dear"
_DENIES = re.compile(r"\b(?:no|not|never|without|except|but|rather|instead)\b|n['’]?t\b", re.I)
_WORDED = (SlotType.CATEGORICAL, SlotType.OPEN)  # "not more than two" denies no number


def denied(acts: Sequence[DialogueAct], text: str, context: Context) -> list[DialogueAct]:
    """Return the acts, wishes for values behind "not", or joined to such by "or", as denials.

    "No" before a value may answer a question; only before several of a kind it denies. A value of
    which "isn't too dear" is a wording is wished for by that, and so is one before the only "not",
    which denies another: "something cheap, not Indian".

    Args:
        acts: of the turn, with the bounds of their words.
        text: that was said.
        context: of the turn.
    """
    found: list[DialogueAct] = []
    for act in acts:
        schema = context.schemas.get(act.domain)
        slot = schema.slots.get(act.slot) if schema else None
        if act.span and slot and slot.type in _WORDED:
            before, words = text[: act.span[0]], text[slice(*act.span)]
            joined = any(_joins(other, act, text) for other in found)
            several = slot.kind and words.endswith("s") and _NO.search(before)
            if act.type is ActType.INFORM and (joined or several or _NOT.search(before)):
                act = replace(act, type=ActType.DENY)
            elif act.type is ActType.DENY and (
                (_OWN.search(words) and _spells(words, act, slot))
                or (not _DENIES.search(before) and _denies_another(act, acts, text))
            ):
                act = replace(act, type=ActType.INFORM)
        found.append(act)
    return found


def _denies_another(act: DialogueAct, acts: Sequence[DialogueAct], text: str) -> bool:
    """Whether a "not" behind an act stands before another value."""
    assert act.span is not None
    later = (other.span[0] for other in acts if other.span and other.span[0] > act.span[1])
    return any(_NOT.search(text[act.span[1] : start]) for start in later)


def _spells(words: str, act: DialogueAct, slot: Slot) -> bool:
    """Whether words are listed for an act's value."""
    listed = slot.values.get(act.value or "", [])
    return fold(words) in map(fold, listed)


def _joins(other: DialogueAct, act: DialogueAct, text: str) -> bool:
    """Whether a denial before an act goes on to it: "not Indian or Chinese"."""
    if other.type is not ActType.DENY or not other.span or not act.span:
        return False
    same = (other.domain, other.slot) == (act.domain, act.slot)
    return same and _OR.fullmatch(text[other.span[1] : act.span[0]]) is not None


def without_excluded(acts: Sequence[DialogueAct], context: Context) -> list[DialogueAct]:
    """Return the acts, denials of what nobody wished for as wishes for all else, which last.

    That can be said where all values are listed, and an entity has one of them. A denial of what
    is believed takes that back.

    Args:
        acts: of the turn.
        context: of the turn.
    """
    told = {(a.domain, a.slot) for a in acts if a.type is ActType.INFORM}
    gone: dict[tuple[str, str], list[str]] = {}
    for act in acts:
        place = act.domain, act.slot
        if act.type is ActType.DENY and act.value and place not in told and _closed(act, context):
            gone.setdefault(place, []).append(act.value)
    found: list[DialogueAct] = []
    for act in acts:
        place = act.domain, act.slot
        if act.type is not ActType.DENY or place not in gone:
            found.append(act)
            continue
        values = context.schemas[act.domain].slots[act.slot].values
        left = JOINT.join(value for value in values if value not in gone[place])
        if left and place not in told:
            told.add(place)
            found.append(replace(act, type=ActType.INFORM, value=left, span=None))
    return found


def _closed(act: DialogueAct, context: Context) -> bool:
    """Whether nothing is believed of a slot of which an entity has one of the values listed."""
    schema = context.schemas.get(act.domain)
    slot = schema.slots.get(act.slot) if schema else None
    if slot is None or slot.type is not SlotType.CATEGORICAL or slot.search == "no":
        return False
    several = slot.unlisted or slot.multiple or slot.many or slot.negatable
    return not several and context.state.domain(act.domain).value(act.slot) is None
