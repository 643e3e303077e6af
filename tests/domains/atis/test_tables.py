"""The tables of the flight database: cells, keys, references and places."""

from __future__ import annotations

from collections import Counter
from itertools import chain

import pytest

from .tables import AIRPORTS, SERVED, SERVICES, TABLES, ZONE_OF, values, words


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
