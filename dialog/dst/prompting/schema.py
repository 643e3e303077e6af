"""The JSON schema of the answer, made from the domains of a session."""

from collections.abc import Mapping
from typing import Any

from dialog.acts import ActType
from dialog.dst.prompting.prompt import tasks_of
from dialog.dst.resolving.resolve import TASK
from dialog.schema import DONTCARE, DomainSchema

REMOVED = "removed"  # the value of a slot that the user takes back
USER_ACTS = tuple(
    kind.value
    for kind in (
        ActType.REQUEST, ActType.CONFIRM, ActType.DENY, ActType.AFFIRM, ActType.NEGATE,
        ActType.HELLO, ActType.THANK, ActType.BYE, ActType.REQALTS, ActType.REPEAT, ActType.HELP,
        ActType.CANCEL, ActType.RESTART, ActType.OUTOFSCOPE,
    )
)  # fmt: skip
_ENUM = 500  # values listed at most in all; servers build a grammar of them, and refuse a huge one


def answer_schema(schemas: Mapping[str, DomainSchema]) -> dict[str, Any]:
    """Return the schema: changes of slots by domain, with the values of closed sets, and acts.

    Every property is required and no other is allowed, as strict structured output wants it.
    """
    text = {"type": "string"}
    changes = [change for schema in schemas.values() for change in _changes(schema)]
    if sum(len(change["properties"]["value"].get("enum", ())) for change in changes) > _ENUM:
        for change in changes:
            change["properties"]["value"] = text
    acts = _object(
        type={"type": "string", "enum": list(USER_ACTS)},
        domain={"type": "string", "enum": ["", *schemas]},
        slot=text,
        value=text,
    )
    return _object(
        changes={"type": "array", "items": {"anyOf": changes}},
        acts={"type": "array", "items": acts},
    )


def _changes(schema: DomainSchema) -> list[dict[str, Any]]:
    """Return the changes there can be in a domain: one kind for each closed slot and for others."""
    closed = {s.name: list(s.values) for s in schema.slots.values() if s.informable and s.values}
    if tasks := tasks_of(schema):
        closed[TASK] = tasks
    rest = [s.name for s in schema.slots.values() if s.informable and not s.values]
    made = [
        _change(schema, [slot], {"type": "string", "enum": [*values, *_special(slot)]})
        for slot, values in closed.items()
    ]
    return [*made, *([_change(schema, rest, {"type": "string"})] if rest else [])]


def _special(slot: str) -> list[str]:
    return [REMOVED] if slot == TASK else [DONTCARE, REMOVED]


def _change(schema: DomainSchema, slots: list[str], value: dict[str, Any]) -> dict[str, Any]:
    return _object(
        domain={"type": "string", "enum": [schema.name]},
        slot={"type": "string", "enum": slots},
        value=value,
        words={"type": "string"},
    )


def _object(**properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
