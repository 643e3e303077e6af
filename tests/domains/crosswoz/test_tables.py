"""The tables of the Chinese domains: as the script makes them, and consistent."""

from pathlib import Path

import pytest

from dialog.check import check_domain
from dialog.domain import load_domains
from dialog.nlu.bundle import fingerprint, load_bundle
from domains.crosswoz import build
from domains.rowfiles import stale

BUNDLE = Path(build.ROOT).parents[1] / "corpora" / "models" / "crosswoz"
KINDS = ("景点", "餐馆", "酒店")


@pytest.fixture(scope="module")
def domains():
    return load_domains(["crosswoz"])


@pytest.fixture(scope="module")
def rows(domains):
    return {name: {row["名称"]: row for row in domains[name].rows()} for name in KINDS}


def test_files_are_what_the_script_makes():
    assert stale(build.files(), build.ROOT) == []


def test_the_plugins_are_sound(domains):
    assert [problem for d in domains.values() for problem in check_domain(d.path)] == []


def test_the_model_of_the_corpus_covers_the_domains(domains):
    known = load_bundle(BUNDLE).domains
    assert {name: fingerprint(domain) for name, domain in domains.items()} == known


def test_what_is_near_one_place_has_it_near(rows):
    for kind in KINDS:
        for name, row in rows[kind].items():
            for other in KINDS:
                for near in filter(None, row.get(f"周边{other}", "").split(";")):
                    back = rows[other][near].get(f"周边{kind}")
                    assert back is None or name in back.split(";")


def test_some_places_are_far_from_everything(rows):
    assert rows["景点"]["八达岭长城"]["地铁"] == ""
    assert rows["景点"]["八达岭长城"]["周边酒店"] == ""
