"""The network of `network` in torch, for training; both make the same of the same weights."""

from typing import Any, NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

from dialog.nlg.lm.network import Shape
from dialog.nlg.lm.vocabulary import FIRST_GAP, PAD

_SMOOTHING = 0.1  # of the loss: what is kept back for all other tokens


class Batch(NamedTuple):
    """Acts and responses to learn from, as tokens, padded."""

    source: Tensor  # acts, (batch, length)
    slots: Tensor  # names of the gaps' slots, (batch, gaps, length)
    response: Tensor  # from BEGIN to END, (batch, words)


class _Layer(nn.Module):
    """A layer of either side; the decoder's also reads the source."""

    def __init__(self, shape: Shape, dropout: float, *, decoder: bool) -> None:
        super().__init__()
        size = shape.size
        self.heads, self.decoder = shape.heads, decoder
        self.before, self.after = nn.LayerNorm(size), nn.LayerNorm(size)
        self.read, self.seen = nn.Linear(size, 3 * size), nn.Linear(size, size)
        self.widen, self.narrow = nn.Linear(size, shape.inner), nn.Linear(shape.inner, size)
        self.drop = nn.Dropout(dropout)
        if decoder:
            self.between = nn.LayerNorm(size)
            self.ask, self.told = nn.Linear(size, size), nn.Linear(size, size)
            self.source = nn.Linear(size, 2 * size)

    def forward(self, x: Tensor, shown: Tensor, source: Tensor | None) -> Tensor:
        q, k, v = self.read(self.before(x)).chunk(3, dim=-1)
        x = x + self.drop(self.seen(self._attention(q, k, v, None if self.decoder else shown)))
        if source is not None:
            q = self.ask(self.between(x))
            k, v = self.source(source).chunk(2, dim=-1)
            x = x + self.drop(self.told(self._attention(q, k, v, shown)))
        inside = self.drop(functional.relu(self.widen(self.after(x))))
        made: Tensor = x + self.drop(self.narrow(inside))
        return made

    def _attention(self, q: Tensor, k: Tensor, v: Tensor, shown: Tensor | None) -> Tensor:
        """Return what queries see: what is shown, or by default what comes before them."""
        q, k, v = (each.view(*each.shape[:2], self.heads, -1).transpose(1, 2) for each in (q, k, v))
        seen = functional.scaled_dot_product_attention(
            q, k, v, attn_mask=shown, is_causal=shown is None
        )
        return seen.transpose(1, 2).flatten(2)


class _Side(nn.Module):
    def __init__(self, shape: Shape, layers: int, dropout: float, *, decoder: bool) -> None:
        super().__init__()
        self.places = nn.Embedding(shape.longest, shape.size)
        self.layers = nn.ModuleList(_Layer(shape, dropout, decoder=decoder) for _ in range(layers))
        self.norm = nn.LayerNorm(shape.size)
        self.drop = nn.Dropout(dropout)

    def forward(self, x: Tensor, shown: Tensor, source: Tensor | None) -> Tensor:
        places = torch.arange(x.shape[1], device=x.device)
        x = self.drop(x + self.places(places))
        for layer in self.layers:
            x = layer(x, shown, source)
        made: Tensor = self.norm(x)
        return made


class ActsToWords(nn.Module):
    """Reads a line of acts and writes a response, both as tokens."""

    def __init__(self, shape: Shape, *, dropout: float = 0.1) -> None:
        super().__init__()
        self.tokens = nn.Embedding(shape.tokens, shape.size)
        self.encoder = _Side(shape, shape.encoder, dropout, decoder=False)
        self.decoder = _Side(shape, shape.decoder, dropout, decoder=True)
        for table in (self.tokens, self.encoder.places, self.decoder.places):
            nn.init.normal_(table.weight, std=shape.size**-0.5)

    def logits(self, batch: Batch) -> Tensor:
        """Return the logits of a response's tokens from the second on, (batch, words, tokens)."""
        named = batch.slots != PAD
        names = self.tokens(batch.slots) * named[..., None]
        names = names.sum(2) / named.sum(2, keepdim=True).clamp(min=1)  # (batch, gaps, size)
        shown = (batch.source != PAD)[:, None, None, :]  # what attention may look at
        source = self.encoder(self._vectors(batch.source, names), shown, None)
        made = self.decoder(self._vectors(batch.response[:, :-1], names), shown, source)
        logits = functional.linear(made, self.tokens.weight)
        gaps = slice(FIRST_GAP, FIRST_GAP + names.shape[1])
        by_name = made @ names.transpose(1, 2)
        return torch.cat(
            [logits[..., : gaps.start], logits[..., gaps] + by_name, logits[..., gaps.stop :]], -1
        )

    def _vectors(self, tokens: Tensor, names: Tensor) -> Tensor:
        """Return the vectors of tokens, (batch, length, size), gaps with their slots' names."""
        filled = (tokens >= FIRST_GAP) & (tokens < FIRST_GAP + names.shape[1])
        at = (tokens - FIRST_GAP).clamp(0, names.shape[1] - 1)
        own = names.gather(1, at[..., None].expand(-1, -1, names.shape[2]))
        vectors: Tensor = self.tokens(tokens) + own * filled[..., None]
        return vectors

    def forward(self, batch: Batch) -> tuple[Any, ...]:
        """Return the mean loss of the tokens of responses."""
        logits = self.logits(batch)
        loss = functional.cross_entropy(
            logits.flatten(0, 1),
            batch.response[:, 1:].flatten(),
            ignore_index=PAD,
            label_smoothing=_SMOOTHING if self.training else 0.0,
        )
        return (loss,)
