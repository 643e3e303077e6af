"""Rules that ask what a search needs to know, and what would tell too many matches apart."""

from collections.abc import Sequence

from dialog.acts import ActType, DialogueAct
from dialog.policy.deliberation import BOOK, COUNT, TASK, Deliberation
from dialog.policy.rules.asking import ask
from dialog.policy.rules.finding import named, wants_entity
from dialog.schema import DomainSchema
from dialog.state import Entity


async def ask_constraint(turn: Deliberation, domain: str) -> bool:
    """A search needs a value that is missing, and that what is known leaves open.

    Users who were asked for it, and instead ask for something or book, do not care; nor do those
    who say something else, if it is to be asked for once.
    """
    if not wants_entity(turn, domain) or named(turn, domain):
        return False
    pressed, known = _pressed(turn, domain), turn.constraints(domain)
    missing = [
        group
        for group in _needed(turn.schemas[domain])
        if all(turn.value(domain, name) is None for name in group)
        and not any(_passed_over(turn, domain, name, pressed) for name in group)
        and not (len(group) == 1 and turn.domains[domain].settled(group[0], known))
    ]
    if missing and not turn.asking:
        why = f"a search needs {', '.join(' or '.join(group) for group in missing)}"
        ask(turn, domain, turn.schemas[domain].slots[missing[0][0]], why)
    return bool(missing)


def _needed(schema: DomainSchema) -> list[list[str]]:
    """Return the groups of slots of which a search needs one each."""
    single = [[slot.name] for slot in schema.searchable if slot.asked]
    groups = schema.search.one_of if schema.search else []
    return [*single, *([s for s in group if s in schema.slots] for group in groups)]


def _pressed(turn: Deliberation, domain: str) -> bool:
    """Whether the user wants to hear of an entity, or to book one, now."""
    if turn.heard(ActType.REQUEST, ActType.CONFIRM, ActType.REQALTS, domain=domain):
        return True
    return DialogueAct(ActType.INFORM, domain, TASK, BOOK) in turn.heard()


def _passed_over(turn: Deliberation, domain: str, slot: str, pressed: bool) -> bool:
    """Whether the user was asked for a slot and went on to something else."""
    slots = turn.schemas[domain].slots
    once = slots[slot].search == "asked"
    told = [act for act in turn.heard(ActType.INFORM, ActType.DENY) if act.domain == domain]
    wishes = {TASK, *(s.name for s in slots.values() if s.search != "no")} - {slot}
    other = once and any(act.slot in wishes for act in told)
    return (pressed or other) and _just_asked(turn, domain, slot)


def _just_asked(turn: Deliberation, domain: str, slot: str) -> bool:
    return any(
        (act.domain, act.slot, act.value) == (domain, slot, None)
        and act.type in (ActType.REQUEST, ActType.CONFREQ)
        for act in turn.state.system_acts
    )


async def narrow(turn: Deliberation, domain: str) -> bool:
    """Too many match: ask for a constraint that would tell them apart."""
    results, limits = turn.domain(domain).results or (), turn.schemas[domain].search
    if not wants_entity(turn, domain) or named(turn, domain) or limits is None or turn.asking:
        return False
    if len(results) <= limits.ask_above:
        return False
    acts = [*turn.state.system_acts, *(a for t in turn.state.turns for a in t.system_acts)]
    asked = {a.slot for a in acts if a.domain == domain and a.value is None}
    for slot in turn.schemas[domain].searchable:
        known = turn.domain(domain).value(slot.name) is not None or slot.name in asked
        if known or not slot.question or slot.name == turn.schemas[domain].key:
            continue
        if _differ(turn, domain, results, slot.name):
            count = DialogueAct(ActType.INFORM, domain, COUNT, str(len(results)))
            turn.say(f"{len(results)} match, more than {limits.ask_above}", count)
            ask(turn, domain, slot, f"{slot.name} would narrow them")
            return True
    return False


def _differ(turn: Deliberation, domain: str, rows: Sequence[Entity], slot: str) -> bool:
    """Whether not all of some rows have the same value of a slot."""
    first = turn.fact(domain, rows[0], slot)
    return any(turn.fact(domain, row, slot) != first for row in rows)
