"""Names that a sentence says plainly and a model overlooks: "a table at Roma for 4 on Saturday"."""

import re
from collections.abc import Mapping, Sequence

from dialog.acts import ActType, DialogueAct
from dialog.values import Match, ValueReader

_LEADS = re.compile(
    r"\b(?:at|book|reserve|see|try|visit|called|named)\s+(?:(?:a|the)\s+)?$", re.IGNORECASE
)
_SURE = 0.8  # that a name behind such a word is meant
_LONG = 3  # words of a name from which on no part of it says anything by itself


def with_names(
    acts: Sequence[DialogueAct], text: str, readers: Mapping[str, ValueReader]
) -> list[DialogueAct]:
    """Return the acts with the name of an entity that the text asks for and no act has.

    Only a domain that the acts are about can be meant, and only a name behind a word as "at" or one
    of several words of which some were read as something else: "city centre north b and b".
    """
    about = {act.domain for act in acts if act.type is ActType.INFORM} & readers.keys()
    found = list(acts)
    for domain in sorted(about):
        reader = readers[domain]
        key = reader.domain.schema.key
        if not key or any((act.domain, act.slot) == (domain, key) for act in acts):
            continue
        for match in reader.find(text):
            over = [act for act in found if act.span and _shares(act.span, match)]
            plain = not over and _LEADS.search(text[: match.start])
            if match.slot == key and (plain or _is_whole(match, text, over)):
                span = (match.start, match.end)
                found = [act for act in found if act not in over]
                found.append(DialogueAct(ActType.INFORM, domain, key, match.value, _SURE, span))
                break
    return found


def _shares(span: tuple[int, int], match: Match) -> bool:
    return span[0] < match.end and match.start < span[1]


def _is_whole(match: Match, text: str, over: Sequence[DialogueAct]) -> bool:
    """Whether a long name holds all that was read of its words, none of it the whole of it."""
    bounds = match.start, match.end
    parts = all(
        act.type is ActType.INFORM
        and act.span
        and act.span != bounds
        and bounds[0] <= act.span[0]
        and act.span[1] <= bounds[1]
        for act in over
    )
    return bool(over) and parts and len(text[match.start : match.end].split()) >= _LONG
