"""The rows of CrossWOZ's own databases, under the slot names of its acts.

A list becomes one text whose items are joined by ; the facilities of a hotel become a column
each, 酒店设施-叫醒服务, with 是 or 否. What is null is left out. The taxis are one row of the
placeholders that stand in the dialogues' texts, the metro one row for each place.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from corpora.crosswoz.labels import FACILITY, NAME
from dialog.corpus.files import Place, read_json
from dialog.errors import CorpusError, did_you_mean
from dialog.schema import JOINT

DATABASE = "database"  # their folder
NEARBY = "周边"  # what the slot of places near a place begins with; the rest is their domain
FILES: dict[str, str] = {
    "景点": "attraction_db.json",
    "餐馆": "restaurant_db.json",
    "酒店": "hotel_db.json",
    "地铁": "metro_db.json",
    "出租": "taxi_db.json",
}
_FACILITIES = "酒店设施"
_DOMAIN = "领域"  # the domain, in every row the same
SEPARATOR = JOINT


def read_rows(folder: Path, domain: str) -> list[Mapping[str, str]]:
    """Return the rows of a domain, in the order of the file.

    Args:
        folder: the folder of the database files.
        domain: its Chinese name.

    Raises:
        CorpusError: for an unknown domain, or a file that is missing or malformed.
    """
    if domain not in FILES:
        near = did_you_mean(domain, FILES)
        known = ", ".join(FILES)
        raise CorpusError(f"crosswoz has no database of {domain!r}; there are: {known}.{near}")
    path = folder / FILES[domain]
    records: list[dict[str, Any]] = []
    for number, item in enumerate(read_json(path, list)):
        match item:
            case [str(), dict() as record]:
                records.append(record)
            case _:
                raise Place(str(path)).error(f"has at [{number}] no [name, record]")
    rows = [_row(Place(f"{path}, row {number}"), record) for number, record in enumerate(records)]
    facilities = dict.fromkeys(slot for row in rows for slot in row if slot.startswith(FACILITY))
    absent = dict.fromkeys(facilities, "否")
    return [{**absent, **row} for row in rows]


def place_names(folder: Path, domain: str) -> dict[str, tuple[str, ...]]:
    """Return the names that the slots for places take: a domain's own, and those nearby.

    Args:
        folder: the folder of the database files.
        domain: its Chinese name.

    Raises:
        CorpusError: for an unknown domain, or a file that is missing or malformed.
    """
    rows = read_rows(folder, domain)
    found: dict[str, tuple[str, ...]] = {}
    for slot in dict.fromkeys(slot for row in rows for slot in row):
        if slot == NAME or slot.startswith(NEARBY):
            there = rows if slot == NAME else read_rows(folder, slot.removeprefix(NEARBY))
            found[slot] = tuple(dict.fromkeys(row[NAME] for row in there if NAME in row))
    return found


def _row(place: Place, record: Mapping[str, Any]) -> dict[str, str]:
    row: dict[str, str] = {}
    for slot, value in record.items():
        match value:
            case list() if slot == _FACILITIES:
                names = [place.of(str, name, slot) for name in value]
                row |= {FACILITY + name: "是" for name in names if name.strip()}
            case list():
                row[slot] = SEPARATOR.join(place.of(str, name, slot) for name in value)
            case str() | int() | float() if not isinstance(value, bool):
                row[slot] = str(value)
            case None:
                continue
            case _:
                raise place.error(f"has {value!r} at {slot}, which is no text, number or list")
    row.pop(_DOMAIN, None)
    return {slot: value for slot, value in row.items() if value}
