"""Files of an older or a newer version of the store."""

import sqlite3
import threading
from pathlib import Path

import pytest
import sqlalchemy as sa

from dialog import migrations
from dialog.errors import StoreError
from dialog.store import ConversationStore

from .conversations import after, turn, url


def test_a_conversation_of_a_newer_format_is_refused(store: ConversationStore, path: Path) -> None:
    kept = store.create(["eatery"])
    with sqlite3.connect(path) as connection:
        connection.execute("update conversation set version = 99")
    connection.close()
    for call in (store.load, store.undo, store.export):
        with pytest.raises(StoreError, match="newer version of this framework; upgrade"):
            call(kept)
    store.delete(kept)


def test_migrations_run_on_an_empty_file(path: Path) -> None:
    path.touch()
    ConversationStore(url(path)).create(["eatery"])
    with sqlite3.connect(path) as connection:
        names = [name for (name,) in connection.execute("select name from migration")]
    connection.close()
    assert names == list(migrations.MIGRATIONS)


def test_an_older_file_is_brought_up_to_date_once(
    store: ConversationStore, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = store.create(["eatery"])
    store.append(kept, 1, turn("thai"), after(), None)
    ran: list[str] = []

    def add_note(connection: sa.Connection) -> None:
        connection.exec_driver_sql("ALTER TABLE conversation ADD COLUMN note TEXT")
        ran.append("0002")

    longer = {**migrations.MIGRATIONS, "0002_note": add_note}
    with monkeypatch.context() as newer:
        newer.setattr(migrations, "MIGRATIONS", longer)
        for _ in range(2):
            assert ConversationStore(url(path)).load(kept).state.turns == (turn("thai"),)
    assert ran == ["0002"]
    with pytest.raises(StoreError, match="written by a newer version of this framework"):
        ConversationStore(url(path)).load(kept)


def test_a_migration_that_fails_leaves_the_file_as_it_was(
    store: ConversationStore, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = store.create(["eatery"])

    def fails(connection: sa.Connection) -> None:
        connection.exec_driver_sql("ALTER TABLE conversation ADD COLUMN note TEXT")
        connection.exec_driver_sql("ALTER TABLE nowhere ADD COLUMN note TEXT")

    with monkeypatch.context() as newer:
        newer.setattr(migrations, "MIGRATIONS", {**migrations.MIGRATIONS, "0002_fails": fails})
        with pytest.raises(StoreError, match="cannot be used: no such table: nowhere"):
            ConversationStore(url(path)).list()
    assert [each.id for each in ConversationStore(url(path)).list()] == [kept]
    with sqlite3.connect(path) as connection:
        columns = [row[1] for row in connection.execute("pragma table_info(conversation)")]
    connection.close()
    assert "note" not in columns


def test_many_processes_may_open_a_new_file_at_once(path: Path) -> None:
    failures: list[StoreError] = []

    def create() -> None:
        try:
            ConversationStore(url(path)).create(["eatery"])
        except StoreError as error:
            failures.append(error)

    threads = [threading.Thread(target=create) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    assert len(ConversationStore(url(path)).list()) == 8
