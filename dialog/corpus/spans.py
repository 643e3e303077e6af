"""Where a value is said, for corpora that annotate values without their place."""

import re
from dataclasses import replace

from dialog.acts import DialogueAct
from dialog.wordbounds import as_words

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
    said = re.search(as_words(value), text, re.IGNORECASE) if value else None
    if said and value != DONTCARE:
        return replace(act, span=said.span())
    why = DONTCARE if value == DONTCARE else "not in the text"
    unaligned.append({"act": str(act), "why": why})
    return act
