"""What the system said again and the user did not object to (implicit confirmation).

A user who is misunderstood mostly says so; one who goes on has not been. Only values that are
believed already gain, so a list of them is worth more than its first entry.
"""

from collections.abc import Iterable, Sequence

from dialog.acts import ActType, DialogueAct
from dialog.dst.belief import clamp, weighed
from dialog.quantities import fold
from dialog.state import DialogueState

# how many times likelier a user is to go on after the system said a right value than a wrong one
UNOBJECTED = 5.0
_OBJECTIONS = frozenset({ActType.NEGATE, ActType.DENY})
_RESTATING = frozenset(  # a question to confirm a value is answered by yes or no
    {ActType.INFORM, ActType.OFFER, ActType.NOOFFER, ActType.BOOK, ActType.CONFREQ}
)


def unobjected(
    state: DialogueState,
    system_acts: Sequence[DialogueAct],
    hypotheses: Iterable[tuple[float, Sequence[DialogueAct]]],
) -> DialogueState:
    """Return the state in which what the system said again is believed more.

    Args:
        state: the one before the turn.
        system_acts: what the user answers.
        hypotheses: what the user may have said, each with its probability.
    """
    objecting = sum(
        weight * max((act.score for act in acts if act.type in _OBJECTIONS), default=0.0)
        for weight, acts in hypotheses
    )
    ratio = 1 + (UNOBJECTED - 1) * (1 - clamp(objecting))
    said = {
        (act.domain, act.slot, fold(act.value))
        for act in system_acts
        if act.type in _RESTATING and act.slot and act.value
    }
    for domain, slot, words in sorted(said):
        belief = state.domain(domain).beliefs.get(slot)
        again = [value for value, _ in belief.values if fold(value) == words] if belief else []
        if belief and again:
            beliefs = {**state.domain(domain).beliefs, slot: weighed(belief, again[0], ratio)}
            state = state.with_domain(domain, beliefs=beliefs)
    return state
