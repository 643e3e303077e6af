"""Supervised policies: the move that was made in a state, learned from examples."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from dialog.corpus.domains import TRAIN
from dialog.errors import ConfigError, CorpusError
from dialog.learning.actor import Actor
from dialog.learning.demonstrations import Demonstrations, Example
from dialog.learning.sources import VALIDATION
from dialog.policy.bundle import PolicyBundle
from dialog.policy.features import Layout
from dialog.policy.network import Weights
from dialog.training.epochs import made_on

_DECAY = 1e-4  # of weights
PACKAGES = ("torch",)


@dataclass(frozen=True, slots=True)
class ImitationArguments:
    """How to train."""

    epochs: int = 40  # at most
    patience: int = 6  # epochs without a lower loss on validation before stopping
    batch_size: int = 128
    learning_rate: float = 1e-3
    seed: int = 0

    def __post_init__(self) -> None:
        for name in ("epochs", "patience", "batch_size"):
            if getattr(self, name) < 1:
                raise ConfigError(f"{name} is {getattr(self, name)}; it should be at least 1.")
        if not 0 < self.learning_rate < 1:
            raise ConfigError(f"learning_rate is {self.learning_rate}; it should be in (0, 1).")


class _Table:
    """Examples as tensors."""

    def __init__(self, examples: Sequence[Example]) -> None:
        self.vectors = torch.from_numpy(np.stack([each.features for each in examples]))
        self.allowed = torch.from_numpy(np.stack([each.allowed for each in examples]))
        self.places = torch.tensor([each.place for each in examples])

    def loss(self, actor: Actor, rows: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """Return the mean cross-entropy among the allowed moves, and the moves predicted."""
        at = slice(None) if rows is None else rows
        scored = actor(self.vectors[at]).masked_fill(~self.allowed[at], -torch.inf)
        return nn.functional.cross_entropy(scored, self.places[at]), scored.argmax(1)


def imitate(
    layout: Layout,
    demonstrations: Mapping[str, Demonstrations],
    args: ImitationArguments,
    report: Callable[[str], None],
) -> tuple[Weights, list[dict[str, Any]]]:
    """Return the weights with the lowest loss on validation, and what each epoch reached.

    Args:
        layout: of the examples' vectors.
        demonstrations: those to learn from and those to choose by, by split.
        args: how to train.
        report: gets a line an epoch.

    Raises:
        CorpusError: when there are no examples.
    """
    tables: dict[str, _Table] = {}
    for split, made in demonstrations.items():
        if not made.examples:
            raise CorpusError(f"No move could be made out in the dialogues of {split}.")
        tables[split] = _Table(made.examples)
    torch.manual_seed(args.seed)
    actor = Actor(layout)
    optimizer = torch.optim.AdamW(actor.parameters(), lr=args.learning_rate, weight_decay=_DECAY)
    learnt, held = tables[TRAIN], tables[VALIDATION]
    best, kept, stale = float("inf"), actor.weights(), 0
    history: list[dict[str, Any]] = []
    while len(history) < args.epochs and stale < args.patience:
        total = 0.0
        for rows in torch.split(torch.randperm(len(learnt.places)), args.batch_size):
            loss, _ = learnt.loss(actor, rows)
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
            total += loss.item() * len(rows)
        with torch.no_grad():
            loss, predicted = held.loss(actor)
        right = float((predicted == held.places).float().mean())
        history.append(
            {
                "epoch": len(history) + 1,
                "loss": total / len(learnt.places),
                "validation_loss": loss.item(),
                "accuracy": right,
            }
        )
        stale += 1
        if loss.item() < best:
            best, kept, stale = loss.item(), actor.weights(), 0
        report(
            f"epoch {len(history)}/{args.epochs}: loss {history[-1]['loss']:.3f}, validation "
            f"{loss.item():.3f}, moves predicted {100 * right:.1f} %"
        )
    return kept, history


def bundle_of(
    name: str,
    domains: Sequence[str],
    weights: Weights,
    history: Sequence[Mapping[str, Any]],
    training: Mapping[str, Any],
) -> PolicyBundle:
    """Return a supervised policy with how it came to be."""
    chosen = min(history, key=lambda epoch: epoch["validation_loss"])
    whole = {
        **training,
        "validation": {"accuracy": chosen["accuracy"], "loss": chosen["validation_loss"]},
        "history": list(history),
        **made_on(torch.device("cpu"), PACKAGES),
    }
    return PolicyBundle(name, "supervised", tuple(domains), whole, weights)


def counted(demonstrations: Mapping[str, Demonstrations]) -> dict[str, dict[str, int]]:
    """Return how much there is of each split, JSON-able."""
    return {
        split: {
            "moves": len(made.examples),
            "turns": made.turns,
            "followed": made.followed,
            "left_out": made.left_out,
        }
        for split, made in demonstrations.items()
    }
