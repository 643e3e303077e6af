"""Looking for entities and booking them, in a real database."""

import asyncio
import functools
import itertools
import threading
from pathlib import Path
from typing import Any

import pytest

from dialog.actions import ActionRunner
from dialog.database import Database
from dialog.domain import Domain, find_domain
from dialog.state import DialogueState

from .eateries import believing, run


@pytest.mark.parametrize(
    ("wanted", "names", "relaxed"),
    [
        ({"food": "italian"}, ["Roma", "Al"], ()),
        ({"food": "dontcare"}, ["Roma", "Pho", "Al"], ()),
        ({"food": "italian", "area": "north", "wifi": "no"}, ["Roma"], ("wifi",)),
        ({"food": "italian", "area": "centre", "price": "cheap"}, ["Al"], ("price",)),
        ({"food": "italian", "area": "west", "price": "dear"}, ["Al"], ("area",)),
        ({"food": "thai", "area": "centre"}, ["Pho", "Al"], ("food",)),
        ({"food": "italian", "area": "west", "price": "x"}, ["Roma", "Al"], ("area", "price")),
        ({"food": "thai"}, [], ()),
        ({"food": "thai", "area": "west", "price": "x", "wifi": "?"}, [], ()),
    ],
)
def test_search(
    runner: ActionRunner, wanted: dict[str, str], names: list[str], relaxed: tuple[str, ...]
) -> None:
    result = run(runner, "action_search", believing(**wanted))
    found = result.state.domain("eatery")
    assert found.results is not None
    assert ([row["name"] for row in found.results], found.relaxed) == (names, relaxed)


def test_without_threads_the_same_is_found(
    runner: ActionRunner, domains: dict[str, Domain]
) -> None:
    class Watched(Database):
        searched_in = ""

        def search(self, *args: Any) -> Any:
            self.searched_in = threading.current_thread().name
            return super().search(*args)

    watched = Watched("sqlite://", domains)
    alone = ActionRunner(domains, watched, threads=False)
    state = believing(food="italian")
    assert run(alone, "action_search", state) == run(runner, "action_search", state)
    assert watched.searched_in == threading.current_thread().name


def test_booking(runner: ActionRunner) -> None:
    state = believing(day="friday").with_domain("eatery", entity={"name": "Roma", "phone": "111"})
    result = asyncio.run(
        functools.partial(runner.run, conversation="c1")("eatery", "action_book", state)
    )
    assert result.error == ""
    (made,) = result.state.domain("eatery").bookings
    assert (made["entity"], made["day"], made["phone"]) == ("Roma", "friday", "111")
    assert made["conversation_id"] == "c1"
    assert runner.database.bookings("eatery") == [made]


def test_a_booking_that_cannot_be_made(runner: ActionRunner) -> None:
    state = believing(day="friday")
    result = run(runner, "action_book", state)
    assert result.error == "There is no eatery to book yet."
    assert result.state == state
    incomplete = DialogueState().with_domain("eatery", entity={"name": "Roma"})
    assert "the day" in run(runner, "action_book", incomplete).error
    assert runner.database.bookings("eatery") == []


def test_the_cars_take_turns(tmp_path: Path) -> None:
    from domains.taxi.actions import OrderTaxi

    taxi = find_domain("taxi")
    database = Database(f"sqlite:///{tmp_path / 'taxi.db'}", {"taxi": taxi})
    runner = ActionRunner({"taxi": taxi}, database)
    assert "action_order" in runner.actions("taxi")
    action = OrderTaxi(taxi, database)
    slots = {s.name: "12:00" for s in taxi.schema.bookable}

    def order() -> None:
        for _ in range(10):
            database.book("taxi", "", slots, action.gives({}))

    threads = [threading.Thread(target=order) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    state = believing("taxi", **slots)
    result = asyncio.run(runner.run("taxi", "action_order", state))
    assert result.error == ""
    assert result.state.domain("taxi").bookings[0]["car"]
    cars = [b["car"] + b["phone"] for b in database.bookings("taxi")]
    assert len(cars) == 21
    assert all(a != b for a, b in itertools.pairwise(cars))
