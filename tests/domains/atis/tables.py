"""The committed CSV files of the flight database, and what follows from them."""

from __future__ import annotations

import csv
from collections import defaultdict
from itertools import permutations

from domains.atis import build

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


def minutes(clock: str) -> int:
    return int(clock[:2]) * 60 + int(clock[3:])


def values(table: str, column: str) -> list[str]:
    return [row[column] for row in TABLES[table]]


def words(cell: str) -> list[str]:
    return cell.split(";") if cell else []


def by_code(table: str, code: str) -> Row:
    (row,) = [row for row in TABLES[table] if row["code"] == code]
    return row
