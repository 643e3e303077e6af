"""What a rasa-sdk action is called with: the tracker and the domain, as plain data."""

from collections.abc import Mapping, Sequence
from typing import Any

from rasa_sdk.events import BotUttered, UserUttered

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
    TASK,
    UNMET,
)
from dialog.acts import ActType, DialogueAct, format_acts
from dialog.domain import Domain
from dialog.schema import DomainSchema
from dialog.state import DialogueState

_TURNS = 10  # how much of the history an action sees


def tracker_state(
    state: DialogueState,
    domains: Mapping[str, Domain],
    domain: str,
    sender: str,
    text: str | None,
    latest_action: str,
    *,
    history: bool = True,
) -> dict[str, Any]:
    """Return rasa-sdk's TrackerState: fresh data that an action may change at will.

    The domain's own slots go by their names, those of other domains by `domain.slot`. Without
    `history` the turns before are left out, for an action that does not look at them.
    """
    latest = _message(state.user_acts, domain, text if text is not None else _last_text(state))
    events: list[dict[str, Any]] = []
    for turn in state.turns[-_TURNS:] if history else ():
        said = turn.user
        events.append(UserUttered(said.text, _message(said.best_acts, domain, said.text)))
        events.append(BotUttered(turn.response))
    if text is not None:
        events.append(UserUttered(text, _message(state.user_acts, domain, text)))
    return {
        "sender_id": sender,
        "slots": _slots(state, domains, domain),
        "latest_message": latest,
        "events": events,
        "paused": False,
        "followup_action": None,
        "active_loop": {},
        "latest_action_name": latest_action,
        "stack": [],
    }


def domain_dict(
    schema: DomainSchema, responses: Mapping[str, Sequence[str]], actions: Sequence[str]
) -> dict[str, Any]:
    """Return rasa-sdk's DomainDict, never empty: an empty one would stand for the last."""
    custom = [{"type": "custom"}]
    slots: dict[str, dict[str, Any]] = {}
    for name, slot in schema.slots.items():
        slots[name] = {"type": "text", "mappings": custom}
        if slot.values:
            slots[name] = {"type": "categorical", "values": list(slot.values), "mappings": custom}
    return {
        "version": "3.1",
        "intents": [{kind.value: {"use_entities": True}} for kind in ActType],
        "entities": list(schema.slots),
        "slots": slots | {name: {"type": "any", "mappings": custom} for name in sorted(RESERVED)},
        "responses": {name: [{"text": t} for t in texts] for name, texts in responses.items()},
        "actions": list(actions),
        "forms": {},
    }


def _slots(state: DialogueState, domains: Mapping[str, Domain], own: str) -> dict[str, Any]:
    slots: dict[str, Any] = {}
    for name, domain in sorted(domains.items(), key=lambda item: item[0] == own):  # ours win
        known = state.domain(name)
        prefix = "" if name == own else f"{name}."
        slots |= {f"{prefix}{slot}": known.value(slot) for slot in domain.schema.slots}
    mine = state.domain(own)
    slots[RESULTS] = None if mine.results is None else [dict(row) for row in mine.results]
    slots[RELAXED] = list(mine.relaxed)
    slots[ENTITY] = None if mine.entity is None else dict(mine.entity)
    slots[BOOKING] = dict(mine.bookings[-1]) if mine.bookings else None
    slots[BOOKING_ERROR] = slots[ANSWER] = None
    slots |= {TASK: mine.task, SOUGHT: mine.sought, MISSED: mine.missed, UNMET: mine.unmet}
    return slots


def _last_text(state: DialogueState) -> str:
    """The text behind the user acts, or the acts in notation where that is not known."""
    if state.turns and state.turns[-1].user.best_acts == state.user_acts:
        return state.turns[-1].user.text
    return format_acts(state.user_acts)


def _message(acts: Sequence[DialogueAct], domain: str, text: str) -> dict[str, Any]:
    ranking: dict[str, float] = {}
    for act in acts:
        ranking[act.type.value] = max(ranking.get(act.type.value, 0.0), act.score)
    intents = [
        {"name": name, "confidence": score}
        for name, score in sorted(ranking.items(), key=lambda item: -item[1])
    ]
    entities = []
    for act in acts:
        if act.value is None:
            continue
        prefix = "" if act.domain in ("", domain) else f"{act.domain}."
        entity = {
            "entity": f"{prefix}{act.slot}",
            "value": act.value,
            "confidence_entity": act.score,
        }
        if act.span is not None:
            entity |= {"start": act.span[0], "end": act.span[1]}
        entities.append(entity)
    return {
        "text": text,
        "intent": dict(intents[0]) if intents else {"name": None, "confidence": 0.0},
        "intent_ranking": intents,
        "entities": entities,
    }
