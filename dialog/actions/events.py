"""Folds the events and responses of rasa-sdk actions into the dialogue state."""

import logging
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dialog.actions.base import (
    ANSWER,
    BOOKING,
    BOOKING_ERROR,
    ENTITY,
    MISSED,
    RELAXED,
    RESERVED,
    RESULTS,
    SOUGHT,
    UNMET,
)
from dialog.domain import Domain
from dialog.errors import DialogError, did_you_mean
from dialog.state import DialogueState, SlotBelief

logger = logging.getLogger(__name__)

# Events of rasa-sdk that say nothing to this framework.
_IGNORED = frozenset(
    {
        "action",
        "action_execution_rejected",
        "active_loop",
        "agent",
        "cancel_reminder",
        "export",
        "form",
        "form_validation",
        "loop_interrupted",
        "pause",
        "reminder",
        "resume",
        "rewind",
        "session_ended",
        "session_started",
        "undo",
        "user",
    }
)
_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")
_FIELD = re.compile(r"\{([\w.-]+)\}")


class ActionError(DialogError):
    """An action that returned what cannot be used."""


def apply_events(
    state: DialogueState,
    domain_name: str,
    events: Iterable[Mapping[str, Any]],
    domains: Mapping[str, Domain],
) -> tuple[DialogueState, list[str]]:
    """Return the state after an action's events, and the texts that they utter.

    A slot is set for certain, or cleared by None; `domain.slot` names a slot of another domain.
    `AllSlotsReset` empties the beliefs of the action's domain, `Restarted` empties everything
    but the history. `FollowupAction` and `booking_error` are the runner's to act on.

    Raises:
        ActionError: for an unknown event or slot, or a value that a slot cannot take.
    """
    messages: list[str] = []
    for event in events:
        kind = event.get("event")
        if kind == "slot":
            state = _set_slot(
                state, domain_name, str(event.get("name")), event.get("value"), domains
            )
        elif kind == "bot":
            messages += [str(event["text"])] if event.get("text") else []
        elif kind == "reset_slots":
            state = state.with_domain(domain_name, beliefs={}, grounded=())
        elif kind == "restart":
            state = DialogueState(turns=state.turns)
        elif kind in _IGNORED:
            logger.debug("Ignored the event %r of an action of %r.", kind, domain_name)
        elif kind != "followup":
            raise ActionError(f"it returned an event of the unknown type {kind!r}")
    return state, messages


def last_value(events: Iterable[Mapping[str, Any]], kind: str, name: str = "") -> str:
    """Return the last followup action's name, or the last value of a slot; "" for none."""
    found = ""
    for event in events:
        if event.get("event") != kind:
            continue
        if kind == "followup":
            found = str(event.get("name") or "")
        elif event.get("name") == name:
            found = str(event.get("value") or "")
    return found


def texts_of(
    responses: Sequence[Mapping[str, Any]], domain: Domain, state: DialogueState
) -> list[str]:
    """Return the texts of what an action said through its dispatcher.

    Raises:
        ActionError: for a response that responses.yml does not have, or cannot fill.
    """
    texts = []
    for message in responses:
        if message.get("text"):
            texts.append(str(message["text"]))
        if message.get("response"):
            texts.append(render(str(message["response"]), domain, state, message))
    return texts


def render(
    name: str, domain: Domain, state: DialogueState, extra: Mapping[str, Any] | None = None
) -> str:
    """Fill the first variant of a named response with slots, the entity's values and `extra`."""
    variants = domain.responses.get(name)
    if not variants:
        raise ActionError(
            f"responses.yml has no response {name!r}.{did_you_mean(name, domain.responses)}"
        )
    own = state.domain(domain.name)
    values: dict[str, Any] = {
        **(own.entity or {}),
        **{slot: belief.value for slot, belief in own.beliefs.items()},
        **(extra or {}),
    }
    filled = {k: str(v) for k, v in values.items() if isinstance(v, str | int | float) and v != ""}

    def optional(match: re.Match[str]) -> str:
        return match[1] if set(_FIELD.findall(match[1])) <= set(filled) else ""

    text = _OPTIONAL.sub(optional, variants[0])
    missing = [field for field in _FIELD.findall(text) if field not in filled]
    if missing:
        raise ActionError(f"the response {name!r} needs a value for {', '.join(missing)}")
    return _FIELD.sub(lambda match: filled[match[1]], text)


def _set_slot(
    state: DialogueState, domain: str, name: str, value: Any, domains: Mapping[str, Domain]
) -> DialogueState:
    if name in RESERVED:
        return _set_reserved(state, domain, name, value)
    owner, slot = domain, name
    if slot not in domains[domain].schema.slots and name.partition(".")[0] in domains:
        owner, _, slot = name.partition(".")  # a slot of another domain
    known = domains[owner].schema.slots
    if slot not in known:
        raise ActionError(f"it set the unknown slot {name!r}.{did_you_mean(slot, known)}")
    before = state.domain(owner)
    beliefs = {s: b for s, b in before.beliefs.items() if s != slot}
    if value is not None:
        beliefs[slot] = SlotBelief(((_text(name, value), 1.0),))
    grounded = before.grounded
    if value is None or before.value(slot) != beliefs[slot].value:
        grounded = tuple(s for s in grounded if s != slot)
    return state.with_domain(owner, beliefs=beliefs, grounded=grounded)


def _text(name: str, value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return str(value)
    raise ActionError(
        f"it set the slot {name!r} to a {type(value).__name__} where a text or number belongs"
    )


def _set_reserved(state: DialogueState, domain: str, name: str, value: Any) -> DialogueState:
    if name == RESULTS:
        rows = None if value is None else tuple(_row(name, row) for row in _listed(name, value))
        return state.with_domain(domain, results=rows)
    if name == RELAXED:
        slots = tuple(_text(name, slot) for slot in _listed(name, value or []))
        return state.with_domain(domain, relaxed=slots)
    if name in (ENTITY, ANSWER):
        return state.with_domain(domain, **{name: None if value is None else _row(name, value)})
    if name == BOOKING and value is not None:
        made = (*state.domain(domain).bookings, _row(name, value))
        return state.with_domain(domain, bookings=made)
    if name in (SOUGHT, MISSED, UNMET):
        return state.with_domain(domain, **{name: _text(name, value or "")})
    if name == BOOKING_ERROR and value is not None:
        _text(name, value)
    return state


def _listed(name: str, value: Any) -> list[Any]:
    if isinstance(value, list | tuple):
        return list(value)
    raise ActionError(f"it set {name!r} to a {type(value).__name__} where a list belongs")


def _row(name: str, value: Any) -> dict[str, str]:
    if isinstance(value, Mapping):
        if {str}.issuperset(map(type, value)) and {str}.issuperset(map(type, value.values())):
            return dict(value)  # as most are, of tables that hold thousands
        return {str(k): "" if v is None else _text(name, v) for k, v in value.items()}
    raise ActionError(f"it set {name!r} to a {type(value).__name__} where a row belongs")
