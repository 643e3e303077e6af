"""The model of the neural tracker: one encoder pass, and slots that look at what it read.

Each slot's query attends to the tokens of a turn, then tells what becomes of the slot: it stays, it
does not matter, it is dropped, or it has a new value, one of those listed or some of the words.
The queries do not see one another, so a slot's answer is the same whichever others are asked for.
"""

import warnings
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from dialog.dst.neural.decoding import ANY, DROP, KEEP, NEW
from dialog.dst.neural.examples import TrackedTurn
from dialog.dst.neural.mentions import WHOSE, Mentions
from dialog.dst.neural.queries import Queries
from dialog.dst.neural.slots import HEADS
from dialog.dst.neural.spots import FLAGS, Spots, asked_of
from dialog.runtime.encoder import TextEncoder
from dialog.schema import DONTCARE
from dialog.training.adapter import restore_weights, trained_weights

Batch = dict[str, Tensor]
_AWAY = -1e4  # the logit of what cannot be


class SlotLayer(nn.Module):
    """Slots attend to tokens, then think each for itself (a decoder layer, Vaswani et al. 2017)."""

    def __init__(self, width: int, heads: int, dropout: float) -> None:
        super().__init__()
        self.heads = heads
        self.query = nn.Linear(width, width)
        self.both = nn.Linear(width, 2 * width)
        self.out = nn.Linear(width, width)
        self.first, self.second = nn.Linear(width, width), nn.Linear(width, width)
        self.norms = nn.ModuleList(nn.LayerNorm(width) for _ in range(2))
        self.dropout = nn.Dropout(dropout)
        with torch.no_grad():  # begins as likeness: descriptions lie where like words do
            for weight in (self.query.weight, *self.both.weight.chunk(2)):
                nn.init.eye_(weight)
            nn.init.eye_(self.out.weight)
            nn.init.zeros_(self.second.weight)
            for layer in (self.query, self.both, self.out, self.second):
                nn.init.zeros_(layer.bias)

    def forward(self, slots: Tensor, tokens: Tensor, mask: Tensor) -> Tensor:
        """Return slots (batch, slots, width) after looking at tokens (batch, tokens, width)."""
        query = self._by_head(self.query(self.norms[0](slots)))
        key, value = map(self._by_head, self.both(tokens).chunk(2, dim=-1))
        mixed = functional.scaled_dot_product_attention(
            query, key, value, attn_mask=mask[:, None, None, :].bool()
        )
        slots = slots + self.dropout(self.out(mixed.transpose(1, 2).flatten(2)))
        inner = functional.relu(self.first(self.norms[1](slots)))
        thought: Tensor = slots + self.dropout(self.second(inner))
        return thought

    def _by_head(self, x: Tensor) -> Tensor:
        return x.reshape(*x.shape[:2], self.heads, -1).transpose(1, 2)


class SlotModel(nn.Module):
    """The encoder and what stands on it.

    Args:
        encoder: a BERT.
        width: its width, which is the queries' too.
        acts: how many kinds of acts without a slot are told.
        layers: how many slot layers there are.
        dropout: in them, and on the tokens.
    """

    def __init__(
        self, encoder: nn.Module, width: int, *, acts: int, layers: int, dropout: float
    ) -> None:
        super().__init__()
        self.encoder = encoder
        self.dropout = nn.Dropout(dropout)
        self.tokens = nn.LayerNorm(width)
        self.slots, self.values = nn.Linear(width, width), nn.Linear(width, width)
        self.flags = nn.Linear(FLAGS, width, bias=False)
        self.own = nn.Linear(width, width)
        self.layers = nn.ModuleList(SlotLayer(width, HEADS, dropout) for _ in range(layers))
        self.norm = nn.LayerNorm(width)
        self.fate = nn.Linear(width, 4)
        self.asked = nn.Linear(width, 1)
        with warnings.catch_warnings():  # a corpus may annotate no such acts
            warnings.simplefilter("ignore", UserWarning)
            self.acts = nn.Linear(width, acts)
        self.choice = nn.Linear(width, width)
        self.spelled = nn.Linear(WHOSE, 1, bias=False)
        self.bounds = nn.Linear(width, 2 * width)
        with torch.no_grad():
            for layer in (self.slots, self.values, self.choice):
                nn.init.eye_(layer.weight)
                nn.init.zeros_(layer.bias)
            for weight in self.bounds.weight.chunk(2):
                nn.init.eye_(weight)
            self.fate.bias[KEEP] = 3.0  # most slots stay as they are
            self.asked.bias.fill_(-3.0)
            self.spelled.weight.copy_(torch.tensor([[3.0, 1.0]]))

    def forward(self, batch: Batch) -> tuple[Tensor, dict[str, Tensor]]:
        """Return the loss () and the logits: see `read`."""
        logits = self.read(batch)
        return self._loss(logits, batch), logits

    def read(self, batch: Batch) -> dict[str, Tensor]:
        """Return logits: fate (batch, slots, 4), asked (batch, slots), acts (batch, acts), listed
        (batch, slots, values), start and end (batch, slots, tokens).
        """
        hidden = self.encoder(
            input_ids=batch["ids"], attention_mask=batch["mask"], token_type_ids=batch["types"]
        ).last_hidden_state
        with torch.autocast(hidden.device.type, enabled=False):
            tokens = self.dropout(self.tokens(hidden.float()))
            wide = tokens.shape[-1] ** 0.5  # the length of what a norm gives
            own = batch["own"][..., None].expand(-1, -1, tokens.shape[-1])
            held = tokens.gather(1, own.clamp(min=0)) * (own >= 0)
            slots = self.slots(batch["queries"] * wide)[batch["asked"]]
            slots = slots + self.flags(batch["flags"]) + self.own(held)
            for layer in self.layers:
                slots = layer(slots, tokens, batch["mask"])
            slots = self.norm(slots)
            start, end = self.bounds(slots).chunk(2, dim=-1)
            scale = tokens.shape[-1] ** -0.5
            away = (1 - batch["words"])[:, None, :] * _AWAY
            spelled = (self.spelled.weight @ batch["spelled"]).expand(-1, slots.shape[1], -1)
            listed = self.choice(slots) @ self.values(batch["listed"] * wide).T * scale
            return {
                "fate": self.fate(slots),
                "asked": self.asked(slots)[..., 0],
                "acts": self.acts(tokens[:, 0]),
                "listed": listed + spelled,
                "start": start @ tokens.transpose(1, 2) * scale + away,
                "end": end @ tokens.transpose(1, 2) * scale + away,
            }

    def _loss(self, logits: Mapping[str, Tensor], batch: Batch) -> Tensor:
        """Return the negative log-likelihood of what is annotated, a turn."""
        chosen = batch["value"] >= 0
        slot = batch["asked"][chosen][:, None]
        value = torch.arange(logits["listed"].shape[-1], device=slot.device)
        among = (value >= batch["starts"][slot]) & (value < batch["starts"][slot + 1])
        told = batch["told"].expand_as(batch["acts"])
        parts = [
            _likelihood(logits["fate"], batch["fate"]),
            _likelihood(
                logits["listed"][chosen].masked_fill(~among, _AWAY), batch["value"][chosen]
            ),
            _likelihood(logits["start"], batch["start"]),
            _likelihood(logits["end"], batch["end"]),
            _chance(logits["asked"], batch["requested"], batch["annotated"]),
            _chance(logits["acts"], batch["acts"], told),
        ]
        return torch.stack(parts).sum() / len(batch["ids"])

    def weights(self) -> dict[str, Tensor]:
        """Return what was trained, under the names that a bundle uses."""
        heads = {
            f"head.{name}": weight.detach()
            for name, weight in self.named_parameters()
            if not name.startswith("encoder.")
        }
        return trained_weights(self.encoder) | heads

    def restore(self, weights: Mapping[str, Tensor]) -> None:
        """Put back what `weights` returned."""
        restore_weights(self.encoder, weights)
        with torch.no_grad():
            for name, weight in self.named_parameters():
                if f"head.{name}" in weights:
                    weight.copy_(weights[f"head.{name}"])


def _likelihood(logits: Tensor, wanted: Tensor) -> Tensor:
    """Return the sum over what is annotated, wherever it is not -1."""
    rows = wanted >= 0
    return functional.cross_entropy(logits[rows], wanted[rows], reduction="sum")


def _chance(logits: Tensor, wanted: Tensor, weight: Tensor) -> Tensor:
    return functional.binary_cross_entropy_with_logits(logits, wanted, weight, reduction="sum")


class TurnBatcher:
    """Turns turns into tensors.

    Args:
        reader: the tokenizer.
        queries: of all slots that are asked for.
        acts: the kinds of acts without a slot.
        device: where the tensors go.
    """

    def __init__(
        self, reader: TextEncoder, queries: Queries, acts: Sequence[str], device: torch.device
    ) -> None:
        self.reader = reader
        self.queries = queries
        self.acts = tuple(acts)
        self.device = device
        self._mentions = Mentions(queries)
        self._row = {place: row for row, place in enumerate(queries.places)}
        self._fixed = {
            "queries": torch.from_numpy(queries.slots).to(device),
            "listed": torch.from_numpy(queries.listed).to(device),
            "starts": torch.from_numpy(queries.starts).to(device),
        }

    def __call__(self, turns: Sequence[TrackedTurn]) -> Batch:
        """Return the inputs and what is annotated of them."""
        encoded = self.reader.encode([(t.reading.context, t.reading.text) for t in turns])
        most = max(len(turn.places) for turn in turns)
        shape = (len(turns), most)
        arrays: dict[str, Any] = {
            "asked": np.zeros(shape, np.int64),
            "own": np.full(shape, -1, np.int64),
            "flags": np.zeros((*shape, FLAGS), np.float32),
            "fate": np.full(shape, -1, np.int64),
            "value": np.full(shape, -1, np.int64),
            "start": np.full(shape, -1, np.int64),
            "end": np.full(shape, -1, np.int64),
            "requested": np.zeros(shape, np.float32),
            "annotated": np.zeros(shape, np.float32),
            "acts": np.zeros((len(turns), len(self.acts)), np.float32),
            "told": np.zeros((len(turns), 1), np.float32),
            "spelled": np.zeros((len(turns), WHOSE, len(self.queries.listed)), np.float32),
        }
        for row, turn in enumerate(turns):
            own = len(turn.places)
            arrays["asked"][row, :own] = [self._row[place] for place in turn.places]
            known = asked_of(turn.reading, turn.places, self._mentions, encoded, row)
            arrays["own"][row, :own], arrays["flags"][row, :own], arrays["spelled"][row] = known
            self._annotated(arrays, row, turn, Spots(encoded, row))
        arrays |= {
            "ids": encoded.input_ids,
            "mask": encoded.attention_mask,
            "types": encoded.token_type_ids,
            "words": (encoded.sequence_ids >= 0).astype(np.float32),
        }
        tensors = {k: torch.from_numpy(np.ascontiguousarray(v)) for k, v in arrays.items()}
        return {k: v.to(self.device) for k, v in tensors.items()} | self._fixed

    def _annotated(self, arrays: Any, row: int, turn: TrackedTurn, spots: Spots) -> None:
        arrays["acts"][row] = [kind in turn.acts for kind in self.acts]
        arrays["told"][row] = turn.requested is not None
        for at, place in enumerate(turn.places):
            change = turn.changes.get(place)
            if self.queries.informable[self._row[place]]:
                arrays["fate"][row, at] = KEEP if change is None else fate_of(change.value)
            if turn.requested is not None:
                arrays["annotated"][row, at] = 1
                arrays["requested"][row, at] = place in turn.requested
            if change is None or change.value in ("", DONTCARE):
                continue
            listed = self.queries.values[self._row[place]]
            if change.value in listed:
                begin = int(self.queries.starts[self._row[place]])
                arrays["value"][row, at] = begin + listed.index(change.value)
            elif not listed and change.words:
                words = change.words
                if found := spots.of(words.part, words.start, words.end):
                    arrays["start"][row, at], arrays["end"][row, at] = found


def fate_of(value: str) -> int:
    """Return what becomes of a slot that changes to a value."""
    if not value:
        return DROP
    return ANY if value == DONTCARE else NEW
