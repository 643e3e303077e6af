"""What a model is tuned to: likely answers, or the preferred ones of pairs; imports torch.

A module here has the model as `lm` and, called with a batch, returns its mean loss first.
"""

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from dialog.nlg.tuning.tokens import Batch


def before_each(found: Tensor, batch: Batch) -> Tensor:
    """Return what a model has at the place before each token of a batch's answers: (tokens, size).

    Args:
        found: (n, L, size), more than L where virtual tokens come before the others.
        batch: n answered chats, the longest of which has L tokens.
    """
    return found[:, -batch.ids.shape[1] :][:, :-1][batch.said[:, 1:]].float()


def log_likelihoods(lm: Any, batch: Batch) -> Tensor:
    """Return the log likelihoods, in nats, of a batch's answers as a whole: float32 (n,)."""
    logits = lm(input_ids=batch.ids, attention_mask=batch.mask, use_cache=False).logits
    losses = functional.cross_entropy(before_each(logits, batch), batch.answers, reduction="none")
    rows = batch.said[:, 1:].nonzero()[:, 0]
    return -losses.new_zeros(len(batch.ids)).index_add(0, rows, losses)


class Imitation(nn.Module):
    """The mean loss of the answers' tokens."""

    def __init__(self, lm: nn.Module) -> None:
        super().__init__()
        self.lm = lm

    def forward(self, batch: Batch) -> tuple[Tensor]:
        """Return the loss, in nats a token."""
        return (-log_likelihoods(self.lm, batch).sum() / batch.said.sum(),)


@dataclass(frozen=True, slots=True)
class Pairs:
    """Preferred answers and those they are preferred to, n of each.

    Args:
        batch: the preferred ones, then in the same order the others.
        reference: float32 (2n,), their log likelihoods before the training.
    """

    batch: Batch
    reference: Tensor


class Preferring(nn.Module):
    """Direct preference optimisation (Rafailov et al. 2023, equation 7).

    Args:
        lm: the model.
        beta: how much it costs to leave the reference behind.
    """

    def __init__(self, lm: nn.Module, beta: float) -> None:
        super().__init__()
        self.lm = lm
        self.beta = beta

    def forward(self, pairs: Pairs) -> tuple[Tensor, Tensor]:
        """Return the loss, in nats a pair, and by how much each preferred answer is ahead (n,)."""
        rewards = self.beta * (log_likelihoods(self.lm, pairs.batch) - pairs.reference)
        chosen, rejected = torch.chunk(rewards, 2)
        return -functional.logsigmoid(chosen - rejected).mean(), chosen - rejected


class Ranking(nn.Module):
    """The better answer of a pair scores higher (Bradley and Terry 1952; Ouyang et al. 2022).

    Args:
        lm: the reward model.
    """

    def __init__(self, lm: nn.Module) -> None:
        super().__init__()
        self.lm = lm

    def forward(self, pairs: Pairs) -> tuple[Tensor, Tensor]:
        """Return the loss, in nats a pair, and by how much each preferred answer is ahead (n,)."""
        chosen, rejected = torch.chunk(scored(self.lm, pairs.batch), 2)
        return -functional.logsigmoid(chosen - rejected).mean(), chosen - rejected


def scored(lm: Any, batch: Batch) -> Tensor:
    """Return what a reward model makes of a batch's answers: float32 (n,)."""
    found: Tensor = lm(input_ids=batch.ids, attention_mask=batch.mask, use_cache=False).logits
    return found[:, 0].float()
