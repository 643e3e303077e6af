"""Conditions on flights: what SQL asks for, and how it is said.

Each condition carries its own words, so what the user is told was looked for is what was.
"""

from dataclasses import dataclass

import sqlalchemy as sa

Clause = sa.ColumnElement[bool]

# Kind of condition -> the slots that make it, a group by its prefix.
_SLOTS = {
    "meal": ("meal", "meal_description"),
    "aircraft": ("aircraft_code",),
    "class": (
        "class_type", "economy", "compartment", "fare_basis_code", "booking_class",
        "restriction_code",
    ),
    "price": ("fare_amount", "cost_relative"),
    "stops": ("flight_stop", "connect"),
    "time": ("depart_time.", "time", "time_relative", "period_of_day"),
    "arrival": ("arrive_time.", "arrive_date."),
    "via": ("stoploc.",),
    "airline": ("airline_name", "airline_code"),
    "date": ("depart_date.", "day_name", "day_number", "month_name", "flight_days"),
}  # fmt: skip


def makes(slot: str, kind: str) -> bool:
    """Whether a slot makes conditions of a kind."""
    return slot.partition(".")[0] + "." * ("." in slot) in _SLOTS.get(kind, ())


@dataclass(frozen=True)
class Condition:
    """One thing that flights must be like, and the words for it."""

    kind: str
    words: str
    clauses: tuple[Clause, ...] = ()  # on the flight
    fares: tuple[Clause, ...] = ()  # on a fare of the flight
    leading: bool = False  # whether the words go before the noun: "nonstop"


@dataclass(frozen=True)
class Conditions:
    """All that flights must be like."""

    all: tuple[Condition, ...] = ()

    def __and__(self, other: Condition) -> "Conditions":
        return Conditions((*self.all, other))

    @property
    def clauses(self) -> list[Clause]:
        """What is asked of the flight."""
        return [clause for condition in self.all for clause in condition.clauses]

    @property
    def fares(self) -> list[Clause]:
        """What is asked of a fare of it."""
        return [clause for condition in self.all for clause in condition.fares]

    @property
    def kinds(self) -> set[str]:
        """Which kinds of conditions there are."""
        return {condition.kind for condition in self.all}

    def without(self, *kinds: str) -> "Conditions":
        """Return the conditions of the other kinds."""
        return Conditions(tuple(c for c in self.all if c.kind not in kinds))

    def said(self, noun: str) -> str:
        """Return the noun phrase: "nonstop flights from Boston, leaving before 09:00"."""
        before = [c.words for c in self.all if c.leading]
        phrase = " ".join([*before, noun])
        for condition in self.all:
            if condition.words and not condition.leading:
                verb = condition.words.startswith(("leaving", "arriving"))
                phrase += f"{',' if verb else ''} {condition.words}"
        return phrase
