"""Kept conversations after kills, on full disks and in damaged files."""

import contextlib
import random
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from dialog.errors import StoreError
from dialog.store import ConversationStore

from .conversations import after, turn, url

_WRITER = """
import sys
from dialog.state import DialogueState, Turn, UserTurn
from dialog.store import ConversationStore
store = ConversationStore(sys.argv[1])
for number in range(1, 100000):
    turn = Turn(UserTurn.of(f"turn {number}"), (), "x" * 5000)
    store.append("kept", number, turn, DialogueState(active=str(number)), {"n": number})
    sys.stdout.write(f"{number}\\n")
    sys.stdout.flush()
"""


@pytest.mark.parametrize("seen", [1, 7, 40])
def test_a_killed_process_loses_nothing_it_told(path: Path, seen: int) -> None:
    ConversationStore(url(path)).create(["eatery"], id="kept")
    with subprocess.Popen(
        [sys.executable, "-c", _WRITER, url(path)], stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout is not None
        told = [int(writer.stdout.readline()) for _ in range(seen)]
        writer.kill()
        told += [int(line) for line in writer.stdout if line.endswith("\n")]

    store = ConversationStore(url(path))
    state = store.load("kept").state
    assert len(state.turns) in (told[-1], told[-1] + 1)  # the last may not have been told
    assert [t.user.text for t in state.turns] == [f"turn {n + 1}" for n in range(len(state.turns))]
    assert state.active == str(len(state.turns))
    store.append("kept", len(state.turns) + 1, turn("on we go"), after(), None)


_FILLER = """
import resource, signal, sys
from dialog.errors import StoreError
from dialog.state import DialogueState, Turn, UserTurn
from dialog.store import ConversationStore
store = ConversationStore(sys.argv[1])
store.create([], id="kept")
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))
try:
    for number in range(1, 1000):
        store.append("kept", number, Turn(UserTurn.of("hi"), (), "x" * 5000), DialogueState(), None)
except StoreError as error:
    sys.stdout.write(f"{number}\\n{error}")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="limits of a process are of Unix")
def test_a_full_disk_is_one_sentence_and_loses_nothing(path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _FILLER, url(path)], capture_output=True, text=True, check=True
    )
    refused, sentence = done.stdout.splitlines()
    assert "free" in sentence
    assert str(path) in sentence
    assert len(ConversationStore(url(path)).load("kept").state.turns) == int(refused) - 1


def test_a_file_that_is_no_database(path: Path) -> None:
    path.write_text("these are not the bytes you are looking for " * 100)
    for _ in range(2):
        with pytest.raises(StoreError, match="is no SQLite database; move it away"):
            ConversationStore(url(path)).list()


def test_a_folder_that_cannot_be_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("DIALOG_HOME", str(tmp_path / "file"))
    with pytest.raises(StoreError, match="cannot be made"):
        ConversationStore().create([])


def test_a_folder_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="There is no folder"):
        ConversationStore(url(tmp_path / "gone" / "conversations.db")).create([])
    assert not (tmp_path / "gone").exists()


def test_a_database_that_cannot_be_written(store: ConversationStore, path: Path) -> None:
    kept = store.create(["eatery"])
    locked = ConversationStore(f"sqlite:///file:{path}?mode=ro&uri=true")
    with pytest.raises(StoreError, match="cannot be written; make it writable"):
        locked.append(kept, 1, turn("hi"), after(), None)
    assert locked.load(kept).domains == ("eatery",)


def test_an_address_that_is_none() -> None:
    with pytest.raises(StoreError, match="is no database URL"):
        ConversationStore("conversations.db").list()


@pytest.mark.parametrize("seed", range(25))
def test_any_damage_is_told_in_one_sentence(path: Path, seed: int) -> None:
    store = ConversationStore(url(path))
    for number in range(1, 6):
        kept = store.create(["eatery"], id=f"kept{number}")
        store.append(kept, 1, turn("thai"), after(), {"n": 1})
    store.close()
    damage = random.Random(seed)
    content = bytearray(path.read_bytes())
    for _ in range(400):
        content[damage.randrange(100, len(content))] = damage.randrange(256)
    path.write_bytes(content)

    damaged = ConversationStore(url(path))
    calls: list[Any] = [damaged.list]
    for n in range(1, 6):
        name = f"kept{n}"
        calls += [
            lambda name=name: damaged.load(name),
            lambda name=name: damaged.export(name),
            lambda name=name: damaged.undo(name),
            lambda name=name: damaged.append(name, 2, turn("more"), after(), None),
            lambda name=name: damaged.rate(name, 3),
            lambda name=name: damaged.delete(name),
        ]
    for call in calls:
        with contextlib.suppress(StoreError):  # nothing else may come out
            call()


@pytest.mark.parametrize(
    ("column", "value"),
    [("data", "{"), ("data", "[]"), ("state", '{"active": 1}'), ("state", "null")],
)
def test_a_damaged_turn_spares_the_others(
    store: ConversationStore, path: Path, column: str, value: str
) -> None:
    bad, good = store.create(["eatery"]), store.create(["eatery"])
    for each in (bad, good):
        store.append(each, 1, turn("thai"), after(), None)
    with sqlite3.connect(path) as connection:
        connection.execute(f"update turn set {column} = ? where conversation = ?", (value, bad))
    connection.close()
    with pytest.raises(StoreError, match=f"{bad!r} is damaged"):
        store.load(bad)
    assert {each.id for each in store.list()} == {bad, good}
    assert store.load(good).state.turns == (turn("thai"),)
    store.delete(bad)
    assert [each.id for each in store.list()] == [good]
