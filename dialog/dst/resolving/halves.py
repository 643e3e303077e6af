"""Hours whose half of the day other words tell: "tonight at 10", or dinner at 20:00 before it."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from dialog.acts import ActType, DialogueAct
from dialog.dst.resolving.context import Context
from dialog.schema import SlotType

_LATE = re.compile(r"\b(?:afternoon|evening|tonight)\b", re.IGNORECASE)
_HALF = re.compile(
    r"\d\s*[ap]\.?m\b|\b(?:[ap]\.?m|morning|noon|midday|night|midnight)\b", re.IGNORECASE
)
_TIME = re.compile(r"(\d\d):(\d\d)")
_DAY, _HALF_DAY = 24 * 60, 12 * 60  # minutes
_USUAL = range(1 * 60, 7 * 60)  # the minutes that are in the afternoon unless something tells
_CLOCK = re.compile(r"\b0\d|\b\d\d\s?[:.]")  # how a clock with 24 hours writes a time


def told_halves(acts: Iterable[DialogueAct], text: str, context: Context) -> list[DialogueAct]:
    """Return the acts, times before noon in the half of the day that the text or a booking tells.

    "This evening" and the like tell it of the only time in a text. Where nothing does, an hour
    that is not written as on a clock with 24 hours, "07:30" or "10:00", is in the half nearest to
    what is booked, unless its domain has days of its own and may mean another one; else one from
    one to six is in the afternoon, as nine in ten of the wishes for such an hour are that corpora
    annotate. The `hours` of a slot have told it before.

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
        return [_moved(act, context, lambda said: said + _HALF_DAY) for act in acts]
    return [_moved(act, context, _half(act, text, context)) for act in acts]


def _half(act: DialogueAct, text: str, context: Context) -> Callable[[int], int]:
    """Return what puts the minutes of an act in the likeliest half of the day."""
    words = text[slice(*act.span)] if act.span else ""
    booked = next(_booked(context), None)
    schema = context.schemas.get(act.domain)
    days = schema and any(slot.type is SlotType.DAY for slot in schema.slots.values())
    if _CLOCK.search(words):
        return lambda said: said
    if booked is None or days:
        return lambda said: said + _HALF_DAY if said in _USUAL else said

    def apart(minutes: int) -> int:
        between = abs(minutes - booked)
        return min(between, _DAY - between)

    return lambda said: min(said, said + _HALF_DAY, key=apart)


def _booked(context: Context) -> Iterator[int]:
    """Yield the booked times of day, in minutes, of the domain under discussion first."""
    active = context.state.active
    for name in sorted(context.state.domains, key=lambda name: name != active):
        schema = context.schemas.get(name)
        times = [s.name for s in schema.slots.values() if s.type is SlotType.TIME] if schema else []
        for row in reversed(context.state.domain(name).bookings):
            found = (_minutes(row.get(slot)) for slot in times)
            yield from (minutes for minutes in found if minutes is not None)


def _moved(act: DialogueAct, context: Context, half: Callable[[int], int]) -> DialogueAct:
    """Return an act with a time before noon where a function of its minutes puts it."""
    schema = context.schemas.get(act.domain)
    slot = schema.slots.get(act.slot) if schema else None
    said = _minutes(act.value)
    if slot is None or slot.type is not SlotType.TIME or slot.hours:
        return act
    if act.type is not ActType.INFORM or act.span is None or said is None or said >= _HALF_DAY:
        return act
    hours, minutes = divmod(half(said), 60)
    return replace(act, value=f"{hours:02d}:{minutes:02d}")


def _minutes(time: str | None) -> int | None:
    """Return a time of day in minutes, None for words that point at one."""
    found = _TIME.fullmatch(time or "")
    return int(found[1]) * 60 + int(found[2]) if found else None
