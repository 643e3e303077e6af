"""What is asked for: descriptions as vectors, and the values that are listed."""

import numpy as np

from dialog.domain import load_domains
from dialog.dst.neural.queries import QueryMaker, described, listed_values
from dialog.dst.neural.reading import Place, places_of
from dialog.runtime.encoder import resolve_encoder

DOMAINS = load_domains(["hotel", "taxi"])


def test_a_slot_is_asked_for_in_the_words_of_its_schema() -> None:
    description = DOMAINS["hotel"].schema.slots["area"].description
    assert described(DOMAINS, Place("hotel", "area")) == f"hotel area: {description}"


def test_values_are_listed_where_they_are_few() -> None:
    assert "north" in listed_values(DOMAINS, Place("hotel", "area"))
    assert listed_values(DOMAINS, Place("hotel", "parking")) == ("yes", "no")
    assert len(listed_values(DOMAINS, Place("hotel", "day"))) == 7
    assert listed_values(DOMAINS, Place("taxi", "destination")) == ()


def test_each_slot_finds_its_own_values() -> None:
    places = places_of(DOMAINS)
    maker = QueryMaker(resolve_encoder(None))
    made = maker.make(DOMAINS, places)
    assert made.places == places
    assert made.slots.shape == (len(places), made.listed.shape[1])
    np.testing.assert_allclose(np.linalg.norm(made.slots, axis=1), 1, rtol=1e-5)
    assert np.diff(made.starts).tolist() == [len(values) for values in made.values]
    asked_only = made.places.index(Place("hotel", "phone"))
    assert not made.informable[asked_only]


def test_some_domains_alone_are_asked_as_if_there_were_no_others() -> None:
    maker = QueryMaker(resolve_encoder(None))
    fewer = maker.make(DOMAINS, places_of(DOMAINS)).among(["taxi"])
    taxi = {"taxi": DOMAINS["taxi"]}
    alone = maker.make(taxi, places_of(taxi))
    assert (fewer.places, fewer.values, fewer.informable) == (
        alone.places, alone.values, alone.informable
    )  # fmt: skip
    assert fewer.starts.tolist() == alone.starts.tolist()
    np.testing.assert_allclose(fewer.slots, alone.slots, atol=1e-4)
    np.testing.assert_allclose(fewer.listed, alone.listed, atol=1e-4)
