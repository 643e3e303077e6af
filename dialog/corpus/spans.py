"""Where a value is said, for corpora that annotate values without their place."""

from dataclasses import replace

from dialog.acts import DialogueAct
from dialog.wordbounds import lower, places

DONTCARE = "dontcare"


def align(text: str, act: DialogueAct, unaligned: list[dict[str, str]]) -> DialogueAct:
    """Return an act with the span of its value: the first place that says it word for word.

    Capitals make no difference. An act without a value stays as it is. A value that is not there
    is noted with the reason: "dontcare", which has no words of its own, or "not in the text".

    Args:
        text: the utterance.
        act: the act.
        unaligned: the notes of the turn, which this may add one to.
    """
    value = act.value
    if value is None:
        return act
    said = next(places(lower(value), lower(text)), None)
    if said and value != DONTCARE:
        return replace(act, span=said)
    why = DONTCARE if value == DONTCARE else "not in the text"
    unaligned.append({"act": str(act), "why": why})
    return act
