"""What a dialogue costs its user: the efficiency and the quality costs of PARADISE."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from dialog.acts import ActType, DialogueAct

COSTS = {  # name -> what it counts
    "turns": "exchanges: a turn of each side",
    "seconds": "from the first answer to the last, without pauses of ten minutes or more",
    "user_words": "words of the user",
    "system_words": "words of the system",
    "rejections": "answers that ask to say it again or say that it cannot be dealt with",
    "confirmations": "answers that ask whether a value is right",
    "repairs": "user turns that correct, say no to a value, say a slot again, cancel or restart",
    "help_requests": "user turns that ask for help or for the last answer again",
    "dead_ends": "answers that nothing fits or that nothing could be booked",
    "inappropriate": "answers that repeat the one before unasked, or in which a component failed",
}

_CONFIRMING = frozenset({ActType.CONFIRM, ActType.CONFREQ})
_REJECTING = frozenset({ActType.REPEAT, ActType.OUTOFSCOPE})
_ASKING = frozenset({ActType.HELP, ActType.REPEAT})
_TAKING_BACK = frozenset({ActType.DENY, ActType.CANCEL, ActType.RESTART})
_FAILING = frozenset({ActType.NOOFFER, ActType.NOBOOK})


@dataclass(frozen=True, slots=True)
class Exchange:
    """A turn of the user and the answer to it; what is not known is empty."""

    said: str = ""
    user_acts: tuple[DialogueAct, ...] = ()
    answer: str = ""
    system_acts: tuple[DialogueAct, ...] = ()
    failed: bool = False  # whether a component failed


def costs_of(exchanges: Sequence[Exchange], seconds: float | None = None) -> dict[str, float]:
    """Return the costs of a dialogue by their names in `COSTS`; unknown ones are left out.

    Words are known where there is text, and what acts tell where there is an act at all.

    Args:
        exchanges: at least one.
        seconds: how long it took.
    """
    costs: dict[str, float] = {"turns": len(exchanges)}
    if seconds is not None:
        costs["seconds"] = seconds
    for name, texts in (
        ("user_words", [each.said for each in exchanges]),
        ("system_words", [each.answer for each in exchanges]),
    ):
        if any(texts):
            costs[name] = sum(len(text.split()) for text in texts)
    if any(each.user_acts or each.system_acts for each in exchanges):
        costs |= {
            "rejections": sum(_does(each.system_acts, _REJECTING) for each in exchanges),
            "confirmations": sum(_does(each.system_acts, _CONFIRMING) for each in exchanges),
            "repairs": sum(_repairs(exchanges)),
            "help_requests": sum(_does(each.user_acts, _ASKING) for each in exchanges),
            "dead_ends": sum(_does(each.system_acts, _FAILING) for each in exchanges),
        }
    again = sum(
        bool(now.answer) and now.answer == before.answer and not _does(now.user_acts, _ASKING)
        for before, now in pairwise(exchanges)
        if not now.failed
    )
    if any(each.answer for each in exchanges):
        costs["inappropriate"] = again + sum(each.failed for each in exchanges)
    return costs


def _does(acts: Sequence[DialogueAct], types: frozenset[ActType]) -> bool:
    return any(act.type in types for act in acts)


def _repairs(exchanges: Sequence[Exchange]) -> Iterator[bool]:
    """Yield of each user turn whether it is a repair.

    A no is one only to a question whether a value is right; elsewhere it is an answer.
    """
    told: set[tuple[str, str]] = set()
    asked = False
    for each in exchanges:
        informs = [a for a in each.user_acts if a.type is ActType.INFORM and a.value is not None]
        slots = {(act.domain, act.slot) for act in informs if act.slot != "task"}
        refused = asked and _does(each.user_acts, frozenset({ActType.NEGATE}))
        yield refused or _does(each.user_acts, _TAKING_BACK) or not told.isdisjoint(slots)
        told |= slots
        asked = _does(each.system_acts, _CONFIRMING)
