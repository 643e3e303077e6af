"""Keeps conversations: every turn is on the disk before it is answered.

SQLite by default, in write-ahead mode: a process killed at any instant loses at most the turn
it had not answered yet. Importing SQLAlchemy takes a moment, so import this module where it is
used.
"""

import json
import secrets
import string
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from dialog.errors import StoreError
from dialog.files import data_folder
from dialog.migrations import CONVERSATION, TURN, migrate
from dialog.records import (
    FORMAT,
    ID,
    ConversationSummary,
    StoredConversation,
    change,
    conversation_of,
    export_of,
    find,
    last_number,
    readable,
    state_of,
    summary_of,
)
from dialog.sql import Sql
from dialog.state import DialogueState, Turn, turn_to_dict

__all__ = ["ConversationStore", "ConversationSummary", "StoredConversation", "default_url"]

_ALPHABET = string.ascii_lowercase + string.digits


class ConversationStore:
    """The conversations in one database; safe to use from several threads and processes.

    `url` is any SQLAlchemy URL; None stands for `conversations.db` in the user's data folder.
    The first use opens it. Every method raises StoreError when the database cannot be used.
    """

    def __init__(self, url: str | None = None) -> None:
        self._sql = Sql(url or default_url())
        self._opening = threading.Lock()
        self._open = False

    @property
    def place(self) -> str:
        """Where the conversations are, for messages."""
        return self._sql.place

    def close(self) -> None:
        """Close the connections; the next use opens them again."""
        with self._opening:
            self._sql.close()
            self._open = False

    def create(
        self,
        domains: Sequence[str],
        *,
        id: str | None = None,  # noqa: A002 - what it is called everywhere else
        fingerprint: str = "",
    ) -> str:
        """Begin a conversation and return its id, a random one unless given.

        Raises:
            StoreError: when the id is taken or is none.
        """
        if id is not None and not ID.fullmatch(id):
            raise StoreError(
                f"{id!r} cannot name a conversation; use up to 64 letters, digits and . : @ + - _"
            )
        row = {
            "domains": json.dumps(list(domains)),
            "created_at": (now := _now()),
            "updated_at": now,
            "fingerprint": fingerprint,
            "version": FORMAT,
        }
        for _ in range(5):  # two conversations drawing one id is as good as impossible
            chosen = id or "".join(secrets.choice(_ALPHABET) for _ in range(8))
            try:
                with self._transaction(write=True) as connection:
                    connection.execute(sa.insert(CONVERSATION).values(id=chosen, **row))
                return chosen
            except IntegrityError as error:
                if id is not None:
                    raise StoreError(f"There is a conversation {id!r} already.") from error
        raise StoreError(f"The database {self.place} refuses new conversations.")

    def append(
        self,
        conversation: str,
        number: int,
        turn: Turn,
        state: DialogueState,
        trace: Mapping[str, Any] | None = None,
    ) -> None:
        """Keep turn `number` (from 1) and the state after it; on the disk when this returns.

        Raises:
            StoreError: when another writer has added or taken back turns meanwhile.
        """
        row = {
            "data": json.dumps(turn_to_dict(turn)),
            "state": json.dumps(state.to_dict(turns=False)),
            "trace": None if trace is None else json.dumps(dict(trace)),
        }
        try:
            with self._transaction(write=True) as connection:
                find(connection, conversation)
                if number != last_number(connection, conversation) + 1:
                    raise _elsewhere(conversation, number)
                key = {"conversation": conversation, "number": number}
                connection.execute(sa.insert(TURN).values(**key, **row, created_at=_now()))
                change(connection, conversation, updated_at=_now())
        except IntegrityError as error:  # of a database that locks later than SQLite
            raise _elsewhere(conversation, number) from error

    def load(self, conversation: str) -> StoredConversation:
        """Return a conversation, its state as after its last turn.

        Raises:
            StoreError: for an unknown id, naming the nearest; for damaged data.
        """
        with self._transaction() as connection, readable(conversation):
            return conversation_of(connection, find(connection, conversation))

    def undo(self, conversation: str) -> DialogueState:
        """Drop the last turn and return the state as before it.

        Raises:
            StoreError: when there is no turn.
        """
        with self._transaction(write=True) as connection, readable(conversation):
            find(connection, conversation)
            number = last_number(connection, conversation)
            if not number:
                raise StoreError(f"The conversation {conversation!r} has no turn to take back.")
            mine = TURN.c.conversation == conversation
            connection.execute(sa.delete(TURN).where(mine, TURN.c.number == number))
            change(connection, conversation, updated_at=_now())
            return state_of(connection, conversation)

    def rate(self, conversation: str, rating: int) -> None:
        """Keep the user's rating, 1 to 5, in place of an earlier one."""
        if isinstance(rating, bool) or not isinstance(rating, int) or not 1 <= rating <= 5:
            raise StoreError(f"A rating is a whole number from 1 to 5, not {rating!r}.")
        with self._transaction(write=True) as connection:
            find(connection, conversation)
            change(connection, conversation, rating=rating)

    def delete(self, conversation: str) -> None:
        """Delete a conversation with its turns, whatever their condition."""
        with self._transaction(write=True) as connection:
            find(connection, conversation, any_format=True)
            connection.execute(sa.delete(TURN).where(TURN.c.conversation == conversation))
            connection.execute(sa.delete(CONVERSATION).where(CONVERSATION.c.id == conversation))

    def export(self, conversation: str) -> dict[str, Any]:
        """Return all that is kept of a conversation as JSON-able data."""
        with self._transaction() as connection, readable(conversation):
            return export_of(connection, find(connection, conversation))

    def count(self, conversation: str) -> int:
        """Return the number of turns, which is also the last turn's number."""
        with self._transaction() as connection:
            find(connection, conversation, any_format=True)
            return last_number(connection, conversation)

    def list(self, limit: int | None = 50) -> list[ConversationSummary]:
        """Return the conversations, the last continued first; None is no limit."""
        of_it = TURN.c.conversation == CONVERSATION.c.id
        turns = sa.select(sa.func.count()).select_from(TURN).where(of_it).scalar_subquery()
        first = sa.select(TURN.c.data).where(of_it, TURN.c.number == 1).scalar_subquery()
        query = sa.select(CONVERSATION, turns.label("turns"), first.label("first"))
        query = query.order_by(CONVERSATION.c.updated_at.desc(), CONVERSATION.c.id).limit(limit)
        with self._transaction() as connection:
            return [summary_of(row) for row in connection.execute(query)]

    @contextmanager
    def _transaction(self, *, write: bool = False) -> Iterator[sa.Connection]:
        with self._opening:
            if not self._open:
                migrate(self._sql)
                self._open = True
        with self._sql.transaction(write=write) as connection:
            yield connection


def default_url() -> str:
    """Return the URL of the store in the user's data folder (`DIALOG_HOME`)."""
    path = data_folder() / "conversations.db"
    return sa.URL.create("sqlite", database=str(path)).render_as_string()


def _elsewhere(conversation: str, number: int) -> StoreError:
    return StoreError(
        f"The conversation {conversation!r} was continued elsewhere: turn {number} is not its "
        "next one; load it again to go on."
    )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")
