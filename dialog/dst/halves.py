"""Hours said without their half of the day: "a taxi at 10" after dinner at 20:00 leaves at 22:00."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from dialog.acts import ActType, DialogueAct
from dialog.dst.context import Context
from dialog.schema import SlotType

_HALF = re.compile(
    r"\d\s*[ap]\.?m\b|\b(?:[ap]\.?m|morning|noon|midday|afternoon|evening|night|tonight|midnight)\b",
    re.IGNORECASE,
)
_DAY, _HALF_DAY = 24 * 60, 12 * 60


def told_halves(acts: Iterable[DialogueAct], text: str, context: Context) -> list[DialogueAct]:
    """Return the acts, bare hours in the half of the day that is nearest to what is booked.

    A bare hour is said without minutes in figures and in a text that names no half. Where the
    schema has the `hours` of a slot they have told its half already; a domain that has days of its
    own may mean another one.

    Args:
        acts: of the turn.
        text: that was said.
        context: of the turn.
    """
    booked = list(_booked(context))
    if not booked or _HALF.search(text):
        return list(acts)
    return [_nearest(act, booked[0], text, context) for act in acts]


def _booked(context: Context) -> Iterator[int]:
    """Yield the times of day of bookings, in minutes, those of the domain under discussion first."""
    active = context.state.active
    for name in sorted(context.state.domains, key=lambda name: name != active):
        schema = context.schemas.get(name)
        times = [s.name for s in schema.slots.values() if s.type is SlotType.TIME] if schema else []
        for row in reversed(context.state.domain(name).bookings):
            yield from (_minutes(row[slot]) for slot in times if row.get(slot))


def _nearest(act: DialogueAct, booked: int, text: str, context: Context) -> DialogueAct:
    """Return a bare hour of an act in the half that is nearer to what is booked."""
    schema = context.schemas.get(act.domain)
    slot = schema.slots.get(act.slot) if schema else None
    if schema is None or slot is None or slot.type is not SlotType.TIME or slot.hours:
        return act
    if act.span is None or any(s.type is SlotType.DAY for s in schema.slots.values()):
        return act
    words = text[slice(*act.span)]
    if act.type is not ActType.INFORM or not act.value or ":" in words or "." in words:
        return act
    said = _minutes(act.value)
    if said >= _HALF_DAY:
        return act
    best = min((said, said + _HALF_DAY), key=lambda each: abs(each - booked))
    return replace(act, value=f"{best // 60:02d}:{best % 60:02d}")


def _minutes(time: str) -> int:
    hours, _, minutes = time.partition(":")
    whole = hours.isdecimal() and minutes.isdecimal()
    return (int(hours) * 60 + int(minutes)) % _DAY if whole else 0
