"""The JSON schema of the answer: what structured output may and must hold."""

from collections.abc import Iterator
from typing import Any

import pytest

from dialog.domain import load_domains
from dialog.dst.prompting.schema import answer_schema
from dialog.schema import DomainSchema

CITY = {name: domain.schema for name, domain in load_domains(["hotel", "taxi"]).items()}


def changes(schema: dict[str, Any], slot: str) -> list[dict[str, Any]]:
    """The forms that a change of a slot can have."""
    kinds: list[dict[str, Any]] = schema["properties"]["changes"]["items"]["anyOf"]
    return [kind["properties"] for kind in kinds if slot in kind["properties"]["slot"]["enum"]]


def objects(part: Any) -> Iterator[dict[str, Any]]:
    if isinstance(part, dict):
        if part.get("type") == "object":
            yield part
        for inner in part.values():
            yield from objects(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from objects(inner)


def test_it_is_as_strict_as_structured_output_wants_it() -> None:
    found = list(objects(answer_schema(CITY)))
    assert found
    for part in found:
        assert part["additionalProperties"] is False
        assert part["required"] == list(part["properties"])


def test_a_closed_slot_has_its_values_and_no_other() -> None:
    (change,) = changes(answer_schema(CITY), "pricerange")
    assert change["domain"]["enum"] == ["hotel"]
    assert change["value"]["enum"] == ["cheap", "moderate", "expensive", "dontcare", "removed"]


def test_an_open_slot_takes_text() -> None:
    (change,) = changes(answer_schema(CITY), "destination")
    assert change["value"] == {"type": "string"}
    assert change["domain"]["enum"] == ["taxi"]


def test_only_what_users_tell_can_change() -> None:
    assert changes(answer_schema(CITY), "phone") == []


@pytest.mark.parametrize(("domain", "tasks"), [("hotel", ["find", "book"]), ("taxi", ["book"])])
def test_what_the_user_is_after(domain: str, tasks: list[str]) -> None:
    (change,) = changes(answer_schema({domain: CITY[domain]}), "task")
    assert change["value"]["enum"] == [*tasks, "removed"]


def test_too_many_values_are_not_listed() -> None:
    values = {str(number): [] for number in range(501)}
    slot = {"type": "categorical", "description": "a number", "values": values}
    data = {"name": "big", "description": "b", "entity": "b", "slots": {"n": slot}}
    (change,) = changes(answer_schema({"big": DomainSchema.model_validate(data)}), "n")
    assert change["value"] == {"type": "string"}


def test_acts_are_those_of_users() -> None:
    act = answer_schema(CITY)["properties"]["acts"]["items"]["properties"]
    assert act["domain"]["enum"] == ["", "hotel", "taxi"]
    assert "request" in act["type"]["enum"]
    assert not {"offer", "inform", "nobook"} & set(act["type"]["enum"])
