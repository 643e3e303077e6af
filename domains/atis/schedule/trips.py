"""The trips one can book, made of the nonstop flights.

A trip is one nonstop flight, one plane that lands on its way (both its flights have one number),
or flights of one airline with a change of planes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, pairwise, permutations
from typing import NamedTuple

from domains.atis.schedule import carriers
from domains.atis.schedule.atlas import (
    BEHIND,
    NEIGHBOURS,
    city_pairs,
    clock_change,
    miles,
    parse,
    stream,
)
from domains.atis.schedule.network import (
    DAILY,
    DAY,
    Flight,
    Window,
    fits,
    make_flights,
    window,
)

# The cities most asked for: their pairs have a choice at every time of the day,
BUSY_CITIES = (
    "Atlanta", "Baltimore", "Boston", "Dallas", "Denver", "Oakland", "Philadelphia", "Pittsburgh",
    "San Francisco", "Washington",
)  # fmt: skip
BUSY_TRIPS = 5
BUSY_PERIODS = tuple(map(window, ("07:00-11:59", "12:00-17:59", "18:00-23:59")))
EARLY_OR_LATE = tuple(map(window, ("00:00-06:59", "20:00-23:59")))  # wherever possible
# and of the place to change on a long way.
LONG_MILES = 700
BUSY_HUBS = 4
LONGEST_DELAY = 300  # minutes that such a trip may take more than the quickest one

SHORTEST_CHANGE, LONGEST_CHANGE = 30, 330
FEWEST_DAYS = 2  # in a week, on which both flights go
STOP_MINUTES = range(SHORTEST_CHANGE, 71)  # the same plane's time on the ground
THROUGH_SHARE = 50  # of a hundred flights, those that look for a way on
LONGEST_DETOUR = 130  # percent of the direct way

CONNECTIONS = frozenset(parse(carriers.CONNECTIONS))

CityPair = tuple[str, str]
Leaving = dict[tuple[str, str], list[Flight]]


class Trip(NamedTuple):
    """One flight or more, one after the other."""

    flights: tuple[Flight, ...]
    days: str
    minutes: int

    @property
    def origin(self) -> str:
        """Where it starts."""
        return self.flights[0].origin

    @property
    def destination(self) -> str:
        """Where it ends."""
        return self.flights[-1].destination

    @property
    def departs(self) -> int:
        """When it starts."""
        return self.flights[0].departs

    @property
    def arrives(self) -> int:
        """When it ends."""
        return self.departs + self.minutes + clock_change(self.origin, self.destination)

    @property
    def airline(self) -> str:
        """The airline of all its flights."""
        return self.flights[0].airline

    @property
    def stops(self) -> int:
        """Landings without a change of planes."""
        return sum(a.number == b.number for a, b in pairwise(self.flights))

    @property
    def connections(self) -> int:
        """Changes of planes."""
        return len(self.flights) - 1 - self.stops


def trip(*flights: Flight) -> Trip:
    """Join flights; the trip has no days if they never meet."""
    first, *others = flights
    days, now, minutes = set(first.days), first.arrives, first.minutes
    for flight in others:
        wait = (flight.departs - now) % DAY
        now += wait
        days &= {str((int(day) - 1 - now // DAY) % 7 + 1) for day in flight.days}
        minutes += wait + flight.minutes
        now += flight.minutes + clock_change(flight.origin, flight.destination)
    return Trip(flights, "".join(sorted(days)), minutes)


def by_origin(flights: Iterable[Flight]) -> Leaving:
    """The flights of an airline from an airport."""
    leaving = defaultdict(list)
    for flight in flights:
        leaving[flight.airline, flight.origin].append(flight)
    return leaving


def onward(flight: Flight, leaving: Leaving) -> Iterator[Flight]:
    """The flights of its airline one can change to, not going back to where it comes from."""
    for other in leaving.get((flight.airline, flight.destination), ()):
        wait = (other.departs - flight.arrives) % DAY
        leads_on = bool(city_pairs(flight.origin, other.destination))
        if leads_on and SHORTEST_CHANGE <= wait <= LONGEST_CHANGE:
            yield other


def goes_on(flight: Flight, other: Flight) -> bool:
    """Whether one plane could fly both without much of a detour."""
    direct = miles(flight.origin, other.destination)
    parts = miles(flight.origin, flight.destination), miles(other.origin, other.destination)
    return (
        flight.days == other.days == DAILY
        and other.departs - flight.arrives in STOP_MINUTES
        and all(fits(flight.aircraft, part) for part in parts)
        and sum(parts) * 100 <= direct * LONGEST_DETOUR
    )


def join_planes(flights: Sequence[Flight]) -> list[Flight]:
    """Let some planes fly on from a hub; both flights have the first one's number and plane."""
    leaving, joined = by_origin(flights), dict[Flight, Flight]()
    for flight in flights:
        rng = stream("through", f"{flight.airline} {flight.origin} {flight.destination}")
        if flight in joined or rng.randrange(100) >= THROUGH_SHARE:
            continue
        ways = [other for other in onward(flight, leaving) if goes_on(flight, other)]
        free = [other for other in ways if other not in joined]
        if free:
            other = rng.choice(free)
            joined[flight] = flight
            joined[other] = other._replace(number=flight.number, aircraft=flight.aircraft)
    return [joined.get(flight, flight) for flight in flights]


def one_change(leaving: Leaving) -> dict[CityPair, list[Trip]]:
    """The trips with two flights, by the cities they join, the best ones first."""
    found = defaultdict(list)
    for flight in chain.from_iterable(leaving.values()):
        for other in onward(flight, leaving):
            way = trip(flight, other)
            if len(way.days) >= FEWEST_DAYS:
                for pair in city_pairs(way.origin, way.destination):
                    found[pair].append(way)
    return {pair: sorted(ways, key=rank) for pair, ways in found.items()}


def rank(way: Trip) -> tuple[bool, int, int, str]:
    """The order in which trips are offered: those of every day first, and then the quick ones."""
    return way.days != DAILY, way.minutes, way.departs, way.airline


def leaves_in(part: Window, ways: Iterable[Trip]) -> list[Trip]:
    """Those of the trips that leave in a part of the day."""
    return [way for way in ways if part[0] <= way.departs <= part[1]]


def through_hubs(ways: Sequence[Trip]) -> list[Trip]:
    """The best trip through each of the best hubs."""
    best = dict[str, Trip]()
    for way in ways:
        best.setdefault(way.flights[0].destination, way)
    return list(best.values())[:BUSY_HUBS]


def busy_choice(there: Sequence[Trip], ways: Sequence[Trip]) -> list[Trip]:
    """The trips with a change that are offered between two busy cities, beside those without."""
    best = min(chain(there, ways), key=rank)
    ways = [way for way in ways if way.minutes <= best.minutes + LONGEST_DELAY]
    chosen = through_hubs(ways) if miles(best.origin, best.destination) >= LONG_MILES else []
    for part in BUSY_PERIODS + EARLY_OR_LATE:
        if not leaves_in(part, [*there, *chosen]):
            chosen += leaves_in(part, ways)[:1]
    airlines = {way.airline for way in [*there, *chosen]}
    if len(airlines) == 1:
        chosen += [way for way in ways if way.airline not in airlines][:1]
    others = [way for way in ways if way not in chosen]
    return chosen + others[: max(0, BUSY_TRIPS - len(there) - len(chosen))]


def named_trips(ways: Sequence[Trip]) -> list[Trip]:
    """The best trip of each connection that the facts name, there or back."""
    best = dict[tuple[str, ...], Trip]()
    for way in ways:
        ports = way.origin, *(flight.destination for flight in way.flights)
        if CONNECTIONS & {(way.airline, *ports), (way.airline, *reversed(ports))}:
            best.setdefault((way.airline, *ports), way)
    return list(best.values())


def choice(pair: CityPair, there: Sequence[Trip], ways: Sequence[Trip]) -> list[Trip]:
    """The trips with a change that are offered between two cities, beside those without."""
    named = named_trips(ways)
    if {*pair} <= {*BUSY_CITIES}:
        others = [way for way in ways if way not in named]
        return named + busy_choice([*there, *named], others)
    return named or ([] if there else list(ways[:1]))


class Offers:
    """The trips on offer, by the cities they join."""

    def __init__(self) -> None:
        self.trips = set[Trip]()
        self._between = defaultdict[CityPair, list[Trip]](list)

    def add(self, trips: Iterable[Trip]) -> None:
        """Offer some trips more."""
        for way in trips:
            if way not in self.trips:
                self.trips.add(way)
                for pair in city_pairs(way.origin, way.destination):
                    self._between[pair].append(way)

    def between(self, pair: CityPair) -> list[Trip]:
        """The trips from one city to another."""
        return self._between[pair]


def make_trips() -> list[Trip]:
    """The whole schedule, in order: each pair of cities without a common airport is joined."""
    flights = join_planes(make_flights())
    leaving = by_origin(flights)
    changing = one_change(leaving)
    offers = Offers()
    offers.add(map(trip, flights))
    offers.add(way for way in chain.from_iterable(changing.values()) if way.stops)
    for pair in permutations(BEHIND, 2):
        if pair not in NEIGHBOURS:
            there = offers.between(pair)
            ways = [way for way in changing.get(pair, ()) if way.connections]
            offers.add(choice(pair, there, ways))
    return sorted(offers.trips, key=lambda way: (way.origin, way.destination, way.departs, way))
