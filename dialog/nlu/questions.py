"""Several questions in one sentence: "how many stars does it have and is there wifi?".

Users seldom ask two things in a training corpus, so a model may hear one of them alone. Each is
read by itself too; what they ask for is asked if they are nothing but questions.
"""

import re
from collections.abc import Sequence

from dialog.acts import ActType, DialogueAct

_OPENS = (
    r"(?:what|what's|which|where|where's|when|when's|who|how|is|are|does|do|did|has|have|can|"
    r"could|will|would)\b"
)
_LEAD = re.compile(
    r"(?:(?:and|so|ok|okay|great|thanks|thank you|also|yes|sure|perfect)[,.!]* )*", re.I
)
_BEGINS = re.compile(_OPENS, re.I)
_JOINT = re.compile(
    rf"(?:[,;?]\s+(?:and |also )?|\s(?:and|also|plus) (?:also )?)(?={_OPENS})", re.I
)
_SHORTEST = 2  # words of a question


def questions(text: str) -> list[str]:
    """Return the questions that a sentence joins, [] where it is no several."""
    lead = _LEAD.match(text)
    begin = lead.end() if lead else 0
    parts = [part.strip() for part in _JOINT.split(text[begin:])]
    several = len(parts) > 1 and all(len(part.split()) >= _SHORTEST for part in parts)
    return parts if several and _BEGINS.match(parts[0]) else []


def together(
    whole: Sequence[DialogueAct], parts: Sequence[Sequence[DialogueAct]]
) -> list[DialogueAct]:
    """Return the acts of a sentence of which each question was read by itself too.

    Args:
        whole: the acts of the sentence.
        parts: the acts of each question.
    """
    asked = list(dict.fromkeys(act for acts in parts for act in _once(acts)))
    if not all(parts) or not all(act.type is ActType.REQUEST and act.slot for act in asked):
        return list(whole)
    if len({act.domain for act in asked}) > 1:
        return list(whole)
    places = {(act.domain, act.slot) for act in asked}
    others = [act for act in whole if (act.domain, act.slot) not in places]
    return [*others, *asked]


def _once(acts: Sequence[DialogueAct]) -> list[DialogueAct]:
    """Return acts without wishes for what is asked: "does it have wifi?" may be heard as both."""
    asked = {(act.domain, act.slot) for act in acts if act.type is ActType.REQUEST}
    return [a for a in acts if a.type is not ActType.INFORM or (a.domain, a.slot) not in asked]
