"""Denials that the words do not bear out: who asks for "any with Delta" wishes for it.

Models take "any" for "anything but". A denial needs no word for no elsewhere ("that's too
expensive"), so it is only here that one is asked for.
"""

import re
from dataclasses import replace

from dialog.acts import ActType, DialogueAct

_ANY = re.compile(
    r"\W*(?:(?:and|ok|okay|so|then|well|or|(?:are|is) there|do you have|have you got)\W+)*"
    r"any(?:thing|one)?\b",
    re.IGNORECASE,
)
_NO = re.compile(
    r"\b(?:no|not|never|nor|neither|none|without|except|excluding|but|besides|other|else|another|"
    r"different|rather|instead|avoid\w*|cannot|\w+n['’]?t)\b",
    re.IGNORECASE,
)


def borne_out(act: DialogueAct, text: str) -> DialogueAct:
    """Return an act of a text, a denial as the wish that it is where it asks for any with that."""
    if act.type is not ActType.DENY or not _ANY.match(text) or _NO.search(text):
        return act
    return replace(act, type=ActType.INFORM)
