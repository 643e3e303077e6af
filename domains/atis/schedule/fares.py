"""The fares: what an airline asks for a route, on all its flights there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from domains.atis.schedule import carriers
from domains.atis.schedule.atlas import miles, parse, stream
from domains.atis.schedule.network import window
from domains.atis.schedule.trips import Trip

# The coach price of a route: so many dollars, and so many cents a mile.
BASE_DOLLARS, CENTS_A_MILE = 62, 15
AIRLINE_SPREAD = 8  # percent that an airline may lie above or below
# Percent of twice the one way price that a round trip costs, for a full fare and a discounted one.
FULL_RETURN, DISCOUNTED_RETURN = (96, 100), (88, 95)
DISCOUNTS = 2  # how many discounted fares a route has
NIGHT = window("20:00-23:59")
BUSINESS_MILES = 500  # the shortest way with business class

Route = tuple[str, str, str]


class Basis(NamedTuple):
    """A kind of fare."""

    code: str
    cabin: str
    discounted: bool
    night: bool
    season: str
    percent: int
    restriction: str
    remark: str

    @property
    def description(self) -> str:
        """The kind of fare in words."""
        words = [f"{self.cabin} class"]
        words += ["discounted"] * self.discounted
        words += ["at night"] * self.night
        words += [f"{self.season} season"] if self.season else []
        words += [self.remark] if self.remark else []
        words += ["advance purchase needed"] if self.restriction else []
        return ", ".join(words)


class Fare(NamedTuple):
    """A price of an airline for a route, in whole dollars."""

    airline: str
    origin: str
    destination: str
    basis: Basis
    one_way: int
    round_trip: int


def parse_basis(row: tuple[str, ...]) -> Basis:
    """Read a row of the kinds of fares."""
    code, cabin, discounted, night, season, percent, restriction, remark = row
    return Basis(
        code, cabin, discounted == "yes", night == "yes", season, int(percent), restriction, remark
    )


BASES = {row[0]: parse_basis(row) for row in parse(carriers.FARE_BASES)}
CABINS = {row[0]: row[3].split(";") for row in parse(carriers.AIRLINES)}


def price_name(route: Route) -> str:
    """What the two directions of a route have in common."""
    airline, *ends = route
    return " ".join([airline, *sorted(ends)])


def coach_price(route: Route) -> int:
    """The full price of a seat in coach."""
    airline, origin, destination = route
    spread = stream("airline price", airline).randrange(-AIRLINE_SPREAD, AIRLINE_SPREAD + 1)
    dollars = BASE_DOLLARS + miles(origin, destination) * CENTS_A_MILE // 100
    return dollars * (100 + spread) // 100 + stream("price", price_name(route)).randrange(12)


def bases(route: Route, at_night: bool) -> list[Basis]:
    """The kinds of fares on a route: a full coach fare, often one in front, and cheaper ones."""
    rng = stream("bases", price_name(route))
    airline, origin, destination = route
    codes = ["Y"]
    if "first" in CABINS[airline]:
        codes.append("F")
    if "business" in CABINS[airline] and miles(origin, destination) >= BUSINESS_MILES:
        codes.append("C")
    if "F" in codes and rng.randrange(2):  # not every plane has three cabins
        del codes[2:]
    if at_night:  # in the place of a third full fare, if there is one
        codes[2:] = [codes[-1] + "N"]
    cheap = [code for code, basis in BASES.items() if basis.discounted and at_night >= basis.night]
    codes += rng.sample(cheap, DISCOUNTS)
    return [BASES[code] for code in codes]


def fares_of(route: Route, at_night: bool) -> Iterator[Fare]:
    """The fares of a route, the dear ones first."""
    coach = coach_price(route)
    for basis in sorted(bases(route, at_night), key=lambda basis: -basis.percent):
        one_way = coach * basis.percent // 100
        low, high = DISCOUNTED_RETURN if basis.discounted else FULL_RETURN
        percent = stream("return", f"{price_name(route)} {basis.code}").randrange(low, high)
        yield Fare(*route, basis, one_way, 2 * one_way * percent // 100)


def make_fares(trips: Iterable[Trip]) -> list[Fare]:
    """The fares of all routes; one has night fares where a flight leaves in the night."""
    at_night: defaultdict[Route, bool] = defaultdict(bool)
    for trip in trips:
        route = trip.airline, trip.origin, trip.destination
        at_night[route] |= NIGHT[0] <= trip.departs <= NIGHT[1]
    return [fare for route in sorted(at_night) for fare in fares_of(route, at_night[route])]
