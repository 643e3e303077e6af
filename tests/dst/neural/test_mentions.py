"""Which listed values a turn spells."""

import numpy as np
import pytest

from dialog.domain import load_domains
from dialog.dst.neural.mentions import Mentions
from dialog.dst.neural.queries import Queries, QueryMaker
from dialog.dst.neural.reading import Place, places_of, reading
from dialog.runtime.encoder import resolve_encoder

DOMAINS = load_domains(["hotel", "restaurant"])
HOTEL, RESTAURANT = Place("hotel", "area"), Place("restaurant", "area")


@pytest.fixture(scope="module")
def queries() -> Queries:
    return QueryMaker(resolve_encoder(None)).make(DOMAINS, places_of(DOMAINS))


def spelled(queries: Queries, system: str, text: str, row: int) -> set[tuple[Place, str]]:
    found = Mentions(queries).of(reading(system, text, {Place("hotel", "stars"): "3"}, {}))
    every = [(p, v) for p, own in zip(queries.places, queries.values, strict=True) for v in own]
    return {every[at] for at in np.flatnonzero(found[row])}


def test_each_side_spells_its_own_values(queries: Queries) -> None:
    said = ("The north has none.", "chinese food in the south then")
    assert spelled(queries, *said, 0) == {
        (Place("restaurant", "food"), "chinese"),
        (RESTAURANT, "south"),
        (HOTEL, "south"),
    }
    assert spelled(queries, *said, 1) == {(RESTAURANT, "north"), (HOTEL, "north")}


def test_a_synonym_spells_its_value(queries: Queries) -> None:
    assert (RESTAURANT, "centre") in spelled(queries, "", "somewhere Central", 0)


def test_a_value_within_a_longer_one_of_its_slot_is_not_meant() -> None:
    values = ("thai", "modern thai"), ("thai",)
    vectors = np.zeros((3, 2), np.float32)
    queries = Queries(
        (RESTAURANT, HOTEL), vectors[:2], values, vectors, np.array([0, 2, 3]),
        tuple((value,) for own in values for value in own), (True, True),
    )  # fmt: skip
    found = spelled(queries, "", "some Modern Thai food", 0)
    assert found == {(RESTAURANT, "modern thai"), (HOTEL, "thai")}
    both = spelled(queries, "", "thai, or modern thai", 0)
    assert both == {(RESTAURANT, "thai"), (RESTAURANT, "modern thai"), (HOTEL, "thai")}


def test_slots_know_whether_any_of_their_values_is_spelled(queries: Queries) -> None:
    mentions = Mentions(queries)
    found = mentions.of(reading("", "in the north", {}, {}))
    asked = [Place("hotel", "name"), HOTEL]
    assert mentions.slots(found, asked).tolist() == [[0, 0], [1, 0]]
    assert mentions.slots(found, []).shape == (0, 2)
