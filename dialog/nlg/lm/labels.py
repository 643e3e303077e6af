"""Whether words call a value by the name of another slot: "the postcode is south".

A model that seldom met two slots side by side says of one what it says of the other.
"""

import re
from collections.abc import Collection, Sequence
from itertools import pairwise

from dialog.nlg.lm.linear import Pieces

_IS = re.compile(r"(?: number)?(?: is| are|是|为)?[:：]?$", re.I)


def misnamed(pieces: Pieces, others: Sequence[Collection[str]]) -> list[tuple[int, str]]:
    """Return the gaps that stand behind the name of another slot, each with that name.

    Args:
        pieces: a response.
        others: of each gap, the names of the other slots of its domain.
    """
    found = []
    for before, at in pairwise(pieces):
        if isinstance(before, str) and isinstance(at, int):
            name = _name_ending(before.casefold(), others[at])
            found += [(at, name)] if name else []
    return found


def _name_ending(before: str, names: Collection[str]) -> str:
    """Return the name by which some words call what comes next, "" for none of those given."""
    match = _IS.search(before)
    if match is None or not match.group():
        return ""
    head = before[: match.start()]
    ends = (name for name in names if re.search(rf"(?<![a-z]){re.escape(name)}$", head))
    return max(ends, key=len, default="")
