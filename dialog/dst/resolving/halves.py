"""Hours whose half of the day other words tell: "tonight at 10", or dinner at 20:00 before it."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from dialog.acts import ActType, DialogueAct
from dialog.dst.resolving.context import Context
from dialog.schema import DomainSchema, Slot, SlotType

_LATE = re.compile(r"\b(?:afternoon|evening|tonight)\b", re.IGNORECASE)
_HALF = re.compile(
    r"\d\s*[ap]\.?m\b|\b(?:[ap]\.?m|morning|noon|midday|night|midnight)\b", re.IGNORECASE
)
_TIME = re.compile(r"(\d\d):(\d\d)")
_HALF_DAY = 12 * 60  # minutes


def told_halves(acts: Iterable[DialogueAct], text: str, context: Context) -> list[DialogueAct]:
    """Return the acts, times before noon in the half of the day that the text or a booking tells.

    "This evening" and the like tell it of the only time in a text. Where nothing does, an hour
    without minutes in figures is in the half that is nearest to what is booked, unless the `hours`
    of its slot have told that, or its domain has days of its own and may mean another one.

    Args:
        acts: of the turn.
        text: that was said.
        context: of the turn.
    """
    acts = list(acts)
    if _HALF.search(text):
        return acts
    if _LATE.search(text):
        if sum(_minutes(act.value) is not None for act in acts) > 1:
            return acts  # of which one is open: "at 9, and back in the evening"
        return [_moved(act, context, lambda _, said: said + _HALF_DAY) for act in acts]
    booked = next(_booked(context), None)
    if booked is None:
        return acts

    def nearest(schema: DomainSchema, said: int) -> int:
        days = any(slot.type is SlotType.DAY for slot in schema.slots.values())
        return said if days else min(said, said + _HALF_DAY, key=lambda each: abs(each - booked))

    return [_moved(act, context, nearest) if _is_bare(act, text) else act for act in acts]


def _booked(context: Context) -> Iterator[int]:
    """Yield the booked times of day, in minutes, of the domain under discussion first."""
    active = context.state.active
    for name in sorted(context.state.domains, key=lambda name: name != active):
        schema = context.schemas.get(name)
        times = [s.name for s in schema.slots.values() if s.type is SlotType.TIME] if schema else []
        for row in reversed(context.state.domain(name).bookings):
            found = (_minutes(row.get(slot)) for slot in times)
            yield from (minutes for minutes in found if minutes is not None)


def _moved(
    act: DialogueAct, context: Context, half: Callable[[DomainSchema, int], int]
) -> DialogueAct:
    """Return an act with a time before noon where a function of schema and minutes puts it."""
    schema = context.schemas.get(act.domain)
    slot: Slot | None = schema.slots.get(act.slot) if schema else None
    said = _minutes(act.value)
    if schema is None or slot is None or slot.type is not SlotType.TIME or slot.hours:
        return act
    if act.type is not ActType.INFORM or act.span is None or said is None or said >= _HALF_DAY:
        return act
    hours, minutes = divmod(half(schema, said), 60)
    return replace(act, value=f"{hours:02d}:{minutes:02d}")


def _is_bare(act: DialogueAct, text: str) -> bool:
    """Whether an act's words are an hour without minutes in figures."""
    words = text[slice(*act.span)] if act.span else ":"
    return ":" not in words and "." not in words


def _minutes(time: str | None) -> int | None:
    """Return a time of day in minutes, None for words that point at one."""
    found = _TIME.fullmatch(time or "")
    return int(found[1]) * 60 + int(found[2]) if found else None
