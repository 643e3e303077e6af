"""Names that answer a question: "a and b guest house i think", asked where from.

A tagger takes a place for one to stay at, or a part of its name for a kind, whatever was asked.
"""

import re
from collections.abc import Mapping, Sequence

from dialog.acts import ActType, DialogueAct
from dialog.schema import SlotType
from dialog.state import DialogueState
from dialog.values import Match, ValueReader

_SURE = 0.8  # that a name is what was asked for
_LEADS = re.compile(r"\b(?:from|to|is|into)\s+$", re.IGNORECASE)
_BESIDE = 3  # words that may stand beside a name that is an answer


def with_place(
    acts: Sequence[DialogueAct],
    text: str,
    readers: Mapping[str, ValueReader],
    state: DialogueState,
) -> list[DialogueAct]:
    """Return the acts with the place that was asked for instead of what its words were read as.

    Args:
        acts: what was understood of the text.
        text: the sentence.
        readers: of the domains by name.
        state: what the sentence was said in, with the question.
    """
    asked = [
        (act.domain, act.slot)
        for act in state.system_acts
        if act.type is ActType.REQUEST and _takes_places(readers.get(act.domain), act.slot)
    ]
    told = {(act.domain, act.slot) for act in acts if act.span}
    if len(asked) != 1 or asked[0] in told:
        return list(acts)
    [(domain, slot)] = asked
    for match in readers[domain].find(text):
        span = (match.start, match.end)
        over = [act for act in acts if act.span and _shared(act.span, span)]
        if match.slot == slot and _is_answer(match, text, over):
            answer = DialogueAct(ActType.INFORM, domain, slot, match.value, _SURE, span)
            return [
                answer,
                *(a for a in acts if a not in over and a.type is not ActType.OUTOFSCOPE),
            ]
    return list(acts)


def _takes_places(reader: ValueReader | None, slot_name: str) -> bool:
    slot = reader.domain.schema.slots.get(slot_name) if reader else None
    return slot is not None and slot.type is SlotType.OPEN and (slot.place or bool(slot.names))


def _is_answer(match: Match, text: str, over: Sequence[DialogueAct]) -> bool:
    """Whether a name stands nearly alone, or all that was read of its words is parts of it."""
    bounds = (match.start, match.end)
    if any(act.domain == match.domain for act in over):
        return False  # of the domain's own slots the tagger knows best: "no wait, to the museum"
    if any(act.span and not _within(act.span, bounds) for act in over):
        return False
    parts = bool(over) and all(act.span != bounds for act in over)
    if not over and _LEADS.search(text[: match.start]):
        return True
    beside = re.findall(r"\w+", text[: match.start] + " " + text[match.end :])
    return parts or len(beside) <= _BESIDE


def _shared(span: tuple[int, int], other: tuple[int, int]) -> bool:
    return span[0] < other[1] and other[0] < span[1]


def _within(span: tuple[int, int], other: tuple[int, int]) -> bool:
    return other[0] <= span[0] and span[1] <= other[1]
