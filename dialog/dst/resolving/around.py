"""Acts that the words around a value take back: who says "the hotel" wishes for no kind."""

import re
from collections.abc import Collection, Iterable

from dialog.acts import ActType, DialogueAct
from dialog.dst.resolving.context import Context
from dialog.schema import DomainSchema, Slot
from dialog.state import Entity

_DEFINITE = re.compile(r"\b(?:the|that|this|my|our|your|said)\s+$", re.IGNORECASE)
_EITHER = re.compile(r"\b(?:and|or|both|either)\b|/", re.IGNORECASE)
_HOW_ABOUT = re.compile(r"\b(?:how|what) about\s+(?:(?:the|a|an|at|on|in|for)\s+)*$", re.IGNORECASE)


_PROPOSES = re.compile(
    r"\b(?:how|what) about\b|\b(?:can|could) (?:you|we|i) "
    r"(?:(?:make|change|move|shift|switch|put) "
    r"(?:it|that|this|(?:my|our|the) (?:booking|reservation))|try)\b",
    re.IGNORECASE,
)


def proposes(text: str) -> bool:
    """Whether a question puts something forward: "how about Friday?", "can you make it 8?"."""
    return _PROPOSES.search(text) is not None


def without_taken_back(
    acts: Iterable[DialogueAct],
    text: str,
    context: Context,
    asked: Iterable[tuple[str, str]],
) -> list[DialogueAct]:
    """Return the acts without those that the words around a value show not to be meant.

    Who says "the hotel" of one under discussion does not wish for one of that kind, unless the
    kind was asked for or that one is of another; nor does who books it and calls it what all of
    the domain are called, or goes on with a kind: "a hotel, ideally a guesthouse". Who says "how
    about Friday" names a value, and wants no other entity.
    """
    acts = list(acts)
    books = {act.domain for act in acts if (act.slot, act.value) == ("task", "book")}
    kept = [act for act in acts if not _points(act, text, context, asked, books)]
    kept = [act for act in kept if not _is_narrowed(act, kept, text, context)]
    values = [act.span[0] for act in kept if act.span and act.type is ActType.INFORM]
    if any(_HOW_ABOUT.search(text[:start]) for start in values):
        return [act for act in kept if act.type is not ActType.REQALTS]
    return kept


def _points(
    act: DialogueAct,
    text: str,
    context: Context,
    asked: Iterable[tuple[str, str]],
    books: Collection[str],
) -> bool:
    """Whether an act takes words that point at an entity for a wish for its kind."""
    schema = context.schemas.get(act.domain)
    slot = schema.slots.get(act.slot) if schema else None
    if (
        schema is None
        or slot is None
        or not slot.kind
        or act.type is not ActType.INFORM
        or act.span is None
    ):
        return False
    own = context.state.domain(act.domain)
    if (own.entity is None and not own.bookings) or (act.domain, act.slot) in asked:
        return False
    if act.domain in books and act.value == schema.entity:
        return True
    other = own.entity is not None and not _may_be(own.entity, slot, schema, act.value or "")
    return _DEFINITE.search(text[: act.span[0]]) is not None and not other


def _may_be(entity: Entity, slot: Slot, schema: DomainSchema, kind: str) -> bool:
    """Whether an entity may be called what a kind is: by its own, if known, or what all are."""
    own = entity.get(slot.column or slot.name, "")
    return not own or kind == schema.entity or slot.holds(own, kind)


def _is_narrowed(
    act: DialogueAct, acts: Iterable[DialogueAct], text: str, context: Context
) -> bool:
    """Whether an act takes what all of a domain are called for a kind, and the kind comes later."""
    schema = context.schemas.get(act.domain)
    slot = schema.slots.get(act.slot) if schema else None
    if schema is None or slot is None or not slot.kind or act.value != schema.entity:
        return False
    later = [
        text[act.span[1] : other.span[0]]
        for other in acts
        if act.span and other.span and other.span[0] >= act.span[1]
        if (act.type, act.domain, act.slot) == (other.type, other.domain, other.slot)
    ]
    return any(not _EITHER.search(between) for between in later)
