"""What user acts of CrossWOZ do to the state, which is the query that the clerk makes of them.

Measured on the training part:

- a facility, inform(酒店设施-叫醒服务=是), is a value of the slot 酒店设施;
- select(源领域=景点) of a restaurant asks for one near the attraction that is named in the turn, or
  else is under discussion: it is the value of 周边景点;
- naming a place that the clerk has put forward, to ask about it, makes no query (in 431 of 517
  turns), nor does asking whether a single value holds of the place under discussion;
- once a place was found, constraints together with select or with a request for a name begin
  another query, and those of the last one go (in 102 of 126 turns);
- where nothing fits and the clerk puts forward a place all the same, telling of it a value of a
  slot that was asked for, that constraint is given up (207 of 239 times).
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpora.crosswoz.labels import FACILITY, NAME, SOURCE
from dialog.acts import ActType, DialogueAct
from dialog.state import DialogueState

_PLACES = ("景点", "餐馆", "酒店")
_NEARBY = "周边"
_FACILITIES = FACILITY.removesuffix("-")
_YES = "是"


def tracked_acts(acts: Sequence[DialogueAct], state: DialogueState) -> list[DialogueAct]:
    """Return the acts of a user turn under the slots and values of the state.

    Args:
        acts: of the turn.
        state: the tracker's, before the turn.
    """
    ordered = sorted(acts, key=lambda act: act.span or (0, 0))
    found = [act for act in ordered if act.domain not in _PLACES or act.type is ActType.REQUEST]
    for domain in _PLACES:
        found += _of_place(domain, ordered, state)
    return found


def _of_place(
    domain: str, acts: Sequence[DialogueAct], state: DialogueState
) -> Iterator[DialogueAct]:
    """Return what a turn tells of one of the domains with places."""
    told = [_slot(act) for act in acts if act.domain == domain and act.type is ActType.INFORM]
    limits = [act for act in told if act.slot != NAME and act.value]
    selected = [a for a in acts if a.domain == domain and a.slot == SOURCE and a.value in _PLACES]
    asks_name = any((a.type, a.domain, a.slot) == (ActType.REQUEST, domain, NAME) for a in acts)
    asks = any(a.type is ActType.REQUEST and a.domain == domain for a in acts)
    source = any(act.slot == SOURCE and act.value == domain for act in acts)
    under_discussion = state.domain(domain).entity is not None
    if under_discussion and len(limits) == 1 and not (selected or asks):
        limits = []  # whether it holds of the place
    named = [act for act in told if act.slot == NAME and act.value]
    if not source:
        yield from (act for act in named if act.value not in _put_forward(domain, state))
    yield from limits
    near = [made for act in selected for made in _near(act, acts, state)]
    yield from near
    gone = _given_up(domain, state)
    if limits and (near or (asks_name and under_discussion)):
        gone = set(state.domain(domain).beliefs)  # another query begins
    for slot in sorted(gone - {act.slot for act in (*limits, *near)}):
        for value, _ in state.domain(domain).beliefs[slot].values:
            yield DialogueAct(ActType.DENY, domain, slot, value)


def _given_up(domain: str, state: DialogueState) -> set[str]:
    """Return the slots that the clerk's last turn showed not to be met."""
    own = [act for act in state.system_acts if act.domain == domain]
    if not any(act.type is ActType.NOOFFER for act in own):
        return set()
    if not any(act.slot == NAME and act.value for act in own):
        return set()
    told = {_slot(act).slot for act in own if act.type is ActType.INFORM and act.value}
    return (told - {NAME}) & set(state.domain(domain).beliefs)


def _slot(act: DialogueAct) -> DialogueAct:
    """Return an act about a facility as one about the slot of all of them."""
    if not act.slot.startswith(FACILITY):
        return act
    facility = act.slot.removeprefix(FACILITY) if act.value == _YES else None
    return replace(act, slot=_FACILITIES, value=facility, span=None)


def _near(
    act: DialogueAct, acts: Sequence[DialogueAct], state: DialogueState
) -> Iterator[DialogueAct]:
    """Return where a place is to be near, for a select act."""
    source = act.value or ""
    names: list[str | None] = [
        a.value
        for a in acts
        if (a.type, a.domain, a.slot) == (ActType.INFORM, source, NAME) and a.value
    ]
    names += [(state.domain(source).entity or {}).get(NAME), state.domain(source).value(NAME)]
    name = next((name for name in names if name), None)
    if name:
        yield replace(act, type=ActType.INFORM, slot=_NEARBY + source, value=name, span=None)


def _put_forward(domain: str, state: DialogueState) -> set[str | None]:
    """Return the names that the clerk has told of a domain."""
    every = (act for turn in state.turns for act in turn.system_acts)
    return {act.value for act in every if act.domain == domain and act.slot == NAME}
