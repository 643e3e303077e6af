"""What the users of MultiWOZ 2.1 were told to be after.

`info` is what counts in the end, `fail_info` what they were to ask for before, in vain. What a
booking was to fail with first (`fail_book`) is left out: whether it does is not for the user to
say. A taxi between two places has them in the goal's message alone.
"""

import re
from collections.abc import Mapping
from typing import Any

from dialog.corpus.dialogue import Dialogue
from dialog.corpus.goals import UserGoal

_SLOTS = {"car type": "car"}  # named otherwise in goals than in acts
_SPELLED = {  # goal -> database
    "ask": "ask restaurant",
    "meze bar restaurant": "meze bar",
    "mutliple sports": "multiple sports",
}
_NO_SLOTS = ("invalid", "pre_invalid")  # of a booking: whether it was to fail
_ORDERED = "taxi"  # always booked, and without `book`
_PLACES = ("attraction", "hotel", "restaurant")
_MARKUP = re.compile(r"<[^>]*>")
_LEAVES = re.compile(r"leave the (\w+) by")
_ARRIVES = re.compile(r"arrives? (?:at )?the (\w+) by")


def user_goal(dialogue: Dialogue) -> dict[str, UserGoal]:
    """Return what the user of a dialogue wants, by domain; what is linked comes last."""
    parts = {d: part for d, part in dialogue.goal.items() if d in dialogue.domains}
    order = sorted(parts, key=lambda domain: domain == _ORDERED)
    return {domain: _part(domain, parts[domain], dialogue.goal) for domain in order}


def _part(domain: str, part: Mapping[str, Any], goal: Mapping[str, Any]) -> UserGoal:
    wanted, tried = _values(part.get("info")), _values(part.get("fail_info"))
    asked = tuple(_SLOTS.get(slot, slot) for slot in part.get("reqt") or ())
    if domain == _ORDERED:
        return UserGoal({}, {}, asked, wanted, _links(wanted, goal))
    details = {s: v for s, v in (part.get("book") or {}).items() if s not in _NO_SLOTS}
    if not details:
        return UserGoal(wanted, tried, asked)
    return UserGoal(wanted, tried, (*asked, "ref"), details)


def _values(raw: Mapping[str, str] | None) -> dict[str, str]:
    return {slot: _SPELLED.get(value, value) for slot, value in (raw or {}).items()}


def _links(wanted: Mapping[str, str], goal: Mapping[str, Any]) -> dict[str, str]:
    """Return which places a taxi goes between: the one it leaves or reaches, and the other one."""
    places = [domain for domain in goal if domain in _PLACES and goal[domain]]
    message = goal.get("message") or ""
    text = _MARKUP.sub("", " ".join(message) if isinstance(message, list) else str(message))
    leaves, arrives = _LEAVES.search(text), _ARRIVES.search(text)
    ends: dict[str, str] = {}
    if leaves and leaves[1] in places:
        ends["departure"] = leaves[1]
    elif arrives and arrives[1] in places:
        ends["destination"] = arrives[1]
    for slot in ("departure", "destination"):
        others = [place for place in places if place not in ends.values()]
        if slot not in ends and others:
            ends[slot] = others[0]
    return {slot: place for slot, place in ends.items() if slot not in wanted}
