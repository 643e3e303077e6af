"""The way back: what "and the return" makes of the flight that was talked about."""

from collections.abc import Collection, Mapping, Sequence

Slots = Mapping[str, Sequence[str]]
_THERE, _BACK = "fromloc.", "toloc."
_PLACES = ("city_name", "airport_name", "airport_code", "state_name", "state_code", "country_name")
_TRIP = "round_trip"


def way_back(
    slots: Slots, said: Collection[str], entity: Mapping[str, str] | None
) -> tuple[dict[str, Sequence[str]], dict[str, str | None]]:
    """Return the slots of the way back and how they differ, if the user now turns to it.

    The places change sides; the day and time are those told for the return, else none but what was
    said just now.

    Args:
        slots: all that was told.
        said: the slots that this turn told.
        entity: the flight under discussion, whose way back is meant.
    """
    now: dict[str, Sequence[str]] = dict(slots)
    asks = _TRIP in said and any(w in ("return", "back") for w in slots.get(_TRIP, ()))
    route = any(name.startswith((_THERE, _BACK)) for name in said)
    told_return = any(name.startswith("return_") for name in said)
    if route or not (asks or (told_return and _TRIP not in said)):
        return now, {}
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
    changed = {name: ";".join(words) for name, words in back.items() if now.get(name) != words}
    return back, {**changed, **{name: None for name in now if name not in back}}
