"""The prompt: a text that users may replace, and the turn as one JSON document of data."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from dialog.acts import DialogueAct, format_acts
from dialog.dst.resolving.resolve import TASK
from dialog.errors import ConfigError
from dialog.llm.base import Message
from dialog.llm.document import data
from dialog.schema import DomainSchema, Slot, SlotType
from dialog.state import DialogueState, DomainState, Entity, UserTurn

DEFAULT = Path(__file__).with_name("prompt.md")
PLACEHOLDER = "{domains}"
_REMEMBERED = 2  # exchanges before the last one
_LISTED = 10  # entities of a list that the model is told of
_HEARD = 5  # guesses at what was said
_KINDS = {
    SlotType.NUMBER: "a whole number",
    SlotType.TIME: "a time of day",
    SlotType.DAY: "a day of the week",
    SlotType.BOOLEAN: "yes or no",
    SlotType.OPEN: "text",
}


def read_prompt(path: Path) -> str:
    """Return the text of a prompt.

    Raises:
        ConfigError: when it cannot be read, or does not say once where the domains go.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"The prompt {path} cannot be read: {error}.") from error
    if text.count(PLACEHOLDER) != 1:
        raise ConfigError(f"The prompt {path} should hold {PLACEHOLDER} once, for the domains.")
    return text.strip()


def instructions(prompt: str, schemas: Mapping[str, DomainSchema]) -> Message:
    """Return the message that says what to do; it is the same for every turn."""
    domains = {name: _described(schema) for name, schema in schemas.items()}
    return Message("system", prompt.replace(PLACEHOLDER, data(domains)))


def tasks_of(schema: DomainSchema) -> list[str]:
    """Return what the user may be after in a domain."""
    if schema.tasks:
        return list(schema.tasks)
    return [*(["find"] if schema.search else []), *(["book"] if schema.booking else [])]


def tellable(schema: DomainSchema) -> list[str]:
    """Return the slots that the user may ask for."""
    gives = schema.booking.gives if schema.booking else []
    asked = [slot.name for slot in schema.slots.values() if slot.requestable]
    return list(dict.fromkeys([*asked, *gives]))


def _described(schema: DomainSchema) -> dict[str, Any]:
    slots = {s.name: _slot(s) for s in schema.slots.values() if s.informable}
    if tasks := tasks_of(schema):
        about = {name: task.description for name, task in schema.tasks.items()}
        slots[TASK] = {"about": "what the user is after", "values": about or tasks}
    return {
        "about": schema.description,
        "called": list(schema.nouns),
        "slots": slots,
        "may_be_asked_for": {
            name: schema.slots[name].description if name in schema.slots else name
            for name in tellable(schema)
        },
    }


def _slot(slot: Slot) -> dict[str, Any]:
    if slot.values:
        return {"about": slot.description, "values": list(slot.values)}
    return {"about": slot.description, "kind": _KINDS[slot.type]}


def turn_document(
    schemas: Mapping[str, DomainSchema],
    state: DialogueState,
    turn: UserTurn,
    system_acts: Sequence[DialogueAct],
) -> dict[str, Any]:
    """Return what the model is told of a turn: the state, what was said before, and the turn."""
    earlier, last = state.turns[-1 - _REMEMBERED : -1], state.turns[-1:]
    document: dict[str, Any] = {
        "state": {n: _state(schemas[n], d) for n, d in state.domains.items() if n in schemas},
        "under_discussion": state.active,
        "earlier": [{"user": t.user.text, "system": t.response} for t in earlier],
        "system_said": "".join(t.response for t in last),
        "system_acts": format_acts(system_acts),
        "user_says": turn.text,
    }
    if len(turn.hypotheses) > 1:
        ranked = sorted(turn.hypotheses, key=lambda h: -h.score)[:_HEARD]
        document["or_perhaps"] = [{"text": h.text, "score": round(h.score, 3)} for h in ranked[1:]]
    return document


def _state(schema: DomainSchema, state: DomainState) -> dict[str, Any]:
    listed = (state.results or ())[: min(state.listed, _LISTED)]
    told: dict[str, Any] = {
        "task": state.task,
        "values": {slot: belief.value for slot, belief in state.beliefs.items() if belief.value},
        "asked_for": list(state.requested),
        "offered": list(state.offered),
        "listed": [_shown(schema, row) for row in listed],
        "found": _shown(schema, state.entity) if state.entity is not None else {},
        "booked": [dict(row) for row in state.bookings],
    }
    return {name: value for name, value in told.items() if value}


def _shown(schema: DomainSchema, row: Entity) -> dict[str, str]:
    """Return what of a row the user may speak of."""
    cells = {s.name: row.get(s.column or s.name, "") for s in schema.slots.values()}
    return {slot: cell for slot, cell in cells.items() if cell}
