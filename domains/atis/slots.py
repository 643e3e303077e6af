"""Slots of a question, and what some of them say."""

import re
from collections.abc import Iterable, Mapping, Sequence

Slots = Mapping[str, Sequence[str]]  # slot -> the words said for it, in their order

FROM = ("fromloc.city_name", "fromloc.airport_name", "fromloc.airport_code", "fromloc.state_name")
TO = ("toloc.city_name", "toloc.airport_name", "toloc.airport_code", "toloc.state_name")
AIRLINE = ("airline_name", "airline_code")
ROUTE = (*FROM, *TO, "city_name", "airport_name", "airport_code", "flight_number")
_NOT = "not "  # before a value that is denied


def denied(words: str) -> str:
    """Return the value that words deny, "" for words that deny none."""
    return words.removeprefix(_NOT) if words.startswith(_NOT) else ""


def under(slots: Slots, prefix: str, names: Sequence[str]) -> list[tuple[str, str]]:
    """Return what was told under a prefix, as (slot without it, words)."""
    return [(name, words) for name in names for words in slots.get(f"{prefix}{name}", ())]


def fare_code(words: str) -> str:
    """Return a fare's code as the tables spell it: "q fares" is Q."""
    return words.split()[0].upper()


def is_round_trip(slots: Slots) -> bool:
    """Whether prices of round trips are asked for."""
    return any("round" in words or words == "return" for words in slots.get("round_trip", ()))


def restriction_codes(said: Iterable[str]) -> list[str]:
    """Return the codes of restrictions as the tables spell them: "ap 57" is AP/57."""
    codes: list[str] = []
    for letters, digits in re.findall(r"([a-z]+)[^a-z0-9]*(\d*)", " ".join(said).lower()):
        codes.append(f"{letters.upper()}/{digits}" if digits else letters.upper())
    return codes
