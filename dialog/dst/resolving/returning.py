"""The way back: "and back on Sunday" swaps the ends of what was found or booked.

Which slots are the two ends is the schema's to say (`opposite`).
"""

import re
from collections.abc import Sequence

from dialog.acts import ActType, DialogueAct
from dialog.dst.resolving.context import Context
from dialog.pointing import plain_words
from dialog.schema import DomainSchema, SlotType
from dialog.state import DomainState
from dialog.wordbounds import says

_BACK = re.compile(
    r"\breturn(?:s|ing)?\b(?! tickets?\b)|\b(?:way|trip|journey|com\w+|go\w*|travel\w*|"
    r"get\w*|head\w*|be|again|and|then|one) back\b|^\W*back\b|\bback (?:on|from|to|home)\b|"
    r"回程|返程|回来|返回",
    re.IGNORECASE,
)
_INSTEAD = frozenset({ActType.OUTOFSCOPE, ActType.REQALTS, ActType.REPEAT})
_TASK, _FIND, _BOOK = "task", "find", "book"


def returning(acts: Sequence[DialogueAct], text: str, context: Context) -> list[DialogueAct]:
    """Return the acts, with the ends of the way back where that is meant.

    It is where both ends are known of a way that was found or booked, and the turn says no other.
    The times and the day of the way there do not hold for it.

    Args:
        acts: of the turn.
        text: that was said.
        context: of the turn.
    """
    told = [act for act in acts if act.type is ActType.INFORM and act.value]
    for schema in _about(acts, text, context):
        if not _BACK.search(text) and not says(text, [f"{noun} back" for noun in schema.nouns]):
            continue
        own = context.state.domain(schema.name)
        pairs = [(s.name, s.opposite) for s in schema.slots.values() if s.opposite]
        if not pairs or (own.entity is None and not own.bookings):
            continue
        ends: dict[str, str | None] = {}
        for one, other in pairs:
            ends |= {one: _end(own, schema, other), other: _end(own, schema, one)}
        said = {act.slot: act.value for act in told if act.domain == schema.name}
        if not all(ends.values()) or any(
            plain_words(said[slot] or "") != plain_words(value or "")
            for slot, value in ends.items()
            if slot in said
        ):
            return list(acts)
        back = [
            DialogueAct(ActType.INFORM, schema.name, slot, value)
            for slot, value in ends.items()
            if slot not in said
        ]
        gone = [
            DialogueAct(ActType.DENY, schema.name, slot.name, held)
            for slot in schema.searchable
            if slot.type in (SlotType.TIME, SlotType.DAY) and slot.name not in said
            if (held := own.value(slot.name))
        ]
        kept = [act for act in acts if act.type not in _INSTEAD]
        wanted = DialogueAct(ActType.INFORM, schema.name, _TASK, _FIND if schema.search else _BOOK)
        return [*kept, *back, *gone, *([] if _TASK in said else [wanted])]
    return list(acts)


def _end(own: DomainState, schema: DomainSchema, slot: str) -> str | None:
    """Return an end of the way there: as the user said, or as what was found or booked has it."""
    column = schema.slots[slot].column or slot
    booked = own.bookings[-1].get(slot) if own.bookings else None
    return own.value(slot) or (own.entity or {}).get(column) or booked


def _about(acts: Sequence[DialogueAct], text: str, context: Context) -> list[DomainSchema]:
    """Return the domains that a turn may be about, the likeliest first."""
    schemas = context.schemas
    named = [name for name, schema in schemas.items() if says(text, schema.nouns)]
    order = dict.fromkeys([*(act.domain for act in acts), *named, context.state.active])
    return [schemas[name] for name in order if name in schemas]
