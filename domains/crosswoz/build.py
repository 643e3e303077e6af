"""Makes the tables of sights, hotels and restaurants from places.yml.

Places are near one another up to `NEAR` kilometres, the nearest first; a station is a place's if
it is no farther than `WALK`. Run `python -m domains.crosswoz.build`, with --check to compare only.
"""

import sys
from collections.abc import Mapping
from functools import cache, partial
from math import dist
from pathlib import Path
from typing import Any

from domains.rowfiles import run, stale, to_csv, write

ROOT = Path(__file__).parent
NEAR, WALK = 2.2, 1.5  # kilometres
FILES = {
    "attractions": ("attraction/attractions.csv", "周边景点"),
    "hotels": ("hotel/hotels.csv", "周边酒店"),
    "restaurants": ("restaurant/restaurants.csv", "周边餐馆"),
}
_NOT_SAID = {"hotels": "周边酒店"}  # hotels near hotels are no part of CrossWOZ
_FACILITY = "酒店设施-"
Place = Mapping[str, Any]


@cache
def _places() -> Mapping[str, Any]:
    import yaml

    loaded: Mapping[str, Any] = yaml.safe_load((ROOT / "places.yml").read_text(encoding="utf-8"))
    return loaded


def files() -> dict[str, str]:
    """Return the tables: path below this folder -> text."""
    return {path: _table(kind) for kind, (path, _) in FILES.items()}


def _table(kind: str) -> str:
    rows = [_row(kind, name, place) for name, place in _places()[kind].items()]
    return to_csv(list(rows[0]), [list(row.values()) for row in rows])


def _row(kind: str, name: str, place: Place) -> dict[str, str]:
    row = {"名称": name}
    row |= {slot: _cell(value) for slot, value in place.items() if slot not in ("at", "还有")}
    row["电话"] = f"010-5550{1000 * list(FILES).index(kind) + list(_places()[kind]).index(name):04}"
    row["地铁"] = _station(place)
    for other, (_, slot) in FILES.items():
        if _NOT_SAID.get(kind) != slot:
            row[slot] = ";".join(_near(name, place, _places()[other]))
    if kind == "hotels":
        row |= _facilities(place)
    return row


def _cell(value: Any) -> str:
    return ";".join(value) if isinstance(value, list) else str(value)


def _station(place: Place) -> str:
    stations = _places()["stations"]
    nearest = min(stations, key=lambda name: dist(stations[name], place["at"]))
    return f"{nearest}地铁站" if dist(stations[nearest], place["at"]) <= WALK else ""


def _near(name: str, place: Place, others: Mapping[str, Place]) -> list[str]:
    far = {other: dist(place["at"], there["at"]) for other, there in others.items()}
    return sorted((o for o in far if o != name and far[o] <= NEAR), key=lambda other: far[other])


def _facilities(hotel: Place) -> dict[str, str]:
    sets, hotels = _places()["facilities"], _places()["hotels"]
    mentioned = [name for names in sets.values() for name in names]
    mentioned += [name for other in hotels.values() for name in other["还有"]]
    there = {*sets[hotel["酒店类型"]], *hotel["还有"]}
    return {_FACILITY + n: "yes" if n in there else "no" for n in dict.fromkeys(mentioned)}


def main(argv: list[str] | None = None) -> int:
    """Run the command line."""
    made = files()
    return run(
        argv, "domains.crosswoz.build", __doc__, partial(write, made, ROOT),
        partial(stale, made, ROOT),
    )  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
