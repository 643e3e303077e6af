"""The bundles that the package brings: whole, small, and for corpora as their loaders read them."""

import json
from importlib.metadata import EntryPoint, entry_points
from importlib.resources import files
from pathlib import Path

import pytest

from dialog.errors import CorpusError
from dialog.nlu.bundle import Bundle, covered, load_bundle
from dialog.nlu.choice import corpora_themselves, domains_measured
from dialog.runtime.bundles import CARD, META, SUM, WEIGHTS, sha256, shipped_paths

POINTS = [
    point
    for point in entry_points(group="dialog.bundles")
    if point.value.startswith(("domains.", "corpora."))
]
NLU = [point for point in POINTS if Path(str(files(point.value))) in shipped_paths("nlu")]
ALONE = [point for point in NLU if point.value.startswith("corpora.")]


def bundle_of(point: EntryPoint) -> Bundle:
    return load_bundle(Path(str(files(point.value))))


@pytest.mark.parametrize("point", POINTS, ids=lambda point: point.name)
def test_a_bundle_is_whole_and_small_and_its_card_says_how_it_is_made(point: EntryPoint) -> None:
    path = Path(str(files(point.value)))
    told = json.loads((path / META).read_text("utf-8"))
    card = (path / CARD).read_text(encoding="utf-8")
    assert sum(file.stat().st_size for file in path.iterdir()) < 7_000_000
    assert told["training"][SUM] == sha256(path / WEIGHTS)
    assert told["training"][SUM] in card
    assert f"`dialog train {told.get('module', 'nlu')} " in card


@pytest.mark.parametrize("point", NLU, ids=lambda point: point.name)
def test_the_card_of_an_nlu_says_what_was_chosen(point: EntryPoint) -> None:
    bundle = bundle_of(point)
    assert bundle.path
    assert f"`dialog train nlu {bundle.chosen} " in (bundle.path / CARD).read_text("utf-8")


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
