"""Names that a sentence says plainly and a model overlooks: "a table at Roma for 4 on Saturday"."""

import re
from collections.abc import Mapping, Sequence

from dialog.acts import ActType, DialogueAct
from dialog.values import ValueReader

_LEADS = re.compile(
    r"\b(?:at|book|reserve|try|visit|called|named)\s+(?:(?:a|the)\s+)?$", re.IGNORECASE
)
_SURE = 0.8  # that a name behind such a word is meant


def with_names(
    acts: Sequence[DialogueAct], text: str, readers: Mapping[str, ValueReader]
) -> list[DialogueAct]:
    """Return the acts with the name of an entity that the text asks for and no act has.

    Only a domain that the acts are about can be meant, and only a name behind a word as "at".
    """
    about = {act.domain for act in acts if act.type is ActType.INFORM} & readers.keys()
    taken = [act.span for act in acts if act.span]
    found = list(acts)
    for domain in sorted(about):
        reader = readers[domain]
        key = reader.domain.schema.key
        if not key or any((act.domain, act.slot) == (domain, key) for act in acts):
            continue
        for match in reader.find(text):
            free = all(match.end <= start or match.start >= end for start, end in taken)
            if match.slot == key and free and _LEADS.search(text[: match.start]):
                span = (match.start, match.end)
                found.append(DialogueAct(ActType.INFORM, domain, key, match.value, _SURE, span))
                break
    return found
