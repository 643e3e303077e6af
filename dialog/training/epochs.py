"""Training epoch by epoch: measured after each, the best kept, gone on with where it was cut."""

import platform
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any, TypeVar

import torch
from torch import nn

from dialog.training.checkpoint import Checkpoint, resumed
from dialog.training.loop import Loop

M = TypeVar("M", bound=nn.Module)
Report = Callable[[str], None]  # gets a line an epoch
History = list[dict[str, Any]]


@dataclass(frozen=True)
class Measured:
    """What a model reaches after an epoch."""

    score: float  # what epochs are chosen by, higher is better
    figures: dict[str, Any]  # what the history says of the epoch, JSON-able
    line: str  # the same for people
    keep: Callable[[History], None]  # writes the model, and how it came to be


def train_by_epochs(
    loop: Loop[M],
    checkpoint: Checkpoint,
    learn: Callable[[int], float],
    measure: Callable[[M], Measured],
    *,
    epochs: int,
    patience: int,
    seed: int,
    report: Report,
) -> History:
    """Train until the epochs are done, or so many in a row were no better.

    Args:
        loop: of the model.
        checkpoint: where the state of the training is kept until its end.
        learn: trains the epoch of a number, from 0, and returns its loss.
        measure: gets the model with averaged weights.
        epochs: how many at most.
        patience: how many without a better score.
        seed: of what is random within an epoch.
        report: gets the lines.

    Returns:
        What each epoch reached.
    """
    progress = resumed(checkpoint, loop, epochs, report)
    while not progress.over(epochs, patience):
        epoch = len(progress.history)
        torch.manual_seed(1000 * seed + epoch)  # so that one cut short goes on the same
        loss = learn(epoch)
        with loop.averaged() as mean:
            done = measure(mean)
            better = progress.add(done.score, {"loss": loss, **done.figures})
            if loop.main:
                report(f"epoch {epoch + 1}/{epochs}: loss {loss:.3f}, validation {done.line}")
                if better:
                    done.keep(progress.history)
        if loop.main:
            checkpoint.save({"loop": loop.state(), "progress": progress.to_dict()})
    loop.wait()
    if loop.main:
        checkpoint.remove()
    return progress.history


def made_on(device: torch.device, packages: Sequence[str]) -> dict[str, Any]:
    """Return what a model card says of the machine and of packages."""
    cuda = device.type == "cuda"
    return {
        "device": str(torch.cuda.get_device_name() if cuda else platform.machine()),
        "versions": {package: version(package) for package in packages},
    }
