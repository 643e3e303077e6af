"""Questions about what is booked, and about one thing more: "and of the hotel?"."""

import re
from collections.abc import Sequence
from dataclasses import replace

from dialog.acts import ActType, DialogueAct
from dialog.dst.resolving.context import Context
from dialog.schema import DomainSchema

BOOKINGS = "bookings"  # the pseudo-slot of all that was booked
_BOOKED = re.compile(
    r"\b(?:what(?: all)?|which (?:things|places|ones))(?:\s+(?:have|had|did)|'ve)\s+(?:i|we)\s+"
    r"(?:\w+\s+)?(?:book|reserve|order)|\b(?:my|our)\s+(?:\w+\s+)?(?:bookings|reservations)\b|"
    r"我都?预?[订定]了(?:什么|哪些|哪几|啥)|我的(?:预订|预定|订单)",
    re.IGNORECASE,
)
_WHETHER = re.compile(
    r"\b(?:have|did) (?:i|we|you) (?:\w+ )?(?:book|reserve|order)(?:e?d)?\b|"
    r"\bis (?:it|that|this|everything|(?:my|our|the) \w+) (?:\w+ )?(?:booked|reserved)\b"
    r"(?! (?:up|out)\b)|\bdo (?:(?:i|we) (?:\w+ )?have (?:an?|any|the)|you have (?:my|our)) "
    r"(?:\w+ )?(?:bookings?|reservations?)\b",
    re.IGNORECASE,
)
_MORE = re.compile(r"[.?!]\s+\w")  # another sentence, which may ask for something else
_TOO = re.compile(
    r"\W*(?:and|(?:and )?(?:what|how) about)\s+(?:(?:that )?(?:of|for|at)\s+)?(?:the|my|our)\s+"
    r"(?P<noun>[\w &-]+?)(?:'s)?\W*",
    re.IGNORECASE,
)
_CHANGES = frozenset({ActType.CANCEL, ActType.DENY, ActType.RESTART})


def further(acts: Sequence[DialogueAct], text: str, context: Context) -> list[DialogueAct]:
    """Return the acts, or what a text asks that asks of bookings, or the same of another.

    Whether a table is booked for Friday is asked of the one that is, else of all bookings.

    Args:
        acts: of the turn.
        text: that was said.
        context: of the turn.
    """
    if _BOOKED.search(text) and not any(_changes(act) for act in acts):
        return [DialogueAct(ActType.REQUEST, "", BOOKINGS)]
    asks = any(act.type is ActType.REQUEST for act in acts)
    alone = not (asks or _MORE.search(text) or any(act.type in _CHANGES for act in acts))
    if alone and _WHETHER.search(text):
        details = [
            replace(act, type=ActType.CONFIRM)
            for act in acts
            if act.type in (ActType.INFORM, ActType.CONFIRM) and act.slot != "task"
            if context.state.domain(act.domain).bookings
        ]
        return details or [DialogueAct(ActType.REQUEST, "", BOOKINGS)]
    named = _TOO.fullmatch(text)
    schema = _called(named["noun"], context) if named else None
    if schema is None:
        return list(acts)
    gives = schema.booking.gives if schema.booking else []
    asked = [
        DialogueAct(ActType.REQUEST, schema.name, act.slot)
        for act in context.state.user_acts
        if act.type is ActType.REQUEST
        if act.slot in gives or (act.slot in schema.slots and schema.slots[act.slot].requestable)
    ]
    return asked or list(acts)


def _changes(act: DialogueAct) -> bool:
    """Whether an act says more than a question about bookings would be taken for."""
    return act.type in _CHANGES or (act.type is ActType.INFORM and act.slot != "task")


def _called(noun: str, context: Context) -> DomainSchema | None:
    """Return the domain of what is called so, where there is something to ask about."""
    for schema in context.schemas.values():
        own = context.state.domain(schema.name)
        if noun.lower() in schema.nouns and (own.entity is not None or own.bookings):
            return schema
    return None
