"""Rows of a corpus's database for a domain's table."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from dialog.corpus.entities import entity_rows
from dialog.domain import Domain
from dialog.errors import CorpusError
from dialog.schema import DomainSchema

if TYPE_CHECKING:
    from conftest import ToyCorpus


def domain(**changes: Any) -> Domain:
    area = {"type": "categorical", "values": {"centre": ["center"], "east": []}}
    schema = {
        "name": "inn",
        "description": "Find an inn.",
        "entity": "inn",
        "slots": {
            "name": {"description": "the name", "search": "optional", "question": "Which?"},
            "part": {
                **area,
                "description": "the part",
                "search": "optional",
                "question": "Where?",
                "column": "area",
            },
            "phone": {"description": "the number", "requestable": True},
            "day": {"description": "the day", "booking": "required", "question": "When?"},
        },
        "database": {"table": "inn", "rows": "inns.csv"},
        "corpora": {
            "toy": {
                "domain": "hotel",
                "slots": {"name": "name", "zone": "part", "tel": "phone", "day": "day"},
            }
        },
    }
    return Domain(schema=DomainSchema.model_validate(schema | changes), path=Path())


@pytest.fixture
def rows(toy: "ToyCorpus", monkeypatch: pytest.MonkeyPatch) -> list[dict[str, str]]:
    """The rows that the toy corpus has for its domain hotel, to be changed in place."""
    entities = [
        {"name": "Lodge", "zone": "Center", "tel": "123", "pets": "yes"},
        {"name": "Arms", "zone": "moon"},
    ]

    def given(self: "ToyCorpus", asked: str) -> Sequence[Mapping[str, str]]:
        assert asked == "hotel"
        return entities

    monkeypatch.setattr(type(toy), "entities", given, raising=False)
    return entities


def test_rows(toy: "ToyCorpus", rows: list[dict[str, str]]) -> None:
    made, remarks = entity_rows(toy, domain())
    assert made == [
        {"name": "Lodge", "area": "centre", "phone": "123"},
        {"name": "Arms", "area": "moon", "phone": ""},
    ]
    assert remarks == ["part: 1 values that domain.yml does not allow, such as 'moon'"]


def test_a_row_without_a_name(toy: "ToyCorpus", rows: list[dict[str, str]]) -> None:
    del rows[1]["name"]
    with pytest.raises(CorpusError, match="Row 2 of toy's database of hotel has no name"):
        entity_rows(toy, domain())
    made, _ = entity_rows(toy, domain(booking={"entity": False}))
    assert len(made) == 2


def test_what_does_not_fit(toy: "ToyCorpus", rows: list[dict[str, str]]) -> None:
    with pytest.raises(CorpusError, match="has no `database: table:`"):
        entity_rows(toy, domain(database=None))
    with pytest.raises(CorpusError, match=r"does not say under `corpora:`.* how to read 'toy'"):
        entity_rows(toy, domain(corpora={}))


def test_a_corpus_without_a_database(toy: "ToyCorpus") -> None:
    with pytest.raises(CorpusError, match="The corpus toy has no database of its own"):
        entity_rows(toy, domain())
