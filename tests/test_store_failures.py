"""Kept conversations after kills, on full disks, in damaged and in older files."""

import contextlib
import random
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from dialog import migrations
from dialog.acts import ActType, DialogueAct
from dialog.errors import StoreError
from dialog.state import DialogueState, Hypothesis, SlotBelief, Turn, UserTurn
from dialog.store import ConversationStore

FOOD = DialogueAct(ActType.INFORM, "eatery", "food", "thai", 0.9, (12, 16))
OFFER = DialogueAct(ActType.OFFER, "eatery", "name", "Roma")


def turn(text: str, response: str = "Roma is nice.") -> Turn:
    return Turn(
        UserTurn((Hypothesis(text, 0.8), Hypothesis("?", 0.1)), ((FOOD,), ())), (OFFER,), response
    )


def after(*turns: Turn, food: str = "thai") -> DialogueState:
    state = DialogueState(active="eatery", user_acts=(FOOD,), system_acts=(OFFER,), turns=turns)
    return state.with_domain(
        "eatery",
        beliefs={"food": SlotBelief(((food, 0.8), ("tai", 0.1)))},
        results=({"name": "Roma", "food": food},),
        entity={"name": "Roma"},
    )


def url(path: Path) -> str:
    return f"sqlite:///{path}"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "kept" / "conversations.db"


@pytest.fixture
def store(path: Path) -> Iterator[ConversationStore]:
    opened = ConversationStore(url(path))
    yield opened
    opened.close()


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
    path.parent.mkdir()
    path.write_text("these are not the bytes you are looking for " * 100)
    for _ in range(2):
        with pytest.raises(StoreError, match="is no SQLite database; move it away"):
            ConversationStore(url(path)).list()


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="cannot be made"):
        ConversationStore(url(tmp_path / "file" / "conversations.db")).create([])


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
    path.parent.mkdir()
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
