"""Flights of one leg or several, and how several hang together."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from itertools import pairwise

import pytest

from domains.atis import build
from domains.atis.schedule import network, trips

from ..tables import BEHIND, FLIGHTS, LEGS, LEGS_OF, TABLES, minutes


def test_flights_are_sums_of_their_legs() -> None:
    for flight in FLIGHTS:
        legs = LEGS_OF[flight["id"]]
        assert [leg["leg"] for leg in legs] == [str(i + 1) for i in range(len(legs))]
        for column in ("airline", "number", "origin", "departs"):
            assert flight[column] == legs[0][column]
        assert flight["destination"] == legs[-1]["destination"]
        assert flight["arrives"] == legs[-1]["arrives"]
        waits = 0
        for leg, following in pairwise(legs):
            assert leg["destination"] == following["origin"]
            wait = (minutes(following["departs"]) - minutes(leg["arrives"])) % 1440
            assert trips.SHORTEST_CHANGE <= wait <= trips.LONGEST_CHANGE
            waits += wait
        assert int(flight["minutes"]) == sum(int(leg["minutes"]) for leg in legs) + waits
        assert len({leg["airline"] for leg in legs}) == 1
        same = sum(leg["number"] == following["number"] for leg, following in pairwise(legs))
        assert (int(flight["stops"]), int(flight["connections"])) == (same, len(legs) - 1 - same)
        assert len(legs) <= 3


@pytest.mark.parametrize("table", ["flights", "legs"])
def test_minutes_agree_with_the_clocks(table: str) -> None:
    for row in TABLES[table]:
        assert re.fullmatch(r"[01]\d:[0-5]\d|2[0-3]:[0-5]\d", row["departs"])
        change = BEHIND[row["origin"]] - BEHIND[row["destination"]]
        passed = minutes(row["arrives"]) - minutes(row["departs"]) - change
        assert (passed - int(row["minutes"])) % 1440 == 0
        assert 20 <= int(row["minutes"]) < 900


def test_every_leg_is_a_nonstop_flight() -> None:
    shared = ("airline", "number", "origin", "destination", "departs", "arrives", "minutes")
    nonstop = [flight for flight in FLIGHTS if len(LEGS_OF[flight["id"]]) == 1]
    known = Counter(tuple(flight[column] for column in shared) for flight in nonstop)
    assert {tuple(leg[column] for column in shared) for leg in LEGS} == set(known)
    assert set(known.values()) == {1}
    days = {tuple(row[column] for column in shared): set(row["days"]) for row in nonstop}
    planes = defaultdict[tuple[str, ...], set[str]](set)
    for leg in LEGS:
        planes[tuple(leg[column] for column in shared)].add(leg["aircraft"] + leg["meals"])
    assert {len(kinds) for kinds in planes.values()} == {1}
    for flight in FLIGHTS:  # no change waits past midnight, so all legs are of one day
        legs = [days[tuple(leg[column] for column in shared)] for leg in LEGS_OF[flight["id"]]]
        if minutes(flight["departs"]) + int(flight["minutes"]) < 1260:
            assert set(flight["days"]) == set.intersection(*legs)


def test_named_connections_are_offered() -> None:
    offered = {
        (row["airline"], row["origin"], *(leg["destination"] for leg in LEGS_OF[row["id"]]))
        for row in FLIGHTS
    }
    assert offered >= trips.CONNECTIONS
    assert offered >= {(airline, *reversed(ports)) for airline, *ports in trips.CONNECTIONS}


def test_trips_join_days_and_minutes() -> None:
    night = network.Flight("UA", 2, "SFO", "ORD", network.clock("23:00"), 240, "67", "757")
    morning = network.Flight("UA", 4, "ORD", "BOS", network.clock("07:00"), 120, "1234", "757")
    joined = trips.trip(night, morning)
    assert joined.days == "7"  # what leaves on a Sunday night goes on upon Monday
    assert joined.minutes == 240 + 120 + 120
    assert build.clock_text(joined.arrives) == "10:00"
    assert (joined.stops, joined.connections) == (0, 1)
    assert trips.trip(night, morning._replace(number=2)).stops == 1
