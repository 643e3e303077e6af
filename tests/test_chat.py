"""The commands of a chat."""

from typing import Any

from dialog.chat import Chat
from dialog.output import PlainOutput
from dialog.session import Session


def test_the_state_names_what_is_under_discussion(talk: Any) -> None:
    session = Session(talk.bot)
    session.respond_sync("inform(task=books, book.title=Salt)")
    shown = Chat(session, PlainOutput(), lambda: session).command("/state")
    assert "Salt" in shown.partition("under discussion: ")[2].partition("under discussion: ")[2]


def test_the_state_says_where_values_came_from(talk: Any) -> None:
    session = Session(talk.bot)
    session.respond_sync("inform(task=books, genre=poetry) # some poems")
    shown = Chat(session, PlainOutput(), lambda: session).command("/state")
    assert (
        '  genre: poetry 1.00  (turn 1: "inform(task=books, genre=poetry) # some poems")' in shown
    )
