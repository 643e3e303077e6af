"""A database that begins anew for each conversation."""

import pytest

from dialog.database import BookingError, Database
from dialog.simulation.scratch import ScratchDatabase

DETAILS = {"day": "monday", "people": "2"}


def book(database, seed, times=1):
    database.begin(seed)
    return [database.book("cafe", "Ada", DETAILS) for _ in range(times)]


def test_each_conversation_finds_no_bookings(domains):
    database = ScratchDatabase(domains)
    book(database, "one", times=2)
    assert len(database.bookings("cafe")) == 2
    database.begin("two")
    assert database.bookings("cafe") == []
    assert len(database.search("cafe", {})) == 4


def test_references_follow_from_the_seed(domains):
    database = ScratchDatabase(domains)
    first, other, again = (book(database, seed)[0]["reference"] for seed in ("a", "b", "a"))
    assert first == again != other


@pytest.mark.parametrize(
    "constraints",
    [
        {},
        {"food": "Thai"},
        {"near": "PARK", "area": "south"},
        {"near": "old mill;park"},
        {"food": "dontcare", "area": "", "name": "cy"},
        {"food": "french"},
    ],
)
def test_a_search_finds_what_sql_finds(domains, constraints):
    plain = Database("sqlite://", domains)
    assert ScratchDatabase(domains).search("cafe", constraints) == plain.search("cafe", constraints)
    plain.close()


def test_a_booking_is_kept_as_in_sql(domains):
    plain, scratch = Database("sqlite://", domains), ScratchDatabase(domains)
    made, like = (database.book("cafe", "ADA", DETAILS) for database in (scratch, plain))
    assert list(made) == list(like)
    own = ("reference", "created_at")
    assert {k: v for k, v in made.items() if k not in own} == {
        k: v for k, v in like.items() if k not in own
    }
    plain.close()


@pytest.mark.parametrize(("key", "details"), [("Nobody", DETAILS), ("", DETAILS), ("Ada", {})])
def test_what_sql_refuses_is_refused(domains, key, details):
    with pytest.raises(BookingError):
        ScratchDatabase(domains).book("cafe", key, details)


def test_a_slot_that_the_table_lacks_is_refused(domains):
    with pytest.raises(ValueError, match="no slot 'people'"):
        ScratchDatabase(domains).search("cafe", {"people": "2"})


def test_other_rows_can_take_the_place(domains):
    database = ScratchDatabase(domains)
    assert database.search("cafe", {"name": "Elm"}) == []
    database.replace({"cafe": [{"name": "Elm"}]})
    assert [row["name"] for row in database.search("cafe", {})] == ["Elm"]
    database.restore(["cafe"])
    assert len(database.search("cafe", {})) == 4
