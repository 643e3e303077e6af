"""Says what a turn allows: the acts, the draft's facts, the entity, and what the user told."""

from collections.abc import Mapping, Sequence

from dialog.acts import ActType, DialogueAct, acts_of
from dialog.component import Domains, Response
from dialog.nlg.guard.brief import Brief
from dialog.nlg.guard.lexicon import Lexicon
from dialog.schema import DONTCARE, SlotType
from dialog.state import DialogueState

_OF_ENTITY = (ActType.OFFER, ActType.INFORM, ActType.AFFIRM, ActType.NEGATE, ActType.BOOK)


def brief_of(
    acts: Sequence[DialogueAct],
    state: DialogueState,
    draft: Response,
    domains: Domains,
    lexicon: Lexicon,
) -> Brief:
    """Return what may be said for some acts.

    Args:
        acts: what has to be said.
        state: after the turn's actions.
        draft: the templates' words and facts for the acts.
        domains: the session's.
        lexicon: of those domains.
    """
    facts = {**stated(acts), **draft.facts}
    for act in acts_of(acts, *_OF_ENTITY):
        key = domains[act.domain].schema.key if act.domain in domains else ""
        entity = state.domain(act.domain).entity
        if key and entity and entity.get(key) and key not in facts:
            facts[key] = entity[key]
    told = _told(acts, state, facts, domains)
    return Brief(acts, facts, lexicon, draft.text, told)


def stated(acts: Sequence[DialogueAct]) -> dict[str, str]:
    """Return the values of acts by slot, or by domain and slot when they are of several."""
    mixed = len({act.domain for act in acts if act.value}) > 1
    found: dict[str, list[str]] = {}
    for act in acts:
        if act.value and act.value not in ("unknown", DONTCARE):
            name = f"{act.domain}.{act.slot}" if mixed and act.domain else act.slot
            found.setdefault(name, []).append(act.value)
    return {name: "; ".join(values) for name, values in found.items()}


def _told(
    acts: Sequence[DialogueAct],
    state: DialogueState,
    facts: Mapping[str, str],
    domains: Domains,
) -> dict[str, str]:
    """Return what the user told of the acts' domains that neither fact nor entity tells otherwise.

    It is what was understood of the user's words, never the words themselves: those may ask for
    anything to be said.
    """
    settled = {name.rpartition(".")[2] for name in facts} | {act.slot for act in acts}
    told: dict[str, str] = {}
    for name in dict.fromkeys(act.domain for act in acts if act.domain in domains):
        schema, of_domain = domains[name].schema, state.domain(name)
        entity = of_domain.entity or {}
        # "for 2 people" may not pass because the user stays 2 nights
        kinds = {schema.slots[a.slot].type for a in acts if a.slot in schema.slots}
        for slot in schema.slots.values():
            value = of_domain.value(slot.name)
            if slot.name in settled or slot.name == schema.key or not slot.informable:
                continue
            if slot.type in (SlotType.NUMBER, SlotType.DAY) or slot.type in kinds:
                continue
            if value and value not in ("yes", "no", DONTCARE):
                known = entity.get(slot.column or slot.name)
                if known is None or known == value:
                    told[slot.name] = value
    return told
