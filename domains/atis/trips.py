"""The way back: what "and the return" makes of the flight that was talked about."""

import re
from collections.abc import Collection, Sequence

from dialog.schema import JOINT
from domains.atis.slots import Slots

_THERE, _BACK = "fromloc.", "toloc."
_PLACES = ("city_name", "airport_name", "airport_code", "state_name", "state_code", "country_name")
_TRIP = "round_trip"
TURNED = "turned"  # the slot that says that the places changed sides
_RETURNING = re.compile(r"\b(?:return(?:s|ing)?|coming back|come back|back) (?:on |the )*")


def told_apart(slots: Slots, text: str) -> dict[str, Sequence[str]]:
    """Return the slots with the days behind "returning" as those of the return.

    ATIS itself marks both days as days of departure.
    """
    parts = _RETURNING.split(text.lower(), maxsplit=1)
    if len(parts) < 2:
        return dict(slots)
    apart = dict(slots)
    for name in ("day_name", "day_number", "month_name"):
        words = slots.get(f"depart_date.{name}", ())
        there = [w for w in words if re.search(rf"\b{re.escape(w.lower())}\b", parts[0])]
        if there and len(there) < len(words):
            apart[f"depart_date.{name}"] = there
            apart[f"return_date.{name}"] = [word for word in words if word not in there]
    return apart


def way_back(
    slots: Slots, said: Collection[str], *, turned: bool = False
) -> tuple[dict[str, Sequence[str]], dict[str, str | None]]:
    """Return the slots of the way back and how they differ, if the user now turns to it.

    The places change sides; the day and time are those told for the return, else none but what was
    said just now.

    Args:
        slots: all that was told.
        said: the slots that this turn told.
        turned: whether the slots are those of the way back already.
    """
    now: dict[str, Sequence[str]] = dict(slots)
    asks = _TRIP in said and any(w in ("return", "back") for w in slots.get(_TRIP, ()))
    told_return = any(name.startswith("return_") for name in said)
    asked = told_return and _TRIP not in said and not any(n.startswith("depart_") for n in said)
    if any(name.startswith((_THERE, _BACK)) for name in said) or not (asks or asked):
        return now, {}
    if turned:  # it is the way back already
        return {name: words for name, words in now.items() if name != _TRIP}, {_TRIP: None}
    back: dict[str, Sequence[str]] = {}
    for name, words in now.items():
        prefix, dot, part = name.partition(".")
        if f"{prefix}." == _THERE:
            back[f"{_BACK}{part}"] = words
        elif f"{prefix}." == _BACK and part in _PLACES:
            back[f"{_THERE}{part}"] = words
        elif prefix in ("depart_date", "depart_time", "arrive_date", "arrive_time"):
            if name in said:
                back[name] = words
        elif prefix in ("return_date", "return_time"):
            back.setdefault(f"depart{prefix.removeprefix('return')}{dot}{part}", words)
        elif name not in (_TRIP, "flight_number", "stoploc.city_name"):
            back[name] = words
    changed = {name: JOINT.join(words) for name, words in back.items() if now.get(name) != words}
    gone = dict.fromkeys(name for name in now if name not in back)
    return back, {**changed, **gone, TURNED: "yes"}
