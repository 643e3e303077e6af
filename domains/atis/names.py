"""What the names and codes that users say stand for in the tables."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

import sqlalchemy as sa

from dialog.database import Database
from dialog.values import nearest
from domains.atis.errors import UnmetError

T = TypeVar("T")
_NEAR = 83.0  # of 100: how like a known name one with a typing error is; "bosten" is 83.3


@dataclass
class Names:
    """Names and codes, read from the tables once."""

    airports: Mapping[str, str]  # code -> name
    cities: Mapping[str, frozenset[str]]  # city -> codes of the airports that serve it
    states: Mapping[str, frozenset[str]]  # state or country, its name or code -> its cities
    airlines: Mapping[str, str]  # code -> name
    aircraft: Mapping[str, str]  # code -> name
    meals: Mapping[str, str]  # code -> what is served
    _airport_words: Mapping[str, frozenset[str]] = field(repr=False, default_factory=dict)
    _city_words: Mapping[str, str] = field(repr=False, default_factory=dict)
    _airline_words: Mapping[str, str] = field(repr=False, default_factory=dict)
    _aircraft_words: Mapping[str, frozenset[str]] = field(repr=False, default_factory=dict)

    @classmethod
    def read(cls, database: Database) -> "Names":
        """Read the tables."""

        def rows(table: str) -> list[dict[str, str]]:
            return database.select(sa.select(database.table(f"atis_{table}")))

        served: dict[str, set[str]] = {}
        for row in rows("airport_services"):
            served.setdefault(row["city"], set()).add(row["airport"])
        cities, airports = rows("cities"), rows("airports")
        states: dict[str, set[str]] = {}
        for row in cities:
            for key in ("state_code", "state_name", "country"):
                states.setdefault(row[key].lower(), set()).add(row["name"])
        airlines, aircraft = rows("airlines"), rows("aircraft")
        fleet: dict[str, set[str]] = {}
        for row in aircraft:
            for word in (row["code"], row["family"], row["name"]):
                fleet.setdefault(_folded(word), set()).add(row["code"])
            short = row["name"].partition(" ")[2].partition("-")[0]
            fleet.setdefault(_folded(short), set()).add(row["code"])
        places: dict[str, set[str]] = {}
        for row in airports:
            for word in (row["code"], row["name"], *_aliases(row)):
                places.setdefault(_folded(word), set()).add(row["code"])
        return cls(
            {row["code"]: row["name"] for row in airports},
            {row["name"]: frozenset(served.get(row["name"], ())) for row in cities},
            _frozen(states),
            {row["code"]: row["name"] for row in airlines},
            {row["code"]: row["name"] for row in aircraft},
            {row["code"]: row["description"] for row in rows("meals")},
            _frozen(places),
            {
                _folded(word): row["name"]
                for row in cities
                for word in (row["name"], *_aliases(row))
            },
            {
                _folded(word): row["code"]
                for row in airlines
                for word in (row["code"], row["name"], *_aliases(row))
            },
            _frozen(fleet),
        )

    def city(self, words: str, *, mistyped: bool = False) -> str:
        """Return the city that words name.

        Args:
            words: the name.
            mistyped: take a name with a typing error for the only one that is so near.

        Raises:
            UnmetError: when there is none.
        """
        folded = _folded(words)
        bare = re.sub(r"^city (?:of|in) | (?:city|area)$|s$", "", folded)
        found = self._city_words.get(folded) or self._city_words.get(bare)
        if mistyped and not found:
            found = _meant(folded, self._city_words)
        return _known(found, f"I know no city called {words.title()}.", words)

    def airports_of(self, words: str) -> frozenset[str]:
        """Return the codes of the airports that a name, a code or "boston airport" names.

        Raises:
            UnmetError: when there is none.
        """
        folded = _folded(words)
        bare = re.sub(r"\b(?:international|airport|the|field)\b", " ", folded)
        for attempt in (folded, " ".join(bare.split())):
            if attempt in self._airport_words:
                return self._airport_words[attempt]
            if attempt in self._city_words:
                return self.cities[self._city_words[attempt]]
        raise UnmetError(f"I know no airport called {words.title()}.", words)

    def cities_in(self, words: str) -> frozenset[str]:
        """Return the cities of a state or country.

        Raises:
            UnmetError: when there is none.
        """
        found = self.states.get(words.lower()) or self.states.get(re.sub(r"\W", "", words.lower()))
        return _known(found, f"I know no cities in {words.title()}.", words)

    def airline(self, words: str) -> str:
        """Return the code of the airline that words name.

        Raises:
            UnmetError: when there is none.
        """
        folded = _folded(words)
        bare = re.sub(r"\b(?:airlines?|airways|air lines?|flights?)\b|s$", " ", folded)
        bare = " ".join(bare.split())
        found = self._airline_words.get(folded) or self._airline_words.get(bare)
        found = found or _meant(folded, self._airline_words)
        return _known(found, f"I know no airline called {words.title()}.", words)

    def aircraft_of(self, words: str) -> frozenset[str]:
        """Return the codes of the aircraft that words name: "boeing 747" is three types.

        Raises:
            UnmetError: when there is none.
        """
        folded = _folded(words)
        bare = re.sub(r"\b(?:boeing|airbus|mcdonnell|douglas|fokker|aircraft)\b|s$", "", folded)
        bare = "".join(bare.split())
        found = self._aircraft_words.get(folded) or self._aircraft_words.get(bare)
        return _known(found, f"I know no aircraft called {words.upper()}.", words)


def _known(found: T | None, sentence: str, words: str) -> T:
    """Return what was found, or say that there is nothing."""
    if not found:
        raise UnmetError(sentence, words)
    return found


def _meant(words: str, known: Mapping[str, str]) -> str | None:
    """Return what a name with a typing error stands for, if nothing else is as near."""
    found = nearest(words, known, _NEAR)
    return found[0] if found and 100 * found[1] >= _NEAR else None


def _aliases(row: Mapping[str, str]) -> Iterable[str]:
    return (alias for alias in (row.get("aliases") or "").split(";") if alias)


def _folded(words: str) -> str:
    """Return words as they are compared: lower case, without dots, apostrophes and hyphens."""
    plain = re.sub(r"[.']", "", words.lower())
    return " ".join(re.sub(r"[-/]", " ", plain).split())


def _frozen(sets: Mapping[str, set[str]]) -> dict[str, frozenset[str]]:
    return {key: frozenset(members) for key, members in sets.items()}
