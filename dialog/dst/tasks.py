"""What of earlier questions still holds when a user asks the next one, in a domain with tasks."""

import re
from collections.abc import Collection, Iterable
from dataclasses import replace

from dialog.acts import ActType, DialogueAct
from dialog.schema import JOINT, DomainSchema
from dialog.state import DomainState

TASK = "task"  # the pseudo-slot that says what the user is after


def turned_to(schema: DomainSchema, old: DomainState, told: Collection[str], said: str) -> str:
    """Return the task of a turn: said so, or else the one that goes on.

    A question beside the topic, or about one result, ends with a turn that tells of the topic:
    after "is there a taxi in Denver" or "what does it cost", "what about Tuesday" is about flights.

    Args:
        schema: the domain.
        old: its state before the turn.
        told: the slots that the turn informs of.
        said: the tasks that the turn names, joined, "" for none.
    """
    if said:
        return said
    aside = _aside(schema, old.task)
    limits = {s for s in told if s in schema.slots and schema.slots[s].search != "no"}
    beside = limits <= aside if aside else old.entity is None
    return (old.task if beside or not limits else old.topic) or next(iter(schema.tasks))


_OF_THEM = re.compile(r"\b(?:of|among|from) (?:them|these|those)\b|\bwhich ones\b", re.IGNORECASE)


def of_the_listed(acts: Iterable[DialogueAct], text: str, listed: int) -> list[DialogueAct]:
    """Return the acts, of a question about what was listed without a task that it would turn to.

    Who asks "which of them cost less than 300 dollars" goes on with flights, and asks for no fares.

    Args:
        acts: of a turn in a domain with tasks.
        text: that was said.
        listed: how many results the user has seen.
    """
    if not listed or not _OF_THEM.search(text):
        return list(acts)
    limits = [act for act in acts if act.type is ActType.INFORM and act.slot != TASK]
    return [act for act in acts if act.slot != TASK or not limits]


def kept(schema: DomainSchema, old: DomainState, told: Collection[str], task: str) -> DomainState:
    """Return the state without the beliefs that the turn's question makes an end of.

    Args:
        schema: the domain.
        old: its state before the turn.
        told: the slots that the turn informs of, the task among them if it is said.
        task: the tasks of the turn, joined.
    """
    named = "task" in told
    if named and any(_tells(schema, told, names) for names in schema.afresh):
        old = replace(DomainState(), bookings=old.bookings)
    before, now = _aside(schema, old.task), _aside(schema, task)
    side = named and is_about_one(schema, old, told, task)
    gone = set(old.beside) if before != now or side or (named and not now) else set()
    again = named and set(task.split(JOINT)) & set(old.topic.split(JOINT))
    groups = {schema.slots[s].group for s in told if s in schema.slots} - {""}
    for name in old.beliefs:
        slot = schema.slots.get(name)
        if slot is None:  # of an earlier version of the domain
            continue
        alone = not any(s in old.beliefs for s in schema.members(slot.group) if s != name)
        if slot.group in groups or (slot.passing and again and alone):
            gone.add(name)
    beliefs = {n: belief for n, belief in old.beliefs.items() if n in told or n not in gone}
    earlier = tuple(name for name in old.beside if name not in gone)
    beside = [slot for slot in told if slot in schema.slots and (side or slot in now)]
    return replace(old, beliefs=beliefs, beside=tuple(dict.fromkeys([*earlier, *beside])))


def is_about_one(schema: DomainSchema, old: DomainState, told: Collection[str], task: str) -> bool:
    """Whether a question is about the result under discussion: "how much is it in first class".

    It names another task than the list's, and nothing that would begin another question.
    """
    if old.entity is None or set(task.split(JOINT)) & set(old.topic.split(JOINT)):
        return False
    begins = {s for names in schema.afresh for name in names for s in schema.members(name)}
    return not begins & set(told)


def _aside(schema: DomainSchema, task: str) -> frozenset[str]:
    """Return the slots that alone concern the tasks of a question, none for an ordinary one."""
    tasks = [schema.tasks[name] for name in task.split(JOINT) if name in schema.tasks]
    if not all(one.aside for one in tasks):
        return frozenset()
    return frozenset(s for one in tasks for name in one.aside for s in schema.members(name))


def _tells(schema: DomainSchema, told: Collection[str], names: Collection[str]) -> bool:
    """Whether a value was told of each slot or group."""
    return all(any(slot in told for slot in schema.members(name)) for name in names)
