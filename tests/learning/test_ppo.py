"""Learning by talking: that it learns, is the same again, and survives being cut short."""

from dataclasses import asdict

import numpy as np
import pytest

pytest.importorskip("sb3_contrib", reason="needs the extra 'rl'")

from dialog.errors import ConfigError
from dialog.learning.ppo import PpoArguments, PpoTrainer
from dialog.policy.bundle import load_policy
from dialog.simulation.running import Plan


class Killed(Exception):  # noqa: N818
    """What a test ends a training with."""


@pytest.fixture
def train(monkeypatch, request, tmp_path):
    """Train on the café, and return the bundle and the lines told."""
    monkeypatch.chdir(request.config.rootpath)

    def run(name, start=None, *, kill=None, **options):
        lines: list[str] = []

        def report(line):
            lines.append(line)
            if kill is not None and line.startswith(f"iteration {kill}/"):
                raise Killed

        args = PpoArguments(**{"moves": 256, "trials": 4, "every": 1, **options})
        plan = Plan(("tests/plugins/cafe",), seed=args.seed)
        trainer = PpoTrainer(plan, args, start, {}, report, lambda *_: None)
        path = tmp_path / name
        return trainer.train(name, path), lines

    return run


def same(one, other):
    return all(
        np.array_equal(array, getattr(other.weights, name))
        for name, array in asdict(one.weights).items()
    )


def curve(bundle):
    return [{**point, "seconds": 0} for point in bundle.training["curve"]]


def test_it_gets_better_by_talking(train, tmp_path):
    options = {"moves": 1024, "iterations": 5, "every": 5, "trials": 20, "learning_rate": 0.003}
    bundle, lines = train("cafe", **options)
    first, *_, last = bundle.training["curve"]
    assert last["success"] > first["success"]
    assert last["conversations"] > 20
    assert lines[0].startswith("iteration 0/5: 0 conversations, ")
    read = load_policy(tmp_path / "cafe")
    assert (read.algorithm, read.domains) == ("ppo", ("cafe",))
    assert "sb3-contrib" in read.training["versions"]


def test_a_training_that_was_killed_goes_on_as_if_it_had_not_been(train):
    whole, _ = train("whole", iterations=2)
    with pytest.raises(Killed):
        train("cut", iterations=2, kill=2)  # the state kept is that after the first
    resumed, lines = train("cut", iterations=2)
    assert lines[0] == "Goes on after iteration 1 of 2."
    assert same(resumed, whole)
    assert curve(resumed) == curve(whole)


def test_the_state_of_another_training_is_not_gone_on_from(train):
    with pytest.raises(Killed):
        train("cut", iterations=2, kill=2)
    _, lines = train("cut", iterations=2, learning_rate=0.002)
    assert "is the state of another training" in lines[0]


def test_a_seed_decides_what_is_learned(train):
    one, _ = train("one", iterations=1)
    again, _ = train("again", iterations=1)
    other, _ = train("other", iterations=1, seed=1)
    assert same(one, again)
    assert curve(one) != curve(other)


def test_it_goes_on_from_a_policy_while_only_the_critic_learns(train):
    start, _ = train("start", iterations=1)
    warm, _ = train("warm", start.weights, iterations=1)
    assert same(warm, start)


@pytest.mark.parametrize(
    ("options", "wrong"),
    [({"moves": 100}, "moves is 100"), ({"iterations": 0}, "iterations is 0")],
)
def test_arguments_are_checked(options, wrong):
    with pytest.raises(ConfigError, match=wrong):
        PpoArguments(**options)
