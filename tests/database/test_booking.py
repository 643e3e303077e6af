"""Booking in the domains' tables."""

import threading
from pathlib import Path

import pytest
import sqlalchemy as sa

from dialog.database import BookingError, Database
from dialog.errors import DialogError

from .eateries import domain, url


def test_booking(database: Database) -> None:
    made = database.book(
        "eatery", "ROMA", {"day": "friday", "leave": "10:00"}, {"phone": "9"}, conversation="c1"
    )
    assert made["entity"] == "Roma"
    assert (made["day"], made["leave"], made["arrive"]) == ("friday", "10:00", "")
    assert (made["phone"], made["conversation_id"]) == ("9", "c1")
    assert len(made["reference"]) == 8
    assert made["reference"].isalnum()
    assert made["reference"].upper() == made["reference"]
    assert database.bookings("eatery") == [made]


@pytest.mark.parametrize(
    ("key", "details", "sentence"),
    [
        ("Roma", {"leave": "10:00"}, "missing: the day"),
        ("Roma", {"day": "dontcare", "leave": "10:00"}, "missing: the day"),
        ("Roma", {"day": "friday"}, "missing: the start or the end"),
        (
            "Roma",
            {"day": "friday", "leave": "10:00", "people": "0"},
            "the number of people has to be between 1 and 20, not '0'",
        ),
        ("", {"day": "friday", "leave": "10:00"}, "no eatery to book yet"),
        ("Napoli", {"day": "friday", "leave": "10:00"}, "no eatery called 'Napoli'"),
    ],
)
def test_an_incomplete_booking_writes_nothing(
    database: Database, key: str, details: dict[str, str], sentence: str
) -> None:
    with pytest.raises(BookingError, match=sentence):
        database.book("eatery", key, details)
    assert database.bookings("eatery") == []


def test_a_booking_that_fails_midway_leaves_nothing(database: Database) -> None:
    def refuse(number: int) -> dict[str, str]:
        raise BookingError(f"Full after {number}.")

    with pytest.raises(BookingError, match="Full after 0"):
        database.book("eatery", "Roma", {"day": "friday", "leave": "1"}, refuse)
    with pytest.raises(ValueError, match="has no 'color'"):
        database.book("eatery", "Roma", {"day": "friday", "leave": "1"}, {"color": "red"})
    assert database.bookings("eatery") == []


def test_a_plugin_may_give_the_reference_itself(database: Database) -> None:
    details = {"day": "friday", "leave": "10:00"}
    long = "ABC-2026-000017"
    made = database.book("eatery", "Roma", details, lambda n: {"reference": f" {long}"})
    assert made["reference"] == long
    assert len(database.book("eatery", "Roma", details, {"reference": ""})["reference"]) == 8
    with pytest.raises(ValueError, match=f"The reference {long!r} .* given before"):
        database.book("eatery", "Roma", details, {"reference": long})
    assert len(database.bookings("eatery")) == 2


@pytest.mark.parametrize("in_memory", [False, True])
def test_threads_book_at_the_same_time(tmp_path: Path, in_memory: bool) -> None:
    target = "sqlite://" if in_memory else url(tmp_path)
    database = Database(target, {"eatery": domain(tmp_path / "e")})
    failures: list[Exception] = []

    def book() -> None:
        try:
            for _ in range(10):
                details = {"day": "friday", "leave": "10:00"}
                database.book("eatery", "Roma", details, lambda n: {"phone": str(n)})
        except (DialogError, sa.exc.SQLAlchemyError) as error:
            failures.append(error)

    threads = [threading.Thread(target=book) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    made = database.bookings("eatery")
    assert failures == []
    assert [b["phone"] for b in made] == [str(n) for n in range(40)]
    assert len({b["reference"] for b in made}) == 40
