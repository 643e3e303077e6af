"""The questions of ATIS: each task is answered with rows, and with what was looked for in words."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

import sqlalchemy as sa

from dialog.database import Database
from domains.atis.answers.codes import explain
from domains.atis.answers.flights import FlightAnswers
from domains.atis.answers.ground import GroundAnswers
from domains.atis.answers.question import Answer, Question
from domains.atis.answers.things import ThingAnswers
from domains.atis.slots import ROUTE
from domains.atis.timetable import Timetable

__all__ = ["Answer", "Answers", "Question"]


class Answers:
    """Answers questions from the tables."""

    def __init__(self, database: Database, table: Timetable) -> None:
        self.database = database
        self.names = table.names
        self._flights = FlightAnswers(database, table)
        self._things = ThingAnswers(database, table)
        self._ground = GroundAnswers(database, table)
        self.tasks: dict[str, Callable[[Question], Answer]] = {
            **dict.fromkeys(
                ("flight", "flight_time", "flight_no", "day_name"), self._flights.flights
            ),
            "cheapest": self._flights.cheapest,
            "meal": self.meals,
            "airfare": self._flights.fares,
            "restriction": self.restrictions,
            "airline": self._things.airlines,
            "airport": self._things.airports,
            "aircraft": self._things.aircraft,
            "capacity": self._things.aircraft,
            "city": self._things.cities,
            "ground_service": self._ground.ground,
            "ground_fare": self._ground.ground,
            "distance": self.distances,
            "abbreviation": self.abbreviation,
            "quantity": self.quantity,
        }

    def answer(self, tasks: Sequence[str], question: Question) -> Answer:
        """Answer a question of one task, or of several at once.

        Raises:
            UnmetError: when it cannot be answered, with a sentence that says why.
        """
        wanted = [task for task in tasks if task in self.tasks] or ["flight"]
        # a flight's row tells its airline, aircraft and fare as well
        first = next(
            (task for task in wanted if self.tasks[task] == self._flights.flights), wanted[0]
        )
        return self.tasks[first](question)

    def meals(self, question: Question) -> Answer:
        """Return flights with their meals, or what the code of a meal means."""
        if question.has("meal_code") and not question.has(*ROUTE):
            return self.abbreviation(question)
        plain = {name: words for name, words in question.slots.items() if name != "meal"}
        return self._flights.flights(replace(question, slots=plain))

    def restrictions(self, question: Question) -> Answer:
        """Return what restrictions mean: those named, or those of the fares in question."""
        if question.has("restriction_code") and not question.has(*ROUTE):
            return self.abbreviation(question)
        codes = {
            row["restriction"] for row in self._flights.fares(question).rows if row["restriction"]
        }
        table = self.database.table("atis_restrictions")
        query = sa.select(table).where(table.c.code.in_(sorted(codes))).order_by(table.c.code)
        rows = [
            {"code": row["code"], "kind": "restriction", "meaning": row["description"]}
            for row in self.database.select(query)
        ]
        return Answer(rows, "restrictions of those fares")

    def distances(self, question: Question) -> Answer:
        """Return how far it is to town, or how long the flights between two cities take."""
        both = question.has("fromloc.city_name") and question.has("toloc.city_name")
        trip = both or (question.about or {}).get("flight_id")
        if trip and not re.search(r"\b(?:far|miles|distance|downtown)\b", question.text):
            shortest = {**question.slots, "flight_mod": ["shortest"]}
            return self._flights.flights(replace(question, slots=shortest))
        return self._ground.distances(question)

    def abbreviation(self, question: Question) -> Answer:
        """Return what the codes mean that were named."""
        now = {name: words for name, words in question.slots.items() if name in question.said}
        rows = explain(self.database, self.names, now or question.slots, question.text)
        return Answer(rows, "abbreviations" if len(rows) > 1 else "")

    def quantity(self, question: Question) -> Answer:
        """Return how many there are of what is counted: flights, unless it is said otherwise."""
        counts = {
            "flights": self._flights.flights,
            "fares": self._flights.fares,
            "airlines": self._things.airlines,
            "airports": self._things.airports,
            "cities": self._things.cities,
            "aircraft": self._things.aircraft,
            "planes": self._things.aircraft,
        }
        people = r"people|passengers|seats|persons"
        asked = re.search(
            rf"\b(?:many|number of)\b.*?\b({people}|{'|'.join(counts)})\b", question.text
        )
        noun = asked.group(1) if asked else "flights"
        if noun not in counts:
            return self._things.aircraft(question)
        found = counts[noun](question)
        if found.missed:
            return Answer([{"amount": f"no {found.missed}"}], "")
        count = len({r["city"] for r in found.rows} if noun == "cities" else found.rows)
        return Answer([{"amount": f"{count or 'no'} {found.sought}"}], "")
