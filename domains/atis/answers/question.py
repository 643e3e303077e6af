"""Questions, answers, and what all answers are made from."""

from collections.abc import Mapping
from dataclasses import dataclass

from dialog.database import Database
from domains.atis.conditions import Condition, Conditions
from domains.atis.names import Names
from domains.atis.slots import ROUTE, Slots
from domains.atis.timetable import Timetable
from domains.atis.wording import several

# A row holds what the task shows, and besides, under names that are not shown, what a further
# question about it needs: `flight_id`, `fare_id`, `route`, `aircraft_codes`.
Row = dict[str, str]
Entity = Mapping[str, str]


@dataclass
class Answer:
    """What was found, and what was looked for."""

    rows: list[Row]
    sought: str  # "" where it needs no saying
    missed: str = ""  # what was looked for first, and not found
    without: tuple[str, ...] = ()  # the kinds of conditions that were dropped for that


@dataclass
class Question:
    """What is asked: the slots, the words of the utterance, and what it is about."""

    slots: Slots
    text: str = ""
    about: Entity | None = None  # a row found before
    said: frozenset[str] = frozenset()  # the slots that were told just now

    def has(self, *names: str) -> bool:
        """Whether any of the slots was told."""
        return any(self.slots.get(name) for name in names)


class Source:
    """Where answers come from: the tables.

    Args:
        database: where the tables are.
        table: the timetable over them.
    """

    def __init__(self, database: Database, table: Timetable) -> None:
        self.database = database
        self.table = table
        self.names: Names = table.names

    def conditions(self, question: Question) -> Conditions:
        """Return what the flights in question must be like: those told, or the one found before."""
        about = question.about or {}
        flight = self.table.flight.c
        if "flight_id" in about:
            clause = flight.id == int(about["flight_id"])
            this = Condition("this", f"of {about['number']}", (clause,))
            slots = question.slots
            now = {name: slots[name] for name in question.said & set(slots)}
            return Conditions((this, *self.table.fares(slots), *self.table.service(now)))
        conditions = self.table.conditions(question.slots)
        if "route" in about:
            airline, origin, destination = about["route"].split()
            same = flight.airline == airline, flight.origin == origin
            clauses = (*same, flight.destination == destination)
            words = f"from {origin} to {destination} on {self.names.airlines[airline]}"
            others = conditions.without("route", "airline")
            conditions = Conditions((Condition("this", words, clauses), *others.all))
        return conditions

    def place(self, question: Question) -> tuple[frozenset[str], str]:
        """Return the airports that a question on a place is about, and the words for them.

        It is the place that is named as such, else an airport at either end of a trip, else where
        the trip ends.
        """
        about = question.about or {}
        if "route" in about and not question.said & set(ROUTE):
            port = about["route"].split()[-1]
            return frozenset({port}), f"{self.names.airports[port]} ({port})"
        airport = question.has("fromloc.airport_name", "fromloc.airport_code")
        for prefix in ("", *(("fromloc.", "toloc.") if airport else ("toloc.", "fromloc."))):
            codes, where = self.table.places(question.slots, prefix)
            if codes:
                return codes, where
        return frozenset(), ""

    def cities_named(self, question: Question) -> set[str]:
        """Return the cities that a question on a place names, those of a trip if no other."""
        names = ("city_name",)
        if question.about and not question.said & set(ROUTE):
            return set()
        if not question.has("city_name", "airport_name", "airport_code"):
            names = ("toloc.city_name",)
        return {
            self.names.city(w, mistyped=True)
            for name in names
            for w in question.slots.get(name, ())
        }


def of_flights(noun: str, preposition: str, count: int, conditions: Conditions) -> str:
    """Return "airlines with nonstop flights from Boston", or the noun alone."""
    noun = noun if count == 1 else several(noun)
    return f"{noun} {preposition} {conditions.said('flights')}" if conditions.all else noun
