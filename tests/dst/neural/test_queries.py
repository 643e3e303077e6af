"""What is asked for: descriptions as vectors, and the values that are listed."""

from pathlib import Path

import numpy as np
import pytest

from dialog.domain import load_domains
from dialog.dst.neural import queries
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


def test_each_slot_finds_its_own_values(monkeypatch: pytest.MonkeyPatch) -> None:
    places = places_of(DOMAINS)
    maker = QueryMaker(resolve_encoder(None))
    made = maker.make(DOMAINS, places)
    assert made.places == places
    assert made.slots.shape == (len(places), made.listed.shape[1])
    np.testing.assert_allclose(np.linalg.norm(made.slots, axis=1), 1, rtol=1e-5)
    assert np.diff(made.starts).tolist() == [len(values) for values in made.values]
    asked_only = made.places.index(Place("hotel", "phone"))
    assert not made.informable[asked_only]
    # the same slots again are not embedded again
    monkeypatch.setattr(queries, "OnnxEncoder", lambda *_: pytest.fail("embedded again"))
    np.testing.assert_array_equal(maker.make(DOMAINS, places).slots, made.slots)


def test_a_damaged_cache_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    maker = QueryMaker(resolve_encoder(None))
    places = places_of(DOMAINS)[:2]
    monkeypatch.setattr(queries, "cache_folder", lambda: tmp_path)
    vectors = maker.make(DOMAINS, places).slots
    [kept] = (tmp_path / "queries").iterdir()
    kept.write_bytes(b"nothing")
    np.testing.assert_allclose(maker.make(DOMAINS, places).slots, vectors, rtol=1e-5)


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
