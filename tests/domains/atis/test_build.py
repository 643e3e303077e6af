"""The flight database: the committed CSV files, how they hang together and what they cover."""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from itertools import chain, pairwise, permutations
from pathlib import Path

import pytest

from domains.atis import build
from domains.atis.schedule import atlas, carriers, network, trips
from domains.atis.schedule.meals import meal_code

Row = dict[str, str]
CityPair = tuple[str, str]


def read(name: str) -> list[Row]:
    with (build.ROOT / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


TABLES = {name: read(name) for name in build.FIELDS}
CITIES, AIRPORTS, SERVICES = TABLES["cities"], TABLES["airports"], TABLES["airport_services"]
FLIGHTS, LEGS, FARES = TABLES["flights"], TABLES["legs"], TABLES["fares"]

SERVED = defaultdict[str, set[str]](set)
for _row in SERVICES:
    SERVED[_row["airport"]].add(_row["city"])
ZONE_OF = {row["name"]: row["time_zone"] for row in CITIES}
BEHIND = {
    row["code"]: {"Eastern": 0, "Central": 60, "Mountain": 120, "Pacific": 180}[
        ZONE_OF[row["city"]]
    ]
    for row in AIRPORTS
}
LEGS_OF = defaultdict[str, list[Row]](list)
for _row in LEGS:
    LEGS_OF[_row["flight"]].append(_row)
BETWEEN = defaultdict[CityPair, list[Row]](list)
for _row in FLIGHTS:
    for _origin in SERVED[_row["origin"]]:
        for _destination in SERVED[_row["destination"]]:
            BETWEEN[_origin, _destination].append(_row)
NEIGHBOURS = {pair for cities in SERVED.values() for pair in permutations(cities, 2)}
BUSY = (
    "Boston", "Denver", "San Francisco", "Atlanta", "Pittsburgh", "Baltimore", "Philadelphia",
    "Dallas", "Washington", "Oakland",
)  # fmt: skip
BUSY_PAIRS = [pair for pair in permutations(BUSY, 2) if pair not in NEIGHBOURS]


def minutes(clock: str) -> int:
    return int(clock[:2]) * 60 + int(clock[3:])


def values(table: str, column: str) -> list[str]:
    return [row[column] for row in TABLES[table]]


def words(cell: str) -> list[str]:
    return cell.split(";") if cell else []


def by_code(table: str, code: str) -> Row:
    (row,) = [row for row in TABLES[table] if row["code"] == code]
    return row


def test_files_are_what_the_script_makes() -> None:
    assert build.check() == []
    assert build.main(["--check"]) == 0
    assert sorted(path.name for path in build.ROOT.iterdir()) == sorted(build.build())


def test_check_finds_differences(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    build.write(tmp_path / "data")
    assert build.check(tmp_path / "data") == []
    with (tmp_path / "data/meals.csv").open("a", encoding="utf-8") as file:
        file.write("\n")
    (tmp_path / "data/codes.csv").unlink()
    assert build.check(tmp_path / "data") == ["meals.csv", "codes.csv"]
    monkeypatch.setattr(build, "check", lambda: ["meals.csv"])
    assert build.main(["--check"]) == 1
    assert "data/meals.csv" in capsys.readouterr().err


def test_headers_counts_and_size() -> None:
    for name, fields in build.FIELDS.items():
        assert tuple(TABLES[name][0]) == fields
    assert 2000 <= len(FLIGHTS) <= 3600
    assert 6000 <= len(FARES) <= 12_000
    assert len(CITIES) == 46
    assert len(AIRPORTS) >= 45
    assert len(TABLES["airlines"]) >= 19
    assert 25 <= len(TABLES["aircraft"]) <= 32
    assert sum(path.stat().st_size for path in build.ROOT.iterdir()) < 1_000_000


@pytest.mark.parametrize(
    ("table", "empty"),
    [
        ("cities", {"aliases"}),
        ("airports", {"aliases"}),
        ("airport_services", set()),
        ("airlines", {"aliases"}),
        ("aircraft", set()),
        ("flights", set()),
        ("legs", {"meals"}),
        ("fares", {"restriction"}),
        ("fare_bases", {"season"}),
        ("restrictions", {"minimum_stay", "maximum_stay"}),
        ("meals", set()),
        ("ground_services", {"unit"}),
        ("codes", set()),
    ],
)
def test_cells_are_plain_and_filled(table: str, empty: set[str]) -> None:
    for row in TABLES[table]:
        for field, cell in row.items():
            assert cell == cell.strip()
            assert cell.isascii()
            assert cell or field in empty, row


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("cities", "name"),
        ("airports", "code"),
        ("airports", "name"),
        ("airlines", "code"),
        ("airlines", "name"),
        ("aircraft", "code"),
        ("aircraft", "name"),
        ("flights", "id"),
        ("fares", "id"),
        ("fare_bases", "code"),
        ("restrictions", "code"),
        ("meals", "code"),
        ("codes", "code"),
    ],
)
def test_keys_are_unique(table: str, column: str) -> None:
    assert [value for value, count in Counter(values(table, column)).items() if count > 1] == []


@pytest.mark.parametrize(
    ("table", "column", "other", "key"),
    [
        ("airports", "city", "cities", "name"),
        ("airport_services", "airport", "airports", "code"),
        ("airport_services", "city", "cities", "name"),
        ("flights", "airline", "airlines", "code"),
        ("flights", "origin", "airports", "code"),
        ("flights", "destination", "airports", "code"),
        ("legs", "flight", "flights", "id"),
        ("legs", "airline", "airlines", "code"),
        ("legs", "aircraft", "aircraft", "code"),
        ("legs", "meals", "meals", "code"),
        ("fares", "airline", "airlines", "code"),
        ("fares", "basis", "fare_bases", "code"),
        ("fares", "restriction", "restrictions", "code"),
        ("ground_services", "city", "cities", "name"),
        ("ground_services", "airport", "airports", "code"),
    ],
)
def test_references_hold_and_every_row_is_used(
    table: str, column: str, other: str, key: str
) -> None:
    assert set(values(table, column)) - {""} == set(values(other, key)) or column == "city"
    assert set(values(table, column)) - {""} <= set(values(other, key))


def test_names_of_a_kind_differ() -> None:
    for table, column in (("cities", "name"), ("airports", "name"), ("airlines", "name")):
        names = [row[column].lower() for row in TABLES[table]]
        names += chain.from_iterable(words(row["aliases"]) for row in TABLES[table])
        assert [name for name, count in Counter(names).items() if count > 1] == []
        assert all(alias == alias.lower() for row in TABLES[table] for alias in [row["aliases"]])


def test_codes_stand_in_no_other_table() -> None:
    others = [code for table in TABLES if table != "codes" for code in codes_of(table)]
    assert set(values("codes", "code")).isdisjoint(others)


def codes_of(table: str) -> list[str]:
    return [row["code"] for row in TABLES[table] if "code" in row]


def test_cities_have_an_airport_each_and_a_way_from_it() -> None:
    assert set().union(*SERVED.values()) == set(ZONE_OF)
    assert all(row["city"] in SERVED[row["code"]] for row in AIRPORTS)
    ways = {(row["airport"], row["city"]) for row in SERVICES}
    ground = {(row["airport"], row["city"]) for row in TABLES["ground_services"]}
    assert ways == ground
    assert SERVED["EWR"] == {"Newark", "New York"}
    assert SERVED["BWI"] == {"Baltimore", "Washington"}
    assert SERVED["DFW"] == {"Dallas", "Fort Worth"}


def test_numbers_are_sensible() -> None:
    for row in SERVICES:
        assert 1 <= int(row["miles"]) <= 45
        assert int(row["miles"]) < int(row["minutes"]) < 90
        assert row["direction"] in ("N", "NE", "E", "SE", "S", "SW", "W", "NW")
    for row in TABLES["aircraft"]:
        assert 10 <= int(row["seats"]) <= 450
        assert 250 <= int(row["speed_mph"]) <= 600
        assert 2 <= int(row["engines"]) <= 4
        assert row["propulsion"] in ("jet", "turboprop")
        assert {row["wide_body"], row["pressurized"]} <= {"yes", "no"}
        assert (row["wide_body"] == "yes") <= (int(row["seats"]) >= 200)
    for row in TABLES["ground_services"]:
        assert 1 <= int(row["fare"]) <= 120
        assert (row["unit"] == "a day") == (row["transport"] == "rental car")


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


def flight(departs: str, minutes: int, airline: str = "AA", aircraft: str = "M80") -> str:
    at = network.clock(departs)
    plane = network.Flight(airline, 1, "BOS", "ORD", at, minutes, "1234567", aircraft)
    return meal_code(plane)


def test_meals_go_by_the_time_and_the_way() -> None:
    assert flight("07:00", 45) == ""
    assert flight("07:00", 60, "US", "BE1") == ""
    assert flight("07:00", 80) == "S"
    assert flight("07:00", 100) == "B/S"
    assert flight("07:00", 100, "WN", "73S") == "B"
    assert flight("12:00", 180) == "L"
    assert flight("18:00", 180) == "D"
    assert flight("15:00", 180) == "S"
    assert flight("22:30", 280) == "SB"
    assert flight("12:00", 280) in ("LS", "LD")


def test_every_flight_has_its_fares() -> None:
    routes = {(row["airline"], row["origin"], row["destination"]) for row in FLIGHTS}
    fares = defaultdict[tuple[str, str, str], list[Row]](list)
    for row in FARES:
        fares[row["airline"], row["origin"], row["destination"]].append(row)
    assert set(fares) == routes
    for rows in fares.values():
        assert 3 <= len(rows) <= 5
        codes = [row["basis"] for row in rows]
        assert len(set(codes)) == len(codes)
        assert "Y" in codes
        prices = [int(row["one_way"]) for row in rows]
        assert prices == sorted(prices, reverse=True)


def test_prices() -> None:
    for row in FARES:
        one_way, back = int(row["one_way"]), int(row["round_trip"])
        assert 15 <= one_way <= 1100
        assert 1.7 * one_way < back < 2 * one_way
    full = {
        (row["airline"], row["origin"], row["destination"]): int(row["one_way"])
        for row in FARES
        if row["basis"] == "Y"
    }
    assert full["UA", "BOS", "SFO"] > full["UA", "DEN", "SFO"] > full["UA", "SFO", "LAX"]
    assert all(full[airline, b, a] == fare for (airline, a, b), fare in full.items()
               if (airline, b, a) in full)  # fmt: skip


def test_fare_bases_and_restrictions_describe_themselves() -> None:
    classes = {row["class"] for row in TABLES["fare_bases"]}
    assert classes == {"first", "business", "coach", "thrift"}
    assert by_code("fare_bases", "QX")["description"] == (
        "coach class, discounted, from Monday to Friday, advance purchase needed"
    )
    assert by_code("fare_bases", "YN")["night"] == "yes"
    assert by_code("restrictions", "AP/57")["description"] == (
        "advance purchase, to be bought 14 days ahead, "
        "with a Saturday night and at most 30 days between the flights"
    )
    for row in TABLES["fare_bases"]:
        assert (row["economy"] == "yes") == (row["class"] in ("coach", "thrift"))
    for row in TABLES["meals"]:
        assert set(words(row["meals"])) <= {"breakfast", "lunch", "dinner", "snack"}


def test_a_route_of_an_airline_stands_once() -> None:
    routes = Counter(
        (airline, *sorted((hub, spoke)))
        for airline, hub, spokes in atlas.parse(carriers.ROUTES)
        for spoke in spokes.split()
    )
    assert [route for route, count in routes.items() if count > 1] == []


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


def test_great_circles() -> None:
    assert atlas.miles("BOS", "SFO") == atlas.miles("SFO", "BOS")
    assert abs(atlas.miles("BOS", "SFO") - 2704) < 15
    assert abs(atlas.miles("DEN", "ATL") - 1199) < 15
    assert atlas.clock_change("BOS", "SFO") == -180
