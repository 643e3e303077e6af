"""The network of `dialog.policy.network` in torch, to be trained."""

import math
from collections.abc import Mapping
from dataclasses import asdict

import numpy as np
import torch
from torch import Tensor, nn

from dialog.policy.features import DOMAIN, TURN, Layout
from dialog.policy.network import Weights, shapes, weights_of

_FAINT = 0.01  # of the last layer at first: no move is preferred yet


class Actor(nn.Module):
    """Scores the moves of a layout; its parameters have the names of `Weights`.

    Args:
        layout: of the vectors.
    """

    def __init__(self, layout: Layout) -> None:
        super().__init__()
        for name, shape in shapes().items():
            value = torch.zeros(shape)
            if len(shape) > 1:
                gain = _FAINT if name == "kind" else 1.0
                nn.init.normal_(value, std=gain / math.sqrt(shape[1]))
            self.register_parameter(name, nn.Parameter(value))
        self.domains, self.slots = len(layout.domains) + 1, len(layout.slots) + 1
        indices = {"pairs": layout.pairs, "pair_of": layout.pair_of, "kinds": layout.kinds}
        for name, index in indices.items():
            self.register_buffer(name, torch.from_numpy(index), persistent=False)

    def forward(self, vectors: Tensor) -> Tensor:
        """Return the score of each move, (batch, moves), of vectors, (batch, layout.size)."""
        parameters = dict(self.named_parameters())
        rows, split = len(vectors), len(TURN) + self.domains * len(DOMAIN)
        of_turn = vectors[:, : len(TURN)] @ parameters["turn"].T + parameters["bias"]
        domains = vectors[:, len(TURN) : split].reshape(rows, self.domains, -1)
        slots = vectors[:, split:].reshape(rows, self.slots, -1)
        pairs: Tensor = self.get_buffer("pairs")
        of_domain = (domains @ parameters["domain"].T)[:, pairs[:, 0]]
        of_slot = (slots @ parameters["slot"].T)[:, pairs[:, 1]]
        hidden = torch.tanh(of_turn[:, None] + of_domain + of_slot)
        hidden = torch.tanh(hidden @ parameters["inner"].T + parameters["inner_bias"])
        every = hidden @ parameters["kind"].T + parameters["kind_bias"]
        return every[:, self.get_buffer("pair_of"), self.get_buffer("kinds")]

    def weights(self) -> Weights:
        """Return a copy of the weights."""
        return weights_of({n: p.detach().numpy().copy() for n, p in self.named_parameters()})

    def load(self, weights: Weights) -> None:
        """Take weights over."""
        arrays: Mapping[str, np.ndarray] = asdict(weights)
        with torch.no_grad():
            for name, parameter in self.named_parameters():
                parameter.copy_(torch.from_numpy(arrays[name]))
