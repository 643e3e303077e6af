"""What can be read of a turn by rules alone, when nothing else understood it.

The names and values that the domains know, an answer to the question that was asked, and a plain
yes, no, thanks or goodbye.
"""

import re
from collections.abc import Mapping, Sequence

from dialog.acts import ActType, DialogueAct
from dialog.dst.resolving.resolve import Question
from dialog.schema import SlotType
from dialog.state import DialogueState
from dialog.values import Match, ValueReader
from dialog.wordbounds import says

SURE = 0.8  # enough to act upon, too little to be left unsaid
_LONGEST = 4  # words of a bare answer
_READ_ALONE = frozenset({SlotType.NUMBER, SlotType.TIME, SlotType.DAY, SlotType.CATEGORICAL})
_DENIED = re.compile(r"(?:\b(?:not|no|without)|n't|不要|不)\s*(?:an?\s+|the\s+)?$", re.IGNORECASE)
_WORDS = {
    ActType.AFFIRM: "yes|yeah|yep|yup|ok|okay|sure|correct|right|exactly|(?:是|对|好)的?|可以",
    ActType.NEGATE: "no|nope|nah|not really|不|不是|不对|不用|不要",
    ActType.THANK: "thanks|thank you|cheers|谢谢|多谢",
    ActType.BYE: "bye|goodbye|bye bye|see you|再见|拜拜",
}
_SAID = {
    kind: re.compile(
        rf"\W*(?:{words})(?:\W+(?:please|thanks|very much|that is all))*\W*", re.IGNORECASE
    )
    for kind, words in _WORDS.items()
}


def read_plainly(
    text: str,
    readers: Mapping[str, ValueReader],
    state: DialogueState,
    system_acts: Sequence[DialogueAct],
) -> tuple[DialogueAct, ...]:
    """Return the acts that rules read in a text, () if they read none."""
    for kind, said in _SAID.items():
        if said.fullmatch(text):
            return (DialogueAct(kind, score=SURE),)
    return _answer(text, readers, system_acts) or _named(text, readers, state, system_acts)


def _answer(
    text: str, readers: Mapping[str, ValueReader], system_acts: Sequence[DialogueAct]
) -> tuple[DialogueAct, ...]:
    """Return the value of the slot that was asked for, if the text is nothing else."""
    words = text.strip(" .,!?;:\"'。，！？")
    if not words or len(re.findall(r"\w+", words)) > _LONGEST:
        return ()
    for domain, slot in Question.of(system_acts).asked:
        known = readers[domain].domain.schema.slots.get(slot) if domain in readers else None
        if known is None or known.type not in _READ_ALONE:
            continue
        if read := readers[domain].read(slot, words):
            start = text.index(words)
            span = (start, start + len(words))
            return (DialogueAct(ActType.INFORM, domain, slot, read[0], SURE * read[1], span),)
    return ()


def _named(
    text: str,
    readers: Mapping[str, ValueReader],
    state: DialogueState,
    system_acts: Sequence[DialogueAct],
) -> tuple[DialogueAct, ...]:
    """Return the known values that a text names, each once, of the slot that fits best."""
    asked = Question.of(system_acts).asked
    called = [name for name, reader in readers.items() if says(text, reader.domain.schema.nouns)]
    found = [match for reader in readers.values() for match in reader.find(text)]

    def rank(match: Match) -> tuple[bool, bool, bool, int]:
        return (
            (match.domain, match.slot) not in asked,
            match.domain not in called,
            match.domain != state.active,
            match.start - match.end,  # the longest first
        )

    taken: list[DialogueAct] = []
    for match in sorted(found, key=rank):
        free = all(
            match.end <= act.span[0] or match.start >= act.span[1] for act in taken if act.span
        )
        slot = readers[match.domain].domain.schema.slots[match.slot]
        if not free or not slot.informable:
            continue
        denied = _DENIED.search(text[: match.start])
        kind = ActType.DENY if denied else ActType.INFORM
        span = (match.start, match.end)
        taken.append(DialogueAct(kind, match.domain, match.slot, match.value, SURE, span))
    return tuple(sorted(taken, key=lambda act: act.span or (0, 0)))
