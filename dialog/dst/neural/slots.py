"""The slot layers of the neural tracker without torch; `model` has them as they are trained."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from dialog.dst.neural.decoding import Scored, softmax
from dialog.dst.neural.queries import Queries

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Ints = NDArray[np.int64]

HEADS = 4  # of the attention
_EPSILON = 1e-5  # of torch's norms


class SlotLayers:
    """Scores slots by what an encoder read of one turn.

    Args:
        weights: those under `head.` of a bundle.
        queries: of the slots that are asked for.
    """

    def __init__(self, weights: Mapping[str, "Floats"], queries: Queries) -> None:
        self._weights = {
            name.removeprefix("head."): np.ascontiguousarray(value, np.float32)
            for name, value in weights.items()
            if name.startswith("head.")
        }
        self._layers = 1 + max(
            int(name.split(".")[1]) for name in self._weights if name.startswith("layers.")
        )
        wide = np.float32(queries.slots.shape[1] ** 0.5)
        # what no turn changes is counted once
        self._slots = self._linear("slots", queries.slots * wide)
        self._values = self._linear("values", queries.listed * wide)

    def score(
        self, hidden: "Floats", words: "Ints", own: "Ints", flags: "Floats", spelled: "Floats"
    ) -> Scored:
        """Return the logits of all slots.

        Args:
            hidden: of the tokens, (tokens, width).
            words: which tokens are words, (tokens,) of bool.
            own: the first token of each slot's known value, -1 where there is none, (slots,).
            flags: (slots, flags).
            spelled: which listed values are, (whose words, values).
        """
        tokens = self._norm("tokens", hidden)
        held = tokens[np.maximum(own, 0)] * (own >= 0)[:, None]
        slots = self._slots + flags @ self._weights["flags.weight"].T + self._linear("own", held)
        for layer in range(self._layers):
            slots = self._layer(f"layers.{layer}", slots, tokens)
        slots = self._norm("norm", slots)
        start, end = np.split(self._linear("bounds", slots), 2, axis=-1)
        scale = np.float32(tokens.shape[-1] ** -0.5)
        away = np.where(words, 0, -1e4).astype(np.float32)
        return Scored(
            fate=self._linear("fate", slots),
            asked=self._linear("asked", slots)[:, 0],
            acts=self._linear("acts", tokens[0]),
            listed=self._linear("choice", slots) @ self._values.T * scale
            + self._weights["spelled.weight"] @ spelled,
            start=start @ tokens.T * scale + away,
            end=end @ tokens.T * scale + away,
        )

    def _layer(self, name: str, slots: "Floats", tokens: "Floats") -> "Floats":
        query = self._by_head(self._linear(f"{name}.query", self._norm(f"{name}.norms.0", slots)))
        both = self._linear(f"{name}.both", tokens)
        key, value = map(self._by_head, np.split(both, 2, axis=-1))
        shares = softmax(query @ key.transpose(0, 2, 1) * np.float32(query.shape[-1] ** -0.5))
        mixed = (shares @ value).transpose(1, 0, 2).reshape(slots.shape)
        slots = slots + self._linear(f"{name}.out", mixed)
        inner = np.maximum(self._linear(f"{name}.first", self._norm(f"{name}.norms.1", slots)), 0)
        thought: Floats = slots + self._linear(f"{name}.second", inner)
        return thought

    @staticmethod
    def _by_head(x: "Floats") -> "Floats":
        return x.reshape(len(x), HEADS, x.shape[1] // HEADS).transpose(1, 0, 2)

    def _linear(self, name: str, x: "Floats") -> "Floats":
        out: Floats = x @ self._weights[f"{name}.weight"].T + self._weights[f"{name}.bias"]
        return out

    def _norm(self, name: str, x: "Floats") -> "Floats":
        away = x - x.mean(axis=-1, keepdims=True)
        spread = np.sqrt((away**2).mean(axis=-1, keepdims=True) + np.float32(_EPSILON))
        out: Floats = (
            away / spread * self._weights[f"{name}.weight"] + self._weights[f"{name}.bias"]
        )
        return out
