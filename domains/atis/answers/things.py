"""Answers about what flights are flown by, with and to: airlines, aircraft, airports, cities."""

from collections.abc import Iterable

import sqlalchemy as sa

from domains.atis.answers.question import Answer, Question, Row, Source, of_flights
from domains.atis.conditions import Conditions
from domains.atis.slots import AIRLINE, FROM, ROUTE, TO


class ThingAnswers(Source):
    """Finds airlines, aircraft, airports and cities."""

    def airlines(self, question: Question) -> Answer:
        """Return airlines: those with such flights, or the one that is named."""
        table, named = self.table, self.table.airlines(question.slots)
        conditions = self.conditions(question)
        if named and (conditions.kinds == {"airline"} or set() < question.said <= set(AIRLINE)):
            return Answer(self._airline_rows(named), "")
        query = sa.select(table.flight.c.airline).distinct().where(*conditions.clauses)
        if conditions.fares:
            query = query.where(sa.exists().where(table.fares_of(conditions)))
        rows = self._airline_rows(row["airline"] for row in self.database.select(query))
        return Answer(rows, of_flights("airline", "with", len(rows), conditions))

    def _airline_rows(self, codes: Iterable[str]) -> list[Row]:
        names = self.names.airlines
        return [{"airline": names[c], "code": c} for c in sorted(codes, key=lambda c: names[c])]

    def aircraft(self, question: Question) -> Answer:
        """Return types of aircraft: those named, or those that such flights use."""
        table, slots = self.table, question.slots
        about = question.about or {}
        named = {code for w in slots.get("aircraft_code", ()) for code in self.names.aircraft_of(w)}
        conditions = Conditions()
        if named and "aircraft_code" in question.said and not question.said & set(ROUTE):
            codes = named
        elif "aircraft_codes" in about:
            codes = set(about["aircraft_codes"].split())
        else:
            conditions = self.conditions(question).without("aircraft")
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
        sought = of_flights("aircraft", "on", len(rows), conditions) if conditions.all else ""
        return Answer(rows, sought or ("aircraft" if len(rows) > 1 else ""))

    def airports(self, question: Question) -> Answer:
        """Return the airports of a city, a state or everywhere."""
        codes, where = self.place(question)
        table = self.database.table("atis_airports")
        query = sa.select(table).order_by(table.c.name)
        if codes:
            query = query.where(table.c.code.in_(sorted(codes)))
        rows = [
            {"airport": row["name"], "code": row["code"], "city": row["city"]}
            for row in self.database.select(query)
        ]
        noun = "airport" if len(rows) == 1 else "airports"
        return Answer(rows, f"{noun} in {where}" if where else noun)

    def cities(self, question: Question) -> Answer:
        """Return the cities that flights go to, or that an airport serves."""
        table, conditions = self.table, self.conditions(question)
        codes, where = self.table.places(question.slots)
        if question.has(*FROM) and question.has(*TO):  # "where do they stop?"
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
        return Answer(rows, of_flights("city", "with", len(rows), conditions))
