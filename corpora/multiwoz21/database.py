"""The rows of MultiWOZ 2.1's own databases, `db/*_db.json`, under the slot names of its acts.

"?" stands for what is unknown and is left out, and so is what is no text: the prices per kind of
room and the coordinates. The taxis are every colour of every make; their telephone number is a
pattern there, not a number.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dialog.corpus.files import Place, read_json
from dialog.errors import CorpusError, did_you_mean

DOMAINS = ("attraction", "hospital", "hotel", "police", "restaurant", "taxi", "train")
UNKNOWN = ("", "?")


def read_rows(folder: Path, domain: str) -> list[Mapping[str, str]]:
    """Return the rows of a domain, in the order of the file.

    Args:
        folder: the folder of the database files.
        domain: one of `DOMAINS`.

    Raises:
        CorpusError: for an unknown domain, or a file that is missing or malformed.
    """
    if domain not in DOMAINS:
        raise CorpusError(
            f"multiwoz21 has no database of {domain!r}; there are: {', '.join(DOMAINS)}."
            f"{did_you_mean(domain, DOMAINS)}"
        )
    path = folder / f"{domain}_db.json"
    if domain == "taxi":
        return _taxis(Place(str(path)), read_json(path, dict))
    records = enumerate(read_json(path, list), start=1)
    return [_row(Place(f"{path}, row {number}"), record) for number, record in records]


def _row(place: Place, raw: Any) -> dict[str, str]:
    row: dict[str, str] = {}
    for field, value in place.of(dict, raw, "the row").items():
        match value:
            case str() if value.strip() not in UNKNOWN:
                row[field] = value.strip()
            case bool() | float() | None:
                place.of(str, value, field)
            case int():
                row[field] = str(value)
    return row


def _taxis(place: Place, raw: dict[str, Any]) -> list[Mapping[str, str]]:
    colours, makes = (
        [place.of(str, word, key) for word in place.of(list, raw.get(key), key)]
        for key in ("taxi_colors", "taxi_types")
    )
    return [{"car": f"{colour} {make}"} for colour in colours for make in makes]
