"""A database that begins anew for each conversation."""

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
