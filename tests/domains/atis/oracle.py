"""The CSV files of the flight domain, read without SQL: what answers a question, independently."""

import csv
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parents[3] / "domains" / "atis" / "data"
_NUMBERS = {
    "id",
    "flight",
    "leg",
    "stops",
    "connections",
    "minutes",
    "one_way",
    "round_trip",
    "seats",
}


@cache
def rows(table: str) -> tuple[dict[str, Any], ...]:
    with (DATA / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            {name: int(cell) if name in _NUMBERS and cell else cell for name, cell in row.items()}
            for row in csv.DictReader(file)
        )


def clock(time: str) -> int:
    return int(time[:2]) * 60 + int(time[3:])


@cache
def flights() -> tuple[dict[str, Any], ...]:
    """Flights with what their legs and fares tell of them."""
    meals = {row["code"]: row["meals"].split(";") for row in rows("meals")}
    legs: dict[int, list[dict[str, Any]]] = {}
    for leg in rows("legs"):
        legs.setdefault(leg["flight"], []).append(leg)
    nights = {row["code"] for row in rows("fare_bases") if row["night"] == "yes"}
    kinds = {row["code"]: row["class"] for row in rows("fare_bases")}
    offered: dict[tuple[str, str, str], list[dict[str, Any]]] = {}
    for fare in rows("fares"):
        key = fare["airline"], fare["origin"], fare["destination"]
        offered.setdefault(key, []).append(fare)
    found = []
    for flight in rows("flights"):
        own = legs[flight["id"]]
        prices = [
            fare
            for fare in offered[flight["airline"], flight["origin"], flight["destination"]]
            if fare["basis"] not in nights or flight["departs"] >= "20:00"
        ]
        found.append(
            flight
            | {
                "via": [leg["origin"] for leg in own[1:]],
                "planes": [leg["aircraft"] for leg in own],
                "meals": [m for leg in own if leg["meals"] for m in meals[leg["meals"]]],
                "overnight": clock(flight["departs"]) - clock(flight["arrives"]) > 180,
                "price": min(fare["one_way"] for fare in prices),
                "dearest": max(fare["one_way"] for fare in prices),
                "classes": {kinds[fare["basis"]] for fare in prices},
            }
        )
    return tuple(found)


@cache
def fares() -> tuple[dict[str, Any], ...]:
    """Fares with the class of their basis."""
    bases = {row["code"]: row for row in rows("fare_bases")}
    return tuple(
        fare | {"kind": bases[fare["basis"]]["class"], "economy": bases[fare["basis"]]["economy"]}
        for fare in rows("fares")
    )


def holding(condition: str, table: tuple[dict[str, Any], ...]) -> list[dict[str, Any]]:
    """Return the rows that a Python expression holds of."""
    code = compile(condition, "questions.yml", "eval")
    return [row for row in table if eval(code, {"__builtins__": {}}, row)]


def best(measure: str, found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the rows with the least of a measure, of "-measure" the most."""
    name = measure.removeprefix("-")
    wanted = (max if measure.startswith("-") else min)(row[name] for row in found)
    return [row for row in found if row[name] == wanted]
