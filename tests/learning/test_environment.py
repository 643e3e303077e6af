"""Conversations as a Gymnasium environment, with real users, a real tracker and real rows."""

import numpy as np
import pytest

pytest.importorskip("gymnasium", reason="needs the extra 'rl'")

from dialog.learning.environment import DialogueEnvironment, Rewards
from dialog.simulation.running import Plan

CAFE = Plan(("tests/plugins/cafe",))


@pytest.fixture
def environment(monkeypatch, request):
    monkeypatch.chdir(request.config.rootpath)
    made = DialogueEnvironment(CAFE)
    yield made
    made.close()


def talk(environment, seed=0, episodes=3):
    """Let moves be drawn by chance, and return all that came back."""
    rng = np.random.default_rng(seed)
    seen = []
    features, _ = environment.reset(seed=seed)
    while episodes:
        allowed = np.flatnonzero(environment.action_masks())
        move = rng.choice(allowed)
        features, reward, over, _, info = environment.step(move)
        seen.append((int(move), reward, float(features.sum()), info))
        if over:
            episodes -= 1
            environment.reset()
    return seen


def test_what_it_gives_is_in_its_spaces(environment):
    features, _ = environment.reset(seed=0)
    assert environment.observation_space.contains(features)
    assert environment.action_masks().shape == (environment.action_space.n,)


def test_a_seed_decides_everything(environment):
    assert talk(environment, seed=3) == talk(environment, seed=3)
    assert talk(environment, seed=3) != talk(environment, seed=4)


def test_success_is_paid_for_and_turns_cost(environment):
    rewards = Rewards()
    seen = talk(environment, episodes=20)
    outcomes = environment.take_outcomes()
    assert len(outcomes) == 20
    assert {outcome.success for outcome in outcomes} == {True, False}
    ends = [reward for _, reward, _, info in seen if info]
    for outcome, end in zip(outcomes, ends, strict=True):
        paid = rewards.success if outcome.success else rewards.failure
        assert end == pytest.approx(paid + rewards.turn)
        assert outcome.reward == pytest.approx(paid + outcome.turns * rewards.turn)
    assert environment.take_outcomes() == []


def test_a_conversation_may_be_broken_off(environment):
    first, _ = environment.reset(seed=1)
    environment.step(np.flatnonzero(environment.action_masks())[0])
    again, _ = environment.reset(seed=1)
    np.testing.assert_array_equal(first, again)


def test_environments_side_by_side_have_users_of_their_own(environment):
    other = DialogueEnvironment(CAFE, place=1)
    assert talk(environment) != talk(other)
    other.close()
