"""The schedule: nonstop flights on the airlines' routes, and the trips made of them.

A trip is one nonstop flight, one plane that lands on its way (both its flights have one number),
or flights of one airline with a change of planes at its hub.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, pairwise, permutations
from typing import NamedTuple

from domains.atis import carriers
from domains.atis.atlas import (
    AIRPORTS,
    BEHIND,
    NEIGHBOURS,
    airports_of,
    city_pairs,
    clock_change,
    miles,
    parse,
    stream,
)

DAY = 24 * 60
DAILY = "1234567"
# Days of the week of flights that others go beside, with how many in a hundred fly so.
DAY_SHARES = ((DAILY, 68), ("12345", 16), ("123457", 6), ("123456", 5), ("67", 5))

# The cities most asked for: their pairs have a choice at every time of the day.
BUSY_CITIES = (
    "Atlanta", "Baltimore", "Boston", "Dallas", "Denver", "Oakland", "Philadelphia", "Pittsburgh",
    "San Francisco", "Washington",
)  # fmt: skip
BUSY_TRIPS = 5

Window = tuple[int, int]
CityPair = tuple[str, str]


def clock(text: str) -> int:
    """Minutes since midnight of "HH:MM"."""
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)


def window(text: str) -> Window:
    """The two ends of "HH:MM-HH:MM"."""
    first, last = text.split("-")
    return clock(first), clock(last)


# How many flights a day -> when they leave. Flights to a hub leave before those from it, so that
# one can change there.
TO_HUB = {
    1: ("06:45-09:15",),
    2: ("06:30-08:30", "12:30-15:00"),
    3: ("05:50-06:55", "11:00-13:30", "17:00-19:15"),
    4: ("05:50-06:55", "08:30-11:00", "13:30-16:00", "18:00-20:45"),
}
FROM_HUB = {
    1: ("13:00-16:00",),
    2: ("12:00-14:30", "18:30-21:00"),
    3: ("08:30-10:30", "13:30-16:30", "20:00-22:00"),
    4: ("06:00-06:55", "09:00-12:00", "14:00-17:00", "19:30-22:00"),
}
# When there is a flight between two of the busy cities; early and late ones wherever possible.
BUSY_PERIODS = tuple(map(window, ("07:00-11:59", "12:00-17:59", "18:00-23:59")))
EARLY_OR_LATE = tuple(map(window, ("00:00-06:59", "20:00-23:59")))
SMALL_HOURS = window("00:31-05:14")  # no flight arrives then
LATEST_DEPARTURE = clock("23:45")

TAXI_MINUTES = 28  # on the ground and in the climb
HEAD_WIND = 6  # percent of the way that a flight to the west loses
SHORTEST_CHANGE, LONGEST_CHANGE = 30, 330
STOP_MINUTES = range(SHORTEST_CHANGE, 71)  # the same plane's time on the ground
RANGE_RESERVE = 110  # percent of the way
COMMUTER_MILES = 260  # the longest way that is flown without jets
THROUGH_SHARE = 30  # of a hundred flights to a hub, those that look for a way on
LONGEST_DETOUR = 130  # percent of the direct way


class Flight(NamedTuple):
    """A plane from one airport to the next; the times are minutes."""

    airline: str
    number: int
    origin: str
    destination: str
    departs: int
    minutes: int
    days: str
    aircraft: str

    @property
    def arrives(self) -> int:
        """The local time of arrival, in minutes since midnight of the day of departure."""
        return self.departs + self.minutes + clock_change(self.origin, self.destination)


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


class Aircraft(NamedTuple):
    """What the schedule asks of an aircraft."""

    speed: int
    range: int
    shortest: int
    is_jet: bool


AIRCRAFT = {
    row[0]: Aircraft(int(row[8]), int(row[9]), int(row[14]), row[5] == "jet")
    for row in parse(carriers.AIRCRAFT)
}
FLEETS = {row[0]: row[2].split(";") for row in parse(carriers.AIRLINES)}


def fits(code: str, distance: int) -> bool:
    """Whether an airline would send this aircraft so far."""
    plane = AIRCRAFT[code]
    longest = plane.range * 100 // RANGE_RESERVE if plane.is_jet else COMMUTER_MILES
    return plane.shortest <= distance <= longest


def aircraft(airline: str, distance: int, name: str) -> str:
    """An aircraft of the fleet for the distance."""
    fleet = [code for code in FLEETS[airline] if fits(code, distance)] or FLEETS[airline][:1]
    return stream("aircraft", name).choice(fleet)


def minutes_between(origin: str, destination: str, code: str) -> int:
    """How long the aircraft needs from gate to gate."""
    way = miles(origin, destination)
    if AIRPORTS[destination].west > AIRPORTS[origin].west:
        way += way * HEAD_WIND // 100
    return TAXI_MINUTES + way * 60 // AIRCRAFT[code].speed


def flights_a_day(origin: str, destination: str) -> int:
    """How often an airline flies a route."""
    return max(1, AIRPORTS[origin].traffic + AIRPORTS[destination].traffic - 2)


def weekdays(name: str) -> str:
    """The days on which a flight goes that is not the only one."""
    roll = stream("days", name).randrange(100)
    for days, share in DAY_SHARES:
        roll -= share
        if roll < 0:
            return days
    return DAILY


def awake(departs: int, minutes: int, change: int) -> int:
    """The departure, moved so that nobody arrives in the small hours."""
    first, last = SMALL_HOURS
    arrives = (departs + minutes + change) % DAY
    if not first <= arrives <= last:
        return departs
    later = departs + last + 1 - arrives
    return later if later <= LATEST_DEPARTURE else departs - (arrives - first) - 1


class Numbers:
    """Hands out flight numbers: odd ones to the west, even ones to the east, each once."""

    def __init__(self) -> None:
        self._used: defaultdict[str, set[int]] = defaultdict(set)

    def draw(self, airline: str, origin: str, destination: str, name: str) -> int:
        """A number of the airline that no other flight has."""
        rng = stream("number", name)
        odd = AIRPORTS[destination].west > AIRPORTS[origin].west
        while (number := 2 * rng.randrange(1, 900) + odd) in self._used[airline]:
            pass
        self._used[airline].add(number)
        return number


def route_flights(
    airline: str,
    origin: str,
    destination: str,
    windows: dict[int, tuple[str, ...]],
    numbers: Numbers,
) -> Iterator[Flight]:
    """The flights of a day from one airport to another; the first one flies on every day."""
    times = windows[min(flights_a_day(origin, destination), max(windows))]
    for index, text in enumerate(times):
        name = f"{airline} {origin} {destination} {index}"
        code = aircraft(airline, miles(origin, destination), name)
        minutes = minutes_between(origin, destination, code)
        minutes += stream("minutes", name).randrange(8)
        first, last = window(text)
        departs = 5 * stream("departs", name).randrange(first // 5, last // 5 + 1)
        departs = awake(departs, minutes, clock_change(origin, destination))
        number = numbers.draw(airline, origin, destination, name)
        days = weekdays(name) if index else DAILY
        yield Flight(airline, number, origin, destination, departs, minutes, days, code)


def network() -> list[Flight]:
    """The nonstop flights of all routes."""
    numbers, flights = Numbers(), list[Flight]()
    for airline, hub, spokes in parse(carriers.ROUTES):
        for spoke in spokes.split():
            flights += route_flights(airline, spoke, hub, TO_HUB, numbers)
            flights += route_flights(airline, hub, spoke, FROM_HUB, numbers)
    return flights


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


Leaving = dict[tuple[str, str], list[Flight]]


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
        if SHORTEST_CHANGE <= wait <= LONGEST_CHANGE and city_pairs(
            flight.origin, other.destination
        ):
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
    """Let some planes fly on from a hub: the second flight gets the first one's number and plane."""
    leaving, renamed = by_origin(flights), dict[Flight, Flight]()
    for flight in flights:
        rng = stream("through", f"{flight.airline} {flight.origin} {flight.destination}")
        if flight in renamed or rng.randrange(100) >= THROUGH_SHARE:
            continue
        ways = [other for other in onward(flight, leaving) if goes_on(flight, other)]
        free = [other for other in ways if other not in renamed]
        if free:
            other = rng.choice(free)
            one_plane = {"number": flight.number, "aircraft": flight.aircraft}
            renamed[flight], renamed[other] = flight, other._replace(**one_plane)
    return [renamed.get(flight, flight) for flight in flights]


def one_change(leaving: Leaving) -> dict[CityPair, list[Trip]]:
    """The trips with two flights, by the cities they join, the best ones first."""
    found = defaultdict(list)
    for flight in chain.from_iterable(leaving.values()):
        for other in onward(flight, leaving):
            way = trip(flight, other)
            for pair in city_pairs(way.origin, way.destination) if way.days else ():
                found[pair].append(way)
    return {pair: sorted(ways, key=rank) for pair, ways in found.items()}


def two_changes(pair: CityPair, leaving: Leaving) -> list[Trip]:
    """The trips with three flights between two cities, the best ones first."""
    starts = {airport.code for airport in airports_of(pair[0])}
    firsts = chain.from_iterable(leaving[key] for key in leaving if key[1] in starts)
    return sorted(
        (
            trip(first, second, third)
            for first in firsts
            for second in onward(first, leaving)
            for third in onward(second, leaving)
            if pair in city_pairs(first.origin, third.destination)
        ),
        key=rank,
    )


def rank(way: Trip) -> tuple[bool, int, int, str]:
    """The order in which trips are offered: those of every day first, and then the quick ones."""
    return way.days != DAILY, way.minutes, way.departs, way.airline


def leaves_in(part: Window, ways: Iterable[Trip]) -> list[Trip]:
    """Those of the trips that leave in a part of the day."""
    return [way for way in ways if part[0] <= way.departs <= part[1]]


def additions(pair: CityPair, there: Sequence[Trip], ways: Sequence[Trip]) -> list[Trip]:
    """The trips to add to those that join two cities already, from the ones that are possible."""
    if not {*pair} <= {*BUSY_CITIES}:
        return [] if there else list(ways[:1])
    chosen = list[Trip]()
    for part in BUSY_PERIODS + EARLY_OR_LATE:
        if not leaves_in(part, [*there, *chosen]):
            chosen += leaves_in(part, ways)[:1]
    airlines = {way.airline for way in [*there, *chosen]}
    if len(airlines) == 1:
        chosen += [way for way in ways if way.airline not in airlines][:1]
    others = [way for way in ways if way not in chosen]
    return chosen + others[: max(0, BUSY_TRIPS - len(there) - len(chosen))]


def make_trips() -> list[Trip]:
    """The whole schedule, in order: each pair of cities without a common airport is joined."""
    flights = join_planes(network())
    leaving = by_origin(flights)
    changing = one_change(leaving)
    one_stop = {way for way in chain.from_iterable(changing.values()) if way.stops}
    trips = [*map(trip, flights), *one_stop]
    there = defaultdict(list)
    for way in trips:
        for pair in city_pairs(way.origin, way.destination):
            there[pair].append(way)
    for pair in permutations(BEHIND, 2):
        if pair in NEIGHBOURS:
            continue
        ways = [way for way in changing.get(pair, ()) if way.connections]
        if not ways and not there[pair]:
            ways = two_changes(pair, leaving)
        for way in additions(pair, there[pair], ways):
            trips.append(way)
            for joined in city_pairs(way.origin, way.destination):
                there[joined].append(way)
    return sorted(trips, key=lambda way: (way.origin, way.destination, way.departs, way))
