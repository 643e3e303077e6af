"""Wishes for more than one value: "at least 3 stars", "3 or 4", "cheap or moderate"."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from dialog.acts import ActType, DialogueAct
from dialog.ranges import find_ranges
from dialog.schema import JOINT, DomainSchema, Slot, SlotType

_VALUED = frozenset({ActType.INFORM, ActType.CONFIRM, ActType.DENY})
_OR = re.compile(
    r"(?:\W+[\w'-]+){0,2}?\W+or\W+(?:[\w'-]+\W+){0,3}|\s*(?:或者?|还是)\s*", re.IGNORECASE
)
_LISTED = re.compile(r"\s*[,，、]\s*")


def widened(
    acts: Sequence[DialogueAct], text: str, schemas: Mapping[str, DomainSchema]
) -> list[DialogueAct]:
    """Return the acts with spans of numbers, and values of which any will do, as one value.

    A number is one of a span where the words around it say so; only slots that are searched for
    are wished for so. Values that an "or" joins stand in one act, joined by `;`.

    Args:
        acts: of a turn, with the bounds of their words in the text.
        text: that was said.
        schemas: of the session's domains.
    """
    return _either(_spanned(acts, text, schemas), text, schemas)


def _slot(act: DialogueAct, schemas: Mapping[str, DomainSchema]) -> Slot | None:
    schema = schemas.get(act.domain)
    return schema.slots.get(act.slot) if schema else None


def _spanned(
    acts: Sequence[DialogueAct], text: str, schemas: Mapping[str, DomainSchema]
) -> list[DialogueAct]:
    wide = find_ranges(text)
    found: dict[object, DialogueAct] = {}
    for at, act in enumerate(acts):
        slot, bounds = _slot(act, schemas), _around(act, wide)
        ranged = slot is not None and slot.ranged and slot.type is SlotType.NUMBER
        if slot is None or bounds is None or act.type not in _VALUED or not ranged:
            found[at] = act
            continue
        start, end = bounds
        value = slot.span(text[start:end], schemas[act.domain].language) or act.value
        key = act.type, act.domain, act.slot, bounds
        score = act.score + (found[key].score if key in found else 0.0)  # both ends were read
        found[key] = replace(act, value=value, span=bounds, score=min(1.0, score))
    return list(found.values())


def _around(act: DialogueAct, wide: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    """Return the bounds that the words of an act have a part of."""
    first, last = act.span or (0, 0)
    return next((bounds for bounds in wide if bounds[0] < last and first < bounds[1]), None)


def _either(
    acts: Sequence[DialogueAct], text: str, schemas: Mapping[str, DomainSchema]
) -> list[DialogueAct]:
    spelled = [act for act in acts if act.type is ActType.INFORM and act.span and act.value]
    spelled.sort(key=lambda act: (act.domain, act.slot, act.span))
    joined: dict[DialogueAct, DialogueAct | None] = {}
    for _, some in groupby(spelled, key=lambda act: (act.domain, act.slot)):
        for group in _runs(list(some), text):
            slot = _slot(group[0], schemas)
            values = list(dict.fromkeys(act.value or "" for act in group))
            if len(values) < 2 or slot is None or slot.search == "no":
                continue
            if len(slot.either(JOINT.join(values))) < 2:
                continue
            score = min(1.0, sum(act.score for act in group))
            whole = replace(group[0], value=JOINT.join(values), score=score)
            joined |= dict.fromkeys(group)
            joined[group[0]] = replace(whole, span=(_start(group[0]), _end(group[-1])))
    return [new for act in acts if (new := joined.get(act, act)) is not None]


def _runs(acts: Sequence[DialogueAct], text: str) -> Iterator[list[DialogueAct]]:
    """Yield the runs of acts that an "or" joins, commas before it included."""
    run, ors = list(acts[:1]), 0
    for one, other in pairwise(acts):
        between = text[_end(one) : _start(other)]
        if not (_OR.fullmatch(between) or _LISTED.fullmatch(between)):
            if ors:
                yield run
            run, ors = [], 0
        ors += _OR.fullmatch(between) is not None
        run.append(other)
    if ors:
        yield run


def _start(act: DialogueAct) -> int:
    return act.span[0] if act.span else 0


def _end(act: DialogueAct) -> int:
    return act.span[1] if act.span else 0
