"""Names said of the wrong domain: what an NLU takes for a restaurant may be a hotel's name."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from dialog.acts import ActType, DialogueAct
from dialog.dst.resolving.context import Context
from dialog.pointing import plain_words
from dialog.schema import DomainSchema
from dialog.wordbounds import says


def by_name(
    acts: Sequence[DialogueAct],
    context: Context,
    owners: Mapping[str, Sequence[str]],
) -> list[DialogueAct]:
    """Return the acts, those about an entity's name in the domain that knows the name.

    What is wanted of a domain in which nothing else is said, and nothing was before, goes with
    the name.

    Args:
        acts: of the turn.
        context: of the turn.
        owners: of each name, by its plain words, the domains whose entities go by it.
    """
    schemas, active = context.schemas, context.state.active
    homes: dict[str, str] = {}
    for act in acts:
        known = owners.get(plain_words(act.value or ""), ()) if _names(act, schemas) else ()
        if known and act.domain not in known:
            homes[act.domain] = active if active in known else known[0]
    return [_moved(act, acts, context, homes) for act in acts]


def cancelled_by_name(
    acts: Sequence[DialogueAct], text: str, context: Context
) -> list[DialogueAct]:
    """Return the acts, of "cancel the restaurant" in the domain that is named, if one is."""
    named = [name for name, schema in context.schemas.items() if says(text, schema.nouns)]
    return [
        replace(act, domain=named[0])
        if act.type is ActType.CANCEL and not act.domain and len(named) == 1
        else act
        for act in acts
    ]


def _names(act: DialogueAct, schemas: Mapping[str, DomainSchema]) -> bool:
    schema = schemas.get(act.domain)
    informs = act.type in (ActType.INFORM, ActType.CONFIRM) and bool(act.value)
    return schema is not None and informs and act.slot == schema.key


def _moved(
    act: DialogueAct,
    turn: Sequence[DialogueAct],
    context: Context,
    homes: Mapping[str, str],
) -> DialogueAct:
    if act.domain not in homes:
        return act
    schemas, state = context.schemas, context.state
    home = schemas[homes[act.domain]]
    if _names(act, schemas):
        return replace(act, domain=home.name, slot=home.key)
    own = {a.slot for a in turn if a.domain == act.domain and a.type is ActType.INFORM}
    alone = own <= {"task", schemas[act.domain].key} and act.domain not in state.domains
    fits = act.slot == "task" or act.slot in home.slots
    return replace(act, domain=home.name) if alone and fits else act
