"""The fictional city: the committed CSV files, their facts and their consistency."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

from domains.city import build, names

Row = dict[str, str]


def read(path: str) -> list[Row]:
    with (build.ROOT / path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


LANDMARKS = read("city/landmarks.csv")
RESTAURANTS = read("restaurant/restaurants.csv")
HOTELS = read("hotel/hotels.csv")
CARS = read("taxi/cars.csv")
ATTRACTIONS = read("attraction/attractions.csv")
VENUES = RESTAURANTS + HOTELS
PLACES = LANDMARKS + VENUES


def by_name(rows: list[Row], name: str) -> Row:
    (row,) = [row for row in rows if row["name"] == name]
    return row


def near(row: Row) -> list[str]:
    return row["near"].split(";") if row["near"] else []


def test_files_are_what_the_script_makes() -> None:
    assert build.check() == []
    assert build.main(["--check"]) == 0


def test_check_finds_differences(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    build.write(tmp_path)
    assert build.check(tmp_path) == []
    for path in build.build():
        assert (tmp_path / path).read_bytes() == (build.ROOT / path).read_bytes()
    with (tmp_path / "hotel/hotels.csv").open("a", encoding="utf-8") as file:
        file.write("\n")
    (tmp_path / "taxi/cars.csv").unlink()
    assert build.check(tmp_path) == ["hotel/hotels.csv", "taxi/cars.csv"]
    monkeypatch.setattr(build, "check", lambda: ["hotel/hotels.csv"])
    assert build.main(["--check"]) == 1
    assert "hotel/hotels.csv" in capsys.readouterr().err


def test_headers_and_counts() -> None:
    assert tuple(LANDMARKS[0]) == build.LANDMARK_FIELDS
    assert tuple(RESTAURANTS[0]) == build.RESTAURANT_FIELDS
    assert tuple(HOTELS[0]) == build.HOTEL_FIELDS
    assert tuple(CARS[0]) == build.CAR_FIELDS
    assert len(LANDMARKS) >= 80
    assert len(RESTAURANTS) >= 120
    assert len(HOTELS) >= 40
    assert len(CARS) == 30
    assert tuple(ATTRACTIONS[0]) == build.ATTRACTION_FIELDS
    assert len(ATTRACTIONS) >= 60
    assert max(Counter(row["kind"] for row in LANDMARKS).values()) <= 3
    assert len({row["food"] for row in RESTAURANTS}) == 30


def test_no_cell_is_empty_except_near() -> None:
    for row in PLACES + CARS:
        for field, value in row.items():
            assert value == value.strip()
            assert value or field == "near", row


def test_one_museum() -> None:
    museums = [row["name"] for row in LANDMARKS if row["kind"] == "museum"]
    assert museums == ["City Museum"]
    assert by_name(LANDMARKS, "City Museum")["area"] == "centre"


def test_roma_is_the_only_italian_near_the_museum() -> None:
    roma = by_name(RESTAURANTS, "Roma")
    expected = ("italian", "moderate", "centre", "385456")
    assert (roma["food"], roma["pricerange"], roma["area"], roma["phone"]) == expected
    assert {"museum", "city museum"} <= set(near(roma))
    by_museum = [row for row in RESTAURANTS if "museum" in near(row)]
    assert [row["name"] for row in by_museum if row["food"] == "italian"] == ["Roma"]
    assert len(by_museum) > 3
    italian = [row for row in RESTAURANTS if row["food"] == "italian"]
    assert sum(row["area"] == "centre" for row in italian) > 1


def test_eraina_is_the_first_european_in_the_centre() -> None:
    rows = [r for r in RESTAURANTS if (r["food"], r["area"]) == ("european", "centre")]
    assert len(rows) >= 3
    assert rows[0]["name"] == "Eraina"
    assert rows[0]["pricerange"] == "expensive"
    assert rows[0]["address"] == "Free School Lane City Centre"


def test_alexander_is_the_first_guesthouse_in_the_centre() -> None:
    rows = [r for r in HOTELS if (r["type"], r["area"]) == ("guesthouse", "centre")]
    assert len(rows) >= 2
    first = rows[0]
    assert first["name"] == "Alexander Bed and Breakfast"
    assert first["address"] == "56 Saint Barnabas Road"
    assert (first["pricerange"], first["stars"]) == ("cheap", "4")
    assert (first["parking"], first["internet"]) == ("yes", "yes")


def test_some_requests_match_and_some_do_not() -> None:
    found = {(row["food"], row["area"]) for row in RESTAURANTS}
    for food in ("italian", "chinese", "indian", "european", "british"):
        assert all((food, area) in found for area in names.AREAS)
    foods = {row["food"] for row in RESTAURANTS}
    lacking = {food for food in foods for area in names.AREAS if (food, area) not in found}
    assert len(lacking) >= 10
    priced = {(row["food"], row["pricerange"]) for row in RESTAURANTS}
    assert any((food, price) not in priced for food in foods for price in names.PRICES)


def test_names_addresses_phones_and_postcodes_are_unique() -> None:
    for values in (
        [row["name"].lower() for row in PLACES],
        [row["address"].lower() for row in PLACES],
        [row["phone"] for row in PLACES + CARS],
        [row["postcode"] for row in VENUES],
        [row["colour"] + row["make"] for row in CARS],
    ):
        assert [value for value, count in Counter(values).items() if count > 1] == []
    kinds = {row["kind"] for row in LANDMARKS}
    assert kinds.isdisjoint(row["name"].lower() for row in PLACES)


def test_values_are_legal() -> None:
    for row in PLACES:
        assert row["area"] in names.AREAS
        assert 1 <= len(row["name"].split()) <= 4, row["name"]
        assert re.fullmatch(r"[2-9]\d{5}", row["phone"])
    for row in VENUES:
        assert row["pricerange"] in names.PRICES
        assert re.fullmatch(r"QX[1-5] [1-9][A-Z]{2}", row["postcode"])
    for row in HOTELS:
        assert row["type"] in ("hotel", "guesthouse")
        assert row["stars"] in tuple("012345")
        assert row["parking"] in ("yes", "no")
        assert row["internet"] in ("yes", "no")
    for row in CARS:
        assert re.fullmatch(r"07700900\d{3}", row["phone"])


def test_landmark_areas_follow_from_coordinates() -> None:
    for row in LANDMARKS:
        assert build.area_of((int(row["x"]), int(row["y"]))) == row["area"], row["name"]


def test_fixed_points_are_in_their_areas() -> None:
    for name, point in build.FIXED_POINTS.items():
        assert build.area_of(point) == by_name(PLACES, name)["area"]


def test_area_of() -> None:
    x, y = build.MIDDLE
    assert build.area_of((x, y)) == "centre"
    assert build.area_of((x, y + 1500)) == "north"
    assert build.area_of((x, y - 1500)) == "south"
    assert build.area_of((x + 1500, y)) == "east"
    assert build.area_of((x - 1500, y)) == "west"
    assert build.area_of((x, y + build.CITY_RADIUS + 1)) is None


def test_near_refers_to_landmarks_and_their_kinds() -> None:
    kind_of = {row["name"].lower(): row["kind"] for row in LANDMARKS}
    for row in VENUES:
        values = near(row)
        assert len(values) == len(set(values))
        named = [value for value in values if value in kind_of]
        kinds = [value for value in values if value not in kind_of]
        assert set(kinds) == {kind_of[name] for name in named}, row["name"]
    assert sum(bool(row["near"]) for row in VENUES) > len(VENUES) // 2


def test_near_is_within_400_metres_nearest_first() -> None:
    marks = [
        build.Landmark("Far Zoo", "zoo", "centre", (401, 0)),
        build.Landmark("Edge Park", "park", "centre", (400, 0)),
        build.Landmark("Near Park", "park", "centre", (0, 10)),
    ]
    assert build.near((0, 0), marks) == "park;near park;edge park"
    assert build.near((5000, 5000), marks) == ""


def test_attractions_are_the_landmarks_that_people_visit() -> None:
    for row in ATTRACTIONS:
        landmark = by_name(LANDMARKS, row["name"])
        kind = landmark["kind"]
        also = names.ATTRACTIONS[kind]
        assert row["type"].split(";") == ([kind, also] if also else [kind])
        assert all(row[column] == landmark[column] for column in ("area", "address", "phone"))
        assert row["postcode"][2] == str(names.AREAS.index(row["area"]) + 1)
        assert row["entrance_fee"] == "free" or row["entrance_fee"].endswith(" pounds")
    left = {row["name"] for row in LANDMARKS} - {row["name"] for row in ATTRACTIONS}
    assert {by_name(LANDMARKS, name)["kind"] for name in left}.isdisjoint(names.ATTRACTIONS)
