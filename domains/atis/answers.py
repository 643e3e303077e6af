"""The questions of ATIS, one function a task: each returns rows and what was looked for, in words.

A row holds what the task shows, and besides, under names that are not shown, what a further
question about it needs: `flight_id`, `route`, `aircraft_codes`.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from dialog.database import Database
from domains.atis.codes import explain
from domains.atis.conditions import Condition, Conditions
from domains.atis.flights import Slots, Timetable, either, is_round_trip
from domains.atis.names import Names, UnmetError

Row = dict[str, str]
Entity = Mapping[str, str]
_DEAREST = ("most expensive", "highest", "dearest")
_CHEAPEST = ("cheap", "lowest", "least", "inexpensive", "best", "minimum", "low")
# Conditions that a flight is looked for without when there is none, the first before the others.
_EASY_TO_DROP = ("meal", "aircraft", "class", "price", "stops", "time", "via", "airline", "date")


@dataclass
class Answer:
    """What was found, and what was looked for."""

    rows: list[Row]
    sought: str  # "" where it needs no saying
    missed: str = ""  # what was looked for first, and not found


@dataclass
class Question:
    """What is asked: the slots, the words of the utterance, and what it is about."""

    slots: Slots
    text: str = ""
    about: Entity | None = None  # a row found before

    def has(self, *names: str) -> bool:
        """Whether any of the slots was told."""
        return any(self.slots.get(name) for name in names)


class Answers:
    """Answers questions from the tables."""

    def __init__(self, database: Database, table: Timetable) -> None:
        self.database = database
        self.table = table
        self.names: Names = table.names
        self.tasks: dict[str, Callable[[Question], Answer]] = {
            "flight": self.flights,
            "flight_time": self.flights,
            "flight_no": self.flights,
            "day_name": self.flights,
            "cheapest": self.cheapest,
            "meal": self.meals,
            "airfare": self.fares,
            "airline": self.airlines,
            "airport": self.airports,
            "aircraft": self.aircraft,
            "capacity": self.aircraft,
            "abbreviation": self.abbreviation,
            "restriction": self.restrictions,
            "ground_service": self.ground,
            "ground_fare": self.ground,
            "distance": self.distances,
            "city": self.cities,
            "quantity": self.quantity,
        }

    def answer(self, tasks: Sequence[str], question: Question) -> Answer:
        """Answer a question of one task, or of several at once.

        Raises:
            UnmetError: when it cannot be answered, with a sentence that says why.
        """
        wanted = [task for task in tasks if task in self.tasks] or ["flight"]
        # a flight's row tells its airline, aircraft and fare as well
        first = next((task for task in wanted if self.tasks[task] == self.flights), wanted[0])
        return self.tasks[first](question)

    # Flights

    def _conditions(self, question: Question) -> Conditions:
        """Return what the flights in question must be like: those told, or the one found before."""
        about = question.about or {}
        flight = self.table.flight.c
        if "flight_id" in about:
            this = Condition(
                "number", f"of {about['number']}", (flight.id == int(about["flight_id"]),)
            )
            return Conditions((this, *self.table.service(question.slots)))
        conditions = self.table.conditions(question.slots)
        if "route" in about:
            airline, origin, destination = about["route"].split()
            same = flight.airline == airline, flight.origin == origin
            conditions &= Condition("route", "", (*same, flight.destination == destination))
        return conditions

    def flights(self, question: Question) -> Answer:
        """Return flights, the earliest first, with the price of the cheapest fare of each."""
        return self._loosened(question, self._flights)

    def _loosened(self, question: Question, find: Callable[[Conditions, Slots], Answer]) -> Answer:
        """Return what is found, if need be without the condition that is easiest to do without."""
        conditions = self._conditions(question)
        answer = find(conditions, question.slots)
        if answer.rows or "number" in conditions.kinds:
            return answer
        for kind in _EASY_TO_DROP:
            if kind in conditions.kinds:
                other = find(conditions.without(kind), question.slots)
                if other.rows:
                    return Answer(other.rows, other.sought, missed=answer.sought)
        return answer

    def _flights(self, conditions: Conditions, slots: Slots) -> Answer:
        table, flight = self.table, self.table.flight.c
        price = (
            sa.select(sa.func.min(table.price(slots)))
            .select_from(table.fare)
            .join(table.basis, sa.true())
            .where(table.fares_of(conditions))
            .correlate(table.flight)
            .scalar_subquery()
            .label("price")
        )
        query = sa.select(table.flight, price).where(*conditions.clauses)
        if conditions.fares:
            query = query.where(sa.exists().where(table.fares_of(conditions)))
        found = self.database.select(query.order_by(flight.departs, flight.id))
        superlatives = _superlatives(slots)
        for best in superlatives:
            found = best.of(found)
        legs = self._legs([row["id"] for row in found])
        shown = "return_fare" if is_round_trip(slots) else "fare"
        rows = [_flight_row(row, legs[row["id"]], self.names, shown) for row in found]
        noun = "flight" if len(rows) == 1 else "flights"
        return Answer(
            rows, " ".join([conditions.said(noun), *(best.words for best in superlatives)])
        )

    def cheapest(self, question: Question) -> Answer:
        """Return the cheapest flights."""
        slots = {**question.slots, "cost_relative": ["cheapest"]}
        return self.flights(Question(slots, question.text, question.about))

    def _legs(self, flights: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
        leg = self.table.leg
        query = sa.select(leg).where(leg.c.flight.in_(flights)).order_by(leg.c.flight, leg.c.leg)
        legs: dict[int, list[dict[str, Any]]] = {number: [] for number in flights}
        for row in self.database.select(query):
            legs[row["flight"]].append(row)
        return legs

    def meals(self, question: Question) -> Answer:
        """Return flights with their meals, or what the code of a meal means."""
        if question.has("meal_code") and not question.has(*_ROUTE):
            return self.abbreviation(question)
        plain = {name: words for name, words in question.slots.items() if name != "meal"}
        return self.flights(Question(plain, question.text, question.about))

    def fares(self, question: Question) -> Answer:
        """Return fares of a route, the cheapest first; each holds for all its flights."""
        fare_id = (question.about or {}).get("fare_id")

        def find(conditions: Conditions, slots: Slots) -> Answer:
            if fare_id:
                this = self.table.fare.c.id == int(fare_id)
                conditions &= Condition("fare", "", fares=(this,))
            return self._fares(conditions, slots)

        return self._loosened(question, find)

    def _fares(self, conditions: Conditions, slots: Slots) -> Answer:
        table = self.table
        flown = sa.exists().where(*conditions.clauses, table.fares_of(conditions))
        query = (
            sa.select(table.fare, table.basis)
            .join(table.basis, table.fare.c.basis == table.basis.c.code)
            .where(flown.correlate(table.fare, table.basis))
            .order_by(table.price(slots), table.fare.c.id)
        )
        found = self.database.select(query)
        measure = "round_trip" if is_round_trip(slots) else "one_way"
        words = ""
        for best in _superlatives(slots):
            if best.measure == "price":
                found, words = replace(best, measure=measure).of(found), best.words
        noun = "fare" if len(found) == 1 else "fares"
        noun = f"round-trip {noun}" if is_round_trip(slots) else noun
        sought = " ".join(filter(None, [conditions.said(noun), words]))
        return Answer([_fare_row(row, self.names) for row in found], sought)

    def restrictions(self, question: Question) -> Answer:
        """Return what restrictions mean: those named, or those of the fares in question."""
        if question.has("restriction_code") and not question.has(*_ROUTE):
            return self.abbreviation(question)
        codes = {row["restriction"] for row in self.fares(question).rows if row["restriction"]}
        table = self.database.table("atis_restrictions")
        query = sa.select(table).where(table.c.code.in_(sorted(codes))).order_by(table.c.code)
        rows = [
            {"code": row["code"], "kind": "restriction", "meaning": row["description"]}
            for row in self.database.select(query)
        ]
        return Answer(rows, "restrictions of those fares")

    # What flights are flown by, with and to

    def airlines(self, question: Question) -> Answer:
        """Return airlines: those with such flights, or the one that is named."""
        table, named = self.table, self.table.airlines(question.slots)
        conditions = self._conditions(question)
        if named and conditions.kinds == {"airline"}:
            return Answer(self._airline_rows(named), "")
        query = sa.select(table.flight.c.airline).distinct().where(*conditions.clauses)
        if conditions.fares:
            query = query.where(sa.exists().where(table.fares_of(conditions)))
        rows = self._airline_rows(row["airline"] for row in self.database.select(query))
        return Answer(rows, _of_flights("airline", "with", len(rows), conditions))

    def _airline_rows(self, codes: Iterable[str]) -> list[Row]:
        names = self.names.airlines
        return [{"airline": names[c], "code": c} for c in sorted(codes, key=lambda c: names[c])]

    def aircraft(self, question: Question) -> Answer:
        """Return types of aircraft: those named, or those that such flights use."""
        table, slots = self.table, question.slots
        about = question.about or {}
        named = {code for w in slots.get("aircraft_code", ()) for code in self.names.aircraft_of(w)}
        conditions = Conditions()
        if "aircraft_codes" in about:
            codes = set(about["aircraft_codes"].split())
        else:
            conditions = self._conditions(question).without("aircraft")
            codes = named or set(self.names.aircraft)
            if conditions.all:
                flown = table.leg.c.flight == table.flight.c.id
                query = sa.select(table.leg.c.aircraft).distinct()
                query = query.where(flown, *conditions.clauses)
                codes &= {row["aircraft"] for row in self.database.select(query)}
        plane = self.database.table("atis_aircraft")
        query = sa.select(plane).where(plane.c.code.in_(sorted(codes))).order_by(plane.c.seats)
        found = self.database.select(query)
        mod = " ".join(slots.get("mod", ()))
        if found and any(word in mod for word in ("small", "least")):
            found = [row for row in found if row["seats"] == found[0]["seats"]]
        elif found and any(word in mod for word in ("large", "great", "big", "most")):
            found = [row for row in found if row["seats"] == found[-1]["seats"]]
        rows = [
            {
                "aircraft": row["name"],
                "code": row["code"],
                "seats": str(row["seats"]),
                "aircraft_codes": row["code"],
            }
            for row in found
        ]
        return Answer(rows, _of_flights("aircraft", "on", len(rows), conditions))

    def airports(self, question: Question) -> Answer:
        """Return the airports of a city, a state or everywhere."""
        codes, where = self._place(question)
        table = self.database.table("atis_airports")
        query = sa.select(table).order_by(table.c.name)
        if codes:
            query = query.where(table.c.code.in_(sorted(codes)))
        rows = [
            {"airport": row["name"], "code": row["code"], "city": row["city"]}
            for row in self.database.select(query)
        ]
        noun = "airport" if len(rows) == 1 else "airports"
        return Answer(rows, f"{noun} of {where}" if where else noun)

    def cities(self, question: Question) -> Answer:
        """Return the cities that flights go to, or that an airport serves."""
        table, conditions = self.table, self._conditions(question)
        codes, where = self.table.places(question.slots)
        if question.has(*_FROM) and question.has(*_TO):  # "where do they stop?"
            stop = sa.select(table.leg.c.origin.label("airport")).distinct()
            landed = table.leg.c.flight == table.flight.c.id, table.leg.c.leg > 1
            query = stop.where(*landed, *conditions.clauses)
            codes, where = frozenset(r["airport"] for r in self.database.select(query)), ""
        elif not codes:
            query = sa.select(table.flight.c.destination.label("airport")).distinct()
            query = query.where(*conditions.clauses)
            codes = frozenset(row["airport"] for row in self.database.select(query))
        service = self.database.table("atis_airport_services")
        city = self.database.table("atis_cities")
        query = (
            sa.select(city.c.name, city.c.state_name, service.c.airport)
            .join(service, service.c.city == city.c.name)
            .where(service.c.airport.in_(sorted(codes)))
            .order_by(city.c.name, service.c.airport)
        )
        rows = [
            {"city": f"{row['name']}, {row['state_name']}", "airport": row["airport"]}
            for row in self.database.select(query)
        ]
        if where:
            return Answer(rows, f"cities at {where}")
        return Answer(rows, _of_flights("city", "with", len(rows), conditions))

    # On the ground

    def ground(self, question: Question) -> Answer:
        """Return the ground transport of a city or an airport."""
        codes, where = self._place(question)
        if not codes:
            raise UnmetError("Tell me the city or the airport where you need ground transport.")
        table = self.database.table("atis_ground_services")
        query = sa.select(table).where(table.c.airport.in_(sorted(codes)))
        if cities := self._cities_named(question):
            query = query.where(table.c.city.in_(sorted(cities)))
        kinds = [_transport(words) for words in question.slots.get("transport_type", ())]
        if kinds:
            query = query.where(table.c.transport.in_(kinds))
        rows = [
            {
                "transport": row["transport"],
                "airport": f"{self.names.airports[row['airport']]} ({row['airport']})",
                "city": row["city"],
                "transport_fare": f"${row['fare']} {row['unit']}".strip() if row["fare"] else "",
            }
            for row in self.database.select(query.order_by(table.c.city, table.c.row_id))
        ]
        noun = either(plural(kind) for kind in kinds) if kinds else "means of ground transport"
        return Answer(rows, f"{noun} {'at' if '(' in where else 'in'} {where}")

    def distances(self, question: Question) -> Answer:
        """Return how far airports are from the cities they serve, or how long flights take."""
        if question.has("fromloc.city_name") and question.has("toloc.city_name"):
            shortest = {**question.slots, "flight_mod": ["shortest"]}
            return self.flights(Question(shortest, question.text, question.about))
        codes, where = self._place(question)
        table = self.database.table("atis_airport_services")
        query = sa.select(table).where(table.c.airport.in_(sorted(codes)))
        if cities := self._cities_named(question):
            query = query.where(table.c.city.in_(sorted(cities)))
        rows = [
            {
                "airport": f"{self.names.airports[row['airport']]} ({row['airport']})",
                "city": row["city"],
                "miles": f"{row['miles']} miles {row['direction']}".strip(),
            }
            for row in self.database.select(query.order_by(table.c.city, table.c.miles))
        ]
        return Answer(rows, f"distances from {where}")

    def _place(self, question: Question) -> tuple[frozenset[str], str]:
        """Return the airports that a question on a place is about, and the words for them.

        It is the place that is named as such, else an airport at either end of a trip, else where
        the trip ends.
        """
        airport = question.has("fromloc.airport_name", "fromloc.airport_code")
        for prefix in ("", *(("fromloc.", "toloc.") if airport else ("toloc.", "fromloc."))):
            codes, where = self.table.places(question.slots, prefix)
            if codes:
                return codes, where
        return frozenset(), ""

    def _cities_named(self, question: Question) -> set[str]:
        """Return the cities that a question on a place names, those of a trip if no other."""
        names = ("city_name",)
        if not question.has("city_name", "airport_name", "airport_code"):
            names = ("toloc.city_name",)
        return {self.names.city(w) for name in names for w in question.slots.get(name, ())}

    # Other

    def abbreviation(self, question: Question) -> Answer:
        """Return what the codes mean that were named."""
        rows = explain(self.database, self.names, question.slots, question.text)
        return Answer(rows, "abbreviations" if len(rows) > 1 else "")

    def quantity(self, question: Question) -> Answer:
        """Return how many there are of what is counted: flights, unless it is said otherwise."""
        counts = {
            "flights": self.flights,
            "fares": self.fares,
            "airlines": self.airlines,
            "airports": self.airports,
            "cities": self.cities,
            "aircraft": self.aircraft,
            "planes": self.aircraft,
        }
        people = r"people|passengers|seats|persons"
        asked = re.search(
            rf"\b(?:many|number of)\b.*?\b({people}|{'|'.join(counts)})\b", question.text
        )
        noun = asked.group(1) if asked else "flights"
        if noun not in counts:
            return self.aircraft(question)
        found = counts[noun](question)
        if found.missed:
            return Answer([{"amount": f"no {found.missed}"}], "")
        count = len({r["city"] for r in found.rows} if noun == "cities" else found.rows)
        return Answer([{"amount": f"{count or 'no'} {found.sought}"}], "")


_FROM = ("fromloc.city_name", "fromloc.airport_name", "fromloc.airport_code")
_TO = ("toloc.city_name", "toloc.airport_name", "toloc.airport_code")
_ROUTE = (
    "fromloc.city_name", "fromloc.airport_name", "fromloc.airport_code", "fromloc.state_name",
    "toloc.city_name", "toloc.airport_name", "toloc.airport_code", "toloc.state_name",
    "city_name", "airport_name", "airport_code", "flight_number",
)  # fmt: skip


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


def _superlatives(slots: Slots) -> list[Superlative]:
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


def _flight_row(
    row: Mapping[str, Any], legs: Sequence[Mapping[str, Any]], names: Names, price: str
) -> Row:
    planes = dict.fromkeys(leg["aircraft"] for leg in legs)
    meals = dict.fromkeys(leg["meals"] for leg in legs if leg["meals"])
    stops = [leg["origin"] for leg in legs[1:]]
    return {
        "number": f"{row['airline']} {row['number']}",
        "airline": names.airlines[row["airline"]],
        "origin": row["origin"],
        "destination": row["destination"],
        "departs": row["departs"],
        "arrives": row["arrives"],
        "stops": f"{'change' if row['connections'] else 'stop'} in {', '.join(stops)}"
        if stops
        else "nonstop",
        "duration": f"{row['minutes'] // 60} h {row['minutes'] % 60:02} min",
        "days": said_days(row["days"]),
        "meals": ", then ".join(names.meals[code] for code in meals) or "none",
        "aircraft": "/".join(planes),
        price: f"${row['price']}" if row.get("price") is not None else "",
        "flight_id": str(row["id"]),
        "route": f"{row['airline']} {row['origin']} {row['destination']}",
        "aircraft_codes": " ".join(planes),
    }


def _fare_row(row: Mapping[str, Any], names: Names) -> Row:
    return {
        "airline": names.airlines[row["airline"]],
        "origin": row["origin"],
        "destination": row["destination"],
        "fare_code": row["basis"],
        "class": row["class"],
        "fare": f"${row['one_way']}",
        "return_fare": f"${row['round_trip']}" if row["round_trip"] else "",
        "restriction": row["restriction"] or "",
        "fare_id": str(row["id"]),
        "route": f"{row['airline']} {row['origin']} {row['destination']}",
    }


def said_days(days: str) -> str:
    """Return weekdays in short: "daily", "Mon Tue"."""
    short = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    whole = {"1234567": "daily", "12345": "Mon to Fri", "67": "Sat Sun", "123456": "Mon to Sat"}
    return whole.get(days) or " ".join(short[int(day) - 1] for day in days)


def _of_flights(noun: str, preposition: str, count: int, conditions: Conditions) -> str:
    """Return "airlines with nonstop flights from Boston", or the noun alone."""
    noun = noun if count == 1 else plural(noun)
    return f"{noun} {preposition} {conditions.said('flights')}" if conditions.all else noun


def plural(noun: str) -> str:
    """Return a noun in the plural."""
    if noun in ("aircraft", "transport"):
        return noun
    return f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}{'es' if noun[-1] == 's' else 's'}"


def _transport(words: str) -> str:
    """Return the means of transport as the table spells it."""
    words = words.lower()
    spelled = (
        ("car", "rental car"), ("rental", "rental car"), ("limo", "limousine"),
        ("air taxi", "air taxi operation"), ("taxi", "taxi"), ("cab", "taxi"), ("bus", "bus"),
        ("train", "train"), ("rail", "train"),
    )  # fmt: skip
    return next((kind for part, kind in spelled if part in words), words)
