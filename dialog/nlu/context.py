"""The context an NLU reads beside the utterance, as a short line of words.

It names a model's domains, the one under discussion and what the system just did, so that "two",
"yes" or "the centre" can be read; of domains that are another model's it says "other" only. Values
are left out: they would only be memorised. So are greetings, which tell nothing. Of an answer to a
task, `inform(task=flight, count=12, departs=...)`, only the task is named.

A model of a corpus by itself may read what was said before instead: who speaks, then the last
utterances, the last one first, so that what is too long loses the oldest words.
"""

from collections.abc import Iterable, Sequence

from dialog.acts import ActType, DialogueAct
from dialog.nlu.labels import TASK
from dialog.state import DialogueState, Turn

OTHER = "other"  # what is under discussion where it is none of a model's domains
LONGEST = 3  # utterances that a sentence may be read with
_ANSWERS = frozenset({ActType.INFORM, ActType.NOOFFER})


def context_line(domains: Iterable[str], active: str, system_acts: Sequence[DialogueAct]) -> str:
    """Return e.g. "hotel restaurant | restaurant | request food"."""
    answers = {(a.type, a.domain) for a in system_acts if a.type in _ANSWERS and a.slot == TASK}
    telling = [act for act in system_acts if act.type is not ActType.HELLO]
    told = [a for a in telling if (a.type, a.domain) not in answers or a.slot == TASK]
    said = dict.fromkeys(
        " ".join(
            part
            for part in (
                act.domain if act.domain != active else "",
                act.type,
                "" if act.type is ActType.BOOK else act.slot,  # all that was booked is no news
            )
            if part
        )
        for act in told
    )
    return f"{' '.join(sorted(domains))} | {active or 'none'} | {', '.join(said) or 'none'}"


def utterance_line(turns: Sequence[Turn], history: int) -> str:
    """Return who speaks and the last utterances: "user | how many nights? | a cheap hotel".

    The user speaks, unless their last utterance has no answer yet.

    Args:
        turns: the exchanges so far, oldest first.
        history: how many utterances.
    """
    speaker = "system" if system_speaks(turns) else "user"
    last = turns[-(history // 2 + 1) :]
    heard = [text for turn in last for text in (turn.user.text, turn.response) if text]
    return " | ".join([speaker, *heard[: -history - 1 : -1]])


def system_speaks(turns: Sequence[Turn]) -> bool:
    """Whether the system speaks after some exchanges: the user's last utterance has no answer."""
    return bool(turns) and not turns[-1].response


def context_of(domains: Iterable[str], state: DialogueState, history: int | None = None) -> str:
    """Return the context line of a state, of so many utterances if a number is given."""
    if history is not None:
        return utterance_line(state.turns, history)
    own = tuple(domains)
    active = state.active if state.active in own or not state.active else OTHER
    said = [act for act in state.system_acts if not act.domain or act.domain in own]
    return context_line(own, active, said)
