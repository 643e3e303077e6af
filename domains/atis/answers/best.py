"""Superlatives: the cheapest, the earliest, the shortest."""

from dataclasses import dataclass
from typing import Any

from domains.atis.slots import Slots

CHOOSING = ("flight_mod", "cost_relative", "mod")  # slots that choose among what was found
_DEAREST = ("most expensive", "highest", "dearest")
_CHEAPEST = ("cheap", "lowest", "least", "inexpensive", "best", "minimum", "low")


@dataclass(frozen=True)
class Superlative:
    """Which of several rows is asked for: the one with the least of a measure, or the most."""

    words: str
    measure: str  # a column
    most: bool = False

    def of(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Return the rows that have it, all that are level."""
        known = [row[self.measure] for row in rows if row.get(self.measure) is not None]
        if not known:
            return rows
        best = max(known) if self.most else min(known)
        return [row for row in rows if row.get(self.measure) == best]


def superlatives(slots: Slots) -> list[Superlative]:
    """Return the superlatives that the slots ask for, in the order in which they apply."""
    found: list[Superlative] = []
    cost = " ".join(slots.get("cost_relative", ())).lower()
    mods = " ".join(slots.get("flight_mod", ())).lower()
    if not slots.get("fare_amount"):
        if any(word in cost for word in _DEAREST):
            found.append(Superlative("at the highest fare", "price", most=True))
        elif any(word in f"{cost} {mods}" for word in _CHEAPEST):
            found.append(Superlative("at the lowest fare", "price"))
    if "short" in mods or "fast" in mods or "quick" in mods:
        found.append(Superlative("that takes the shortest", "minutes"))
    elif "longest" in mods:
        found.append(Superlative("that takes the longest", "minutes", most=True))
    verb, when = ("arrives", "arrives") if "arriv" in mods else ("leaves", "departs")
    early = "earliest" in " ".join(slots.get("arrive_time.period_mod", ()))
    if any(word in mods for word in ("earliest", "first")) or mods == "early":
        found.append(Superlative(f"that {verb} first", when))
    elif any(word in mods for word in ("latest", "last")) or mods == "late":
        found.append(Superlative(f"that {verb} last", when, most=True))
    elif early:
        found.append(Superlative("that arrives first", "arrives"))
    return found
