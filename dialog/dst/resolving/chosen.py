"""What a turn chooses of what was listed, put forward or found: "book the second one"."""

import re
from collections.abc import Mapping, Sequence

from dialog.acts import ActType, DialogueAct
from dialog.dst.resolving.choice import asks_for_more, find_choice, find_lost_choice
from dialog.dst.resolving.context import Context
from dialog.dst.tasks import of_the_listed
from dialog.pointing import plain_words
from dialog.schema import JOINT, DomainSchema
from dialog.state import DomainState

CHOICE = "choice"  # the pseudo-slot of a place in the list of results, counted from 1
Owners = Mapping[str, Sequence[str]]  # of a name, by its plain words, the domains that know it


def chosen(
    acts: Sequence[DialogueAct],
    text: str,
    context: Context,
    domain: str,
    owners: Owners,
    *,
    asks: bool,
) -> list[DialogueAct]:
    """Return the acts with a choice in the place of its words.

    Args:
        acts: of the turn.
        text: that was said.
        context: of the turn.
        domain: that was talked about last, "" for none.
        owners: of each name the domains whose entities go by it.
        asks: whether the system asked for a value, which a number alone answers.
    """
    acts = list(acts)
    schema, own = context.schemas.get(domain), context.state.domain(domain)
    if schema is None or (_is_number(text) and (asks or not schema.tasks)):
        return acts
    if schema.tasks:
        acts = of_the_listed(acts, text, own.listed)
    if own.listed and asks_for_more(text):
        return [DialogueAct(ActType.REQALTS)]
    choice = _listed(schema, own, text) if schema.tasks else _placed(text, context, owners)
    if choice is None and not schema.tasks and schema.key:
        choice = _found(schema, own, text)
    if choice is None or choice.span is None:
        return acts
    start, end = choice.span
    kept = [
        act
        for act in acts
        if act.type not in (ActType.OUTOFSCOPE, ActType.REQALTS)  # another one, and which
        and (act.span is None or act.span[1] <= start or act.span[0] >= end)
    ]
    return [*kept, choice]


def _is_number(text: str) -> bool:
    return bool(re.fullmatch(r"\W*\w+\W*", text, re.ASCII))


def _listed(schema: DomainSchema, own: DomainState, text: str) -> DialogueAct | None:
    """Return the choice among the results listed, of a domain with tasks."""
    found = find_choice(text, own.listed, schema.nouns)
    found = found or find_lost_choice(text, own.listed, schema.nouns)
    if found is None:
        return None
    return DialogueAct(ActType.INFORM, schema.name, CHOICE, str(found.place), span=found.span)


def _placed(text: str, context: Context, owners: Owners) -> DialogueAct | None:
    """Return the choice among the places that the last turn told of."""
    told = [a.value or "" for a in context.state.system_acts if a.type is ActType.INFORM]
    named = [name.strip() for value in told for name in value.split(JOINT)]
    places = [name for name in named if plain_words(name) in owners]
    found = find_choice(text, len(places)) if len(places) > 1 else None
    if found is None:
        return None
    name = places[found.place - 1]
    home = context.schemas[owners[plain_words(name)][0]]
    return DialogueAct(ActType.INFORM, home.name, home.key, name, span=found.span)


def _found(schema: DomainSchema, own: DomainState, text: str) -> DialogueAct | None:
    """Return the choice among the entities put forward, or those that were found with them.

    One of which there are not so many is no place, 0.
    """
    others = [row.get(schema.key, "") for row in own.results or ()] if own.offered else []
    every = list(dict.fromkeys([*own.offered, *others]))
    found = find_choice(text, len(own.offered), schema.nouns)
    found = found or find_choice(text, len(every), schema.nouns)
    if found is not None:
        name = every[found.place - 1]
        return DialogueAct(ActType.INFORM, schema.name, schema.key, name, span=found.span)
    known = own.results is not None and bool(every)
    lost = find_lost_choice(text, len(every), schema.nouns) if known else None
    if lost is None:
        return None
    return DialogueAct(ActType.INFORM, schema.name, CHOICE, "0", span=lost.span)
