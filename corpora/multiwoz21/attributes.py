"""What the users of MultiWOZ 2.1 wanted, beside what the clerk understood and told.

Wanted is the goal at last: what a place or journey must be like and the details of a booking. What
came about is the annotated state after the last user turn. Names may be spelled otherwise in it,
and who wants to arrive by a time may arrive earlier, or leave later than one to leave after. Of
facts that the goal asks for, and of a booking's reference, it is whether an act of the clerk tells
them.
"""

from collections.abc import Iterator

from rapidfuzz import fuzz

from corpora.multiwoz21.answers import MultiWoz21Key
from corpora.multiwoz21.normalisation import normalise_value
from dialog.corpus import Dialogue
from dialog.evaluation.paradise.kappa import TOLD, Attribute

_ALIKE = 90  # how near names must be, of 100: saint johns college, st john's college
_NAMES = ("departure", "destination", "name")


def attributes_of(dialogue: Dialogue, key: MultiWoz21Key) -> Iterator[Attribute]:
    """Yield the attributes of a dialogue's goal, none of one without a goal.

    Args:
        dialogue: of MultiWOZ 2.1.
        key: its corpus's.
    """
    state = next((t.state for t in reversed(dialogue.turns) if t.speaker == "user"), {})
    reached = key.spelled(state)
    told = {
        (act.domain, key.placeholder(f"{act.domain}_{act.slot}")[1])
        for turn in dialogue.turns
        if turn.speaker == "system"
        for act in turn.acts
        if act.domain and act.slot and act.value
    }
    for domain, wanted in key.goal(dialogue).items():
        details = dialogue.goal[domain].get("book") or {}
        texts = {slot: value for slot, value in details.items() if isinstance(value, str)}
        for slot, value in {**wanted.constraints, **key.spelled({domain: texts})[domain]}.items():
            got = reached.get(domain, {}).get(slot, "")
            yield Attribute(f"{domain}.{slot}", value, value if _same(slot, got, value) else got)
        for kind in sorted(wanted.told):
            yield Attribute(f"{domain}.{kind}?", TOLD, TOLD if (domain, kind) in told else "")


def _same(slot: str, got: str, wanted: str) -> bool:
    if slot in _NAMES:
        got, wanted = got.removeprefix("the "), wanted.removeprefix("the ")
        return bool(got) and fuzz.ratio(got, wanted) >= _ALIKE
    if slot in ("arriveBy", "leaveAt"):  # times of day compare as they are written, 09:30
        return bool(got) and (got <= wanted if slot == "arriveBy" else got >= wanted)
    return normalise_value(slot, got) == normalise_value(slot, wanted)
