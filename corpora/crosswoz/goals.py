"""What the users of CrossWOZ were told to be after.

A row of a goal is [number of the sub-goal, domain, slot, value, told already]. A value may name
another sub-goal: a taxi leaves from id=1, a hotel appears among those near id=2. What the clerk
could not find (the row of `final_goal` holds what was found instead) is what the user wants at
first and gives up. The name of a place is not asked for: whatever is put forward is named.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from corpora.crosswoz.database import NEARBY
from corpora.crosswoz.labels import NAME
from dialog.corpus.dialogue import Dialogue
from dialog.corpus.goals import UserGoal
from dialog.ranges import read_range
from dialog.schema import JOINT

_ORDERED = ("地铁", "出租")  # looked up or ordered between two places
_OTHER = re.compile(r"id=(\d+)")
Rows = Sequence[Sequence[Any]]


def user_goal(dialogue: Dialogue) -> dict[str, UserGoal]:
    """Return what the user of a dialogue wants, by domain; what is ordered comes last.

    A second sub-goal of one domain stands under a name that no domain has, "景点 (2)".
    """
    rows: Rows = dialogue.goal["goal"]
    found = {(row[0], row[2]): row[3] for row in dialogue.goal["final_goal"]}
    domains = {row[0]: row[1] for row in rows}
    goals: dict[str, UserGoal] = {}
    for number in sorted(domains, key=lambda number: domains[number] in _ORDERED):
        own = [row for row in rows if row[0] == number]
        goal = _part(own, found, domains)
        domain, count = domains[number], 1
        while domain in goals:
            count += 1
            domain = f"{domains[number]} ({count})"
        goals[domain] = goal
    return goals


def _part(rows: Rows, found: Mapping[tuple[int, str], Any], domains: Mapping[int, str]) -> UserGoal:
    wanted: dict[str, str] = {}
    tried: dict[str, str] = {}
    asked: list[str] = []
    links: dict[str, str] = {}
    near: dict[str, str] = {}
    for number, domain, slot, value, *_ in rows:
        text = JOINT.join(value) if isinstance(value, list) else str(value)
        if not text:
            asked += [slot] if slot != NAME else []
        elif other := _OTHER.search(text):
            home = domains[int(other[1])]
            if domain in _ORDERED:
                links[slot] = home
            else:
                near[NEARBY + home] = home
        elif _met(text, found.get((number, slot), value)):
            wanted[slot] = text
        else:
            tried[slot] = text
    booking: Mapping[str, str] | None = {} if rows[0][1] in _ORDERED else None
    return UserGoal(wanted, tried, tuple(asked), booking, links, near)


def _met(wanted: str, found: Any) -> bool:
    """Whether what was found is what was wanted, or lies in the span that was."""
    text = JOINT.join(found) if isinstance(found, list) else str(found)
    span, amount = read_range(wanted), read_range(text)
    inside = span is not None and amount is not None and amount.low in span and amount.high in span
    return text == wanted or inside
