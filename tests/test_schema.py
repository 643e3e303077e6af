"""What a domain may declare, and what is refused."""

from typing import Any

import pytest
from pydantic import ValidationError

from dialog.schema import DomainSchema, SlotType


def schema(**slots: dict[str, Any]) -> DomainSchema:
    return DomainSchema.model_validate(
        {"name": "inn", "description": "Find an inn.", "entity": "inn", "slots": slots}
    )


def test_slots_know_their_names_and_values_may_be_a_list() -> None:
    inn = schema(
        area={"type": "categorical", "description": "the area", "values": ["north", "south"]},
        stars={
            "type": "categorical",
            "description": "the stars",
            "values": {4: None, 5: ["top"]},
        },
    )
    assert inn.slots["area"].name == "area"
    assert inn.slots["area"].values == {"north": [], "south": []}
    assert inn.slots["stars"].values == {"4": [], "5": ["top"]}
    assert inn.key == ""


def test_required_slots_come_first() -> None:
    ask = {"description": "it", "question": "Which?"}
    inn = schema(
        a={**ask, "search": "optional", "booking": "required"},
        b={**ask, "search": "required", "booking": "optional"},
        c=ask,
    )
    assert [s.name for s in inn.searchable] == ["b", "a"]
    assert [s.name for s in inn.bookable] == ["a", "b"]


@pytest.mark.parametrize(
    ("slot", "message"),
    [
        ({"description": "x", "type": "categorical"}, "a categorical slot needs `values`"),
        ({"description": "x", "search": "required"}, "needs a `question`"),
        ({"description": "x", "booking": "optional"}, "needs a `question`"),
        ({"description": "x", "colour": "red"}, "Extra inputs are not permitted"),
        ({"description": "x", "type": "colour"}, "categorical"),
        ({"description": "x", "search": "maybe"}, "'required', 'optional' or 'no'"),
        ({}, "Field required"),
    ],
)
def test_a_slot_that_is_wrong_is_named(slot: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message) as raised:
        schema(area=slot)
    assert raised.value.errors()[0]["loc"][:2] == ("slots", "area")


def test_unknown_keys_and_narrowing_below_one_match_are_refused() -> None:
    base = {"name": "inn", "description": "x", "entity": "inn", "slots": {}}
    with pytest.raises(ValidationError, match="Extra inputs"):
        DomainSchema.model_validate({**base, "slotz": {}})
    with pytest.raises(ValidationError, match="greater than or equal to 1"):
        DomainSchema.model_validate({**base, "search": {"ask_above": 0}})


def test_a_schema_cannot_be_changed() -> None:
    inn = schema(area={"description": "x"})
    with pytest.raises(ValidationError, match="frozen"):
        inn.slots["area"].type = SlotType.DAY
