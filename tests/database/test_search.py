"""Searching the domains' tables, through real SQLite files."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dialog.database import Database
from dialog.domain import Domain

from .eateries import domain, names, schema, url


@pytest.mark.parametrize(
    ("constraints", "found"),
    [
        ({}, ["Roma", "Pho 24", "Al 50%_off"]),
        ({"food": "ITALIAN"}, ["Roma", "Al 50%_off"]),
        ({"food": "italian", "area": "Centre"}, ["Al 50%_off"]),
        ({"food": "dontcare", "area": ""}, ["Roma", "Pho 24", "Al 50%_off"]),
        ({"near": "City Museum"}, ["Roma"]),
        ({"near": "market"}, ["Al 50%_off"]),
        ({"near": "mus"}, []),
        ({"near": "%"}, []),
        ({"near": "mark_t"}, []),
        ({"near": "station;the market"}, []),
        ({"near": "x" * 100_000}, []),
        ({"name": "al 50%_OFF"}, ["Al 50%_off"]),
        ({"rank": "4"}, ["Roma", "Al 50%_off"]),
        ({"rank": "at least 4"}, ["Roma", "Al 50%_off"]),
        ({"rank": "under 4"}, ["Pho 24"]),
        ({"rank": "3;4"}, ["Roma", "Pho 24", "Al 50%_off"]),
        ({"rank": "2;3"}, ["Pho 24"]),
        ({"food": "\ud800\0"}, []),
    ],
)
def test_search(database: Database, constraints: dict[str, str], found: list[str]) -> None:
    assert names(database.search("eatery", constraints)) == found


def test_rows_have_every_column_as_text_and_no_key(database: Database) -> None:
    assert database.search("eatery", {}, limit=1) == [
        {
            "name": "Roma",
            "food": "Italian",
            "area": "north",
            "near": "museum;city museum",
            "stars": "4",
            "phone": "111",
        }
    ]


def test_sql_in_a_value_stays_text(database: Database) -> None:
    evil = "'; DROP TABLE eatery; --"
    assert database.search("eatery", {"food": evil, "near": evil}) == []
    booked = database.book("eatery", "Roma", {"day": evil, "leave": evil}, {"phone": evil})
    assert booked["day"] == evil
    assert len(database.search("eatery", {})) == 3


def test_unknown_names(database: Database) -> None:
    with pytest.raises(ValueError, match=r"no slot 'fod'.*Did you mean 'food'"):
        database.search("eatery", {"fod": "x"})
    with pytest.raises(ValueError, match="no slot 'day'"):
        database.search("eatery", {"day": "x"})
    with pytest.raises(ValueError, match="No domain 'eatry'"):
        database.search("eatry", {})
    with pytest.raises(ValueError, match="has no 'guests'"):
        database.book("eatery", "Roma", {"guests": "2"})


def test_values(database: Database) -> None:
    assert database.values("eatery", "near") == [
        "museum",
        "city museum",
        "station",
        "the market",
        "market",
    ]
    assert database.values("eatery", "rank") == ["4", "3"]


def test_unicode_case(tmp_path: Path) -> None:
    csv = "name,food,area,near,stars,phone\nCafé ÉTÉ,Öl,x,Ñam;b,1,2\n"
    database = Database(url(tmp_path), {"eatery": domain(tmp_path / "e", csv)})
    assert names(database.search("eatery", {"name": "CAFÉ été", "near": "ñAM"})) == ["Café ÉTÉ"]


def plans(path: Path, conditions: list[str]) -> list[str]:
    """Return how SQLite would find the eateries of some conditions."""
    with closing(sqlite3.connect(path)) as raw:
        query = "EXPLAIN QUERY PLAN SELECT * FROM eatery WHERE"
        return [str(raw.execute(f"{query} {condition}").fetchall()) for condition in conditions]


def test_searches_go_by_an_index(tmp_path: Path) -> None:
    eateries = {"eatery": domain(tmp_path / "eatery")}
    with closing(Database(url(tmp_path), eateries)) as database:
        database.open()
    file, searched = tmp_path / "dialog.db", ["lower(name) = 'roma'", "lower(food) = 'italian'"]
    assert all("USING INDEX" in plan for plan in plans(file, searched))
    assert "USING INDEX" not in plans(file, ["lower(phone) = '1'"])[0]  # nobody searches by it
    with closing(sqlite3.connect(file)) as raw:  # as a version without indexes left it
        raw.execute('DROP INDEX "eatery.food"')
    with closing(Database(url(tmp_path), eateries)) as database:
        database.open()
    assert all("USING INDEX" in plan for plan in plans(file, searched))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_search_is_the_plain_filter(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    word = st.text(alphabet="aAbBéÉßΣς %_/\\'\";-.", min_size=1, max_size=4).map(
        lambda s: s.replace(";", "").strip() or "a"
    )
    rows = data.draw(
        st.lists(
            st.fixed_dictionaries(
                {"name": word, "food": word, "near": st.lists(word, max_size=3).map(";".join)}
            ),
            min_size=1,
            max_size=6,
        )
    )
    wanted = data.draw(st.dictionaries(st.sampled_from(["name", "food", "near"]), word, max_size=3))

    class Given(Domain):
        def rows(self) -> list[dict[str, str]]:
            return rows

    slots = {
        name: {
            "description": name,
            "search": "optional",
            "question": "?",
            "multiple": name == "near",
        }
        for name in ("name", "food", "near")
    }
    small = schema(slots=slots, booking=None)
    folder = tmp_path_factory.mktemp("search")
    database = Database("sqlite://", {"eatery": Given(schema=small, path=folder)})

    def fits(row: dict[str, str]) -> bool:
        return all(
            v.lower() in row[s].lower().split(";") if s == "near" else v.lower() == row[s].lower()
            for s, v in wanted.items()
        )

    assert database.search("eatery", wanted) == [row for row in rows if fits(row)]
    database.close()


PRICED = {
    "price": {"description": "the price", "search": "optional", "spans": [10, 20]},
    "dishes": {"description": "dishes", "search": "optional", "multiple": True, "many": True},
}


@pytest.mark.parametrize("wanted", ["at least 10", "10-20", "under 20", "免费", "5.5", "cheap"])
def test_a_span_of_numbers_is_searched_by_as_it_is_compared(tmp_path: Path, wanted: str) -> None:
    cells = ["0", "5.5", "10", "15", "20", "21", ""]
    csv = "name,price,dishes\n" + "".join(f"n{i},{cell},x\n" for i, cell in enumerate(cells))
    slots = {"name": {"description": "the name", "search": "optional"}, **PRICED}
    database = Database(url(tmp_path), {"eatery": domain(tmp_path, csv, slots=slots, booking=None)})
    slot = schema(slots=slots, booking=None).slots["price"]
    fit = [f"n{i}" for i, cell in enumerate(cells) if slot.holds(cell, wanted)]
    assert names(database.search("eatery", {"price": wanted})) == fit


def test_values_that_stand_together_are_all_there(tmp_path: Path) -> None:
    csv = "name,price,dishes\nRoma,1,pasta;pizza\nPho,2,pho;pasta\n"
    slots = {"name": {"description": "the name", "search": "optional"}, **PRICED}
    database = Database(url(tmp_path), {"eatery": domain(tmp_path, csv, slots=slots, booking=None)})
    assert names(database.search("eatery", {"dishes": "pizza;Pasta"})) == ["Roma"]
    assert names(database.search("eatery", {"dishes": "pasta"})) == ["Roma", "Pho"]


@pytest.mark.parametrize(
    ("bound", "wanted", "found"),
    [
        ("at_least", "3", ["Four", "Ten", "Twelve"]),
        ("at_most", "10", ["Ten", "Four", "Two"]),
        ("at_least", "13", []),
    ],
)
def test_within_a_bound_the_nearest_comes_first(
    tmp_path: Path, bound: str, wanted: str, found: list[str]
) -> None:
    slots = schema().model_dump()["slots"]
    slots["rank"]["bound"] = bound
    stars = {"Two": 2, "Four": 4, "Ten": 10, "Twelve": 12, "None": ""}
    csv = "name,food,area,near,stars,phone\n"
    csv += "".join(f"{name},thai,centre,park,{number},1\n" for name, number in stars.items())
    plugin = domain(tmp_path / "eatery", csv, slots=slots)
    rows = Database(url(tmp_path), {"eatery": plugin}).search("eatery", {"rank": wanted})
    assert names(rows) == found
