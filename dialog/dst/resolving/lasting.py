"""Days on which something ends: "from Saturday to Monday" is two nights from Saturday.

Which number counts the days, and from which slot's, is the schema's to say (`days_from`).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from dialog.acts import ActType, DialogueAct
from dialog.dst.resolving.context import Context
from dialog.quantities import DAYS, weekday

_NEXT = r"(?:(?:the|on|next|following)\s+)*"
_TO = re.compile(
    r"\W*(?:(?:to|until|till?|through|thru|(?:and )?(?:leav|depart|check)\w*(?: out)?)\s+"
    rf"{_NEXT}|[-–—]\s*|到|至|住到)",
    re.IGNORECASE,
)
_UNTIL = re.compile(
    rf"(?:\b(?:until|till?|through|thru|(?:leav|depart)(?:e|ing)|check(?:ing)?[ -]?out)\s+{_NEXT}|"
    r"住到)$",
    re.IGNORECASE,
)


def lasting(acts: Sequence[DialogueAct], text: str, context: Context) -> list[DialogueAct]:
    """Return the acts, days on which something ends as how long it lasts.

    Of two days the second, where the words between say so; of one that is the end the beginning
    has to be known. The same day is a week later.

    Args:
        acts: of the turn, with the bounds of their words.
        text: that was said.
        context: of the turn.
    """
    acts = list(acts)
    for schema in context.schemas.values():
        for slot in schema.slots.values():
            if not slot.days_from:
                continue
            place = schema.name, slot.days_from
            said = [act for act in acts if (act.domain, act.slot) == place and _is_day(act)]
            said.sort(key=lambda act: act.span or (0, 0))
            known = context.state.domain(schema.name).value(slot.days_from)
            begins, ends = _ends(said, text, known)
            if ends is None or begins is None:
                continue
            kept = [act for act in acts if act not in said]
            if said[0] is not ends:
                kept.append(replace(said[0], score=min(1.0, sum(act.score for act in said))))
            counted = any((act.domain, act.slot) == (schema.name, slot.name) for act in acts)
            lasts = replace(ends, slot=slot.name, value=_days(begins, ends.value or ""), score=1.0)
            acts = kept if counted else [*kept, lasts]
    return acts


def _is_day(act: DialogueAct) -> bool:
    return act.type is ActType.INFORM and act.span is not None and _on(act.value) is not None


def _on(day: str | None) -> str | None:
    """Return the day of the week of a day, None for what is none."""
    name = weekday(day or "", date.today())
    return name if name in DAYS else None


def _ends(
    said: Sequence[DialogueAct], text: str, known: str | None
) -> tuple[str | None, DialogueAct | None]:
    """Return the day of the beginning, and what says that of the end, None for none."""
    spans = [act.span or (0, 0) for act in said]
    if len(said) == 2 and _TO.fullmatch(text[spans[0][1] : spans[1][0]]):
        return said[0].value, said[1]
    if len(said) == 1 and known and _UNTIL.search(text[: spans[0][0]]):
        return known, said[0]
    return None, None


def _days(first: str, last: str) -> str:
    """Return how many days are between two."""
    places: Iterable[int] = (DAYS.index(_on(day) or DAYS[0]) for day in (first, last))
    begins, ends = places
    return str((ends - begins) % len(DAYS) or len(DAYS))
