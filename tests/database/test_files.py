"""Where the database is, and files and disks that are of no use."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from dialog.database import Database
from dialog.errors import StoreError
from dialog.sql import default_url

from .eateries import domain


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "notes.db"
    path.write_bytes(b"these are notes, not a database\n" * 100)
    database = Database(f"sqlite:///{path}", {"eatery": domain(tmp_path / "e")})
    with pytest.raises(StoreError, match=r"notes.db is no SQLite database; move it away"):
        database.search("eatery", {})
    assert path.read_bytes().startswith(b"these are notes")


def test_a_full_disk(tmp_path: Path, database: Database) -> None:
    database.open()
    with database._sql.transaction() as connection:
        pages = connection.execute(sa.text("PRAGMA page_count")).scalar_one()
    sa.event.listen(
        database._sql._engine,
        "begin",
        lambda c: c.connection.driver_connection.execute(f"PRAGMA max_page_count={pages}"),
        insert=True,
    )
    with pytest.raises(StoreError, match=r"dialog.db cannot grow because the disk is full"):
        database.book("eatery", "Roma", {"day": "x" * 100_000, "leave": "1"})
    assert database.bookings("eatery") == []


@pytest.mark.parametrize("bad", ["nonsense", "nosuchdb://x/y"])
def test_a_bad_url(tmp_path: Path, bad: str) -> None:
    with pytest.raises(StoreError, match="no database URL; write it like"):
        Database(bad, {"eatery": domain(tmp_path / "e")}).open()


def test_a_data_folder_that_cannot_be_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("DIALOG_HOME", str(tmp_path / "file" / "x"))
    with pytest.raises(StoreError, match=r"cannot be made .* set DIALOG_HOME"):
        Database(None, {"eatery": domain(tmp_path / "e")}).open()


@pytest.mark.parametrize("place", ["{tmp_path}/gone/deep/x.db", "gone/x.db"])
def test_a_folder_that_is_not_there_is_not_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    monkeypatch.chdir(tmp_path)
    file = place.format(tmp_path=tmp_path)
    with pytest.raises(StoreError, match=rf"There is no folder .*gone.* for the database {file};"):
        Database(f"sqlite:///{file}", {"eatery": domain(tmp_path / "e")}).open()
    assert not (tmp_path / "gone").exists()


def test_a_file_beside_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Database("sqlite:///x.db", {"eatery": domain(tmp_path / "e")}).open()
    assert (tmp_path / "x.db").is_file()


def test_a_folder_in_the_data_folder_is_made(user_folder: Path, tmp_path: Path) -> None:
    file = user_folder / "mine" / "x.db"
    Database(f"sqlite:///{file}", {"eatery": domain(tmp_path / "e")}).open()
    assert file.is_file()


def test_the_default_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIALOG_HOME", str(tmp_path / "home"))
    database = Database(None, {"eatery": domain(tmp_path / "e")})
    assert default_url().startswith("sqlite:///")
    assert database.place == str(tmp_path / "home" / "dialog.db")
    assert len(database.search("eatery", {})) == 3
    assert Path(database.place).is_file()


def test_a_password_is_not_shown() -> None:
    assert "secret" not in Database("postgresql://me:secret@host/db", {}).place
