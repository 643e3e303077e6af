"""Reads by the context what the model leaves open: a bare value, a question two domains share."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from dialog.acts import ActType, DialogueAct
from dialog.quantities import find_days, find_times
from dialog.schema import Slot, SlotType
from dialog.state import DialogueState
from dialog.values import ValueReader

BARE = 0.85  # how sure a value is that stands alone and that only the gazetteer knows
LONGEST = 4  # words of a bare value
# a change of mind that says a number, and not of what
_MAKE = r"(?:(?:please |(?:can|could) (?:you|we) |let's )?(?:make|do) (?:it|that)|i meant?)"
_CHANGE = re.compile(
    rf"\W*(?:no|sorry|actually|oh|wait|hm+)\b(?:\W+(?:no|actually|sorry))*\W+{_MAKE} "
    r"(?P<number>[\w:.]+?)(?:\W+please)?\W*",
    re.IGNORECASE,
)
# the same where nothing was asked, so that it answers nothing
_REQUEST = re.compile(
    r"\W*(?:can|could) (?:you|we) (?:make|do) (?:it|that) (?P<number>[\w:.]+?)"
    r"(?:\W+(?:please|instead))*\W*",
    re.IGNORECASE,
)
_ASKS = frozenset({ActType.REQUEST, ActType.CONFREQ, ActType.SELECT})
_FINDERS = {SlotType.TIME: find_times, SlotType.DAY: find_days}
_READ_ALONE = frozenset({SlotType.CATEGORICAL, SlotType.DAY})


def bare_value(
    text: str, readers: Mapping[str, ValueReader], state: DialogueState
) -> list[DialogueAct]:
    """Return the value that a few words are by themselves, however they are spelled.

    It is one of the slot that was asked for, or else of any slot whose values are a closed set or
    whose names the words hold; the domain under discussion comes first.
    """
    words = text.strip(" .,!?;:\"'")
    if not words or len(re.findall(r"\w+", words)) > LONGEST:
        return []
    for act in state.system_acts:
        if act.type in _ASKS and act.domain in readers and act.slot:
            if act.slot not in readers[act.domain].domain.schema.slots:
                continue
            if found := _read(readers[act.domain], act.slot, text, words):
                return [found]
    for name in sorted(readers, key=lambda name: name != state.active):
        reader = readers[name]
        for match in reader.find(text):
            span = (match.start, match.end)
            return [DialogueAct(ActType.INFORM, name, match.slot, match.value, BARE, span)]
        for slot in reader.domain.schema.slots.values():
            if (
                slot.informable
                and slot.type in _READ_ALONE
                and (found := _read(reader, slot.name, text, words))
            ):
                return [found]
    return []


def changed_number(
    text: str, readers: Mapping[str, ValueReader], state: DialogueState
) -> list[DialogueAct]:
    """Return the number or time that takes the place of the one told in the turn before.

    "actually make it 6" after "5 people" changes the people, though a time was asked for since, and
    "can you make it 8" after "at half seven in the evening" the time, to eight in the evening.
    """
    match = _CHANGE.fullmatch(text)
    if match is None and not any(act.type in _ASKS for act in state.system_acts):
        match = _REQUEST.fullmatch(text)
    told = [
        act
        for act in state.user_acts
        if act.type is ActType.INFORM
        and act.domain in readers
        and (slot := readers[act.domain].domain.schema.slots.get(act.slot))
        and slot.type in (SlotType.NUMBER, SlotType.TIME)
    ]
    if match is None or len(told) != 1 or not told[0].value:
        return []
    number = readers[told[0].domain].read(told[0].slot, match["number"])
    if number is None:
        return []
    value = _same_half(number[0], told[0].value) if ":" in told[0].value else number[0]
    return [replace(told[0], value=value, score=BARE, span=match.span("number"))]


def _same_half(time: str, before: str) -> str:
    """Return a time in the half of the day that the one before it is in."""
    hour, later = int(time[:2]), before >= "12:00"
    return f"{hour + 12:02d}{time[2:]}" if later and hour < 12 else time


def with_moment(
    acts: Sequence[DialogueAct],
    text: str,
    readers: Mapping[str, ValueReader],
    state: DialogueState,
) -> list[DialogueAct]:
    """Return the acts, with the time or day that was asked for if a text tells one unheard.

    A model that cannot tell whether a taxi leaves at 9:45 or a train may hear neither; the question
    does.
    """
    for question in state.system_acts:
        reader = readers.get(question.domain) if question.type in _ASKS else None
        slot = reader.domain.schema.slots.get(question.slot or "") if reader else None
        if reader is None or slot is None or slot.type not in _FINDERS:
            continue
        found = _FINDERS[slot.type](text)
        if len(found) != 1 or any(_overlap(act.span, found[0]) for act in acts):
            continue
        start, end = found[0]
        if read := reader.read(slot.name, text[start:end]):
            kept = [act for act in acts if act.type is not ActType.OUTOFSCOPE]
            told = DialogueAct(ActType.INFORM, question.domain, slot.name, read[0], BARE, found[0])
            return [*kept, told]
    return list(acts)


def _overlap(one: tuple[int, int] | None, other: tuple[int, int]) -> bool:
    return one is not None and one[0] < other[1] and other[0] < one[1]


def speaks_for_itself(bare: Sequence[DialogueAct], act: DialogueAct, text: str) -> bool:
    """Whether a bare value tells more than the one act that a model understood.

    It does where both are the same and it is surer, where it makes up most of a text that the
    model takes to be out of scope, and where a figure is all that answers a question.
    """
    if not bare or act == bare[0]:
        return bool(bare) and act.score < bare[0].score
    start, end = bare[0].span or (0, 0)
    if text[start:end].isdecimal() and not re.search(r"\w", text[:start] + text[end:]):
        return True
    return act.type is ActType.OUTOFSCOPE and 2 * (end - start) > len(text.strip())


def _read(reader: ValueReader, slot_name: str, text: str, words: str) -> DialogueAct | None:
    slot: Slot = reader.domain.schema.slots[slot_name]
    read = reader.read(slot_name, words) if slot.type is not SlotType.BOOLEAN else None
    if read is None or (slot.type is SlotType.OPEN and not _named(reader, slot_name, read[0])):
        return None
    start = text.index(words)
    span = (start, start + len(words))
    return DialogueAct(ActType.INFORM, reader.domain.name, slot_name, read[0], BARE * read[1], span)


def _named(reader: ValueReader, slot: str, value: str) -> bool:
    return value in reader.names.get(slot, {}).values()


def one_domain_a_question(acts: Sequence[DialogueAct], active: str) -> list[DialogueAct]:
    """Of requests for one slot in several domains keep the one under discussion, or the surest."""
    best: dict[str, DialogueAct] = {}
    for act in acts:
        if act.type is ActType.REQUEST and act.slot:
            now = best.get(act.slot)
            if now is None or (act.domain == active, act.score) > (
                now.domain == active,
                now.score,
            ):
                best[act.slot] = act
    return [a for a in acts if a.type is not ActType.REQUEST or best.get(a.slot, a) is a]
