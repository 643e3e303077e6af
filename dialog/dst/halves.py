"""Hours said without their half of the day: "a taxi at 10" after dinner at 20:00 is for 22:00."""

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
_TIME = re.compile(r"(\d\d):(\d\d)")
_HALF_DAY = 12 * 60  # minutes


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
    """Yield the booked times of day, in minutes, of the domain under discussion first."""
    active = context.state.active
    for name in sorted(context.state.domains, key=lambda name: name != active):
        schema = context.schemas.get(name)
        times = [s.name for s in schema.slots.values() if s.type is SlotType.TIME] if schema else []
        for row in reversed(context.state.domain(name).bookings):
            found = (_minutes(row.get(slot)) for slot in times)
            yield from (minutes for minutes in found if minutes is not None)


def _nearest(act: DialogueAct, booked: int, text: str, context: Context) -> DialogueAct:
    """Return a bare hour of an act in the half that is nearer to what is booked."""
    schema = context.schemas.get(act.domain)
    slot = schema.slots.get(act.slot) if schema else None
    if schema is None or slot is None or slot.type is not SlotType.TIME or slot.hours:
        return act
    if act.span is None or any(s.type is SlotType.DAY for s in schema.slots.values()):
        return act
    words = text[slice(*act.span)]
    said = _minutes(act.value)
    if act.type is not ActType.INFORM or ":" in words or "." in words:
        return act
    if said is None or said >= _HALF_DAY:
        return act
    best = min((said, said + _HALF_DAY), key=lambda each: abs(each - booked))
    return replace(act, value=f"{best // 60:02d}:{best % 60:02d}")


def _minutes(time: str | None) -> int | None:
    """Return a time of day in minutes, None for words that point at one."""
    found = _TIME.fullmatch(time or "")
    return int(found[1]) * 60 + int(found[2]) if found else None
