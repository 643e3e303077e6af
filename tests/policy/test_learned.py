"""Policies of a trained network: its bundle, how it is found, and that it is light."""

import asyncio
import json
import subprocess
import sys
from dataclasses import asdict

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialog.acts import format_acts
from dialog.config import load_config
from dialog.errors import BundleError
from dialog.files import data_folder
from dialog.pipeline import Pipeline
from dialog.policy.bundle import PolicyBundle, find_policy, load_policy
from dialog.policy.features import Layout
from dialog.policy.learned import PpoPolicy, SupervisedPolicy
from dialog.policy.network import Weights, probabilities, scores, shapes, weights_of
from dialog.state import DialogueState, UserTurn


def weights(seed: int = 0) -> Weights:
    rng = np.random.default_rng(seed)
    return weights_of(
        {name: rng.normal(size=shape, scale=0.1).astype(np.float32) for name, shape in
         shapes().items()}
    )  # fmt: skip


def bundle(*domains: str, algorithm="ppo", name="mine") -> PolicyBundle:
    return PolicyBundle(name, algorithm, domains, {"seed": 0}, weights())


def test_a_bundle_is_read_as_it_was_written(tmp_path):
    made = bundle("cafe", "courier")
    made.save(tmp_path / "mine")
    read = load_policy(tmp_path / "mine")
    assert (read.name, read.algorithm, read.domains) == ("mine", "ppo", ("cafe", "courier"))
    assert read.training["seed"] == 0
    for name, array in asdict(made.weights).items():
        np.testing.assert_array_equal(array, getattr(read.weights, name))


def test_weights_of_another_network_are_refused(tmp_path):
    bundle("cafe").save(tmp_path / "mine")
    meta = json.loads((tmp_path / "mine" / "bundle.json").read_text())
    (tmp_path / "mine" / "bundle.json").write_text(json.dumps({**meta, "sight": "another"}))
    with pytest.raises(BundleError, match="other features than this version's; train it again"):
        load_policy(tmp_path / "mine")
    del meta["algorithm"]
    (tmp_path / "mine" / "bundle.json").write_text(json.dumps(meta))
    with pytest.raises(BundleError, match="no bundle description"):
        load_policy(tmp_path / "mine")
    with pytest.raises(ValueError, match="another network"):
        weights_of({"turn": np.zeros((2, 2), np.float32)})


def test_the_bundle_that_knows_the_most_of_the_domains_is_found(town):
    models = data_folder() / "models"
    bundle("cafe").save(models / "a")
    bundle("cafe", "courier").save(models / "b")
    bundle("cafe", "courier", algorithm="supervised").save(models / "c")
    assert find_policy("ppo", town) == (models / "b", frozenset())
    assert find_policy("ppo", {"cafe": None}) == (models / "a", frozenset())
    path, unknown = find_policy("supervised", {**town, "hotel": None})
    assert (path, unknown) == (models / "c", {"hotel"})


def test_without_a_bundle_the_command_that_makes_one_is_told(town, monkeypatch):
    monkeypatch.setattr("dialog.runtime.bundles.entry_points", lambda **_: ())
    with pytest.raises(BundleError, match=r"dialog train policy --algorithm ppo --domain cafe"):
        PpoPolicy(town).warm_up()


def test_a_bundle_of_the_other_algorithm_is_refused(town, tmp_path):
    bundle("cafe").save(tmp_path / "mine")
    with pytest.raises(BundleError, match="use --policy ppo"):
        SupervisedPolicy(town, bundle=str(tmp_path / "mine")).warm_up()


def test_domains_that_it_was_not_trained_on_are_told(town):
    bundle("cafe").save(data_folder() / "models" / "mine")
    told: list[str] = []
    PpoPolicy(town, announce=told.append).warm_up()
    assert told == [
        "The policy mine was not trained on courier; it decides there by what all domains have in "
        "common."
    ]


def test_a_pipeline_talks_by_it_and_tells_how_sure_it_was(town, tmp_path):
    bundle("cafe", "courier").save(tmp_path / "mine")
    options = {"policy": {"name": "ppo", "bundle": str(tmp_path / "mine")},
               "nlu": {"name": "retrieval"}}  # fmt: skip
    config = load_config(options=options, domains=town)
    pipeline = Pipeline(town, config, database=f"sqlite:///{tmp_path / 'town.db'}")
    result = asyncio.run(pipeline.turn(DialogueState(), UserTurn.of("a thai café")))
    assert not result.trace.error
    assert result.system_acts
    assert "(ppo: 0." in result.trace.reasons[0]
    again = asyncio.run(pipeline.turn(DialogueState(), UserTurn.of("a thai café")))
    assert format_acts(again.system_acts) == format_acts(result.system_acts)


def test_deciding_imports_no_torch():
    code = (
        "import sys, dialog.policy.learned, dialog.policy.llm\n"
        "print([m for m in ('torch', 'gymnasium', 'sb3_contrib') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@given(st.lists(st.booleans(), min_size=1).filter(any), st.integers(0, 99))
def test_what_is_not_allowed_is_never_likely(allowed, seed):
    scored = np.random.default_rng(seed).normal(size=len(allowed)) * 50
    likely = probabilities(scored, np.array(allowed))
    assert likely.sum() == pytest.approx(1)
    assert not likely[~np.array(allowed)].any()


def test_moves_of_alike_domains_and_slots_are_scored_alike(town):
    layout = Layout.of({name: domain.schema for name, domain in town.items()})
    scored = scores(weights(), layout, np.zeros(layout.size, np.float32))
    kinds = [move.kind for move in layout.moves]
    for kind in set(kinds):
        same = scored[[at for at, each in enumerate(kinds) if each is kind]]
        np.testing.assert_allclose(same, same[0], rtol=1e-6)
