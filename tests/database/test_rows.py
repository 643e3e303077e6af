"""How rows come into the domains' tables, and what stays in them."""

import sqlite3
from pathlib import Path

import pytest

from dialog.database import Database
from dialog.errors import StoreError

from .eateries import CSV, domain, names, url


def test_changed_rows_replace_the_old_and_keep_bookings(tmp_path: Path) -> None:
    first = Database(url(tmp_path), {"eatery": domain(tmp_path / "e")})
    first.book("eatery", "Roma", {"day": "friday", "leave": "1"})
    first.close()
    lines = CSV.splitlines()
    fewer = domain(tmp_path / "e", "\n".join(lines[:2]) + "\n")
    second = Database(url(tmp_path), {"eatery": fewer})
    assert names(second.search("eatery", {})) == ["Roma"]
    assert len(second.bookings("eatery")) == 1
    second.close()
    wider = "\n".join([lines[0] + ",garden", lines[2] + ",yes"]) + "\n"
    third = Database(url(tmp_path), {"eatery": domain(tmp_path / "e", wider)})
    assert [(r["name"], r["garden"]) for r in third.search("eatery", {})] == [("Pho 24", "yes")]
    assert len(third.bookings("eatery")) == 1


def test_rows_that_somebody_else_put_there_stay(tmp_path: Path) -> None:
    first = Database(url(tmp_path), {"eatery": domain(tmp_path / "e")})
    first.open()
    first.close()
    with sqlite3.connect(tmp_path / "dialog.db") as raw:
        raw.execute("DELETE FROM dialog_rows")
        raw.execute("UPDATE eatery SET food = 'mine'")
    raw.close()
    again = Database(url(tmp_path), {"eatery": domain(tmp_path / "e")})
    assert len(again.search("eatery", {"food": "mine"})) == 3
    assert {row["food"] for row in again.refilled()["eatery"].rows()} == {"mine"}


def test_a_table_with_the_plugins_rows_is_not_refilled(database: Database) -> None:
    assert database.refilled() == {}
    database.replace({"eatery": []})
    assert database.refilled()["eatery"].rows() == []
    database.restore(["eatery"])
    assert database.refilled() == {}


def test_two_domains_with_one_table(tmp_path: Path) -> None:
    both = {
        "a": domain(tmp_path / "a", name="a", database={"table": "places", "rows": "rows.csv"}),
        "b": domain(tmp_path / "b", name="b", database={"table": "Places", "rows": "rows.csv"}),
    }
    with pytest.raises(StoreError, match="'b' and the domain 'a' both have a table 'Places'"):
        Database(url(tmp_path), both).open()


def test_a_table_with_other_columns(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as raw:
        raw.execute("CREATE TABLE eatery (name TEXT)")
    raw.close()
    database = Database(f"sqlite:///{path}", {"eatery": domain(tmp_path / "e")})
    with pytest.raises(StoreError, match=r"'eatery' in .*other.db lacks the columns area, food"):
        database.open()
    with sqlite3.connect(path) as raw:
        tables = raw.execute("SELECT name FROM sqlite_master").fetchall()
    raw.close()
    assert tables == [("eatery",)]
