"""The network in torch is the one in NumPy."""

import numpy as np
import pytest
import torch

from dialog.learning.actor import Actor
from dialog.policy.features import Layout
from dialog.policy.network import scores


@pytest.fixture
def layout(town):
    return Layout.of({name: domain.schema for name, domain in town.items()})


def test_both_score_alike(layout):
    torch.manual_seed(0)
    actor = Actor(layout)
    vectors = torch.rand(3, layout.size)
    with torch.no_grad():
        scored = actor(vectors).numpy()
    weights = actor.weights()
    for vector, row in zip(vectors.numpy(), scored, strict=True):
        np.testing.assert_allclose(scores(weights, layout, vector), row, atol=1e-5)


def test_weights_are_taken_over(layout):
    one, other = Actor(layout), Actor(layout)
    other.load(one.weights())
    vector = torch.rand(1, layout.size)
    assert torch.equal(one(vector), other(vector))
