"""The loop on a model small enough to follow."""

import pytest

pytest.importorskip("accelerate")

import torch
from torch import Tensor, nn

from dialog.training.loop import Loop
from dialog.training.progress import Progress


class Line(nn.Module):
    """y = a x + b; the loss of a batch of pairs first."""

    def __init__(self) -> None:
        super().__init__()
        self.slope = nn.Parameter(torch.zeros(()))
        self.shift = nn.Parameter(torch.zeros(()))
        self.fixed = nn.Parameter(torch.ones(()), requires_grad=False)

    def forward(self, batch: Tensor) -> tuple[Tensor]:
        x, y = batch[:, 0], batch[:, 1]
        return (((self.slope * x + self.shift - y) ** 2).mean(),)


BATCHES = [[(float(x), 2.0 * x + 1) for x in (at, at + 1, -at)] for at in range(4)]


def loop(steps: int = 400, averaging: float = 0.0) -> Loop[Line]:
    rates = {"slope": 0.1, "": 0.05}
    return Loop(Line(), rates, steps, averaging=averaging)


def test_it_learns() -> None:
    training = loop()
    losses = [training.epoch(BATCHES, torch.tensor) for _ in range(100)]
    assert losses[-1] < 0.01 < losses[0]
    with training.averaged() as model:
        assert not model.training
        assert model.slope.item() == pytest.approx(2, abs=0.1)
        assert model.fixed.item() == 1


def test_the_mean_of_the_weights_stands_in_only_for_a_while() -> None:
    training = loop(averaging=0.9)
    training.epoch(BATCHES, torch.tensor)
    last = training.model.slope.item()
    with training.averaged() as model:
        assert 0 < model.slope.item() < last  # it lags behind
    assert training.model.slope.item() == last


def test_a_step_is_told_after_each_batch() -> None:
    told: list[tuple[int, int, float]] = []
    mean = loop().epoch(BATCHES, torch.tensor, lambda *step: told.append(step))
    assert [step[:2] for step in told] == [(1, 4), (2, 4), (3, 4), (4, 4)]
    assert told[-1][2] == mean


def test_one_that_goes_on_is_the_same_as_one_that_was_not_stopped() -> None:
    through = loop(20, averaging=0.9)
    for _ in range(4):
        through.epoch(BATCHES, torch.tensor)
    first = loop(20, averaging=0.9)
    for _ in range(2):
        first.epoch(BATCHES, torch.tensor)
    second = loop(20, averaging=0.9)
    second.restore(first.state())
    for _ in range(2):
        second.epoch(BATCHES, torch.tensor)
    assert second.model.slope.item() == through.model.slope.item()
    with second.averaged() as one, through.averaged() as other:
        assert one.shift.item() == other.shift.item()


def test_progress_ends_when_epochs_are_done_or_no_better() -> None:
    progress = Progress()
    assert progress.add(0.5, {"loss": 2.0})
    assert not progress.add(0.4, {"loss": 1.0})
    assert not progress.over(epochs=9, patience=2)
    assert not progress.add(0.5, {"loss": 0.5})
    assert progress.over(epochs=9, patience=2)
    assert progress.over(epochs=3, patience=9)
    assert Progress(**progress.to_dict()) == progress
    assert [entry["epoch"] for entry in progress.history] == [1, 2, 3]
