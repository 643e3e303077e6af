"""The further tables of a domain in SQL: filled from their files, joined by queries."""

import csv
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from dialog.database import Database
from dialog.domain import Domain, load_domain
from dialog.errors import DomainError, StoreError


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'dialog.db'}"


def opened(library: Path, url: str) -> Database:
    return Database(url, {"library": load_domain(library)})


def all_of(database: Database, name: str) -> list[dict[str, Any]]:
    table = database.table(name)
    columns = [column for column in table.columns if column.name != "row_id"]
    return database.select(sa.select(*columns).order_by(table.c.row_id))


def edit(library: Path, name: str, old: str, new: str) -> None:
    file = library / name
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_tables_are_their_files_with_numbers_as_numbers(library: Path, url: str) -> None:
    database = opened(library, url)
    for name, numbers in (("branches", ()), ("books", ("id", "year")), ("loans", ("book",))):
        with (library / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        for row in rows:
            row.update({c: int(row[c]) if row[c] else None for c in numbers})
        assert all_of(database, f"library_{name}") == rows


def test_tables_are_joined(library: Path, url: str) -> None:
    database = opened(library, url)
    books, loans = database.table("library_books"), database.table("library_loans")
    joined = books.join(loans, loans.c.book == books.c.id)
    query = sa.select(books.c.title, loans.c.due).select_from(joined).where(books.c.year < 1935)
    assert database.select(query.order_by(loans.c.row_id)) == [
        {"title": "The Fog", "due": "on the shelf"},
        {"title": "The Fog", "due": "20 May"},
    ]


def test_a_table_that_nobody_declares(library: Path, url: str) -> None:
    with pytest.raises(ValueError, match=r"no table 'library_book'\. Did you mean 'library_books'"):
        opened(library, url).table("library_book")


def test_a_changed_file_fills_its_table_anew(library: Path, url: str) -> None:
    opened(library, url).open()
    edit(library, "data/branches.csv", "code,name", "floor,code,name")
    edit(library, "data/branches.csv", "\nN,", "\n1,N,")
    edit(library, "data/branches.csv", "\nH,", "\n2,H,")
    edit(library, "data/branches.csv", "\nM,Mill Lane,south,10:00", "\n,M,Mill,north,7:00")
    database = opened(library, url)
    rows = all_of(database, "library_branches")
    assert [(row["floor"], row["name"]) for row in rows] == [
        ("1", "Northgate"), ("2", "Harbour"), ("", "Mill"),
    ]  # fmt: skip
    assert len(all_of(database, "library_loans")) == 11


def test_a_file_that_did_not_change_is_not_filled_anew(library: Path, url: str) -> None:
    opened(library, url).open()
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as connection, connection:
        connection.execute("UPDATE library_books SET title = 'x' WHERE id = 1")
    assert all_of(opened(library, url), "library_books")[0]["title"] == "x"


def test_columns_that_become_numbers_are_numbers(library: Path, url: str) -> None:
    edit(library, "domain.yml", "numbers: [id, year]", "numbers: [id]")
    assert all_of(opened(library, url), "library_books")[0]["year"] == "1931"
    edit(library, "domain.yml", "numbers: [id]", "numbers: [id, year]")
    assert all_of(opened(library, url), "library_books")[0]["year"] == 1931


def test_a_file_with_a_byte_order_mark(library: Path, url: str) -> None:
    file = library / "data" / "branches.csv"
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    assert all_of(opened(library, url), "library_branches")[0]["code"] == "N"


def test_a_file_damaged_after_loading_is_one_sentence(library: Path, url: str) -> None:
    database = opened(library, url)
    edit(library, "data/loans.csv", "2,N,12 May", "2,N")
    with pytest.raises(DomainError, match=r"loans.csv:3: 2 columns, but the header has 3\."):
        database.open()
    edit(library, "data/loans.csv", "2,N", "2,N,12 May")
    assert len(all_of(database, "library_loans")) == 11


def test_a_damaged_file_leaves_all_tables_as_they_were(library: Path, url: str) -> None:
    domain = load_domain(library)
    Database(url, {"library": domain}).open()
    edit(library, "data/branches.csv", "Northgate", "Northgate Road")
    edit(library, "data/loans.csv", "2,N,12 May", "2,N")
    with pytest.raises(DomainError):
        Database(url, {"library": domain}).open()
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as connection:
        names = connection.execute("SELECT name FROM library_branches").fetchall()
        (loans,) = connection.execute("SELECT count(*) FROM library_loans").fetchone()
    assert (names[0][0], loans) == ("Northgate", 11)


def test_two_domains_with_one_further_table(library: Path, url: str) -> None:
    first = load_domain(library)
    schema = first.schema.model_copy(update={"name": "archive"})
    domains = {"library": first, "archive": Domain(schema, library)}
    with pytest.raises(StoreError, match="'archive' and the domain 'library' both have a table"):
        Database(url, domains).open()


def test_a_domain_without_a_table_of_entities_has_none_to_search(library: Path, url: str) -> None:
    with pytest.raises(ValueError, match="library"):
        opened(library, url).search("library", {})
