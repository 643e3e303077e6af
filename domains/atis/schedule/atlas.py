"""The airports as the schedule and the fares need them: what they serve and how far they lie."""

from __future__ import annotations

import math
import random
from functools import cache
from itertools import permutations, product
from typing import NamedTuple

from domains.atis.schedule import places

SEED = "atis-1"
EARTH_RADIUS_MILES = 3959


class Service(NamedTuple):
    """A city that an airport serves, and where the airport lies as seen from its centre."""

    city: str
    miles: int
    direction: str


class Airport(NamedTuple):
    """An airport; its first city is the main one."""

    code: str
    name: str
    north: float
    west: float
    traffic: int
    aliases: str
    services: tuple[Service, ...]

    @property
    def city(self) -> str:
        """The main city."""
        return self.services[0].city


def stream(what: str, name: str) -> random.Random:
    """The random stream of one column of one row."""
    return random.Random(f"{SEED}/{what}/{name}")  # noqa: S311


def parse(table: str) -> list[tuple[str, ...]]:
    """The rows of a `|` table of facts."""
    return [tuple(cell.strip() for cell in line.split("|")) for line in table.strip().splitlines()]


def parse_service(text: str) -> Service:
    """Read "Salt Lake City 5 W"."""
    city, miles, direction = text.strip().rsplit(" ", 2)
    return Service(city, int(miles), direction)


def parse_airport(row: tuple[str, ...]) -> Airport:
    """Read a row of the airports."""
    code, name, north, west, traffic, aliases, served = row
    services = tuple(map(parse_service, served.split(",")))
    return Airport(code, name, float(north), float(west), int(traffic), aliases, services)


AIRPORTS = {row[0]: parse_airport(row) for row in parse(places.AIRPORTS)}
BEHIND = {row[0]: places.TIME_ZONES[row[2]] for row in parse(places.CITIES)}


def airports_of(city: str) -> list[Airport]:
    """The airports that serve a city."""
    return [port for port in AIRPORTS.values() if city in served(port.code)]


@cache
def served(airport: str) -> tuple[str, ...]:
    """The cities that an airport serves."""
    return tuple(service.city for service in AIRPORTS[airport].services)


NEIGHBOURS = {pair for code in AIRPORTS for pair in permutations(served(code), 2)}


@cache
def city_pairs(origin: str, destination: str) -> tuple[tuple[str, str], ...]:
    """The pairs of cities that a flight between two airports joins."""
    pairs = product(served(origin), served(destination))
    return tuple((a, b) for a, b in pairs if a != b)


@cache
def clock_change(origin: str, destination: str) -> int:
    """Minutes to add to a clock of one airport to have the time at the other."""
    return BEHIND[AIRPORTS[origin].city] - BEHIND[AIRPORTS[destination].city]


@cache
def miles(origin: str, destination: str) -> int:
    """The length of the great circle in whole miles, where no platform's last bit can show."""
    a, b = AIRPORTS[origin], AIRPORTS[destination]
    north_a, north_b = math.radians(a.north), math.radians(b.north)
    cosine = math.sin(north_a) * math.sin(north_b)
    cosine += math.cos(north_a) * math.cos(north_b) * math.cos(math.radians(a.west - b.west))
    return round(EARTH_RADIUS_MILES * math.acos(cosine))
