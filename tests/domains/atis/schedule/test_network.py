"""Which flights the network has, and what its planes can do."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import permutations

from domains.atis.schedule import atlas, network

from ..tables import (
    BETWEEN,
    FLIGHTS,
    LEGS,
    LEGS_OF,
    NEIGHBOURS,
    ZONE_OF,
    Row,
    by_code,
    minutes,
    values,
)

BUSY = (
    "Boston", "Denver", "San Francisco", "Atlanta", "Pittsburgh", "Baltimore", "Philadelphia",
    "Dallas", "Washington", "Oakland",
)  # fmt: skip
BUSY_PAIRS = [pair for pair in permutations(BUSY, 2) if pair not in NEIGHBOURS]


def test_a_number_is_one_plane() -> None:
    planes = defaultdict[tuple[str, str], list[Row]](list)
    for flight in FLIGHTS:
        if len(LEGS_OF[flight["id"]]) == 1:
            planes[flight["airline"], flight["number"]].append(flight)
    for rows in planes.values():
        if len(rows) > 1:
            first, second = sorted(rows, key=lambda row: minutes(row["departs"]))
            assert first["destination"] == second["origin"]
            assert LEGS_OF[first["id"]][0]["aircraft"] == LEGS_OF[second["id"]][0]["aircraft"]
    stops = [row for row in FLIGHTS if row["stops"] == "1"]
    assert len(stops) == sum(len(rows) == 2 for rows in planes.values()) > 80


def test_every_pair_of_cities_is_joined_on_every_day() -> None:
    for pair in permutations(ZONE_OF, 2):
        if pair not in NEIGHBOURS:
            assert set().union(*(row["days"] for row in BETWEEN[pair])) == set("1234567"), pair


def test_busy_pairs_have_a_choice() -> None:
    far = {"Boston", "Baltimore", "Philadelphia", "Pittsburgh", "Washington"}
    for pair in BUSY_PAIRS:
        rows = BETWEEN[pair]
        assert len(rows) >= 4, pair
        assert len({row["airline"] for row in rows}) >= 2, pair
        times = [minutes(row["departs"]) for row in rows]
        assert any(time < 720 for time in times), pair
        assert any(720 <= time < 1080 for time in times), pair
        assert any(time >= 1080 for time in times), pair
        assert any(time < 420 or time >= 1200 for time in times), pair
        nonstop = any(len(LEGS_OF[row["id"]]) == 1 for row in rows)
        assert nonstop or ("Oakland" in pair and far & {*pair}), pair


def test_some_busy_flights_are_early_and_some_late() -> None:
    times = {pair: [minutes(row["departs"]) for row in BETWEEN[pair]] for pair in BUSY_PAIRS}
    assert sum(min(clocks) < 420 for clocks in times.values()) > len(times) * 3 // 4
    assert sum(max(clocks) >= 1200 for clocks in times.values()) > len(times) * 2 // 3


def test_most_flights_are_daily_and_some_are_not() -> None:
    days = Counter(values("flights", "days"))
    assert set(days) == {"1234567", "12345", "123456", "123457", "67"}
    assert days["1234567"] > len(FLIGHTS) * 3 // 4
    assert min(days.values()) > 30


def test_nobody_arrives_in_the_small_hours() -> None:
    first, last = network.SMALL_HOURS
    assert not [leg for leg in LEGS if first <= minutes(leg["arrives"]) <= last]


def test_planes_reach_their_destination() -> None:
    for leg in LEGS:
        way = atlas.miles(leg["origin"], leg["destination"])
        plane = by_code("aircraft", leg["aircraft"])
        assert way < int(plane["range_miles"])
        assert int(leg["minutes"]) > way * 60 // int(plane["speed_mph"])
        if plane["propulsion"] != "jet":
            assert way <= network.COMMUTER_MILES
