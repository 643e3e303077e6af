"""`dialog train dst`, and what comes out of it."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from dialog.acts import ActType, parse_acts
from dialog.commands.train import train
from dialog.corpus import Dialogue, find_corpus
from dialog.corpus.tracking import tracked_domains
from dialog.dst.neural.bundle import load_bundle
from dialog.dst.neural.tracker import NeuralTracker
from dialog.dst.replay import replay, text_only
from dialog.errors import BundleError, ConfigError, CorpusError
from dialog.runtime.bundles import META
from dialog.state import DialogueState, UserTurn

if TYPE_CHECKING:
    from conftest import ToyCorpus

training = pytest.importorskip("dialog.dst.neural.training", reason="needs the extra 'train'")


@pytest.fixture
def corpus(toy: "ToyCorpus", hello: Dialogue) -> "ToyCorpus":
    for split in ("train", "validation"):
        made = []
        for nth in range(48):
            stars = str(nth % 4 + 2)
            first, second = hello.turns
            said = f"A {stars} star hotel"
            act = replace(first.acts[0], value=stars)
            state = {"hotel": {"stars": stars}}
            turn = replace(first, utterance=said, hypotheses=(), acts=(act,), state=state)
            thanks = replace(turn, utterance="Thanks!", acts=tuple(parse_acts("thank()")))
            made.append(replace(hello, dialogue_id=f"{split}-{nth}", turns=(turn, second, thanks)))
        toy.write(split, made)
    return toy


def run(*arguments: str) -> Result:
    return CliRunner().invoke(train, ["dst", *arguments])


@pytest.mark.timeout(300)
def test_a_tracker_is_trained_measured_and_gone_on_from(
    corpus: "ToyCorpus", tmp_path: Path
) -> None:
    path = tmp_path / "tracker"
    result = run("--corpus", corpus.name, "--epochs", "4", "--output", str(path))
    assert result.exit_code == 0, result.output
    assert "toy train: 96 user turns, 1 domains" in result.output
    bundle = load_bundle(path)
    assert bundle.acts == ("thank",)
    assert bundle.training["validation"]["joint_goal_accuracy"] == 1
    card = (path / "README.md").read_text()
    assert bundle.training["weights_sha256"] in card
    assert f"`{bundle.command}`" in card
    assert bundle.command.startswith("dialog train dst --corpus toy --adapter full ")

    domains = tracked_domains(find_corpus(corpus.name))
    tracker = NeuralTracker(domains, bundle=str(path), precision="float32")
    state = tracker.track(DialogueState(), UserTurn.of("a 3 star hotel"), ())
    assert state.domain("hotel").value("stars") == "3"
    [stars] = [act for act in state.user_acts if act.slot == "stars"]
    assert stars.span == (2, 3)
    thanked = tracker.track(state, UserTurn.of("Thanks!"), ())
    assert [act.type for act in thanked.user_acts] == [ActType.THANK]

    assert tracker.among(["hotel"]).track(DialogueState(), UserTurn.of("3 stars"), ()) == (
        tracker.track(DialogueState(), UserTurn.of("3 stars"), ())
    )
    assert not tracker.among([]).track(DialogueState(), UserTurn.of("3 stars"), ()).domains

    tracked = list(replay(tracker, domains, corpus.load("validation"), text_only))
    held = [{place: belief.value for place, belief in turn.beliefs.items()} for turn in tracked]
    assert held == [{place: v[0] for place, v in turn.wanted.items()} for turn in tracked]

    onward = run(
        "--corpus", corpus.name, "--start", str(path), "--epochs", "1", "--output", str(path) + "2"
    )
    assert onward.exit_code == 0, onward.output
    again = load_bundle(Path(f"{path}2"))
    assert again.training["start_sha256"] == bundle.training["weights_sha256"]
    assert again.training["validation"]["joint_goal_accuracy"] == 1


@pytest.mark.timeout(300)
def test_a_training_that_is_cut_short_goes_on_to_the_same_end(
    corpus: "ToyCorpus", tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    options = ["--corpus", corpus.name, "--adapter", "none", "--epochs", "2", "--output"]
    run(*options, str(tmp_path / "whole"))
    epoch = training.Trainer._epoch

    def second(self: object, number: int) -> object:
        if number == 1:
            raise KeyboardInterrupt
        return epoch(self, number)

    with monkeypatch.context() as patch:
        patch.setattr(training.Trainer, "_epoch", second)
        run(*options, str(tmp_path / "cut"))
    result = run(*options, str(tmp_path / "cut"))
    assert "Goes on after epoch 1 of 2." in result.output
    whole, cut = (load_bundle(tmp_path / name).weights() for name in ("whole", "cut"))
    assert all((whole[name] == cut[name]).all() for name in whole)
    assert not list(tmp_path.glob(".*.training"))


def test_an_epoch_may_learn_from_other_dialogues_than_the_one_before(
    corpus: "ToyCorpus", tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    learnt = []
    epoch = training.Loop.epoch

    def noted(self: object, batches: list, *more: object) -> float:
        learnt.append({turn.dialogue for batch in batches for turn in batch})
        return epoch(self, batches, *more)

    monkeypatch.setattr(training.Loop, "epoch", noted)
    path = tmp_path / "some"
    options = ["--adapter", "none", "--epochs", "3", "--dialogues", "16"]
    run("--corpus", corpus.name, *options, "--output", str(path))
    assert [len(names) for names in learnt] == [16, 16, 16]
    assert len(set().union(*learnt)) == 48
    bundle = load_bundle(path)
    assert bundle.training["turns"] == {"train": 96, "validation": 8}
    assert "--dialogues 16" in bundle.command


def test_what_cannot_be_trained(toy: "ToyCorpus", hello: Dialogue, tmp_path: Path) -> None:
    bare = replace(hello, turns=tuple(replace(turn, state={}) for turn in hello.turns))
    toy.write("train", [bare])
    result = run("--corpus", toy.name)
    assert isinstance(result.exception, CorpusError)
    assert "annotates no states" in str(result.exception)
    for wrong in ("--epochs=0", "--dialogues=3"):
        assert isinstance(run("--corpus", toy.name, wrong).exception, ConfigError)
    nowhere = run("--corpus", toy.name, "--start", str(tmp_path))
    assert isinstance(nowhere.exception, BundleError)


def test_a_bundle_of_another_module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / META).write_text('{"format": 3, "module": "nlu"}')
    with pytest.raises(BundleError, match="holds a model for nlu, not for dst"):
        load_bundle(tmp_path)
    monkeypatch.setattr("dialog.runtime.bundles.bundle_paths", lambda module: [])
    with pytest.raises(BundleError, match="No trained tracker is installed"):
        NeuralTracker({}).warm_up()
