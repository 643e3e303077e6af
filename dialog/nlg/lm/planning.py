"""Which acts are told in one go, and how a corpus would have annotated them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from dialog.acts import ActType, DialogueAct
from dialog.component import Domains
from dialog.nlg.lm.learnt import Learnt
from dialog.nlg.lm.linear import GAPS, Line, Names, line_of
from dialog.nlg.values import Group, grouped

_TELLING = (ActType.OFFER, ActType.BOOK, ActType.INFORM)


@dataclass(frozen=True, slots=True)
class Saying:
    """Acts that are told in one go."""

    acts: tuple[DialogueAct, ...]
    line: Line  # what the model reads


def planned(acts: Sequence[DialogueAct], learnt: Learnt, names: Names) -> list[Saying] | None:
    """Return acts in as few sayings as a model knows, in order; None where it does not.

    Args:
        acts: of a turn.
        learnt: what the model knows.
        names: what domains and slots are called where it learnt.
    """
    groups = grouped(list(_once(acts)))
    plan: list[Saying] = []
    while groups:
        runs = ((n, _saying(groups[:n], learnt, names)) for n in range(len(groups), 0, -1))
        taken, saying = next(((n, found) for n, found in runs if found), (0, None))
        if saying is None:
            saying, rest = _begun(groups[0], learnt, names)
            groups, taken = [groups[0], *rest, *groups[1:]], 1
        if saying is None:
            return None
        plan.append(saying)
        groups = groups[taken:]
    return plan


def names_of(domains: Domains, corpora: Sequence[str]) -> Names:
    """Return what some corpora call the domains and slots that say which of them they are.

    Args:
        domains: the session's.
        corpora: that a model learnt.
    """
    called: dict[tuple[str, str], tuple[str, str]] = {}
    for name, domain in domains.items():
        for corpus in corpora:
            if known := domain.schema.corpora.get(corpus):
                called |= {(name, own): (known.domain, slot) for slot, own in known.slots.items()}
                called[name, ""] = (known.domain, "")
    return lambda domain, slot: called.get((domain, slot), (domain, slot))


def _saying(groups: Sequence[Group], learnt: Learnt, names: Names) -> Saying | None:
    """Return some groups in one go, if the model knows them so."""
    for reading in _readings(groups):
        line = line_of([act for group in reading for act in _acts(group)], names)
        if len(line.values) <= GAPS and learnt.knows(line.items):
            return Saying(tuple(act for group in groups for act in _acts(group)), line)
    return None


def _begun(group: Group, learnt: Learnt, names: Names) -> tuple[Saying | None, list[Group]]:
    """Return as much of a group as is known in one go, and what is then still to be told."""
    slots = list(group.slots.items())
    for n in range(len(slots) - 1, 0, -1) if group.type in _TELLING else ():
        if saying := _saying([replace(group, slots=dict(slots[:n]))], learnt, names):
            return saying, [replace(group, type=ActType.INFORM, slots=dict(slots[n:]))]
    return None, []


def _once(acts: Sequence[DialogueAct]) -> Iterator[DialogueAct]:
    """Go through acts but for those that tell what another has told."""
    told: set[tuple[str, str, str | None]] = set()
    for act in acts:
        what = (act.domain, act.slot, act.value)
        if act.type is not ActType.INFORM or what not in told:
            yield act
        if act.value and act.type in _TELLING:
            told.add(what)


def _readings(groups: Sequence[Group]) -> Iterator[list[Group]]:
    """Yield groups as they are, and as corpora annotate an offer that tells more than a name.

    There what is offered is told of by acts of its own, or all is. Such a reading is none where
    other things are told of the domain: they would be taken for the same.
    """
    yield list(groups)
    informed = [group.domain for group in groups if group.type is ActType.INFORM]
    offers = [g for g in groups if g.type is ActType.OFFER and g.slots and g.domain not in informed]
    for offered in (1, 0) if offers else ():
        yield [part for g in groups for part in (_apart(g, offered) if g in offers else [g])]


def _apart(offer: Group, offered: int) -> list[Group]:
    """Return the offer of so many of its slots, and what is told in the others."""
    slots = list(offer.slots.items())
    named = replace(offer, slots=dict(slots[:offered]))
    told = replace(offer, type=ActType.INFORM, slots=dict(slots[offered:]))
    return [part for part in (named, told) if part.slots]


def _acts(group: Group) -> list[DialogueAct]:
    """Return the acts that a group is made of."""
    acts = [
        DialogueAct(group.type, group.domain, slot, value)
        for slot, values in group.slots.items()
        for value in values or (None,)
    ]
    return acts or [DialogueAct(group.type, group.domain)]
