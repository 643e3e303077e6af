"""The small network that scores moves, in NumPy: deciding imports no torch.

Two hidden layers read the turn with the part of a domain and of a slot, the same weights for all;
a move's score is its kind's row applied to what they make of its domain and slot.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from dialog.policy.features import DOMAIN, SLOT, TURN, Layout
from dialog.policy.moves import KINDS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Bools = NDArray[np.bool_]

HIDDEN = (128, 64)


@dataclass(frozen=True)
class Weights:
    """The weights; they fit any domains."""

    turn: "Floats"  # (HIDDEN[0], turn)
    domain: "Floats"  # (HIDDEN[0], domain)
    slot: "Floats"  # (HIDDEN[0], slot)
    bias: "Floats"  # (HIDDEN[0],)
    inner: "Floats"  # (HIDDEN[1], HIDDEN[0])
    inner_bias: "Floats"  # (HIDDEN[1],)
    kind: "Floats"  # (kinds, HIDDEN[1])
    kind_bias: "Floats"  # (kinds,)


def shapes() -> dict[str, tuple[int, ...]]:
    """Return the shape of each array of `Weights`."""
    first, second = HIDDEN
    return {
        "turn": (first, len(TURN)),
        "domain": (first, len(DOMAIN)),
        "slot": (first, len(SLOT)),
        "bias": (first,),
        "inner": (second, first),
        "inner_bias": (second,),
        "kind": (len(KINDS), second),
        "kind_bias": (len(KINDS),),
    }


def sight() -> str:
    """Return a short hash of what the weights are for: the features and kinds, in their order."""
    names = "\n".join((*TURN, "", *DOMAIN, "", *SLOT, "", *KINDS))
    return hashlib.sha256(names.encode()).hexdigest()[:16]


def weights_of(arrays: Mapping[str, "Floats"]) -> Weights:
    """Return weights of arrays by name.

    Raises:
        ValueError: when they are not those of this network.
    """
    wanted = shapes()
    if {name: array.shape for name, array in arrays.items()} != wanted:
        raise ValueError("the weights are of another network than this version's")
    return Weights(**{name: arrays[name].astype(np.float32) for name in wanted})


def scores(weights: Weights, layout: Layout, vector: "Floats") -> "Floats":
    """Return the score of each move, (moves,).

    Args:
        weights: of the network.
        layout: of the vector.
        vector: what `Vectoriser` makes of a turn.
    """
    domains, slots = len(layout.domains) + 1, len(layout.slots) + 1
    split = len(TURN) + domains * len(DOMAIN)
    of_turn = weights.turn @ vector[: len(TURN)] + weights.bias
    of_domain = vector[len(TURN) : split].reshape(domains, -1) @ weights.domain.T
    of_slot = vector[split:].reshape(slots, -1) @ weights.slot.T
    pairs = layout.pairs
    hidden = np.tanh(of_turn + of_domain[pairs[:, 0]] + of_slot[pairs[:, 1]])
    hidden = np.tanh(hidden @ weights.inner.T + weights.inner_bias)
    every = hidden @ weights.kind.T + weights.kind_bias  # (pairs, kinds)
    found: Floats = every[layout.pair_of, layout.kinds]
    return found


def probabilities(scored: "Floats", allowed: "Bools") -> "Floats":
    """Return how likely each move is among those allowed, (moves,)."""
    masked = np.where(allowed, scored, -np.inf)
    shares = np.exp(masked - masked.max())
    likely: Floats = shares / shares.sum()
    return likely
