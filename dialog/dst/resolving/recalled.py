"""Questions for details of what is booked: "what time is my reservation?", "for how many is it?".

No model has to know them: what is asked for is told by the question word and the slot's type.
"""

import re
from collections.abc import Iterator, Sequence

from dialog.acts import ActType, DialogueAct
from dialog.dst.resolving.context import Context
from dialog.quantities import is_unit
from dialog.schema import DomainSchema, Slot, SlotType
from dialog.wordbounds import says

_ABOUT = re.compile(  # that what is booked is meant
    r"\b(?:is|was|are)\b.*\b(?:booked|reserved|booking|reservation)\b|"
    r"\bdid (?:i|we|you) (?:say|book|reserve|order)\b|"
    r"\b(?:is|was) (?:it|that|this)(?: for)?(?: again)?\W*$",
    re.IGNORECASE,
)
_OF_ITS_NAME = re.compile(r"\b(?:is|was) (?:the|my|our) \w+(?: again)?\W*$", re.IGNORECASE)
_THE = re.compile(r"\bthe (\w+)")
_ASKED = {
    SlotType.TIME: re.compile(r"\b(?:what time|what hour|when)\b", re.IGNORECASE),
    SlotType.DAY: re.compile(r"\b(?:(?:what|which) day|when)\b", re.IGNORECASE),
}
_COUNTED = re.compile(r"\bhow many (\w+)", re.IGNORECASE)
_INSTEAD = frozenset(  # what an NLU makes of such a question
    {ActType.OUTOFSCOPE, ActType.REQUEST, ActType.REPEAT, ActType.RESTART, ActType.THANK}
)
_ORDER = ("task", "book")  # what an NLU takes "my reservation" for


def recalled(acts: Sequence[DialogueAct], text: str, context: Context) -> list[DialogueAct]:
    """Return the acts, or a question for details of what is booked where a text is nothing else.

    Args:
        acts: of the turn.
        text: that was said.
        context: of the turn.
    """
    only = all(act.type in _INSTEAD or (act.slot, act.value) == _ORDER for act in acts)
    about = _ABOUT.search(text) is not None
    if not only or not (about or _OF_ITS_NAME.search(text)):
        return list(acts)
    for schema in _booked(text, context):
        if not (about or says(text, _names(schema))):
            continue
        made = context.state.domain(schema.name).bookings[-1]
        slots = [s for s in schema.slots.values() if made.get(s.name) and _asks(text, s)]
        if slots:
            return [DialogueAct(ActType.REQUEST, schema.name, slot.name) for slot in slots]
    return list(acts)


def _names(schema: DomainSchema) -> tuple[str, ...]:
    """Return what a booking may be called: a taxi, or a table, of which a slot's question asks."""
    asked = (_THE.findall(slot.question) for slot in schema.bookable)
    return (*schema.nouns, *(noun for nouns in asked for noun in nouns))


def _booked(text: str, context: Context) -> Iterator[DomainSchema]:
    """Yield the domains with bookings, one that is named or under discussion first."""
    state = context.state
    known = [context.schemas[n] for n in reversed(list(state.domains)) if n in context.schemas]
    known.sort(key=lambda schema: (not says(text, schema.nouns), schema.name != state.active))
    yield from (schema for schema in known if state.domain(schema.name).bookings)


def _asks(text: str, slot: Slot) -> bool:
    """Whether the question word of a text asks for a slot."""
    if slot.type is SlotType.NUMBER:
        counted = [match[1].lower() for match in _COUNTED.finditer(text)]
        named = slot.noun.split()
        return any(word in named or (slot.unit and is_unit(word, slot.unit)) for word in counted)
    word = _ASKED.get(slot.type)
    return word is not None and word.search(text) is not None
