"""`dialog db` fills the tables that the bots search."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from dialog.commands.db import db
from dialog.database import Database
from dialog.domain import load_domains
from dialog.errors import CorpusError, StoreError

HOTEL = {"name": "the lodge", "area": "east", "stars": "4", "parking": "?", "type": "hotel"}


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'dialog.db'}"


@pytest.fixture(autouse=True)
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The corpus's database files."""
    folder = tmp_path / "corpora" / "multiwoz21" / "db"
    folder.mkdir(parents=True)
    monkeypatch.setenv("DIALOG_CORPORA", str(tmp_path / "corpora"))
    write(folder, "hotel", [HOTEL])
    return folder


def write(folder: Path, name: str, records: Any) -> None:
    (folder / f"{name}_db.json").write_text(json.dumps(records), encoding="utf-8")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(db, arguments)


def import_into(url: str, *domains: str) -> Result:
    chosen = [word for name in domains for word in ("--domain", name)]
    return run("import", "multiwoz21", *chosen, "--database", url)


def found(url: str, domain: str = "hotel") -> list[dict[str, str]]:
    with closing(Database(url, load_domains([domain]))) as database:
        return database.search(domain, {})


def test_import(url: str) -> None:
    with closing(Database(url, load_domains(["hotel"]))) as database:
        own = database.search("hotel", {})
        stay = {"people": "2", "day": "monday", "stay": "1"}
        booking = database.book("hotel", own[0]["name"], stay)
    result = import_into(url, "hotel")
    assert result.exit_code == 0, result.output
    assert "hotel: 1 rows of multiwoz21 in" in result.output
    [row] = found(url)  # opened anew, which leaves imported rows alone
    assert {k: v for k, v in row.items() if v} == {
        "name": "the lodge",
        "area": "east",
        "stars": "4",
        "type": "hotel",
    }
    with closing(Database(url, load_domains(["hotel"]))) as database:
        assert database.bookings("hotel") == [booking]
        assert [r["name"] for r in database.search("hotel", {"area": "East"})] == ["the lodge"]
    result = run("restore", "--domain", "hotel", "--database", url)
    assert result.exit_code == 0, result.output
    assert found(url) == own


def test_values_that_the_domain_does_not_allow_are_told(url: str, corpus: Path) -> None:
    write(corpus, "hotel", [HOTEL | {"area": "moon"}])
    result = import_into(url, "hotel")
    assert "area: 1 values that domain.yml does not allow, such as 'moon'" in result.output


def test_all_or_none(url: str, corpus: Path) -> None:
    before = found(url)
    write(corpus, "restaurant", [{"name": "roma"}, {"food": "thai"}])
    result = import_into(url, "hotel", "restaurant")
    assert isinstance(result.exception, CorpusError)
    assert "Row 2 of multiwoz21's database of restaurant has no name" in str(result.exception)
    assert found(url) == before


def test_a_failing_database_keeps_what_it_had(url: str, corpus: Path, tmp_path: Path) -> None:
    before = found(url)
    found(url, "restaurant")
    with closing(sqlite3.connect(tmp_path / "dialog.db")) as raw:
        raw.execute(
            "CREATE TRIGGER full BEFORE INSERT ON restaurant "
            "BEGIN SELECT RAISE(FAIL, 'no more room'); END"
        )
        raw.commit()
    write(corpus, "restaurant", [{"name": "roma"}])
    result = import_into(url, "hotel", "restaurant")
    assert result.exit_code
    assert result.exception is not None
    assert found(url) == before


def test_a_domain_without_a_table(url: str) -> None:
    result = import_into(url, "taxi")
    assert "'taxi' has no `database: table:`" in str(result.exception)
    result = run("restore", "--domain", "taxi", "--database", url)
    assert isinstance(result.exception, StoreError)


def test_a_domain_whose_tables_are_joined_has_no_rows_to_restore(url: str, library: Path) -> None:
    result = run("restore", "--domain", str(library), "--database", url)
    assert isinstance(result.exception, StoreError)
    assert "'library'" in str(result.exception)
