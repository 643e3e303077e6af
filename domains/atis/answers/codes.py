"""What abbreviations mean: of airlines, airports, aircraft, fares, restrictions, meals, states."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from dialog.database import Database
from domains.atis.answers.question import Row
from domains.atis.errors import UnmetError
from domains.atis.names import Names
from domains.atis.slots import Slots, restriction_codes


@dataclass(frozen=True)
class Kind:
    """Codes of one kind: where they stand, and how users spell and ask for them."""

    name: str
    table: str
    meaning: str  # the column
    spelled: Callable[[str], Sequence[str]]  # the codes that a user's words may mean, best first
    slots: tuple[str, ...] = ()


def _plain(words: str) -> list[str]:
    """Return the codes in words such as "q fares", "meal code s"."""
    bare = re.sub(r"\b(?:meal|fare|fares|codes?|class|airport|airline)\b", " ", words.lower())
    return [re.sub(r"[\s.]", "", bare).upper()]


def _meal(words: str) -> list[str]:
    bare = re.sub(r"\b(?:meals?|codes?)\b", " ", words.lower()).upper().split()
    return ["/".join(bare), "".join(bare), *bare]


def _restrictions(words: str) -> list[str]:
    return restriction_codes([words])


KINDS = (
    Kind("airline", "airlines", "name", _plain, ("airline_code",)),
    Kind("fare", "fare_bases", "description", _plain, ("fare_basis_code", "booking_class")),
    Kind("restriction", "restrictions", "description", _restrictions, ("restriction_code",)),
    Kind(
        "airport",
        "airports",
        "name",
        _plain,
        ("airport_code", "fromloc.airport_code", "toloc.airport_code"),
    ),
    Kind("aircraft", "aircraft", "name", _plain, ("aircraft_code",)),
    Kind("meal", "meals", "description", _meal, ("meal_code",)),
    Kind("other", "codes", "meaning", _plain, ("days_code",)),
)
_STATES = ("state_code", "fromloc.state_code", "toloc.state_code")
_NAMED = re.compile(
    r"\b(?:codes?|abbreviations?|symbols?|does|define|explain|restrictions?|is|class)\s+"
    r"([a-z]{1,4}(?:[/ ]?\d{1,3})?|\d{3}|[a-z]\d\d|\d\d[a-z])\b"
)


def explain(database: Database, names: Names, slots: Slots, text: str) -> list[Row]:
    """Return what codes mean: those in the slots, else one in the text, else all of a kind.

    A code is looked up where its slot says, and if it is not there among all the others.

    Raises:
        UnmetError: for a code that stands nowhere, or when no code is named.
    """
    slots = {**slots, "restriction_code": restriction_codes(slots.get("restriction_code", ()))}
    told = [(kind, words) for kind in KINDS for slot in kind.slots for words in slots.get(slot, ())]
    rows = [row for kind, words in told for row in _looked_up(database, names, words, kind)]
    for slot in _STATES:
        rows += [
            _state(names, words) for words in slots.get(slot, ()) if words.lower() in names.states
        ]
    if rows:
        return list({(row["kind"], row["code"]): row for row in rows}.values())
    words = next((words for _, words in told), "")
    if found := _NAMED.search(text.lower()):
        words = words or found.group(1)
        rows = _looked_up(database, names, found.group(1), None)
    if rows:
        return rows
    if words and told:
        raise UnmetError(f"I do not know what {words.upper()} stands for.", words)
    kind = next((kind for kind in KINDS if kind.name in text.lower()), None)
    if kind is None:
        raise UnmetError("Tell me which abbreviation you mean.")
    return _rows(database, kind)


def _looked_up(database: Database, names: Names, words: str, first: Kind | None) -> list[Row]:
    kinds = [first, *KINDS] if first else KINDS
    for kind in kinds:
        for code in kind.spelled(words):
            if rows := _rows(database, kind, code):
                return rows
    return []


def _rows(database: Database, kind: Kind, code: str | None = None) -> list[Row]:
    table = database.table(f"atis_{kind.table}")
    query = sa.select(table).order_by(table.c.code)
    if code is not None:
        query = query.where(table.c.code == code)
    return [
        {
            "code": row["code"],
            "kind": row.get("kind", "") or kind.name,
            "meaning": row[kind.meaning],
        }
        for row in database.select(query)
    ]


def _state(names: Names, words: str) -> Row:
    cities = ", ".join(sorted(names.states[words.lower()]))
    return {"code": words.upper(), "kind": "state", "meaning": f"the state of {cities}"}
