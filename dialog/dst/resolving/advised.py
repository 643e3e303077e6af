"""Who asks for advice wants whatever fits: "which one would you recommend?"."""

import re
from collections.abc import Sequence

from dialog.acts import ActType, DialogueAct
from dialog.dst.resolving.context import Context

_ADVICE = re.compile(
    r"\b(?:recommend|suggest|advi[sc]e)\b|\b(?:recommendation|suggestion)s?\b|\bany ideas?\b|"
    r"\bsurprise me\b|\b(?:you (?:choose|pick|decide)|your (?:choice|pick))\b|推荐",
    re.IGNORECASE,
)
_TASK, _FIND = "task", "find"


def advised(acts: Sequence[DialogueAct], text: str, context: Context) -> list[DialogueAct]:
    """Return the acts, of a text that nothing was made of a wish for what is under discussion.

    Args:
        acts: of the turn.
        text: that was said.
        context: of the turn.
    """
    schema = context.schemas.get(context.state.active)
    lost = all(act.type is ActType.OUTOFSCOPE for act in acts)
    if schema is None or schema.search is None or schema.tasks or not lost:
        return list(acts)
    wish = DialogueAct(ActType.INFORM, schema.name, _TASK, _FIND)
    return [wish] if _ADVICE.search(text) else list(acts)
