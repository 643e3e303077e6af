"""Make the CSV files of the fictional city from the tables in `names.py`.

`python -m domains.city.build` rewrites the files; with `--check` it only compares them with what
it would write, and exits 1 on a difference. What is drawn for a row depends on the row's own name
(and on the few rows it would collide with), so adding a row leaves most other rows as they were.
Only integers are drawn and compared, so the files are the same bytes on every platform.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from domains import rowfiles
from domains.city import names
from domains.rowfiles import to_csv

ROOT = Path(__file__).resolve().parents[1]
SEED = "city-1"

MIDDLE = (3000, 3000)  # the grid is in metres: x grows to the east, y to the north
CENTRE_RADIUS = 900
CITY_RADIUS = 2400
NEAR_METRES = 400

LANDMARK_FIELDS = ("name", "kind", "area", "address", "phone", "x", "y")
RESTAURANT_FIELDS = (
    "name", "food", "pricerange", "area", "near", "address", "postcode", "phone",
)  # fmt: skip
HOTEL_FIELDS = (
    "name", "type", "pricerange", "area", "stars", "parking", "internet", "near", "address",
    "postcode", "phone",
)  # fmt: skip
ATTRACTION_FIELDS = (
    "name", "type", "area", "entrance_fee", "openhours", "address", "postcode", "phone",
)  # fmt: skip
CAR_FIELDS = ("colour", "make", "phone")

# Rows that documentation and examples rely on. What is not given here is drawn.
FIXED_POINTS = {"City Museum": (3320, 3330), "Roma": (3240, 3180)}
FIXED_ADDRESSES = {
    "Eraina": "Free School Lane City Centre",
    "Alexander Bed and Breakfast": "56 Saint Barnabas Road",
}
FIXED_PHONES = {"Roma": "385456"}
FIXED_PARKING = {"Alexander Bed and Breakfast": "yes"}
FIXED_INTERNET = {"Alexander Bed and Breakfast": "yes"}
# (food, kind of landmark) -> the only restaurant with that food near such a landmark
ONLY_NEAR = {("italian", "museum"): "Roma"}

Point = tuple[int, int]


class Landmark(NamedTuple):
    """A landmark with its place on the grid."""

    name: str
    kind: str
    area: str
    point: Point


def distance2(a: Point, b: Point) -> int:
    """The square of the distance between two points, in square metres."""
    return (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2


def area_of(point: Point) -> str | None:
    """The area a point lies in, or None outside the city."""
    dx, dy = point[0] - MIDDLE[0], point[1] - MIDDLE[1]
    r2 = distance2(point, MIDDLE)
    if r2 <= CENTRE_RADIUS**2:
        return "centre"
    if r2 > CITY_RADIUS**2:
        return None
    if abs(dy) >= abs(dx):
        return "north" if dy > 0 else "south"
    return "east" if dx > 0 else "west"


def is_near(a: Point, b: Point) -> bool:
    """Whether two points are at most `NEAR_METRES` apart."""
    return distance2(a, b) <= NEAR_METRES**2


def near(point: Point, landmarks: Iterable[Landmark]) -> str:
    """Kinds and names of the landmarks near a point, nearest first: "museum;city museum"."""
    close = [mark for mark in landmarks if is_near(point, mark.point)]
    close.sort(key=lambda mark: (distance2(point, mark.point), mark.name))
    words = (word for mark in close for word in (mark.kind, mark.name.lower()))
    return ";".join(dict.fromkeys(words))


def stream(name: str, what: str) -> random.Random:
    """The random stream of one column of one row."""
    return random.Random(f"{SEED}/{what}/{name}")


def parse(table: str) -> list[tuple[str, ...]]:
    """The rows of a `|` table of `names.py`, sorted by name (the last column)."""
    rows = [tuple(cell.strip() for cell in line.split("|")) for line in table.strip().splitlines()]
    return sorted(rows, key=lambda row: row[-1])


class Registry:
    """Hands out addresses, phones and postcodes, each at most once in the whole city."""

    def __init__(self) -> None:
        self._used: set[str] = {*FIXED_ADDRESSES.values(), *FIXED_PHONES.values()}

    def _fresh(self, draw: Callable[[], str]) -> str:
        while (value := draw()) in self._used:
            pass
        self._used.add(value)
        return value

    def address(self, name: str, area: str, open_air: bool = False) -> str:
        """A house number and street of the area, or a street corner for open-air places."""
        if name in FIXED_ADDRESSES:
            return FIXED_ADDRESSES[name]
        rng, streets = stream(name, "address"), names.STREETS[area]

        def draw() -> str:
            if open_air:
                return "Corner of " + " and ".join(sorted(rng.sample(streets, 2)))
            return f"{rng.randrange(1, 120)} {rng.choice(streets)}"

        return self._fresh(draw)

    def phone(self, name: str) -> str:
        """A six-digit local number."""
        if name in FIXED_PHONES:
            return FIXED_PHONES[name]
        rng = stream(name, "phone")
        return self._fresh(lambda: str(rng.randrange(210_000, 900_000)))

    def postcode(self, name: str, area: str) -> str:
        """A postcode like "QX1 2AB", the digit after QX saying the area."""
        rng, district = stream(name, "postcode"), names.AREAS.index(area) + 1
        letters = "ABDEFGHJLNPQRSTUWXYZ"
        return self._fresh(
            lambda: f"QX{district} {rng.randrange(1, 10)}{rng.choice(letters)}{rng.choice(letters)}"
        )


def place(name: str, area: str, around: Sequence[Point], refused: Sequence[Point] = ()) -> Point:
    """A point in the area, mostly close to one of `around`, and not near any of `refused`."""
    if name in FIXED_POINTS:
        return FIXED_POINTS[name]
    rng = stream(name, "place")
    while True:
        if around and rng.randrange(10) < 6:
            x, y = rng.choice(around)
            point = (x + rng.randrange(-300, 301), y + rng.randrange(-300, 301))
        else:
            low, high = MIDDLE[0] - CITY_RADIUS, MIDDLE[0] + CITY_RADIUS
            point = (rng.randrange(low, high + 1), rng.randrange(low, high + 1))
        if area_of(point) == area and not any(is_near(point, other) for other in refused):
            return point


def make_landmarks() -> list[Landmark]:
    """The landmarks, placed."""
    rows = parse(names.LANDMARKS)
    return [Landmark(name, kind, area, place(name, area, ())) for kind, area, name in rows]


def make_restaurants(landmarks: Sequence[Landmark], registry: Registry) -> list[tuple[str, ...]]:
    """The rows of restaurants.csv."""
    rows: list[tuple[str, ...]] = []
    for food, area, price, name in parse(names.RESTAURANTS):
        around = [mark.point for mark in landmarks if mark.area == area]
        kinds = {kind for (f, kind), only in ONLY_NEAR.items() if f == food and only != name}
        refused = [mark.point for mark in landmarks if mark.kind in kinds]
        close = near(place(name, area, around, refused), landmarks)
        address, postcode = registry.address(name, area), registry.postcode(name, area)
        phone = registry.phone(name)
        rows.append((name, food, price, area, close, address, postcode, phone))
    return rows


def make_hotels(landmarks: Sequence[Landmark], registry: Registry) -> list[tuple[str, ...]]:
    """The rows of hotels.csv."""
    rows: list[tuple[str, ...]] = []
    for kind, area, price, stars, name in parse(names.HOTELS):
        around = [mark.point for mark in landmarks if mark.area == area]
        close = near(place(name, area, around), landmarks)
        has_parking = stream(name, "parking").randrange(10) < (5 if area == "centre" else 8)
        parking = FIXED_PARKING.get(name, "yes" if has_parking else "no")
        has_internet = stream(name, "internet").randrange(10) < 8
        internet = FIXED_INTERNET.get(name, "yes" if has_internet else "no")
        address, postcode = registry.address(name, area), registry.postcode(name, area)
        phone = registry.phone(name)
        rows.append(
            (name, kind, price, area, stars, parking, internet, close, address, postcode, phone)
        )
    return rows


def make_attractions(
    landmark_rows: Iterable[tuple[str, ...]], registry: Registry
) -> list[tuple[str, ...]]:
    """The rows of attractions.csv: the landmarks that people visit."""
    rows: list[tuple[str, ...]] = []
    for name, kind, area, address, phone, *_ in landmark_rows:
        if kind not in names.ATTRACTIONS:
            continue
        pounds = stream(name, "fee").choice(names.FEES.get(kind, (0,)))
        fee = f"{pounds} pounds" if pounds else "free"
        hours = stream(name, "hours").choice(names.HOURS.get(kind, names.DAYTIME))
        kinds = ";".join(filter(None, (kind, names.ATTRACTIONS[kind])))
        postcode = registry.postcode(name, area)
        rows.append((name, kinds, area, fee, hours, address, postcode, phone))
    return rows


def make_cars() -> list[tuple[str, ...]]:
    """The rows of cars.csv: every colour of every make, on numbers reserved for fiction."""
    cars = [(colour, make) for make in names.MAKES for colour in names.COLOURS]
    numbers = stream("cars", "phone").sample(range(1000), len(cars))
    pairs = zip(cars, numbers, strict=True)
    return [(colour, make, f"07700900{number:03d}") for (colour, make), number in pairs]


def build() -> dict[str, str]:
    """The text of each file, by its path under `domains/`."""
    registry = Registry()
    landmarks = make_landmarks()
    landmark_rows = [
        (
            mark.name,
            mark.kind,
            mark.area,
            registry.address(mark.name, mark.area, mark.kind in names.OPEN_KINDS),
            registry.phone(mark.name),
            str(mark.point[0]),
            str(mark.point[1]),
        )
        for mark in landmarks
    ]
    restaurants = make_restaurants(landmarks, registry)
    hotels = make_hotels(landmarks, registry)
    attractions = make_attractions(landmark_rows, registry)
    places = [row[0] for rows in (landmark_rows, restaurants, hotels) for row in rows]
    return {
        "city/landmarks.csv": to_csv(LANDMARK_FIELDS, landmark_rows),
        "restaurant/restaurants.csv": to_csv(RESTAURANT_FIELDS, restaurants),
        "hotel/hotels.csv": to_csv(HOTEL_FIELDS, hotels),
        "attraction/attractions.csv": to_csv(ATTRACTION_FIELDS, attractions),
        "taxi/cars.csv": to_csv(CAR_FIELDS, make_cars()),
        "taxi/places.txt": "".join(f"{name}\n" for name in sorted(places)),
    }


def write(root: Path = ROOT) -> None:
    """Write every file."""
    rowfiles.write(build(), root)


def check(root: Path = ROOT) -> list[str]:
    """The paths of files that are missing or differ from what `write` would write."""
    return rowfiles.stale(build(), root)


def main(argv: Sequence[str] | None = None) -> int:
    """The command line."""
    return rowfiles.run(argv, "domains.city.build", __doc__, write, check)


if __name__ == "__main__":
    sys.exit(main())
