"""The conversations of the store as data: found, put together from their rows, summed up."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from dialog.errors import StoreError, did_you_mean
from dialog.migrations import CONVERSATION, TURN
from dialog.state import DialogueState, turn_from_dict

FORMAT = 1  # of the turns and states kept as JSON; a change that old code cannot read raises it
UNREADABLE = "(cannot be read)"
ID = re.compile(r"[\w.:@+-]{1,64}")

_DAMAGE = (AttributeError, KeyError, TypeError, ValueError)  # of data that is not as written
_COMPARED = 1000  # so many of the newest ids are compared with an unknown one


@dataclass(frozen=True, slots=True)
class StoredConversation:
    """A conversation as kept; its state carries the whole history."""

    id: str
    domains: tuple[str, ...]
    state: DialogueState
    rating: int | None
    fingerprint: str  # of the pipeline that held it
    created_at: datetime
    updated_at: datetime  # when the last turn was added or taken back


@dataclass(frozen=True, slots=True)
class ConversationSummary:
    """A line of the list of conversations."""

    id: str
    domains: tuple[str, ...]
    turns: int
    first: str  # the first utterance, "" before one
    rating: int | None
    created_at: datetime
    updated_at: datetime


def find(connection: sa.Connection, conversation: str, *, any_format: bool = False) -> sa.Row[Any]:
    """Return the row of a conversation, refusing an unknown id and a later format."""
    if ID.fullmatch(conversation):
        query = sa.select(CONVERSATION).where(CONVERSATION.c.id == conversation)
        row = connection.execute(query).first()
        if row is not None:
            if not any_format and row.version > FORMAT:
                raise StoreError(
                    f"The conversation {conversation!r} was kept by a newer version of this "
                    "framework; upgrade to read it."
                )
            return row
    newest = sa.select(CONVERSATION.c.id).order_by(CONVERSATION.c.updated_at.desc())
    known = connection.execute(newest.limit(_COMPARED)).scalars()
    raise StoreError(
        f"There is no conversation {conversation!r}.{did_you_mean(conversation, known)}"
    )


def last_number(connection: sa.Connection, conversation: str) -> int:
    """Return the number of the last turn, 0 before one."""
    query = sa.select(sa.func.max(TURN.c.number)).where(TURN.c.conversation == conversation)
    return connection.execute(query).scalar() or 0


def change(connection: sa.Connection, conversation: str, **values: Any) -> None:
    """Set columns of a conversation."""
    mine = CONVERSATION.c.id == conversation
    connection.execute(sa.update(CONVERSATION).where(mine).values(**values))


def state_of(connection: sa.Connection, conversation: str) -> DialogueState:
    """Return the state after the last turn, with the history of all."""
    mine = TURN.c.conversation == conversation
    query = sa.select(TURN.c.data).where(mine).order_by(TURN.c.number)
    turns = tuple(turn_from_dict(json.loads(d)) for d in connection.execute(query).scalars())
    query = sa.select(TURN.c.state).where(mine).order_by(TURN.c.number.desc()).limit(1)
    last = connection.execute(query).scalar()
    state = DialogueState() if last is None else DialogueState.from_dict(json.loads(last))
    return replace(state, turns=turns)


def conversation_of(connection: sa.Connection, row: sa.Row[Any]) -> StoredConversation:
    """Put a conversation together."""
    state = state_of(connection, row.id)
    return StoredConversation(state=state, fingerprint=row.fingerprint, **_common(row))


def summary_of(row: sa.Row[Any]) -> ConversationSummary:
    """Sum up a conversation from its row, which has `turns` and the first turn's data as well."""
    first = ""
    if row.first is not None:
        try:
            first = turn_from_dict(json.loads(row.first)).user.text
        except _DAMAGE:  # one damaged conversation must not hide the others
            first = UNREADABLE
    with readable(row.id):
        return ConversationSummary(turns=row.turns, first=first, **_common(row))


def export_of(connection: sa.Connection, row: sa.Row[Any]) -> dict[str, Any]:
    """Return all that is kept of a conversation as JSON-able data."""
    query = sa.select(TURN).where(TURN.c.conversation == row.id).order_by(TURN.c.number)
    return {
        "format": row.version,
        "id": row.id,
        "domains": json.loads(row.domains),
        "created_at": row.created_at,
        "updated_at": row.updated_at,
        "rating": row.rating,
        "fingerprint": row.fingerprint,
        "turns": [
            {
                "number": turn.number,
                "created_at": turn.created_at,
                **json.loads(turn.data),
                "state": json.loads(turn.state),
                "trace": None if turn.trace is None else json.loads(turn.trace),
            }
            for turn in connection.execute(query)
        ],
    }


def _common(row: sa.Row[Any]) -> dict[str, Any]:
    return {
        "id": row.id,
        "domains": tuple(json.loads(row.domains)),
        "rating": row.rating,
        "created_at": datetime.fromisoformat(row.created_at),
        "updated_at": datetime.fromisoformat(row.updated_at),
    }


@contextmanager
def readable(conversation: str) -> Iterator[None]:
    """Word what goes wrong when the data of a conversation is not as it was written."""
    try:
        yield
    except _DAMAGE as error:
        raise StoreError(
            f"The conversation {conversation!r} is damaged and cannot be read; delete it, "
            "or restore a copy of the database."
        ) from error
