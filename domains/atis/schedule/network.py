"""The nonstop flights on the routes of the airlines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from domains.atis.schedule import carriers
from domains.atis.schedule.atlas import AIRPORTS, clock_change, miles, parse, stream

DAY = 24 * 60
DAILY = "1234567"
# Days of the week of flights that others go beside, with how many in a hundred fly so.
DAY_SHARES = ((DAILY, 68), ("12345", 16), ("123457", 6), ("123456", 5), ("67", 5))

Window = tuple[int, int]


def clock(text: str) -> int:
    """Minutes since midnight of "HH:MM"."""
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)


def window(text: str) -> Window:
    """The two ends of "HH:MM-HH:MM"."""
    first, last = text.split("-")
    return clock(first), clock(last)


# How many flights a day -> when they leave. Few flights to a hub are there for arriving, before
# those from it leave, so that one can change.
THIN_ROUTE = 2
TO_HUB = {
    1: ("11:00-12:30",),
    2: ("10:30-12:30", "16:30-18:30"),
    3: ("05:50-06:55", "11:00-13:30", "17:00-19:15"),
    4: ("05:50-06:55", "08:30-11:00", "13:30-16:00", "18:00-20:30"),
}
FROM_HUB = {
    1: ("13:00-15:30",),
    2: ("13:00-15:00", "19:00-21:00"),
    3: ("08:30-10:30", "13:30-16:30", "20:15-22:00"),
    4: ("06:00-06:55", "09:00-12:00", "14:00-17:00", "19:30-22:00"),
}
SMALL_HOURS = window("00:31-05:14")  # no flight arrives then
EARLIEST_DEPARTURE, LATEST_DEPARTURE = window("05:45-23:45")

TAXI_MINUTES = 28  # on the ground and in the climb
HEAD_WIND = 6  # percent of the way that a flight to the west loses
RANGE_RESERVE = 110  # percent of the way
COMMUTER_MILES = 260  # the longest way that is flown without jets


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


def departure(name: str, text: str, passes: int, counts_back: bool) -> int:
    """When a flight leaves: at a time of the window or, counting back, to arrive at such a time.

    `passes` is how much later its destination's clocks are on arrival.
    """
    rng, (first, last) = stream("departs", name), window(text)
    drawn = rng.randrange(first, last + 1) - (passes if counts_back else 0)
    if drawn < EARLIEST_DEPARTURE:
        drawn = EARLIEST_DEPARTURE + rng.randrange(60)
    return awake(drawn - drawn % 5, passes)


def awake(departs: int, passes: int) -> int:
    """The departure, moved so that nobody arrives in the small hours."""
    first, last = SMALL_HOURS
    arrives = (departs + passes) % DAY
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
        passes = minutes + clock_change(origin, destination)
        departs = departure(name, text, passes, windows is TO_HUB and len(times) <= THIN_ROUTE)
        number = numbers.draw(airline, origin, destination, name)
        days = weekdays(name) if index else DAILY
        yield Flight(airline, number, origin, destination, departs, minutes, days, code)


def make_flights() -> list[Flight]:
    """The nonstop flights of all routes."""
    numbers, flights = Numbers(), list[Flight]()
    for airline, hub, spokes in parse(carriers.ROUTES):
        for spoke in spokes.split():
            flights += route_flights(airline, spoke, hub, TO_HUB, numbers)
            flights += route_flights(airline, hub, spoke, FROM_HUB, numbers)
    return flights
