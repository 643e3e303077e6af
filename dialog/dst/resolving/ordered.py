"""Ends and times of a way that are told by what they are of: "to the Nirala, by my reservation".

Who orders a taxi and names a restaurant with the hour of its table means where and when to be.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from dialog.acts import ActType, DialogueAct
from dialog.dst.resolving.context import Context
from dialog.dst.resolving.references import Referents
from dialog.quantities import find_times, read_time
from dialog.schema import DomainSchema, Slot, SlotType

_SURE = 0.85  # that a time which no act has is of the way
Place = tuple[str, str]  # (domain, slot)
_TASK = "task"
_FROM = re.compile(r"\b(?:from|leav(?:e|ing)|depart(?:ing)?)\W+(?:the\W+)?$", re.IGNORECASE)
_TO = re.compile(r"\b(?:to|into|reach|arriv\w+ at)\W+(?:the\W+)?$", re.IGNORECASE)
_LEAVING = re.compile(r"\b(?:leav|depart|pick|set off|head out)", re.IGNORECASE)
_RESERVED = r"(?:my|our|have an?|['’]ve (?:got )?an?)\s+(?:\w+\s+)?(?:reservation|booking|table)\b"
_ARRIVING = re.compile(
    r"\b(?:arriv|reach|(?:get|make it|be)\s+(?:\w+\s+)?(?:to|there|at|in)\b|in time\b|"
    rf"{_RESERVED})",
    re.IGNORECASE,
)
_BY = re.compile(r"\b(?:by|before|until)\b", re.IGNORECASE)
_MONEY = re.compile(r"\s*(?:pounds?|p\b|euros?|dollars?)", re.IGNORECASE)  # behind a price
_BY_NOW = re.compile(  # right before a time
    rf"\b(?:by|before)\W+$|\b{_RESERVED}[^,.;!?]*$", re.IGNORECASE
)
_BOOKED = re.compile(
    r"\b(?:by|at|for|before|until)\s+(?:the|my|our|that|this)\s+"
    r"(?:\w+\s+)?(?:booked|booking|bookings|reserved|reservations?)\b(?:\s+time)?",
    re.IGNORECASE,
)


def ordered(
    acts: Iterable[DialogueAct],
    text: str,
    context: Context,
    referents: Referents,
    asked: Sequence[Place],
) -> list[DialogueAct]:
    """Return the acts, places and times that tell of the way ordered as its ends and times.

    It is ordered in this turn, or a time of it was just asked for. What a turn wants of the place
    itself, as a table there at that time, stays with the place.

    Args:
        acts: of the turn.
        text: that was said.
        context: of the turn.
        referents: what can be pointed at.
        asked: the slots that the system just asked for.
    """
    acts = _straight(list(acts), text, context)
    tasks = [act.domain for act in acts if act.type is ActType.INFORM and act.slot == _TASK]
    for name in dict.fromkeys([*tasks, *(domain for domain, _ in asked)]):
        schema = context.schemas.get(name)
        ends = [s.name for s in schema.slots.values() if s.place] if schema else []
        if schema is not None and len(ends) == 2:
            there = {n: s for n, s in context.schemas.items() if n not in (name, *tasks)}
            keys = {(n, s.key) for n, s in there.items() if s.has_places}
            moved = [
                _end(act, text, schema, ends) if (act.domain, act.slot) in keys else act
                for act in acts
            ]
            return _timed(moved, text, schema, there, referents)
    return _overheard(acts, text, context)


def _straight(acts: list[DialogueAct], text: str, context: Context) -> list[DialogueAct]:
    """Return the acts, times at which to leave as those to be there by that the words make them.

    Who was taken to leave at a time and says it again of arriving takes the former back.
    """
    found = []
    for act in acts:
        schema = context.schemas.get(act.domain)
        times = _times(schema) if schema else []
        slot = next((each for each in times if each.name == act.slot), None)
        most = next((each for each in times if each.bound == "at_most"), None)
        if slot is None or most is None or act.type is not ActType.INFORM or act.span is None:
            found.append(act)
            continue
        before = text[: act.span[0]]
        if _BY_NOW.search(before) and _ARRIVING.search(before) and _slot(times, before) is most:
            slot, act = most, replace(act, slot=most.name)
        found.append(act)
        held = context.state.domain(act.domain)
        others = [each.name for each in times if each is not most] if slot is most else []
        back = [name for name in others if held.value(name) == act.value]
        found += [DialogueAct(ActType.DENY, act.domain, name, act.value) for name in back]
    return found


def _overheard(acts: list[DialogueAct], text: str, context: Context) -> list[DialogueAct]:
    """Return the acts, with the time of the only domain that is spoken of if no act has it."""
    told = {act.domain for act in acts if act.type is ActType.INFORM}
    schema = context.schemas.get(next(iter(told))) if len(told) == 1 else None
    times = _times(schema) if schema else []
    known = {act.slot for act in acts} & {slot.name for slot in times}
    if schema is None or known or not any(slot.bound for slot in times):
        return acts
    found = _unheard(acts, text, schema, times)
    return [*acts, found] if found else acts


def _times(schema: DomainSchema) -> list[Slot]:
    return [slot for slot in schema.slots.values() if slot.type is SlotType.TIME]


def _end(act: DialogueAct, text: str, schema: DomainSchema, ends: Sequence[str]) -> DialogueAct:
    """Return the name of a place as the end of the way that the words before it make it."""
    if act.type is not ActType.INFORM or act.span is None:
        return act
    before = text[: act.span[0]]
    for slot, words in zip(ends, (_FROM, _TO), strict=True):
        if words.search(before):
            return replace(act, domain=schema.name, slot=slot)
    return act


def _timed(
    acts: list[DialogueAct],
    text: str,
    schema: DomainSchema,
    there: Mapping[str, DomainSchema],
    referents: Referents,
) -> list[DialogueAct]:
    """Return the acts, with the time of another domain, or of its booking, as that of the way."""
    times = _times(schema)
    told = {act.slot for act in acts if act.domain == schema.name and act.type is ActType.INFORM}
    if not times or told & {slot.name for slot in times}:
        return acts
    said = [act for act in acts if _is_time(act, there)]
    if len(said) == 1 and said[0].span is not None:
        slot = _slot(times, text[: said[0].span[0]])
        return [replace(a, domain=schema.name, slot=slot.name) if a is said[0] else a for a in acts]
    found = None if said else _unheard(acts, text, schema, times)
    found = found or (None if said else _booked(text, schema, times, referents))
    return [*acts, found] if found else acts


def _unheard(
    acts: Sequence[DialogueAct], text: str, schema: DomainSchema, times: Sequence[Slot]
) -> DialogueAct | None:
    """Return the only time of a text, where no act has its words."""
    heard = [act.span for act in acts if act.span]
    free = [
        (start, end)
        for start, end in find_times(text)
        if all(end <= first or last <= start for first, last in heard)
        and not _MONEY.match(text, end)
    ]
    value = read_time(text[slice(*free[0])]) if len(free) == 1 else None
    if value is None:
        return None
    slot = _slot(times, text[: free[0][0]])
    return DialogueAct(ActType.INFORM, schema.name, slot.name, value, _SURE, free[0])


def _booked(
    text: str, schema: DomainSchema, times: Sequence[Slot], referents: Referents
) -> DialogueAct | None:
    """Return the time of a booking that a text is to be there by."""
    by = _BOOKED.search(text)
    if by is None:
        return None
    slot = _slot(times, f"{text[: by.start()]} by")
    value = referents.same(schema.name, slot).value
    if not value:
        return None
    return DialogueAct(ActType.INFORM, schema.name, slot.name, value, span=by.span())


def _is_time(act: DialogueAct, schemas: Mapping[str, DomainSchema]) -> bool:
    schema = schemas.get(act.domain)
    slot = schema.slots.get(act.slot) if schema else None
    return act.type is ActType.INFORM and slot is not None and slot.type is SlotType.TIME


def _slot(times: Sequence[Slot], before: str) -> Slot:
    """Return which of the times the words before one speak of: of arriving, or of leaving."""
    leaving, arriving = (
        max((found.start() for found in words.finditer(before)), default=-1)
        for words in (_LEAVING, _ARRIVING)
    )
    arrives = arriving > leaving or (leaving < 0 and _BY.search(before) is not None)
    bound = [slot for slot in times if (slot.bound == "at_most") is arrives]
    return next(iter([*bound, *times]))
