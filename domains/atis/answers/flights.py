"""Answers about flights and fares."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from typing import Any

import sqlalchemy as sa

from domains.atis.answers.best import CHEAPEST, CHOOSING, DEAREST, choose, superlatives
from domains.atis.answers.question import Answer, Question, Row, Source
from domains.atis.conditions import Condition, Conditions
from domains.atis.names import Names
from domains.atis.slots import Slots, is_round_trip
from domains.atis.wording import short_days

# Conditions that a flight is looked for without when there is none, the first before the others.
_EASY_TO_DROP = (
    "meal", "aircraft", "class", "price", "stops", "arrival", "time", "via", "airline", "date",
)  # fmt: skip


class FlightAnswers(Source):
    """Finds flights and fares."""

    def flights(self, question: Question) -> Answer:
        """Return flights, the earliest first, with the price of the cheapest fare of each."""
        return self._loosened(question, self._flights)

    def _loosened(self, question: Question, find: Callable[[Conditions, Slots], Answer]) -> Answer:
        """Return what is found, if need be without the condition that is easiest to do without."""
        conditions, slots = self.conditions(question), question.slots
        if question.about:  # what chose it from others does not choose again
            slots = {name: words for name, words in slots.items() if name not in CHOOSING}
        answer = find(conditions, slots)
        if answer.rows or "number" in conditions.kinds:
            return answer
        there = [kind for kind in _EASY_TO_DROP if kind in conditions.kinds]
        for dropped in [*combinations(there, 1), *combinations(there, 2)]:
            other = find(conditions.without(*dropped), slots)
            if other.rows:
                return Answer(other.rows, other.sought, answer.sought, dropped)
        return answer

    def _flights(self, conditions: Conditions, slots: Slots) -> Answer:
        table, flight = self.table, self.table.flight.c
        prices = (
            sa.select(of(table.price(slots)))
            .select_from(table.fare)
            .join(table.basis, sa.true())
            .where(table.fares_of(conditions))
            .correlate(table.flight)
            .scalar_subquery()
            .label(name)
            for name, of in ((CHEAPEST, sa.func.min), (DEAREST, sa.func.max))
        )
        # what arrives on the day after it left arrives later than all of that day
        lands = sa.case((table.overnight, "~" + flight.arrives), else_=flight.arrives)
        query = sa.select(table.flight, *prices, lands.label("lands")).where(*conditions.clauses)
        if conditions.fares:
            query = query.where(sa.exists().where(table.fares_of(conditions)))
        found = self.database.select(query.order_by(flight.departs, flight.id))
        found, best = choose(found, slots)
        legs = self._legs([row["id"] for row in found])
        shown = "return_fare" if is_round_trip(slots) else "fare"
        dearest = any(chosen.measure == DEAREST for chosen in superlatives(slots))
        told = DEAREST if dearest else CHEAPEST
        rows = [_flight_row(row, legs[row["id"]], self.names, shown, told) for row in found]
        return Answer(rows, said(conditions, "flight" if len(rows) == 1 else "flights", best))

    def cheapest(self, question: Question) -> Answer:
        """Return the cheapest flights."""
        slots = {**question.slots, "cost_relative": ["cheapest"]}
        return self.flights(replace(question, slots=slots))

    def _legs(self, flights: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
        leg = self.table.leg
        query = sa.select(leg).where(leg.c.flight.in_(flights)).order_by(leg.c.flight, leg.c.leg)
        legs: dict[int, list[dict[str, Any]]] = {number: [] for number in flights}
        for row in self.database.select(query):
            legs[row["flight"]].append(row)
        return legs

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
        price = "round_trip" if is_round_trip(slots) else "one_way"
        found = [{**row, CHEAPEST: row[price], DEAREST: row[price]} for row in found]
        kept = {name: words for name, words in slots.items() if name != "flight_mod"}
        found, best = choose(found, {**kept, "flight_mod": _cheap(slots)})
        noun = "fare" if len(found) == 1 else "fares"
        noun = f"round-trip {noun}" if is_round_trip(slots) else noun
        return Answer([_fare_row(row, self.names) for row in found], said(conditions, noun, best))


def said(conditions: Conditions, noun: str, best: str) -> str:
    """Return what was looked for: "flights from Boston on Friday, leaving first"."""
    phrase = conditions.said(noun)
    comma = "," if best.startswith(("leaving", "arriving")) or "," in phrase else ""
    return f"{phrase}{comma} {best}" if best else phrase


def _cheap(slots: Slots) -> list[str]:
    """Return what of the words on flights is about their price."""
    return [words for words in slots.get("flight_mod", ()) if "cheap" in words or "expens" in words]


def _flight_row(
    row: Mapping[str, Any],
    legs: Sequence[Mapping[str, Any]],
    names: Names,
    shown: str,
    price: str,
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
        "arrives": f"{row['arrives']}{'+1' if row['lands'].startswith('~') else ''}",
        "stops": f"{'change' if row['connections'] else 'stop'} {' '.join(stops)}"
        if stops
        else "nonstop",
        "duration": f"{row['minutes'] // 60} h {row['minutes'] % 60:02} min",
        "days": short_days(row["days"]),
        "meals": ", then ".join(names.meals[code] for code in meals) or "none",
        "aircraft": "/".join(planes),
        shown: f"${row[price]}" if row[price] is not None else "",
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
