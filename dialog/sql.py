"""One SQL database: how to reach it, begin a transaction and word what goes wrong.

SQLite by default, anything else that SQLAlchemy has a URL for. Importing SQLAlchemy takes a
moment, so import this module where it is used.
"""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import (
    ArgumentError,
    DBAPIError,
    IntegrityError,
    NoSuchModuleError,
    SQLAlchemyError,
)

from dialog.errors import StoreError
from dialog.files import data_folder

_ADVICE = {  # the beginning of SQLite's name for an error -> what is wrong and what to do
    "SQLITE_NOTADB": "is no SQLite database; move it away to start with a new one",
    "SQLITE_CORRUPT": "is damaged; restore a copy, or move it away to start with a new one",
    "SQLITE_READONLY": "cannot be written; make it writable or set DIALOG_HOME to another folder",
    "SQLITE_CANTOPEN": "cannot be opened; check the folder's permissions or set DIALOG_HOME "
    "to another folder",
    "SQLITE_FULL": "cannot grow because the disk is full; free some space and try again",
    "SQLITE_IOERR": "cannot be read or written; check the disk and its free space",
    "SQLITE_BUSY": "is in use by another program; try again when that is done",
    "SQLITE_LOCKED": "is in use by another program; try again when that is done",
}


def default_url() -> str:
    """Return the URL of the database in the user's data folder (`DIALOG_HOME`)."""
    return sa.URL.create("sqlite", database=str(data_folder() / "dialog.db")).render_as_string()


class Sql:
    """A database by its URL; nothing is connected before the first transaction."""

    def __init__(self, url: str | None) -> None:
        self._asked = url
        self._url: sa.URL | None = None
        self._engine: sa.Engine | None = None
        self._lock = threading.Lock()

    @property
    def place(self) -> str:
        """Where the data is, for messages: the file, or the URL without its password."""
        try:
            url = self._url or sa.make_url(self._asked or default_url())
        except ArgumentError:
            return repr(self._asked)
        if url.get_backend_name() == "sqlite" and url.database:
            return url.database
        return url.render_as_string(hide_password=True)

    def close(self) -> None:
        """Close the connections; the next transaction opens new ones."""
        with self._lock:
            if self._engine is not None:
                self._engine.dispose()
                self._engine = None

    @contextmanager
    def transaction(self, *, write: bool = False) -> Iterator[sa.Connection]:
        """Give a connection in a transaction, undone if the block raises.

        Raises:
            StoreError: when the database cannot be used, naming it and what to do. A broken
                constraint passes as SQLAlchemy's IntegrityError.
        """
        with self._lock:
            engine = self._engine = self._engine or self._connect()
        with self._errors(), engine.execution_options(dialog_write=write).begin() as connection:
            yield connection

    def _connect(self) -> sa.Engine:
        try:
            url = self._url = sa.make_url(self._asked or default_url())
            if url.get_backend_name() != "sqlite":
                return sa.create_engine(url, pool_pre_ping=True)
            options: dict[str, Any] = {}
            if url.database in (None, "", ":memory:"):  # one connection, or each has its own
                options = {"poolclass": sa.QueuePool, "pool_size": 1, "max_overflow": 0}
                options["connect_args"] = {"check_same_thread": False}
            elif "uri" not in url.query:
                self._check_folder(Path(str(url.database)).parent)
            engine = sa.create_engine(url, **options)
        except (ArgumentError, NoSuchModuleError) as error:
            raise StoreError(
                f"{self.place} is no database URL; write it like "
                "sqlite:///dialog.db or postgresql+psycopg://user@host/name."
            ) from error
        except ModuleNotFoundError as error:
            raise StoreError(
                f"The database {self.place} needs the Python package {error.name!r}; install it."
            ) from error
        except OSError as error:
            raise StoreError(
                f"The folder of the database {self.place} cannot be made ({error.strerror}); "
                "set DIALOG_HOME to another folder."
            ) from error
        sa.event.listen(engine, "connect", _set_up_sqlite)
        sa.event.listen(engine, "begin", _begin_sqlite)
        return engine

    def _check_folder(self, folder: Path) -> None:
        """Refuse a folder that is not there; one in the user's data folder is made."""
        if folder.is_dir():
            return
        if not folder.resolve().is_relative_to(data_folder().resolve()):
            raise StoreError(
                f"There is no folder {folder} for the database {self.place}; make it first, or "
                "name another."
            )
        folder.mkdir(parents=True, exist_ok=True)

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except IntegrityError:
            raise
        except UnicodeDecodeError as error:  # SQLite quotes a damaged file's bytes in its message
            raise StoreError(f"The database {self.place} {_ADVICE['SQLITE_CORRUPT']}.") from error
        except (SQLAlchemyError, sqlite3.Error) as error:
            cause = error.orig if isinstance(error, DBAPIError) else error
            name = getattr(cause, "sqlite_errorname", "")
            for start, advice in _ADVICE.items():
                if name.startswith(start):
                    raise StoreError(f"The database {self.place} {advice}.") from error
            reason = " ".join(str(cause).split())
            raise StoreError(f"The database {self.place} cannot be used: {reason}.") from error


def _set_up_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # _begin_sqlite begins transactions, DDL included
    connection.create_function("lower", 1, _lower, deterministic=True)
    for pragma in ("busy_timeout=10000", "journal_mode=WAL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: sa.Connection) -> None:
    """Take the lock at once when writing: a lock taken later can fail without waiting."""
    write = connection.get_execution_options().get("dialog_write")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


def _lower(text: str | None) -> str | None:
    """Lower case beyond SQLite's own, which knows ASCII only."""
    return text.lower() if isinstance(text, str) else text
