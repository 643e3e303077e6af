"""What a corpus of services says of them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialog.errors import CorpusError
from dialog.schema import SlotType

from .records import RAW, SCHEMA, write

DESCRIBED = [
    {
        "service_name": "Rooms_1",
        "description": "Book a room",
        "slots": [
            {
                "name": "seats",
                "description": "Number of seats",
                "is_categorical": True,
                "possible_values": ["1", "2"],
            },
            {
                "name": "city",
                "description": "Where it is",
                "is_categorical": False,
                "possible_values": ["Rome"],
            },
            {"name": "price", "description": "The price", "is_categorical": False},
        ],
        "intents": [
            {"name": "BookRoom", "required_slots": ["city"], "optional_slots": {"seats": "1"}}
        ],
    }
]


def test_services_are_described_as_the_corpus_does(tmp_path: Path) -> None:
    rooms = write(tmp_path, "dev", {"schema.json": DESCRIBED}).schemas("validation")["Rooms_1"]
    assert (rooms.description, rooms.entity) == ("Book a room", "rooms")
    seats, city = rooms.slots["seats"], rooms.slots["city"]
    assert (seats.type, list(seats.values)) == (SlotType.CATEGORICAL, ["1", "2"])
    assert (city.type, city.values, city.description) == (SlotType.OPEN, {}, "Where it is")
    assert city.informable
    assert not rooms.slots["price"].informable


@settings(deadline=None, max_examples=40)
@given(data=st.data())
def test_mutated_descriptions_load_or_say_what_is_wrong(
    data: st.DataObject, mutated: Callable[[st.DataObject, Any], Any], tmp_path_factory: Any
) -> None:
    folder = tmp_path_factory.mktemp("sgd")
    corpus = write(folder, "dev", {"schema.json": mutated(data, DESCRIBED)})
    try:
        corpus.schemas("validation")
    except CorpusError as error:
        message = str(error)
    else:
        return
    assert str(folder / "dev.zip") in message


@settings(deadline=None, max_examples=40)
@given(data=st.data())
def test_mutated_schemas_load_or_say_what_is_wrong(
    data: st.DataObject,
    mutated: Callable[[st.DataObject, Any], Any],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("sgd")
    schema = mutated(data, SCHEMA)
    corpus = write(folder, "dev", {"schema.json": schema, "dialogues_001.json": [RAW]})
    try:
        assert len(list(corpus.load("validation"))) == 1
    except CorpusError as error:
        message = str(error)
    else:
        return
    assert str(folder / "dev.zip") in message
