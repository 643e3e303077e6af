"""What claims that something is booked, and what speaks of booking it."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from dialog.domain import Domain, load_domains
from dialog.nlg.guard.bookings import claims_booking, claims_failure
from dialog.nlg.guard.lexicon import Lexicon
from dialog.nlg.guard.vocabulary import booked_things
from dialog.schema import Booking

Judge = Callable[..., tuple[str, ...]]
THINGS = frozenset({"seat", "table"})


@pytest.mark.parametrize(
    "sentence",
    [
        "your seats are secured.",
        "your table is ready.",
        "i went ahead and reserved it.",
        "consider it sorted.",
        "your table is coming.",
        "it's a done deal.",
        "you're in!",
        "booking completed!",
        "the table is in the bag.",
        "you're squared away.",
        "i told them to expect you.",
    ],
)
def test_claims(sentence: str) -> None:
    assert claims_booking(sentence, THINGS)


@pytest.mark.parametrize(
    "sentence",
    [
        "i can get it booked for you.",
        "let me know once it is booked.",
        "it's in the centre.",
        "shall i book a seat?",
        "your seats could not be secured.",
        "it is waiting to be discovered.",
    ],
)
def test_does_not(sentence: str) -> None:
    assert not claims_booking(sentence, THINGS)


def test_failures() -> None:
    assert claims_failure("the last table is taken.", THINGS)
    assert claims_failure("there are no seats.", THINGS)
    assert claims_failure("the table slipped through our fingers.", THINGS)
    assert not claims_failure("there is no museum.", THINGS)
    assert not claims_failure("it's all taken care of.", THINGS)


def test_what_is_booked_is_named_by_the_domain() -> None:
    named = {
        name: Lexicon.of(load_domains([name])).things for name in ("restaurant", "train", "taxi")
    }
    assert "table" in named["restaurant"]
    assert {"seat", "ticket"} <= named["train"]
    assert "cab" in named["taxi"]
    assert "place" not in named["taxi"]  # "there are no other places" tells of no booking
    assert "table" not in named["train"]


def test_a_booking_may_be_spoken_of_before_it_is_made(
    judge: Judge,
) -> None:
    offer = "restaurant.offer(name=Addis Table)"
    assert judge(offer, "Addis Table is nice. If you like, I can book it.") == ()
    assert judge(offer, "Addis Table is nice. I can confirm your booking.")
    assert judge("train.request(departure)", "Please confirm where you start. Which town?") == ()
    assert judge(offer, "Addis Table is nice. I booked it.")


def test_what_only_a_booking_gives_tells_of_one(judge: Judge) -> None:
    assert judge("restaurant.book(reference=AB12CD34)", "Your reference is AB12CD34.") == ()
    assert judge("restaurant.book(reference=AB12CD34)", "I failed to book it, AB12CD34.")


def test_what_a_booking_gives_need_be_no_slot(inn: Domain) -> None:
    schema = inn.schema.model_copy(update={"booking": Booking()})
    assert "reference" not in schema.slots
    things = booked_things({"inn": replace(inn, schema=schema)})
    assert "reference" not in things
