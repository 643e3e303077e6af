"""Wishes that compare with what is under discussion: "something cheaper", "one with more stars".

Which words wish for less or more of a slot, or for the least or most of all, is the schema's to
say (`less`, `more`, `lowest`, `highest`).
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from math import isfinite
from typing import Literal

from dialog.acts import ActType, DialogueAct
from dialog.dst.resolving.context import Context
from dialog.ranges import Range, beyond, read_range, written
from dialog.schema import DomainSchema, Slot, SlotType
from dialog.state import DomainState
from dialog.wordbounds import lower, places, says

Direction = Literal[-1, 1]
_DAY = ("00:00", "23:59")  # the first and the last time
_INSTEAD = frozenset({ActType.OUTOFSCOPE, ActType.REQALTS})  # another one, and which
_DENIED = re.compile(r"(?:\b(?:not|no)|n't|不)\s*$")
_TIME = re.compile(r"\d\d:\d\d", re.ASCII)
_SHARE = 4  # what part of the bounds that people think in is little, and is much


def compared(
    acts: Sequence[DialogueAct],
    text: str,
    context: Context,
) -> list[DialogueAct]:
    """Return the acts, wishes that compare put as values.

    Less or more is meant than the entity under discussion has, else than is wished for: of a list
    of values the next one, if there is one, of numbers one less or more, of spans all that lies
    below or above, of times with a bound the next one within it. With nothing to compare with it
    is an end of the list or of the spans, and so is what is least or most of all. Who wants an
    earlier time lets go of what it was to be after.

    Args:
        acts: of the turn.
        text: that was said.
        context: of the turn.
    """
    wishes: dict[str, DialogueAct] = {}
    for name in _about(acts, text, context):
        schema, own = context.schemas[name], context.state.domain(name)
        for slot, direction, span in _wishes(schema, text):
            value = _value(slot, direction, own, schema.language)
            if value is not None:
                wish = DialogueAct(ActType.INFORM, name, slot.name, value, span=span)
                wishes.setdefault(slot.name, wish)
        told = {act.slot for act in acts if act.type is ActType.INFORM and act.domain == name}
        for slot, direction, span in _ends(schema, text):
            if not told & set(schema.alternatives(slot.name)):
                value = _end(slot, direction, own)
                wish = DialogueAct(ActType.INFORM, name, slot.name, value, span=span)
                wishes.setdefault(slot.name, wish)
        if wishes:
            break
    said = [*wishes.values(), *_let_go(wishes.values(), context)]
    instead = _INSTEAD if said else frozenset()
    kept = [a for a in acts if a.type not in instead and not any(_overruled(a, w) for w in said)]
    return [*kept, *said]


def _about(
    acts: Iterable[DialogueAct],
    text: str,
    context: Context,
) -> Iterator[str]:
    """Yield the domain that a text is about: it says so, or else the one under discussion."""
    schemas = context.schemas
    named = [name for name, schema in schemas.items() if says(text, schema.nouns)]
    told = [context.state.active, *(act.domain for act in acts if act.type is ActType.INFORM)]
    yield from (name for name in named or dict.fromkeys(told) if name in schemas)


_Found = Iterator[tuple[Slot, Direction, tuple[int, int]]]


def _wishes(schema: DomainSchema, text: str) -> _Found:
    """Yield the slots of which a text wishes for less or more, and where it says so."""
    return _said(text, ((slot, (slot.less, slot.more)) for slot in schema.slots.values()))


def _ends(schema: DomainSchema, text: str) -> _Found:
    """Yield the slots of which a text wishes for the least or most of all, and where."""
    return _said(text, ((slot, (slot.lowest, slot.highest)) for slot in schema.slots.values()))


def _said(text: str, ways: Iterable[tuple[Slot, tuple[Sequence[str], Sequence[str]]]]) -> _Found:
    lowered = lower(text)
    for slot, (down, up) in ways:
        sides: tuple[tuple[Direction, Sequence[str]], ...] = ((-1, down), (1, up))
        for direction, words in sides:
            for word in words:
                for start, end in places(lower(word), lowered):
                    if not _DENIED.search(lowered[:start]):
                        yield slot, direction, (start, end)


def _value(slot: Slot, direction: Direction, own: DomainState, language: str) -> str | None:
    """Return what is wished for, None where there is no less or more."""
    held = own.value(slot.name)
    now = (own.entity or {}).get(slot.column or slot.name) or held
    if slot.type is SlotType.CATEGORICAL:
        order = list(slot.values)
        if now not in order:
            return order[0 if direction < 0 else -1]
        at = order.index(now) + direction
        return order[min(max(at, 0), len(order) - 1)]
    if slot.type is SlotType.TIME:
        return _next(slot, direction, now)
    if slot.type is SlotType.NUMBER and not slot.ranged:
        return str(int(now) + direction) if now and now.isdecimal() else None
    span = read_range(now) if now else None
    if span is None and not slot.spans:
        return None
    if span is None:
        share = len(slot.spans) // _SHARE
        part = Range(high=slot.spans[share]) if direction < 0 else Range(low=slot.spans[-1 - share])
        return written(part, slot.unit, language)
    end = span.low if direction < 0 else span.high
    return beyond(end, direction, slot.unit, language) if isfinite(end) else None


def _next(slot: Slot, direction: Direction, now: str | None) -> str | None:
    """Return the time just beyond one, None where the bound is on the other side."""
    onward = slot.bound == ("at_least" if direction > 0 else "at_most")
    if not onward or now is None or not _TIME.fullmatch(now):
        return None
    minutes = int(now[:2]) * 60 + int(now[3:]) + direction
    return f"{minutes // 60:02d}:{minutes % 60:02d}" if minutes >= 0 else now


def _end(slot: Slot, direction: Direction, own: DomainState) -> str:
    """Return the end of a list of values; of times the user's own bound, or the end of the day."""
    if slot.type is SlotType.CATEGORICAL:
        return list(slot.values)[0 if direction < 0 else -1]
    belief = own.beliefs.get(slot.name)
    if belief is None or belief.value is None:
        return _DAY[direction > 0]
    origin = belief.origins.get(belief.value)
    found = origin is not None and says(origin.words, [*slot.less, *slot.more])
    return _DAY[direction > 0] if found else belief.value  # what comparing gave is no bound


def _let_go(wishes: Iterable[DialogueAct], context: Context) -> Iterator[DialogueAct]:
    """Yield denials of the times from which on, where a wish is for what is nearest before one."""
    for wish in wishes:
        schema, own = context.schemas[wish.domain], context.state.domain(wish.domain)
        if schema.slots[wish.slot].bound != "at_most":
            continue
        for other in schema.alternatives(wish.slot):
            held = own.value(other)
            if schema.slots[other].bound == "at_least" and held:
                yield DialogueAct(ActType.DENY, wish.domain, other, held)


def _overruled(act: DialogueAct, wish: DialogueAct) -> bool:
    """Whether an act says something else of the slot: "cheaper" is taken for cheap."""
    same = (act.domain, act.slot) == (wish.domain, wish.slot)
    return same and act.type in (ActType.INFORM, ActType.DENY)
