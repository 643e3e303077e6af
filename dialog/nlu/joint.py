"""The joint model (Chen et al. 2019): one encoder, a head for sentence labels, one for tags."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from dialog.nlu.bundle import Calibration
from dialog.nlu.crf import UNKNOWN, LinearChain
from dialog.nlu.examples import Example
from dialog.nlu.labels import TASK, LabelSet, act_of, sentence_label, tag
from dialog.nlu.words import Bounds, overlapping, words_of
from dialog.runtime.encoder import TextEncoder
from dialog.training.adapter import restore_weights, trained_weights
from dialog.values import ValueReader

SHORTEST_KNOWN = 4  # characters; shorter words of the gazetteer are too often something else
TAGS_WEIGHT = 2.0  # of the tags' loss, a word, beside the labels', a sentence
Batch = dict[str, Tensor]
Logits = tuple[Tensor, Tensor, Batch]  # of labels, of tags, and the batch they are for
_HEADS = ("sentence", "token", "chain")


class JointBert(nn.Module):
    """The encoder with its heads.

    Args:
        encoder: a BERT.
        hidden: its width.
        labels: what can be said.
        dropout: before the heads.
        pooling: what labels are read from, the "first" token ([CLS]) or the "mean" of all.
    """

    def __init__(
        self, encoder: nn.Module, hidden: int, labels: LabelSet, dropout: float, pooling: str
    ) -> None:
        super().__init__()
        self.encoder = encoder
        self.pooling = pooling
        self.dropout = nn.Dropout(dropout)
        self.sentence = nn.Linear(hidden, len(labels.sentence))
        self.token = nn.Linear(hidden, len(labels.tags))
        self.chain = LinearChain(labels.tags)

    def forward(self, batch: Batch) -> tuple[Tensor, Tensor, Tensor]:
        """Return the loss (), label logits (batch, labels) and tag logits (batch, words, tags)."""
        out = self._encoded(batch)
        # the heads count in float32 whatever the encoder does
        with torch.autocast(out.device.type, enabled=False):
            hidden = self.dropout(out.float())
            sentence = self.sentence(self._pooled(hidden, batch["mask"]))
            places = batch["firsts"][..., None].expand(-1, -1, hidden.shape[-1])
            token = self.token(hidden.gather(1, places))
            return self._loss(sentence, token, batch), sentence, token

    def pooled(self, batch: Batch) -> Tensor:
        """Return what labels are read from, (batch, hidden), without dropout."""
        return self._pooled(self._encoded(batch).float(), batch["mask"])

    def _encoded(self, batch: Batch) -> Tensor:
        out = self.encoder(
            input_ids=batch["ids"], attention_mask=batch["mask"], token_type_ids=batch["types"]
        )
        hidden: Tensor = out.last_hidden_state
        return hidden

    def _pooled(self, hidden: Tensor, mask: Tensor) -> Tensor:
        if self.pooling == "first":
            return hidden[:, 0]
        shares = mask / mask.sum(dim=1, keepdim=True)
        return (hidden * shares[..., None]).sum(dim=1)

    def _loss(self, sentence: Tensor, token: Tensor, batch: Batch) -> Tensor:
        """Return the loss of a batch: over the labels that are annotated, and over the tags."""
        labels = nn.functional.binary_cross_entropy_with_logits(
            sentence, batch["wanted"], batch["weight"], reduction="sum"
        ) / len(sentence)
        tags = self.chain.loss(token, batch["tags"], batch["words"])
        return labels + TAGS_WEIGHT * tags / batch["words"].sum()

    def weights(self) -> dict[str, Tensor]:
        """Return what was trained, under the names that a bundle uses."""
        heads = {
            f"head.{name}": weight.detach()
            for name, weight in self.named_parameters()
            if name.startswith(_HEADS)
        }
        return trained_weights(self.encoder) | heads

    def restore(self, weights: Mapping[str, Tensor]) -> None:
        """Put back what `weights` returned."""
        restore_weights(self.encoder, weights)
        with torch.no_grad():
            for name, weight in self.named_parameters():
                if name.startswith(_HEADS) and f"head.{name}" in weights:
                    weight.copy_(weights[f"head.{name}"])


class Batcher:
    """Turns examples into tensors."""

    def __init__(
        self,
        text_encoder: TextEncoder,
        labels: LabelSet,
        device: torch.device,
        readers: Mapping[str, ValueReader],
    ) -> None:
        self.text_encoder = text_encoder
        self.readers = readers
        self.labels = labels
        self.device = device
        self._sentence = {label: i for i, label in enumerate(labels.sentence)}
        self._tags = {t: i for i, t in enumerate(labels.tags)}
        acts = [act_of(label) for label in labels.sentence]
        self._types = [act.type for act in acts]
        self._tasks = np.array([act.slot == TASK for act in acts])

    def __call__(self, examples: Sequence[Example]) -> Batch:
        """Return the inputs, label targets and weights, and the words with their tags."""
        encoded = self.text_encoder.encode([(e.context, e.text) for e in examples])
        wanted = np.zeros((len(examples), len(self._types)), np.float32)
        weight = np.ones_like(wanted)
        words = [
            words_of(e.text, encoded.offsets[row], encoded.sequence_ids[row] == 1)
            for row, e in enumerate(examples)
        ]
        longest = max(1, *(len(firsts) for firsts, _ in words))
        firsts = np.zeros((len(examples), longest), np.int64)
        tags = np.full_like(firsts, UNKNOWN)
        for row, example in enumerate(examples):
            weight[row] = [t in example.annotated for t in self._types]
            if not example.task:
                weight[row][self._tasks] = 0
            for act in example.acts:
                label = sentence_label(act)
                if label in self._sentence:
                    wanted[row, self._sentence[label]] = 1
                    weight[row, self._sentence[label]] = 1
            begins, bounds = words[row]
            firsts[row, : len(begins)] = begins
            tags[row, : len(begins)] = self._tagged(example, bounds)
        count = np.array([[len(begins)] for begins, _ in words])
        arrays = {
            "ids": encoded.input_ids,
            "mask": encoded.attention_mask,
            "types": encoded.token_type_ids,
            "wanted": wanted,
            "weight": weight,
            "firsts": firsts,
            "words": np.arange(longest)[None, :] < np.maximum(count, 1),
            "tags": tags,
        }
        return {
            k: torch.from_numpy(np.ascontiguousarray(v)).to(self.device) for k, v in arrays.items()
        }

    def _tagged(self, example: Example, bounds: Sequence[Bounds]) -> Any:
        """Return the tag of each word."""
        tags = np.zeros(len(bounds), np.int64)
        if not example.task:  # else every word is tagged
            self._doubt(tags, bounds, example)
        for act in example.acts:
            if act.span is None or f"B-{tag(act.domain, act.slot)}" not in self._tags:
                continue
            for nth, at in enumerate(overlapping(bounds, act.span)):
                tags[at] = self._tags[f"{'I' if nth else 'B'}-{tag(act.domain, act.slot)}"]
        return _well_formed(tags, self.labels)

    def _doubt(self, tags: Any, bounds: Sequence[Bounds], example: Example) -> None:
        """Leave known values out of the loss: a corpus often misses to mark one."""
        for domain in example.session:
            for found in self.readers[domain].find(example.text):
                if found.end - found.start >= SHORTEST_KNOWN:
                    tags[overlapping(bounds, (found.start, found.end))] = UNKNOWN


def _well_formed(tags: Any, labels: LabelSet) -> Any:
    """Let what goes on with nothing begin: of two values that share a word one lost its first."""
    names = labels.tags
    for at, number in enumerate(tags):
        before = names[tags[at - 1]] if at and tags[at - 1] >= 0 else ""
        doubtful = at and tags[at - 1] == UNKNOWN
        goes_on = number > 0 and names[number][0] == "I" and not doubtful
        if goes_on and before[2:] != names[number][2:]:
            tags[at] = number - 1  # B- stands before I- in the list of tags
    return tags


def calibrate(model: JointBert, parts: Sequence[Logits]) -> Calibration:
    """Fit a temperature for each head on validation logits (Guo et al. 2017)."""
    grid = [0.5 + 0.1 * i for i in range(26)]

    def sentence_loss(t: float) -> float:
        return sum(
            nn.functional.binary_cross_entropy_with_logits(
                s / t, b["wanted"], b["weight"], reduction="sum"
            ).item()
            for s, _, b in parts
        )

    def token_loss(t: float) -> float:
        return sum(model.chain.loss(k, b["tags"], b["words"], t).item() for _, k, b in parts)

    with torch.no_grad():
        return Calibration(min(grid, key=sentence_loss), min(grid, key=token_loss))
