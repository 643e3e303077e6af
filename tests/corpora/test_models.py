"""The bundles that the package brings: whole, small, and for corpora as their loaders read them."""

from importlib.metadata import EntryPoint, entry_points
from importlib.resources import files
from pathlib import Path

import pytest

from dialog.errors import CorpusError
from dialog.nlu.bundle import Bundle, covered, load_bundle
from dialog.nlu.choice import corpora_themselves, domains_measured

POINTS = [
    point
    for point in entry_points(group="dialog.bundles")
    if point.value.startswith(("domains.", "corpora."))
]
ALONE = [point for point in POINTS if point.value.startswith("corpora.")]


def bundle_of(point: EntryPoint) -> Bundle:
    return load_bundle(Path(str(files(point.value))))


@pytest.mark.parametrize("point", POINTS, ids=lambda point: point.name)
def test_a_bundle_is_whole_and_small_and_its_card_says_how_it_is_made(point: EntryPoint) -> None:
    bundle = bundle_of(point)
    assert bundle.path
    assert bundle.weights()  # of the checksum that is described
    assert sum(file.stat().st_size for file in bundle.path.iterdir()) < 7_000_000
    card = (bundle.path / "README.md").read_text(encoding="utf-8")
    assert bundle.training["weights_sha256"] in card
    assert f"`dialog train nlu {bundle.chosen} " in card


@pytest.mark.parametrize("point", ALONE, ids=lambda point: point.name)
def test_a_corpus_is_measured_with_the_model_of_it_by_itself(point: EntryPoint) -> None:
    bundle = bundle_of(point)
    names = bundle.training["corpora"]
    try:
        domains = corpora_themselves(names)
    except CorpusError:
        pytest.skip(f"{names} is not at hand")
    assert covered(domains, [bundle.path] if bundle.path else []) == set(domains)
    assert domains_measured(names, "bert") == domains
