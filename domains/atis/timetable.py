"""From slots to conditions on flights and fares."""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date

import sqlalchemy as sa

from dialog.database import Database
from dialog.nlg.wording import article_for
from domains.atis.conditions import Clause, Condition, Conditions
from domains.atis.errors import UnmetError
from domains.atis.names import Names
from domains.atis.reading import LATE, read_dollars
from domains.atis.slots import AIRLINE, Slots, denied, fare_code, is_round_trip, restriction_codes
from domains.atis.when import When
from domains.atis.wording import either


class Timetable:
    """The tables, as far as flights go.

    Args:
        database: where they are.
        names: what names and codes stand for.
        today: tells the day from which "tomorrow" counts.
    """

    def __init__(self, database: Database, names: Names, today: Callable[[], date]) -> None:
        self.names = names
        self.flight, self.leg, self.fare, self.basis, self.meal = (
            database.table(f"atis_{name}")
            for name in ("flights", "legs", "fares", "fare_bases", "meals")
        )
        self._when = When(self.flight, today)

    def conditions(self, slots: Slots) -> Conditions:
        """Return the conditions that the slots make.

        Raises:
            UnmetError: for a name that stands for nothing in the tables.
        """
        makers = (
            self._stops, self._route, self._number, self._airlines, self._when.conditions,
            self.fares, self.service,
        )  # fmt: skip
        return Conditions(tuple(condition for make in makers for condition in make(slots)))

    def places(self, slots: Slots, prefix: str = "") -> tuple[frozenset[str], str]:
        """Return the airports that the slots of a place name, and the words for them."""
        told = {
            kind: words
            for kind in ("airport_code", "airport_name", "city_name")
            if (words := slots.get(f"{prefix}{kind}"))
        }
        regions = [
            *(slots.get(f"{prefix}state_name") or slots.get(f"{prefix}state_code") or ()),
            *slots.get(f"{prefix}country_name", ()),
        ]
        if not told:
            there = {city for words in regions for city in self.names.cities_in(words)}
            return self._serving(there), either(map(_region, regions))
        if exact := [*told.get("airport_code", ()), *told.get("airport_name", ())]:
            codes = frozenset().union(*(self.names.airports_of(words) for words in exact))
            return codes, either(self._said_airport(words) for words in exact)
        found = [self._city(words) for words in told["city_name"]]
        codes = frozenset().union(*(codes for codes, _ in found))
        return codes, either(words for _, words in found)

    def _city(self, words: str) -> tuple[frozenset[str], str]:
        """Return the airports of what stands for a city: two of them, or an airport, as well."""
        parts = words.split()
        pairs = ((" ".join(parts[:at]), " ".join(parts[at:])) for at in range(1, len(parts)))
        for names in ((words,), *pairs):
            try:
                cities = [self.names.city(name) for name in names]
            except UnmetError:
                continue
            return self._serving(cities), either(cities)
        try:
            return self.names.airports_of(words), self._said_airport(words)
        except UnmetError:
            city = self.names.city(words, mistyped=True)
            return self._serving([city]), city

    def _serving(self, cities: Iterable[str]) -> frozenset[str]:
        return frozenset(code for city in cities for code in self.names.cities[city])

    def _said_airport(self, words: str) -> str:
        codes = self.names.airports_of(words)
        if len(codes) > 1:
            return f"{words.title()}"
        [code] = codes
        return f"{self.names.airports[code]} ({code})"

    def _route(self, slots: Slots) -> Iterator[Condition]:
        origins, origin = self.places(slots, "fromloc.")
        targets, target = self.places(slots, "toloc.")
        anywhere, place = self.places(slots)
        vias, via = self.places(slots, "stoploc.")
        leaves, lands = self.flight.c.origin, self.flight.c.destination
        if origins:
            yield Condition("route", f"from {origin}", (leaves.in_(sorted(origins)),))
        if targets:
            yield Condition("route", f"to {target}", (lands.in_(sorted(targets)),))
        if anywhere and not (origins and targets):
            there = sorted(anywhere)
            if origins:
                yield Condition("route", f"to {place}", (lands.in_(there),))
            elif targets:
                yield Condition("route", f"from {place}", (leaves.in_(there),))
            else:
                both = leaves.in_(there) | lands.in_(there)
                yield Condition("route", f"from or to {place}", (both,))
        if vias:
            landing = self._with_leg(self.leg.c.leg > 1, self.leg.c.origin.in_(sorted(vias)))
            yield Condition("via", f"stopping in {via}", (landing,))

    def _with_leg(self, *clauses: Clause) -> Clause:
        return (
            sa.exists()
            .where(self.leg.c.flight == self.flight.c.id, *clauses)
            .correlate(self.flight)
        )

    def _stops(self, slots: Slots) -> Iterator[Condition]:
        said = " ".join([*slots.get("flight_stop", ()), *slots.get("connect", ())]).lower()
        stops, changes = self.flight.c.stops, self.flight.c.connections
        if any(word in said for word in ("nonstop", "non stop", "directly", "no stop", "without")):
            yield Condition("stops", "nonstop", (stops == 0, changes == 0), leading=True)
        elif "one" in said or "1" in said:
            yield Condition("stops", "one-stop", (stops + changes == 1,), leading=True)
        elif "two" in said:
            yield Condition("stops", "two-stop", (stops + changes == 2,), leading=True)
        elif "connect" in said:
            yield Condition("stops", "connecting", (changes > 0,), leading=True)
        elif "direct" in said:
            yield Condition("stops", "direct", (changes == 0,), leading=True)
        elif "stop" in said and "maximum" not in said and not slots.get("stoploc.city_name"):
            yield Condition("stops", "with a stop", (stops + changes > 0,))

    def _number(self, slots: Slots) -> Iterator[Condition]:
        numbers = [
            digits.group()
            for words in slots.get("flight_number", ())
            if (digits := re.search(r"\d+", words))
        ]
        if numbers:
            clause = self.flight.c.number.in_([str(int(number)) for number in numbers])
            yield Condition("number", f"with the number {either(numbers)}", (clause,))

    def airlines(self, slots: Slots) -> list[str]:
        """Return the codes of the airlines that are named.

        Raises:
            UnmetError: for a name that no airline has.
        """
        said = [w for name in AIRLINE for w in slots.get(name, ()) if not denied(w)]
        return list(dict.fromkeys(self.names.airline(words) for words in said))

    def _airlines(self, slots: Slots) -> Iterator[Condition]:
        if codes := self.airlines(slots):
            names = either(self.names.airlines[code] for code in codes)
            yield Condition("airline", f"on {names}", (self.flight.c.airline.in_(codes),))
        told = [other for name in AIRLINE for w in slots.get(name, ()) if (other := denied(w))]
        if told:
            others = [self.names.airline(words) for words in told]
            names = either(self.names.airlines[code] for code in others)
            clause = self.flight.c.airline.not_in(others)
            yield Condition("airline", f"not on {names}", (clause,))

    def fares(self, slots: Slots) -> Iterator[Condition]:
        """Return what is asked of the fares: class, code, restriction and price."""
        said = " ".join([*slots.get("class_type", ()), *slots.get("compartment", ())]).lower()
        kinds = [kind for kind in ("first", "business", "coach", "thrift") if kind in said]
        if said and not kinds and "econom" not in said:
            told = [*slots.get("class_type", ()), *slots.get("compartment", ())]
            raise UnmetError(
                f"I know first, business, coach and thrift class, but no {said}.", *told
            )
        clause: Clause
        if kinds:
            clause = self.basis.c["class"].in_(kinds)
            yield Condition("class", f"in {either(kinds)} class", fares=(clause,))
        elif slots.get("economy") or "econom" in said:
            economy = self.basis.c.economy == "yes"
            yield Condition("class", "in economy class", fares=(economy,))
        told = [*slots.get("fare_basis_code", ()), *slots.get("booking_class", ())]
        codes = [fare_code(words) for words in told]
        if codes:
            clause = self.fare.c.basis.in_(codes)
            yield Condition("class", f"with the fare code {either(codes)}", fares=(clause,))
        limits = restriction_codes(slots.get("restriction_code", ()))
        if limits:
            clause = sa.or_(*(self.fare.c.restriction.startswith(limit) for limit in limits))
            yield Condition("class", f"with the restriction {either(limits)}", fares=(clause,))
        yield from self._amount(slots)

    def _amount(self, slots: Slots) -> Iterator[Condition]:
        price = self.price(slots)
        amounts = [self._dollars(words) for words in slots.get("fare_amount", ())]
        relation = " ".join(slots.get("cost_relative", ())).lower()
        if len(amounts) == 2:
            low, high = sorted(amounts)
            yield Condition("price", f"for ${low} to ${high}", fares=(price.between(low, high),))
        elif amounts:
            [amount] = amounts[:1]
            if any(word in relation for word in _AT_MOST):
                yield Condition("price", f"for at most ${amount}", fares=(price <= amount,))
            elif any(word in relation for word in _AT_LEAST):
                yield Condition("price", f"for at least ${amount}", fares=(price >= amount,))
            else:
                yield Condition("price", f"for ${amount}", fares=(price == amount,))

    @staticmethod
    def _dollars(words: str) -> int:
        amount = read_dollars(words)
        if amount is None:
            raise UnmetError(f"I cannot read the amount {words}; write it in digits.", words)
        return amount

    @property
    def overnight(self) -> Clause:
        """The clause that a flight arrives on the day after it leaves."""
        return self._when.overnight

    def price(self, slots: Slots) -> sa.ColumnElement[int]:
        """Return the column of the price that is meant: of the round trip, or one way."""
        return self.fare.c.round_trip if is_round_trip(slots) else self.fare.c.one_way

    def fares_of(self, made: Conditions) -> Clause:
        """Return the clause that a fare is one of a flight's, and as the conditions ask."""
        return sa.and_(
            self.fare.c.airline == self.flight.c.airline,
            self.fare.c.origin == self.flight.c.origin,
            self.fare.c.destination == self.flight.c.destination,
            self.fare.c.basis == self.basis.c.code,
            (self.basis.c.night == "no") | (self.flight.c.departs >= LATE),
            *made.fares,
        )

    def service(self, slots: Slots) -> Iterator[Condition]:
        """Return what is asked of the meals and the aircraft."""
        meals = [meal for words in slots.get("meal_description", ()) for meal in _meals(words)]
        if slots.get("meal_description") and not meals:
            raise UnmetError(
                "I know of breakfast, lunch, dinner and snacks only.", *slots["meal_description"]
            )
        if meals:
            serves = sa.or_(*(self.meal.c.meals.contains(meal) for meal in meals))
            clause = self._with_leg(self.leg.c.meals == self.meal.c.code, serves)
            yield Condition("meal", f"with {either(meals)}", (clause,))
        elif slots.get("meal"):
            clause = self._with_leg(self.leg.c.meals != "")
            yield Condition("meal", "with a meal", (clause,))
        said = slots.get("aircraft_code", ())
        codes = sorted({code for words in said for code in self.names.aircraft_of(words)})
        if codes:
            clause = self._with_leg(self.leg.c.aircraft.in_(codes))
            planes = either(f"{article_for(w.upper())} {w.upper()}" for w in said)
            yield Condition("aircraft", f"on {planes}", (clause,))


_AT_MOST = ("less", "under", "below", "cheaper", "most", "max", "no more", "within")
_AT_LEAST = ("more", "over", "above", "greater")


def _region(words: str) -> str:
    return words.upper() if len(words) == 2 else words.title()


def _meals(words: str) -> list[str]:
    kinds = ("breakfast", "lunch", "dinner", "snack")
    words = words.lower().replace("supper", "dinner")
    return [kind for kind in kinds if kind in words]
