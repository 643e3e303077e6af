"""Names a little off: which slot is meant, if only one can be."""

import pytest

from dialog.domain import load_domains
from dialog.dst.prompting.names import Names

DOMAINS = load_domains(["hotel", "restaurant", "taxi"])
NAMES = Names({name: domain.schema for name, domain in DOMAINS.items()})


@pytest.mark.parametrize(
    ("domain", "slot", "place"),
    [
        ("hotel", "area", ("hotel", "area")),
        ("Hotel", "Area", ("hotel", "area")),
        ("hotel", "price_range", ("hotel", "pricerange")),
        ("hotel", "the part of town", ("hotel", "area")),
        ("hotel", "stays", ("hotel", "stay")),  # rather than the stars
        ("", "hotel-stars", ("hotel", "stars")),
        ("", "food", ("restaurant", "food")),
        ("taxi", "leaveAt", ("taxi", "leave_at")),
        ("taxi", "task", ("taxi", "task")),
    ],
)
def test_meant(domain: str, slot: str, place: tuple[str, str]) -> None:
    notes: list[str] = []
    assert NAMES.informable(domain, slot, notes) == place
    assert len(notes) == ((domain, slot) != place)


@pytest.mark.parametrize(
    ("domain", "slot"),
    [("", "area"), ("museum", "food"), ("hotel", "colour"), ("hotel", ""), ("hotel", None), (1, 2)],
)
def test_not_to_be_told(domain: object, slot: object) -> None:
    notes: list[str] = []
    assert NAMES.informable(domain, slot, notes) is None
    assert len(notes) == 1


def test_a_question_needs_no_domain() -> None:
    notes: list[str] = []
    assert NAMES.tellable("", "phone", notes) == ("", "phone")
    assert NAMES.tellable("taxi", "phone number", notes) is None  # it is the driver's
    assert NAMES.tellable("hotel", "phone number", notes) == ("hotel", "phone")
