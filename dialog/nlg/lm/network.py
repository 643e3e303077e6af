"""The network that writes responses, in NumPy: speaking imports no torch.

A transformer (Vaswani et al. 2017) whose layers normalise what they read; one table of tokens
serves both sides and the output. The vector of a gap is that of its number and the mean of those of
its slot's name, so what may stand in a sentence is known of a slot by its name. What was read of
the words so far is kept from step to step.
`model` is the same in torch, for training.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from dialog.nlg.lm.vocabulary import FIRST_GAP

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Ints = NDArray[np.int64]

_TINY = 1e-5


@dataclass(frozen=True, slots=True)
class Shape:
    """How large the network is."""

    tokens: int
    size: int = 192  # of a token's vector
    heads: int = 4
    encoder: int = 2  # layers
    decoder: int = 2
    inner: int = 768  # size inside of a layer
    longest: int = 96  # tokens on either side

    def to_dict(self) -> dict[str, int]:
        """Return what `Shape(**data)` is made from again."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Source:
    """What is known of an input."""

    gaps: "Floats"  # vectors of its gaps, (gaps, size)
    keys: list["Floats"]  # a decoder layer each, (heads, tokens, size of a head)
    values: list["Floats"]


@dataclass(frozen=True, slots=True)
class Written:
    """What is kept of the words that some beginnings of a response have so far."""

    keys: list["Floats"]  # a decoder layer each, (beginnings, heads, words, size of a head)
    values: list["Floats"]

    def of(self, rows: Sequence[int]) -> "Written":
        """Return what is kept of the beginnings in some rows."""
        return Written([k[rows] for k in self.keys], [v[rows] for v in self.values])


class Network:
    """The network with its weights.

    Args:
        shape: its size.
        weights: by the names of `model.ActsToWords`, of any float type.
    """

    def __init__(self, shape: Shape, weights: Mapping[str, Any]) -> None:
        self.shape = shape
        self._w: dict[str, Floats] = {
            name: np.ascontiguousarray(weight, dtype=np.float32) for name, weight in weights.items()
        }
        self._out = np.ascontiguousarray(self._w["tokens.weight"].T)

    def read(self, tokens: Sequence[int], slots: Sequence[Sequence[int]]) -> Source:
        """Return what the decoder's layers see of an input.

        Args:
            tokens: of acts.
            slots: tokens of the name of each gap's slot.
        """
        table = self._w["tokens.weight"]
        gaps = table[FIRST_GAP : FIRST_GAP + len(slots)].copy()
        for at, words in enumerate(slots):
            gaps[at] += table[list(words)].mean(axis=0) if words else 0
        given = np.array(tokens[: self.shape.longest])
        x = self._vectors(given, gaps) + self._w["encoder.places.weight"][: len(given)]
        for nth in range(self.shape.encoder):
            name = f"encoder.layers.{nth}"
            q, k, v = np.split(self._linear(f"{name}.read", self._norm(f"{name}.before", x)), 3, 1)
            seen = self._attended(self._heads(q), self._heads(k), self._heads(v))
            x = x + self._linear(f"{name}.seen", seen)
            x = x + self._inner(name, x)
        x = self._norm("encoder.norm", x)
        keys, values = [], []
        for nth in range(self.shape.decoder):
            k, v = np.split(self._linear(f"decoder.layers.{nth}.source", x), 2, 1)
            keys.append(self._heads(k))
            values.append(self._heads(v))
        return Source(gaps, keys, values)

    def begin(self) -> Written:
        """Return what is kept before the first word."""
        size = self.shape.size // self.shape.heads
        empty = np.zeros((1, self.shape.heads, 0, size), dtype=np.float32)
        return Written([empty] * self.shape.decoder, [empty] * self.shape.decoder)

    def step(self, last: "Ints", written: Written, source: Source) -> tuple["Floats", Written]:
        """Return the log probabilities of the next token, and what is kept from now on.

        Args:
            last: the last token of each beginning, (beginnings,).
            written: what is kept of the tokens before.
            source: what `read` returned.

        Returns:
            Log probabilities, (beginnings, tokens), and what is kept.
        """
        at = written.keys[0].shape[2]
        x = self._vectors(last, source.gaps) + self._w["decoder.places.weight"][at]
        keys, values = [], []
        for nth in range(self.shape.decoder):
            name = f"decoder.layers.{nth}"
            q, k, v = np.split(self._linear(f"{name}.read", self._norm(f"{name}.before", x)), 3, 1)
            keys.append(np.concatenate([written.keys[nth], self._one(k)], axis=2))
            values.append(np.concatenate([written.values[nth], self._one(v)], axis=2))
            seen = _attention(self._one(q), keys[-1], values[-1]).reshape(x.shape)
            x = x + self._linear(f"{name}.seen", seen)
            q = self._linear(f"{name}.ask", self._norm(f"{name}.between", x))
            told = _attention(self._one(q), source.keys[nth], source.values[nth])
            x = x + self._linear(f"{name}.told", told.reshape(x.shape))
            x = x + self._inner(name, x)
        x = self._norm("decoder.norm", x)
        logits = x @ self._out
        logits[:, FIRST_GAP : FIRST_GAP + len(source.gaps)] = x @ source.gaps.T
        logits -= logits.max(axis=1, keepdims=True)
        logits -= np.log(np.exp(logits).sum(axis=1, keepdims=True))
        return logits, Written(keys, values)

    def _vectors(self, tokens: "Ints", gaps: "Floats") -> "Floats":
        """Return the vectors of tokens, (tokens, size), those of gaps put in."""
        vectors: Floats = self._w["tokens.weight"][tokens]
        filled = (tokens >= FIRST_GAP) & (tokens < FIRST_GAP + len(gaps))
        vectors[filled] = gaps[tokens[filled] - FIRST_GAP]
        return vectors

    def _linear(self, name: str, x: "Floats") -> "Floats":
        made: Floats = x @ self._w[f"{name}.weight"].T + self._w[f"{name}.bias"]
        return made

    def _norm(self, name: str, x: "Floats") -> "Floats":
        x = x - x.mean(axis=1, keepdims=True)
        x = x / np.sqrt((x * x).mean(axis=1, keepdims=True) + _TINY)
        made: Floats = x * self._w[f"{name}.weight"] + self._w[f"{name}.bias"]
        return made

    def _inner(self, name: str, x: "Floats") -> "Floats":
        inside = np.maximum(self._linear(f"{name}.widen", self._norm(f"{name}.after", x)), 0)
        return self._linear(f"{name}.narrow", inside)

    def _heads(self, x: "Floats") -> "Floats":
        """Return (words, size) as (heads, words, size of a head)."""
        made: Floats = x.reshape(len(x), self.shape.heads, -1).transpose(1, 0, 2)
        return made

    def _one(self, x: "Floats") -> "Floats":
        """Return (beginnings, size) as (beginnings, heads, 1, size of a head)."""
        made: Floats = x.reshape(len(x), self.shape.heads, 1, -1)
        return made

    def _attended(self, q: "Floats", k: "Floats", v: "Floats") -> "Floats":
        seen: Floats = _attention(q, k, v).transpose(1, 0, 2).reshape(q.shape[1], -1)
        return seen


def _attention(q: "Floats", k: "Floats", v: "Floats") -> "Floats":
    """Return what queries (..., n, size) see of keys and values (..., m, size)."""
    scores = q @ np.swapaxes(k, -1, -2) / np.float32(np.sqrt(q.shape[-1]))
    scores = np.exp(scores - scores.max(axis=-1, keepdims=True))
    seen: Floats = (scores / scores.sum(axis=-1, keepdims=True)) @ v
    return seen
