"""The domains whose state a corpus annotates."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from dialog.corpus import CorpusTurn, Dialogue, State
from dialog.corpus.registry import find_corpus
from dialog.corpus.tracking import filled, read_schemas, tracked_domains, tracked_schemas
from dialog.errors import CorpusError
from dialog.schema import DomainSchema

STATE: State = {"stay": {"city": "rome", "pets_allowed": "yes"}}


class Small:
    """One turn with a state."""

    name = "small"
    splits: tuple[str, ...] = ("train", "test")

    def __init__(self, state: State = STATE) -> None:
        self.state = state

    def load(self, split: str) -> list[Dialogue]:
        turn = CorpusTurn("user", "a room in rome", state=self.state)
        return [Dialogue("1", split, ("stay",), {}, (turn,))]


class Described(Small):
    """The same with the domain described; its database names a city."""

    def schemas(self, split: str) -> Mapping[str, DomainSchema]:
        slots = {"city": {"description": f"the city of the {split} split"}}
        return {"stay": DomainSchema(name="stay", description="", entity="room", slots=slots)}

    def names(self, domain: str) -> Mapping[str, list[str]]:
        return {"city": ["Oslo"]}


def test_the_slots_of_a_corpus_that_describes_none_are_those_of_its_states() -> None:
    [schema] = tracked_schemas(Small()).values()
    assert {slot.name: slot.description for slot in schema.slots.values()} == {
        "city": "the city",
        "pets_allowed": "the pets allowed",
    }


def test_a_corpus_describes_its_slots_by_split() -> None:
    domain = tracked_domains(Described(), "test")["stay"]
    assert domain.schema.slots["city"].description == "the city of the test split"
    assert domain.schema.corpora["small"].slots == {"city": "city"}
    assert domain.names("city") == ["Oslo"]
    assert domain.corpus == "small"


def test_a_corpus_without_states_cannot_be_tracked() -> None:
    with pytest.raises(CorpusError, match="annotates no states"):
        tracked_domains(Small({}))


def test_without_a_training_part_there_is_nothing_to_learn_from() -> None:
    corpus = Small()
    corpus.splits = ("test",)
    with pytest.raises(CorpusError, match="no split 'train'"):
        tracked_domains(corpus)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("stay: {description: a, entity: b, slots: {city: {type: open}}}", "description"),
        ("stay: 1", "does not describe"),
        ("stay: [", "is not YAML"),
    ],
)
def test_a_broken_file_of_domains_is_named(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "schemas.yml"
    path.write_text(text)
    with pytest.raises(CorpusError, match=message) as raised:
        read_schemas(path)
    assert "schemas.yml" in str(raised.value)


UNTRACKED = {("multiwoz21", "hospital")}  # as in published scores


@pytest.mark.parametrize("name", ["crosswoz", "multiwoz21", "sgd", "woz2"])
def test_every_slot_of_the_states_is_described(name: str) -> None:
    try:
        corpus = find_corpus(name)
    except CorpusError as error:
        pytest.skip(str(error))
    for split in ("train", "validation"):
        schemas = tracked_schemas(corpus, split)
        held = {(domain, slot) for domain, slot, _ in filled(corpus, split)}
        slots = {(schema.name, slot) for schema in schemas.values() for slot in schema.slots}
        assert {place for place in held if (name, place[0]) not in UNTRACKED} <= slots
