"""From slots to conditions on flights."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date

import sqlalchemy as sa

from dialog.database import Database
from domains.atis.conditions import Clause, Condition, Conditions
from domains.atis.names import Names, UnmetError
from domains.atis.reading import (
    DAYS,
    MIDNIGHT,
    WEEKEND,
    WORKDAYS,
    Span,
    read_dates,
    read_days,
    read_dollars,
    relative_day,
    said_date,
    spans_of,
)

Slots = Mapping[str, Sequence[str]]  # slot -> the words said for it, in their order


class Timetable:
    """The tables, as far as flights go.

    Args:
        database: where they are.
        names: what names and codes stand for.
        today: tells the day from which "tomorrow" counts.
    """

    def __init__(self, database: Database, names: Names, today: Callable[[], date]) -> None:
        self.names = names
        self.today = today
        self.flight, self.leg, self.fare, self.basis, self.meal = (
            database.table(f"atis_{name}")
            for name in ("flights", "legs", "fares", "fare_bases", "meals")
        )

    def conditions(self, slots: Slots) -> Conditions:
        """Return the conditions that the slots make.

        Raises:
            UnmetError: for a name that stands for nothing in the tables.
        """
        makers = (
            self._stops, self._route, self._number, self._airlines, self._days_and_times,
            self._arrival, self._frequency, self._fares, self.service,
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
        cities = [city for words in told["city_name"] for city in self._cities(words)]
        return self._serving(cities), either(cities)

    def _cities(self, words: str) -> list[str]:
        """Return the cities that words name; "dallas fort worth" is two."""
        try:
            return [self.names.city(words)]
        except UnmetError:
            parts = words.split()
            for at in range(1, len(parts)):
                try:
                    pair = [" ".join(parts[:at]), " ".join(parts[at:])]
                    return [self.names.city(part) for part in pair]
                except UnmetError:
                    continue
            raise

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
        either, place = self.places(slots)
        vias, via = self.places(slots, "stoploc.")
        leaves, lands = self.flight.c.origin, self.flight.c.destination
        if origins:
            yield Condition("route", f"from {origin}", (leaves.in_(sorted(origins)),))
        if targets:
            yield Condition("route", f"to {target}", (lands.in_(sorted(targets)),))
        if either and not (origins and targets):
            there = sorted(either)
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
        said = [*slots.get("airline_name", ()), *slots.get("airline_code", ())]
        return list(dict.fromkeys(self.names.airline(words) for words in said))

    def _airlines(self, slots: Slots) -> Iterator[Condition]:
        if codes := self.airlines(slots):
            names = either(self.names.airlines[code] for code in codes)
            yield Condition("airline", f"on {names}", (self.flight.c.airline.in_(codes),))

    def _days_and_times(self, slots: Slots) -> Iterator[Condition]:
        """When flights leave.

        As many days as times go together: "monday evening or tuesday morning".
        """
        dates = [*_under(slots, "depart_date.", _DATE), *_under(slots, "", _DATE)]
        named, told = self.days(dates), _under(slots, "depart_time.", _TIME)
        spans = spans_of([*told, *_under(slots, "", _TIME)])
        if any("tonight" in words for slot, words in dates if slot == "today_relative"):
            spans = spans or [Span("18:00", MIDNIGHT, "in the evening")]
        column = self.flight.c.departs
        if len(named) == len(spans) > 1:
            pairs = [
                self._flies(day) & _within(column, span)
                for (day, _), span in zip(named, spans, strict=True)
            ]
            words = either(
                f"on {said} {span.words}" for (_, said), span in zip(named, spans, strict=True)
            )
            yield Condition("time", words, (sa.or_(*pairs),))
            return
        if named:
            clause = sa.or_(*(self._flies(day) for day, _ in named))
            yield Condition("date", f"on {said_days(named)}", (clause,))
        yield from self._spans("leaving", column, spans)
        mods = " ".join(slots.get("flight_mod", ()))
        if "red eye" in mods or "overnight" in mods:
            yield Condition("time", "overnight", (self.overnight,), leading=True)
        elif "day time" in mods or "daytime" in mods:
            day = Span("06:00", "18:00", "in the daytime")
            yield from self._spans("leaving", column, [day])

    def _spans(
        self, verb: str, column: sa.ColumnElement[str], spans: Sequence[Span]
    ) -> Iterator[Condition]:
        """Stretches of time hold together if they overlap, "after 4 and before 6", or else one."""
        if not spans:
            return
        together = max(s.start for s in spans) <= min(s.end for s in spans)
        clauses = [_within(column, span) for span in spans]
        words = [span.words for span in spans]
        clause = sa.and_(*clauses) if together else sa.or_(*clauses)
        said = " and ".join(dict.fromkeys(words)) if together else either(words)
        yield Condition("time", f"{verb} {said}", (clause,))

    def _flies(self, days: str) -> Clause:
        return sa.or_(*(self.flight.c.days.contains(day) for day in days))

    def _arrival(self, slots: Slots) -> Iterator[Condition]:
        named = self.days(_under(slots, "arrive_date.", _DATE))
        if named:
            said = said_days(named)
            days = "".join(days for days, _ in named)
            eve = "".join(str((int(day) - 2) % 7 + 1) for day in days)
            same = ~self.overnight & self._flies(days)
            # what flies through the night leaves on the day before
            clause = same | (self.overnight & self._flies(eve))
            yield Condition("date", f"arriving on {said}", (clause,))
        spans = spans_of(_under(slots, "arrive_time.", _TIME))
        yield from self._spans("arriving", self.flight.c.arrives, spans)

    def _frequency(self, slots: Slots) -> Iterator[Condition]:
        said = " ".join([*slots.get("flight_days", ()), *slots.get("flight_mod", ())])
        if "dai" in said or "every day" in said:
            yield Condition("date", "every day", (self.flight.c.days == "1234567",))
        elif "week" in said:
            yield Condition("date", "on weekdays", (self.flight.c.days.contains("12345"),))

    @property
    def overnight(self) -> Clause:
        """The clause that a flight arrives on the day after it leaves.

        Over time zones a flight of the same day may arrive a little before it left, but not hours.
        """
        leaves, lands = _minutes(self.flight.c.departs), _minutes(self.flight.c.arrives)
        return leaves - lands > _MOST_GAINED

    def days(self, told: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
        """Return the days that the slots of a date name: the digits of weekdays, and the words."""
        dates = [(str(d.isoweekday()), said_date(d)) for d in read_dates(told, self.today())]
        for slot, words in told:
            if slot == "today_relative" and (day := relative_day(words, self.today())):
                dates.append((str(day.isoweekday()), said_date(day)))
        if dates:
            return dates
        named = [(read_days(words), words) for slot, words in told if slot == "day_name"]
        return [(digits, said_digits(digits)) for digits, _ in named if digits]

    def _fares(self, slots: Slots) -> Iterator[Condition]:
        said = " ".join([*slots.get("class_type", ()), *slots.get("compartment", ())]).lower()
        kinds = [kind for kind in ("first", "business", "coach", "thrift") if kind in said]
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
        limits = [restriction_code(words) for words in slots.get("restriction_code", ())]
        if limits:
            clause = sa.or_(*(self.fare.c.restriction.startswith(limit) for limit in limits))
            yield Condition("class", f"with the restriction {either(limits)}", fares=(clause,))
        yield from self._amount(slots)

    def _amount(self, slots: Slots) -> Iterator[Condition]:
        price = self.price(slots)
        amounts = [d for words in slots.get("fare_amount", ()) if (d := read_dollars(words))]
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
            *made.fares,
        )

    def service(self, slots: Slots) -> Iterator[Condition]:
        """Return what is asked of the meals and the aircraft."""
        meals = [meal for words in slots.get("meal_description", ()) for meal in _meals(words)]
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
            yield Condition("aircraft", f"on a {either(w.upper() for w in said)}", (clause,))


_AT_MOST = ("less", "under", "below", "cheaper", "most", "max", "no more", "within")
_AT_LEAST = ("more", "over", "above", "greater")
_MOST_GAINED = 180  # minutes on the clock, flying west over three time zones
_DATE = ("day_name", "day_number", "month_name", "year", "today_relative", "date_relative")
_TIME = ("time", "time_relative", "start_time", "end_time", "period_of_day", "period_mod")


def _under(slots: Slots, prefix: str, names: Sequence[str]) -> list[tuple[str, str]]:
    """Return what was told under a prefix, as (slot without it, words)."""
    return [(name, words) for name in names for words in slots.get(f"{prefix}{name}", ())]


def _minutes(time: sa.ColumnElement[str]) -> sa.ColumnElement[int]:
    hour, minute = sa.func.substr(time, 1, 2), sa.func.substr(time, 4, 2)
    return sa.cast(hour, sa.Integer) * 60 + sa.cast(minute, sa.Integer)


def _within(column: sa.ColumnElement[str], span: Span) -> Clause:
    if span.end == MIDNIGHT:
        return column >= span.start
    return column.between(span.start, span.end)


def either(words: Iterable[str]) -> str:
    """Return words joined by "or"."""
    several = list(dict.fromkeys(words))
    return " or ".join([", ".join(several[:-1]), several[-1]] if len(several) > 1 else several)


def _region(words: str) -> str:
    return words.upper() if len(words) == 2 else words.title()


def said_digits(days: str) -> str:
    """Return the days that digits stand for: "weekdays", "Monday"."""
    if days in (WORKDAYS, WEEKEND):
        return "weekdays" if days == WORKDAYS else "the weekend"
    return either(DAYS[int(day) - 1] for day in days)


def said_days(named: Sequence[tuple[str, str]]) -> str:
    """Return days in words; Monday to Friday are weekdays."""
    digits = "".join(sorted({digit for days, _ in named for digit in days}))
    whole = digits in (WORKDAYS, WEEKEND)
    return said_digits(digits) if whole else either(words for _, words in named)


def fare_code(words: str) -> str:
    """Return a fare's code as the tables spell it: "q fares" is Q."""
    return words.split()[0].upper()


def _meals(words: str) -> list[str]:
    kinds = ("breakfast", "lunch", "dinner", "snack")
    words = words.lower().replace("supper", "dinner")
    return [kind for kind in kinds if kind in words]


def is_round_trip(slots: Slots) -> bool:
    """Whether prices of round trips are asked for."""
    return any("round" in words or words == "return" for words in slots.get("round_trip", ()))


def restriction_code(words: str) -> str:
    """Return a restriction's code as the tables spell it: "ap 57" is AP/57."""
    letters = "".join(c for c in words.upper() if c.isalpha()) or words.upper()
    digits = "".join(c for c in words if c.isdecimal())
    return f"{letters}/{digits}" if digits else letters
