"""Where the values of a state came from: which turn, which words, what those pointed at."""

from collections.abc import Mapping
from dataclasses import replace

from dialog.acts import DialogueAct
from dialog.state import DialogueState, DomainState, Origin, SlotBelief

Said = Mapping[tuple[str, str, str], Origin]  # (domain, slot, value) -> where a turn says it


def turn_number(state: DialogueState) -> int:
    """The number of the user turn that is being tracked, counted from 1."""
    return len(state.turns) + 1


def words_of(act: DialogueAct, text: str) -> str:
    """Return the words of a text that an act stems from, "" if none in particular."""
    return text[slice(*act.span)] if act.span else ""


def traced(before: DialogueState, after: DialogueState, said: Said) -> DialogueState:
    """Return the state after a turn with the origin of each value that is believed.

    A value comes from the turn that last said it. A yes to a value that was believed already
    leaves it where it came from.

    Args:
        before: the state before the turn.
        after: the state after it.
        said: what the turn said.
    """
    domains = {
        name: _traced(name, before.domain(name), own, said) for name, own in after.domains.items()
    }
    same = all(domains[name] is own for name, own in after.domains.items())
    return after if same else replace(after, domains=domains)


def _traced(name: str, old: DomainState, new: DomainState, said: Said) -> DomainState:
    if new is old:
        return new
    beliefs = {}
    for slot, belief in new.beliefs.items():
        was = old.beliefs[slot].origins if slot in old.beliefs else {}
        now = {v: o for v, _ in belief.values if (o := said.get((name, slot, v)))}
        own = {v: belief.origins[v] for v, _ in belief.values if v in belief.origins}
        kept = {v: was[v] for v, _ in belief.values if v in was and _stays(now.get(v))}
        origins = {**own, **now, **kept}
        if origins != belief.origins:
            belief = SlotBelief(belief.values, origins)
        beliefs[slot] = belief
    same = all(beliefs[slot] is belief for slot, belief in new.beliefs.items())
    return new if same else replace(new, beliefs=beliefs)


def _stays(origin: Origin | None) -> bool:
    return origin is None or origin.via == Origin.QUESTION
