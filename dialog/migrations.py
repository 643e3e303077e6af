"""The tables of the conversation store, and the way from earlier versions of them to these."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from dialog.errors import StoreError
from dialog.sql import Sql


def _columns(*names: str) -> list[sa.ColumnClause[Any]]:
    return [sa.column(name) for name in names]


# The tables as queries see them, after every migration.
CONVERSATION = sa.table(
    "conversation",
    *_columns("id", "domains", "created_at", "updated_at", "rating", "fingerprint", "version"),
)
TURN = sa.table("turn", *_columns("conversation", "number", "data", "state", "trace", "created_at"))
_MIGRATION = sa.table("migration", *_columns("name", "applied_at"))


def _conversations_and_turns(connection: sa.Connection) -> None:
    metadata = sa.MetaData()
    sa.Table(
        "conversation",
        metadata,
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("domains", sa.Text, nullable=False),
        sa.Column("created_at", sa.Text, nullable=False),
        sa.Column("updated_at", sa.Text, nullable=False),
        sa.Column("rating", sa.Integer),
        sa.Column("fingerprint", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
    )
    sa.Table(
        "turn",
        metadata,
        sa.Column("conversation", sa.ForeignKey("conversation.id"), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("data", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("trace", sa.Text),
        sa.Column("created_at", sa.Text, nullable=False),
    )
    metadata.create_all(connection, checkfirst=False)  # strangers' tables of these names: an error


# Append only: a change of the tables is a new entry, never a change of one that was released.
MIGRATIONS: dict[str, Callable[[sa.Connection], None]] = {
    "0001_conversations_and_turns": _conversations_and_turns,
}


def migrate(sql: Sql) -> None:
    """Run the migrations that the database has not seen, all of them or none.

    Raises:
        StoreError: when the database cannot be used, or knows migrations that are not here.
    """
    with sql.transaction() as connection:  # a database that is up to date waits for no writer
        if not _pending(connection, sql.place):
            return
    with sql.transaction(write=True) as connection:
        for name in _pending(connection, sql.place):
            if not sa.inspect(connection).has_table(_MIGRATION.name):
                _create_own(connection)
            MIGRATIONS[name](connection)
            applied_at = datetime.now(UTC).isoformat(timespec="seconds")
            connection.execute(sa.insert(_MIGRATION).values(name=name, applied_at=applied_at))


def _pending(connection: sa.Connection, place: str) -> list[str]:
    if not sa.inspect(connection).has_table(_MIGRATION.name):
        return list(MIGRATIONS)
    done = set(connection.execute(sa.select(_MIGRATION.c.name)).scalars())
    if done - set(MIGRATIONS):
        raise StoreError(
            f"The database {place} was written by a newer version of this framework; "
            "upgrade, or use another database."
        )
    return [name for name in MIGRATIONS if name not in done]


def _create_own(connection: sa.Connection) -> None:
    sa.Table(
        _MIGRATION.name,
        sa.MetaData(),
        sa.Column("name", sa.String(100), primary_key=True),
        sa.Column("applied_at", sa.Text, nullable=False),
    ).create(connection)
