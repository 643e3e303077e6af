"""Proximal policy optimisation of what a model says (Schulman et al. 2017); imports torch."""

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from dialog.nlg.tuning.objectives import before_each
from dialog.nlg.tuning.tokens import Batch

_CLIP = 0.2  # how far the likelihood of a token is driven in one go, as a share of what it was
_LAMBDA = 0.95  # of the estimate of advantages
_OF_VALUES = 0.1  # what the loss of the value function weighs (Ziegler et al. 2019)


@dataclass(frozen=True, slots=True)
class Rollout:
    """Answers that the model gave, of m tokens together, and what came of each token.

    Args:
        batch: the answers.
        likelihoods: float32 (m,), the tokens' log likelihoods when they were said.
        values: float32 (m,), what was expected to come of each.
        gains: float32 (m,), by how much what came was better, each answer's in its order.
    """

    batch: Batch
    likelihoods: Tensor
    values: Tensor
    gains: Tensor


class Proximal(nn.Module):
    """The clipped objective (equation 7), and the loss of what values are expected.

    Args:
        lm: the model, whose last hidden states the value function reads and leaves as they are.
    """

    def __init__(self, lm: Any) -> None:
        super().__init__()
        self.lm = lm
        self.value = nn.Linear(lm.config.get_text_config().hidden_size, 1)
        nn.init.zeros_(self.value.weight)
        nn.init.zeros_(self.value.bias)

    def foretold(self, batch: Batch) -> tuple[Tensor, Tensor]:
        """Return the log likelihoods of the answers' m tokens, and their values: (m,) each."""
        found = self.lm(
            input_ids=batch.ids,
            attention_mask=batch.mask,
            use_cache=False,
            output_hidden_states=True,
        )
        hidden = before_each(found.hidden_states[-1].detach(), batch)
        losses = functional.cross_entropy(
            before_each(found.logits, batch), batch.answers, reduction="none"
        )
        return -losses, self.value(hidden)[:, 0].float()

    def forward(self, rollout: Rollout) -> tuple[Tensor]:
        """Return the loss."""
        likelihoods, values = self.foretold(rollout.batch)
        ratio = (likelihoods - rollout.likelihoods).exp()
        # the mean and the spread of the gains depend on the rewards' unit, which should not count
        gains = (rollout.gains - rollout.gains.mean()) / (rollout.gains.std(correction=0) + 1e-8)
        clipped = ratio.clamp(1 - _CLIP, 1 + _CLIP)
        policy = -torch.minimum(ratio * gains, clipped * gains).mean()
        came = rollout.values + rollout.gains
        near = rollout.values + (values - rollout.values).clamp(-_CLIP, _CLIP)
        missed = torch.maximum((values - came) ** 2, (near - came) ** 2)
        return (policy + _OF_VALUES * 0.5 * missed.mean(),)


def gains(rewards: Tensor, values: Tensor, batch: Batch) -> Tensor:
    """Return by how much what came of each token was better than expected: float32 (m,).

    The estimate of Schulman et al. 2016, without discounting.

    Args:
        rewards: (m,), what each token earned.
        values: (m,), what was expected of each and all after it.
        batch: the answers, of m tokens together.
    """
    found = torch.zeros_like(rewards)
    lengths = batch.said[:, 1:].sum(1).tolist()
    for begin, length in zip(torch.tensor([0, *lengths]).cumsum(0).tolist(), lengths, strict=False):
        later = later_value = rewards.new_zeros(())
        for at in reversed(range(begin, begin + length)):
            later = rewards[at] + later_value - values[at] + _LAMBDA * later
            later_value = values[at]
            found[at] = later
    return found
