"""A yes that begins the answer to whether something is right, whatever comes after it."""

import re
from collections.abc import Sequence

from dialog.acts import ActType, DialogueAct

_YES = re.compile(
    r"\W*(?:yes|yeah|yep|yup|sure|absolutely|definitely|certainly|of course|please do|go ahead)\b"
    r"(?!\W+(?:not|no|nope|never)\b)",
    re.IGNORECASE,
)
_SURE = 0.9  # that such a word is a yes to what was asked
_ANSWERS = frozenset({ActType.AFFIRM, ActType.NEGATE, ActType.DENY})


def agreed(acts: Sequence[DialogueAct], text: str) -> list[DialogueAct]:
    """Return the acts of an answer to a question for yes or no, with the yes that it begins with.

    "Yes, I'm also looking for a museum" says yes to a table, though it is about a museum.

    Args:
        acts: of the turn.
        text: that was said.
    """
    if not _YES.match(text) or any(act.type in _ANSWERS for act in acts):
        return list(acts)
    kept = [act for act in acts if act.type is not ActType.OUTOFSCOPE]
    return [*kept, DialogueAct(ActType.AFFIRM, score=_SURE)]
