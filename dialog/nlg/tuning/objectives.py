"""What a language model is tuned to: likely answers, or the preferred ones of pairs; imports torch.

A module here has the model as `lm` and, called with a batch, returns its mean loss first.
"""

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from dialog.nlg.tuning.tokens import Batch


def log_likelihoods(lm: Any, batch: Batch) -> Tensor:
    """Return the log likelihoods, in nats, of a batch's answers as a whole: float32 (n,)."""
    logits = lm(input_ids=batch.ids, attention_mask=batch.mask, use_cache=False).logits
    logits = logits[:, -batch.ids.shape[1] :]  # virtual tokens come before the others
    held = batch.said[:, 1:]  # what is said next
    losses = functional.cross_entropy(
        logits[:, :-1][held].float(), batch.ids[:, 1:][held], reduction="none"
    )
    return -losses.new_zeros(len(batch.ids)).index_add(0, held.nonzero()[:, 0], losses)


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
