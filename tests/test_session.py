"""Conversations that are kept, resumed, taken back and answered in line."""

import asyncio
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from dialog.chat import Chat
from dialog.config import load_config
from dialog.domain import load_domains
from dialog.errors import StoreError
from dialog.pipeline import Pipeline, TurnResult
from dialog.session import Session
from dialog.state import DialogueState
from dialog.store import ConversationStore


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ConversationStore:
    monkeypatch.setenv("DIALOG_HOME", str(tmp_path / "home"))
    return ConversationStore(None)


def pipeline(*names: str) -> Pipeline:
    domains = load_domains(names or ("restaurant",))
    config = load_config(options={"nlu": {"name": "retrieval"}}, domains=domains)
    return Pipeline(domains, config)


def test_a_turn_is_kept_before_it_is_answered(store: ConversationStore) -> None:
    session = Session(pipeline(), store)
    for number, text in enumerate(("thai food", "in the centre"), 1):
        result = session.respond_sync(text)
        kept = ConversationStore(None).load(session.id)
        assert kept.state == result.state == session.state
        assert len(kept.state.turns) == number


def test_a_turn_that_cannot_be_kept_is_not_taken(
    store: ConversationStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = Session(pipeline(), store)

    def full(*_: object) -> None:
        raise StoreError("The disk is full.")

    monkeypatch.setattr(store, "append", full)
    with pytest.raises(StoreError):
        session.respond_sync("thai food")
    assert session.state == DialogueState()


def test_resuming(store: ConversationStore) -> None:
    first = Session(pipeline(), store)
    first.respond_sync("thai food")
    again = Session(pipeline(), store, resume=first.id)
    assert again.state == first.state
    again.respond_sync("in the centre")
    with pytest.raises(StoreError, match="continued elsewhere"):
        first.respond_sync("in the north")
    with pytest.raises(StoreError, match="resume it with --domain restaurant"):
        Session(pipeline("hotel"), store, resume=first.id)
    with pytest.raises(StoreError, match="no conversation"):
        Session(pipeline(), store, resume="nosuchid")
    with pytest.raises(StoreError, match="name its store"):
        Session(pipeline(), resume=first.id)


def test_nothing_is_kept_before_the_first_turn(store: ConversationStore) -> None:
    session = Session(pipeline(), store)
    assert (session.id, store.list()) == ("", [])
    session.respond_sync("hello")
    assert [kept.id for kept in store.list()] == [session.id]


def test_another_configuration_at_resuming_is_seen(store: ConversationStore) -> None:
    first = Session(pipeline(), store)
    first.respond_sync("hello")
    assert not Session(pipeline(), store, resume=first.id).changed
    domains = load_domains(["restaurant"])
    options = {"nlu": {"name": "retrieval", "threshold": 0.7}}
    other = Pipeline(domains, load_config(options=options, domains=domains))
    assert Session(other, store, resume=first.id).changed


def test_undo(store: ConversationStore) -> None:
    session = Session(pipeline(), store)
    before = session.respond_sync("thai food").state
    session.respond_sync("in the centre")
    assert session.undo().user.text == "in the centre"
    assert session.state == before == store.load(session.id).state
    session.undo()
    assert session.state == DialogueState()
    with pytest.raises(StoreError, match="no turn to take back"):
        session.undo()


def test_turns_of_one_session_wait_in_line(store: ConversationStore) -> None:
    session = Session(pipeline(), store)

    async def talk() -> list[TurnResult]:
        return await asyncio.gather(*(session.respond(f"hello {n}") for n in range(5)))

    results = asyncio.run(talk())
    assert [len(r.state.turns) for r in results] == [1, 2, 3, 4, 5]
    threads = [threading.Thread(target=session.respond_sync, args=("hi",)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(store.load(session.id).state.turns) == 9


def test_ctrl_c_during_a_turn_loses_nothing(
    store: ConversationStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    notes: list[str] = []

    class Notes:
        def turn(self, result: TurnResult) -> None:
            notes.append(result.response)

        def heard(self, line: str) -> None: ...

        def sentence(self, text: str) -> None: ...

        def note(self, text: str) -> None:
            notes.append(text)

    session = Session(pipeline(), store)
    understand = session.pipeline.nlu.understand  # type: ignore[union-attr]

    def interrupted(turn: object, state: object) -> object:
        os.kill(os.getpid(), signal.SIGINT)
        return understand(turn, state)  # type: ignore[arg-type]

    monkeypatch.setattr(session.pipeline.nlu, "understand", interrupted)
    talk = Chat(session, Notes(), lambda: session, interactive=True)
    talk.run(["hello"])
    kept = store.load(session.id).state
    assert session.state == kept
    assert notes == ([kept.turns[-1].response] if kept.turns else [notes[0]])
    monkeypatch.undo()
    talk.run(["hello again"])
    assert len(notes) == 2


def test_a_killed_process_is_resumed(store: ConversationStore) -> None:
    command = [sys.executable, "cli.py", "chat", "--domain", "restaurant", "--nlu", "retrieval"]
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        cwd=Path(__file__).parents[1],
    )  # fmt: skip
    assert process.stdin
    assert process.stdout
    process.stdin.write("thai food in the centre\n")
    process.stdin.flush()
    answer = process.stdout.readline().strip()
    process.send_signal(signal.SIGKILL)
    process.communicate()
    [summary] = store.list()
    session = Session(pipeline(), store, resume=summary.id)
    assert session.state.turns[-1].response == answer
    assert session.state.domain("restaurant").value("food") == "thai"
    assert session.respond_sync("what is the phone number").response
