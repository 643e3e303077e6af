"""Kept conversations, through real SQLite files."""

import json
import sqlite3
import threading
from pathlib import Path
from typing import Any

import pytest

from dialog.errors import StoreError
from dialog.state import (
    DialogueState,
    Listing,
    Turn,
    UserTurn,
)
from dialog.store import ConversationStore

from .conversations import OFFER, after, turn, url


def test_a_conversation_comes_back_whole(store: ConversationStore, path: Path) -> None:
    kept = store.create(["eatery", "hotel"], fingerprint="abc")
    one, two = turn("thai food please"), turn("another one")
    store.append(kept, 1, one, after(one), {"rules": ["offer"]})
    store.append(kept, 2, two, after(one, two, food="greek"), None)

    found = ConversationStore(url(path)).load(kept)
    assert found.state == after(one, two, food="greek")
    assert found.state.to_dict() == after(one, two, food="greek").to_dict()
    assert (found.id, found.domains, found.fingerprint) == (kept, ("eatery", "hotel"), "abc")
    assert found.rating is None
    assert found.created_at < found.updated_at


def test_a_table_comes_back_with_its_turn(store: ConversationStore, path: Path) -> None:
    table = Listing(("name", "food"), (("Roma", "thai"), ("Wok", "")), first=4)
    one = Turn(UserTurn.of("thai food"), (OFFER,), "These are 4 to 5 of 5.", table)
    state = after(one).with_domain("eatery", sought="x", missed="y", unmet="z", listed=5)
    kept = store.create(["eatery"])
    store.append(kept, 1, one, state, None)
    store.append(kept, 2, turn("bye"), after(one, turn("bye")), None)
    assert ConversationStore(url(path)).load(kept).state.turns[0].listing == table
    assert store.undo(kept) == state


def test_ids_are_short_and_unlike(store: ConversationStore) -> None:
    ids = {store.create([]) for _ in range(20)}
    assert len(ids) == 20
    assert all(len(i) == 8 and i.isalnum() and i == i.lower() for i in ids)


def test_the_default_store_is_in_the_data_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DIALOG_HOME", str(tmp_path / "ho?me %41"))
    store = ConversationStore()
    assert store.load(store.create(["eatery"])).state == DialogueState()
    assert (tmp_path / "ho?me %41" / "conversations.db").is_file()
    assert store.place == str(tmp_path / "ho?me %41" / "conversations.db")


def test_a_store_in_memory_works() -> None:
    store = ConversationStore("sqlite://")
    kept = store.create(["eatery"])
    store.append(kept, 1, turn("thai"), after(), None)
    assert store.count(kept) == 1


def test_a_chosen_id_is_taken_once(store: ConversationStore) -> None:
    assert store.create(["eatery"], id="web:42") == "web:42"
    with pytest.raises(StoreError, match="There is a conversation 'web:42' already"):
        store.create(["eatery"], id="web:42")


@pytest.mark.parametrize("name", ["", "a b", "a/b", "\ud800", "x" * 65, "a\n", "\0"])
def test_what_is_no_id_is_refused_in_words(store: ConversationStore, name: str) -> None:
    with pytest.raises(StoreError, match="cannot name a conversation"):
        store.create([], id=name)
    with pytest.raises(StoreError, match="There is no conversation"):
        store.load(name)


def test_an_unknown_id_names_the_nearest(store: ConversationStore) -> None:
    store.create([], id="dinner-plan")
    calls: list[Any] = [
        store.load,
        store.undo,
        store.delete,
        store.export,
        store.count,
        lambda name: store.rate(name, 3),
        lambda name: store.append(name, 1, turn("hi"), after(), None),
    ]
    for call in calls:
        with pytest.raises(StoreError, match=r"no conversation 'diner-plan'.* mean 'dinner-plan'"):
            call("diner-plan")


def test_undo_returns_to_the_state_before(store: ConversationStore) -> None:
    kept = store.create(["eatery"])
    one, two = turn("thai food please"), turn("greek then")
    store.append(kept, 1, one, after(one), None)
    store.append(kept, 2, two, after(one, two, food="greek"), None)
    assert store.undo(kept) == after(one) == store.load(kept).state
    store.append(kept, 2, two, after(one, two, food="greek"), None)
    assert store.load(kept).state.turns == (one, two)
    store.undo(kept)
    assert store.undo(kept) == DialogueState()
    with pytest.raises(StoreError, match="no turn to take back"):
        store.undo(kept)


def test_two_writers_of_one_turn(store: ConversationStore, path: Path) -> None:
    kept = store.create(["eatery"])
    other = ConversationStore(url(path))
    first = turn("mine")
    store.append(kept, 1, first, after(first), None)
    with pytest.raises(StoreError, match="was continued elsewhere: turn 1"):
        other.append(kept, 1, turn("theirs"), after(), None)
    other.undo(kept)
    with pytest.raises(StoreError, match="was continued elsewhere: turn 2"):
        store.append(kept, 2, turn("after what is gone"), after(), None)
    store.append(kept, 1, first, after(first), None)
    assert store.load(kept).state.turns == (first,)


def test_of_many_writers_at_once_one_wins_each_turn(path: Path) -> None:
    kept = ConversationStore(url(path)).create(["eatery"])
    outcomes: list[int] = []
    refusals: list[str] = []

    def write(name: str) -> None:
        mine = ConversationStore(url(path))
        for number in range(1, 6):
            try:
                mine.append(kept, number, turn(name), after(), None)
                outcomes.append(number)
            except StoreError as error:
                refusals.append(str(error))

    threads = [threading.Thread(target=write, args=(str(n),)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    turns = ConversationStore(url(path)).count(kept)
    assert sorted(outcomes) == list(range(1, turns + 1))
    assert len(refusals) == 20 - turns
    assert all("continued elsewhere" in refusal for refusal in refusals)


@pytest.mark.parametrize("rating", [0, 6, -1, 2.5, True, "5", None])
def test_a_rating_is_one_to_five(store: ConversationStore, rating: Any) -> None:
    kept = store.create(["eatery"])
    with pytest.raises(StoreError, match="whole number from 1 to 5"):
        store.rate(kept, rating)
    assert store.load(kept).rating is None


def test_a_later_rating_replaces_an_earlier(store: ConversationStore) -> None:
    kept = store.create(["eatery"])
    store.rate(kept, 1)
    store.rate(kept, 5)
    assert store.load(kept).rating == 5


def test_the_list_is_newest_first(store: ConversationStore) -> None:
    old, new = store.create(["hotel"]), store.create(["eatery"])
    assert [each.id for each in store.list()] == [new, old]
    store.append(old, 1, turn("a room"), after(), None)
    store.append(old, 2, turn("for two"), after(), None)
    listed = store.list()
    assert [(each.id, each.turns, each.first) for each in listed] == [
        (old, 2, "a room"),
        (new, 0, ""),
    ]
    assert listed[0].domains == ("hotel",)
    assert [each.id for each in store.list(limit=1)] == [old]
    assert len(store.list(limit=None)) == 2


def test_delete_leaves_nothing(store: ConversationStore, path: Path) -> None:
    kept, other = store.create(["eatery"]), store.create(["eatery"])
    for each in (kept, other):
        store.append(each, 1, turn("hi"), after(), None)
    store.delete(kept)
    assert [each.id for each in store.list()] == [other]
    with sqlite3.connect(path) as connection:
        assert connection.execute("select distinct conversation from turn").fetchall() == [(other,)]


def test_export_holds_acts_state_and_trace(store: ConversationStore) -> None:
    kept = store.create(["eatery"], fingerprint="abc")
    one = turn("thai food please")
    store.append(kept, 1, one, after(one), {"ms": 12.5})
    store.rate(kept, 4)
    data = json.loads(json.dumps(store.export(kept)))
    assert (data["id"], data["domains"], data["rating"]) == (kept, ["eatery"], 4)
    (only,) = data["turns"]
    assert only["number"] == 1
    assert only["user_acts"][0][0]["value"] == "thai"
    assert only["system_acts"] == [OFFER.to_dict()]
    assert only["state"] == after().to_dict(turns=False)
    assert only["trace"] == {"ms": 12.5}
