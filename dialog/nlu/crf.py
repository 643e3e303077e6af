"""The linear chain as it is trained: a conditional random field (Lafferty et al. 2001)."""

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from dialog.nlu.chain import FORBIDDEN, barriers, untrained

UNKNOWN = -100  # the tag of a word that the annotation says nothing of


class LinearChain(nn.Module):
    """Transitions between tags, learnt by the likelihood of annotated sentences.

    Args:
        tags: the tags, O first.
    """

    barred: Tensor
    barred_first: Tensor

    def __init__(self, tags: Sequence[str]) -> None:
        super().__init__()
        weights = {part: torch.from_numpy(each) for part, each in untrained(tags).items()}
        self.transitions = nn.Parameter(weights["transitions"])
        self.start = nn.Parameter(weights["start"])
        self.end = nn.Parameter(weights["end"])
        barred, barred_first = barriers(tags)
        self.register_buffer("barred", torch.from_numpy(barred), persistent=False)
        self.register_buffer("barred_first", torch.from_numpy(barred_first), persistent=False)

    def loss(
        self, emissions: Tensor, tags: Tensor, words: Tensor, temperature: float = 1.0
    ) -> Tensor:
        """Return the negative log-likelihood of the sentences' tags, summed.

        Words whose tag is UNKNOWN may have any: the likelihood is that of all the ways to tag them
        (Tsuboi et al. 2008).

        Args:
            emissions: (batch, longest, tags).
            tags: (batch, longest), UNKNOWN included.
            words: which places are words, (batch, longest) of bool, the first always.
            temperature: what all scores are divided by.
        """
        known = tags != UNKNOWN
        chosen = nn.functional.one_hot(tags.clamp(min=0), emissions.shape[-1]).bool()
        wanted = emissions.masked_fill(known[..., None] & ~chosen, FORBIDDEN)
        every = self._total(emissions, words, temperature)
        return (every - self._total(wanted, words, temperature)).sum()

    def _total(self, emissions: Tensor, words: Tensor, temperature: float) -> Tensor:
        """Return the logarithm of the summed weights of all paths, (batch,)."""
        emissions = emissions / temperature
        moves = (self.transitions / temperature + self.barred).exp()
        total = self.start / temperature + self.barred_first + emissions[:, 0]
        for at in range(1, emissions.shape[1]):
            top = total.max(dim=1, keepdim=True).values
            # products of exponentials instead of a (batch, tags, tags) sum of logarithms
            reached = ((total - top).exp() @ moves).clamp(min=1e-30).log() + top
            total = torch.where(words[:, at, None], reached + emissions[:, at], total)
        return torch.logsumexp(total + self.end / temperature, dim=1)
