"""Superlatives: the cheapest, the earliest, the shortest."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from domains.atis.slots import Slots

CHOOSING = ("flight_mod", "cost_relative", "mod")  # slots that choose among what was found
CHEAPEST, DEAREST = "price", "dearest"  # columns: the least and the most that a row costs
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


def choose(rows: list[dict[str, Any]], slots: Slots) -> tuple[list[dict[str, Any]], str]:
    """Return the rows that the slots' superlatives choose, and the words for that.

    One is chosen after the other, "the cheapest in the morning, and the shortest of these"; the
    first and the last of one measure are chosen beside each other.
    """
    chosen, words = rows, list[str]()
    for several in _beside(superlatives(slots)):
        picked = [row for best in several for row in best.of(chosen)]
        chosen = [row for row in chosen if any(row is one for one in picked)]
        words.append(" or ".join(best.words for best in several))
    return chosen, " ".join(words)


def _beside(superlatives: list[Superlative]) -> list[list[Superlative]]:
    return [list(some) for _, some in groupby(superlatives, key=lambda best: best.measure)]


def superlatives(slots: Slots) -> list[Superlative]:
    """Return the superlatives that the slots ask for, in the order in which they apply."""
    found: list[Superlative] = []
    cost = " ".join(slots.get("cost_relative", ())).lower()
    mods = " ".join(slots.get("flight_mod", ())).lower()
    if not slots.get("fare_amount"):
        if any(word in cost for word in _DEAREST):
            found.append(Superlative("at the highest fare", DEAREST, most=True))
        elif any(word in f"{cost} {mods}" for word in _CHEAPEST):
            found.append(Superlative("at the lowest fare", CHEAPEST))
    if "short" in mods or "fast" in mods or "quick" in mods:
        found.append(Superlative("of the shortest time", "minutes"))
    elif "longest" in mods:
        found.append(Superlative("of the longest time", "minutes", most=True))
    arriving = "arriv" in mods or "earliest" in " ".join(slots.get("arrive_time.period_mod", ()))
    verb, when = ("arriving", "lands") if arriving else ("leaving", "departs")
    early = any(word in mods for word in ("earliest", "first")) or mods == "early"
    late = any(word in mods for word in ("latest", "last")) or mods == "late"
    if early or (arriving and not late):
        found.append(Superlative(f"{verb} first", when))
    if late:
        found.append(Superlative(f"{verb} last", when, most=True))
    return found
