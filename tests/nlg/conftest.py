"""A small domain of its own."""

from pathlib import Path

import pytest

from dialog.domain import Domain
from dialog.schema import DomainSchema

INN = {
    "name": "inn",
    "description": "Find and book an inn.",
    "entity": "inn",
    "slots": {
        "name": {"description": "the name"},
        "food": {
            "type": "categorical",
            "description": "the kind of food",
            "question": "What kind of food?",
            "search": "required",
            "values": {"italian": ["Italian"], "thai": ["Thai"], "fusion": []},
        },
        "area": {
            "type": "categorical",
            "description": "the part of town",
            "question": "Which part of town?",
            "values": ["north", "west"],
        },
        "internet": {"type": "boolean", "description": "the wifi"},
        "phone": {"description": "the phone number"},
        "near": {"description": "a landmark nearby", "multiple": True},
        "stay": {"type": "number", "description": "the stay", "unit": "night"},
        "day": {"type": "day", "description": "the day"},
        "time": {"type": "time", "description": "the time"},
    },
    "database": {"table": "inn", "rows": "inns.csv"},
}
RESPONSES = {
    "offer(name)": ["{name} is a[ {food}] inn[ in the {area}][ near the {near}]."],
    "inform(phone)": ["The phone number of {name} is {phone}.", "Call {name} on {phone}."],
    "inform(phone, area)": ["{name} is in the {area}, call {phone}."],
    "inform(internet=yes)": ["Yes, {name} has wifi."],
    "confreq(area, food)": ["In the {area}. What food?"],
    "nooffer(food)": ["There is no {food} inn."],
    "book(reference)": ["Booked[ for {stay}][ from {day}], reference {reference}."],
}
ROWS = """\
name,food,area,internet,phone,near
Roma,italian,west,yes,614953,bridge;tower
Siam House,thai,north,no,220011,tower
"""


def domain(path: Path, responses: dict[str, list[str]] | None = None) -> Domain:
    (path / "inns.csv").write_text(ROWS, encoding="utf-8")
    schema = DomainSchema.model_validate(INN)
    return Domain(schema, path, responses=RESPONSES if responses is None else responses)


@pytest.fixture
def inn(tmp_path: Path) -> Domain:
    """An inn domain with a few responses of its own."""
    return domain(tmp_path)


@pytest.fixture
def plain_inn(tmp_path: Path) -> Domain:
    """An inn domain that leaves all words to the generic responses."""
    return domain(tmp_path, {})
