"""What the words before a value tell of its slot: "before noon" is the most, "around 1" a time."""

import re
from collections.abc import Mapping
from dataclasses import replace

from dialog.acts import DialogueAct
from dialog.schema import Slot, SlotType
from dialog.values import ValueReader

_AT_MOST = re.compile(
    r"\W*(?:(?:any|some)\s?time )?(?:before|by|until|till|(?:no|not) later than)\W+", re.IGNORECASE
)  # what a text with a value that is the most begins with
_CLOCK = re.compile(
    r"(?<!for )(?<!of )\b(?:around|about|at|after|before|until|till)\s+$", re.IGNORECASE
)
_COUNTED = re.compile(r"\s*(?:or so\s+)?(?!please\b|then\b|or so\b|today\b|tonight\b|on\b|in\b)\w")
_MINUS = re.compile(r"(?:^|(?<=\s))(?:[-−]|(?:minus|negative)\s+)$", re.IGNORECASE)
_UPTO = 12  # hours that a clock strikes


def with_lead(act: DialogueAct, text: str, readers: Mapping[str, ValueReader]) -> DialogueAct:
    """Return an act with the slot that the words before its value mean.

    Asked when to leave, people say by what time they want to arrive in no more words than "before
    noon"; and who wants lunch "around 1" is not one person.
    """
    reader = readers.get(act.domain)
    slot = reader.domain.schema.slots.get(act.slot or "") if reader else None
    if reader is None or slot is None or act.span is None:
        return act
    if slot.bound == "at_least":
        return _bounded(act, text, reader, slot)
    if slot.type is not SlotType.NUMBER:
        return act
    if slot.least and _MINUS.search(text[: act.span[0]]):
        return replace(act, value=f"-{act.value}")
    return _timed(act, text, reader)


def _bounded(act: DialogueAct, text: str, reader: ValueReader, slot: Slot) -> DialogueAct:
    """Return what is the least as what is the most, where the text begins so."""
    lead, span = _AT_MOST.match(text), act.span or (0, 0)
    if lead is None or span[0] > lead.end():
        return act
    slots = reader.domain.schema.slots.values()
    most = (s.name for s in slots if s.bound == "at_most" and s.type is slot.type)
    # the words before it are no part of the value
    return replace(act, slot=next(most, slot.name), span=(lead.end(), span[1]))


def _timed(act: DialogueAct, text: str, reader: ValueReader) -> DialogueAct:
    """Return a number that nothing is counted by as the time of day that it is."""
    start, end = act.span or (0, 0)
    if not _CLOCK.search(text[:start]) or _COUNTED.match(text[end:]):
        return act
    if not (act.value or "").isdecimal() or int(act.value or "") > _UPTO:
        return act
    times = [s.name for s in reader.domain.schema.slots.values() if s.type is SlotType.TIME]
    read = reader.read(times[0], text[start:end]) if len(times) == 1 else None
    return replace(act, slot=times[0], value=read[0]) if read else act
