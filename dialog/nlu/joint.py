"""The joint model (Chen et al. 2019): one encoder, a head for sentence labels, one for tags."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from dialog.acts import DialogueAct
from dialog.nlu.bundle import Calibration
from dialog.nlu.examples import Example
from dialog.nlu.labels import TASK, LabelSet, act_of, sentence_label, tag
from dialog.runtime.encoder import TextEncoder
from dialog.values import ValueReader

SHORTEST_KNOWN = 4  # characters; shorter words of the gazetteer are too often something else
IGNORED = -100  # tags of context, special tokens and padding
Logits = tuple[Tensor, Tensor, dict[str, Tensor]]  # sentence, token, the batch they are for


class JointBert(nn.Module):
    """The encoder with its two heads; returns (batch, labels) and (batch, length, tags)."""

    def __init__(self, encoder: nn.Module, hidden: int, labels: LabelSet, dropout: float) -> None:
        super().__init__()
        self.encoder = encoder
        self.dropout = nn.Dropout(dropout)
        self.sentence = nn.Linear(hidden, len(labels.sentence))
        self.token = nn.Linear(hidden, len(labels.tags))

    def forward(self, ids: Tensor, mask: Tensor, types: Tensor) -> tuple[Tensor, Tensor]:
        """Score sentences and tokens; all inputs are (batch, length)."""
        out = self.encoder(input_ids=ids, attention_mask=mask, token_type_ids=types)
        hidden = self.dropout(out.last_hidden_state)
        return self.sentence(hidden[:, 0]), self.token(hidden)


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

    def __call__(self, examples: Sequence[Example]) -> dict[str, Tensor]:
        """Return ids, mask, types, sentence targets and weights, and tag targets."""
        batch = self.text_encoder.encode([(e.context, e.text) for e in examples])
        wanted = np.zeros((len(examples), len(self._types)), np.float32)
        weight = np.ones_like(wanted)
        own = batch.sequence_ids == 1
        tags = np.where(own, 0, IGNORED)
        for row, example in enumerate(examples):
            weight[row] = [t in example.annotated for t in self._types]
            if not example.task:
                weight[row][self._tasks] = 0
            if not example.task:  # else every word is tagged
                self._doubt(tags[row], batch.offsets[row], example)
            for act in example.acts:
                label = sentence_label(act)
                if label in self._sentence:
                    wanted[row, self._sentence[label]] = 1
                    weight[row, self._sentence[label]] = 1
                if act.span is not None:
                    self._tag(tags[row], batch.offsets[row], own[row], act)
        arrays = {
            "ids": batch.input_ids,
            "mask": batch.attention_mask,
            "types": batch.token_type_ids,
            "wanted": wanted,
            "weight": weight,
            "tags": tags.astype(np.int64),
        }
        return {
            k: torch.from_numpy(np.ascontiguousarray(v)).to(self.device) for k, v in arrays.items()
        }

    def _doubt(self, tags: Any, offsets: Any, example: Example) -> None:
        """Leave known values out of the loss: a corpus often misses to mark one."""
        for domain in example.session:
            for found in self.readers[domain].find(example.text):
                if found.end - found.start >= SHORTEST_KNOWN:
                    inside = (offsets[:, 0] < found.end) & (offsets[:, 1] > found.start)
                    tags[inside] = IGNORED

    def _tag(self, tags: Any, offsets: Any, own: Any, act: DialogueAct) -> None:
        start, end = act.span or (0, 0)
        inside = own & (offsets[:, 0] < end) & (offsets[:, 1] > start)
        name = tag(act.domain, act.slot)
        if f"B-{name}" in self._tags:
            for nth, at in enumerate(np.flatnonzero(inside)):
                tags[at] = self._tags[f"{'I' if nth else 'B'}-{name}"]


def joint_loss(sentence: Tensor, token: Tensor, batch: dict[str, Tensor]) -> Tensor:
    """Return the loss of a batch: over annotated labels, and twice over tags."""
    labels = nn.functional.binary_cross_entropy_with_logits(
        sentence, batch["wanted"], batch["weight"], reduction="sum"
    ) / len(sentence)
    tags = nn.functional.cross_entropy(
        token.flatten(0, 1), batch["tags"].flatten(), ignore_index=IGNORED
    )
    return labels + 2 * tags


def calibrate(parts: Sequence[Logits]) -> Calibration:
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
        return sum(
            nn.functional.cross_entropy(
                (k / t).flatten(0, 1), b["tags"].flatten(), ignore_index=IGNORED, reduction="sum"
            ).item()
            for _, k, b in parts
        )

    return Calibration(min(grid, key=sentence_loss), min(grid, key=token_loss))


def trained_weights(model: JointBert) -> dict[str, Tensor]:
    """Return adapter and heads under the names a bundle uses."""
    named = {}
    for key, value in model.state_dict().items():
        if "lora_" in key:
            named[key.removeprefix("encoder.").replace(".default", "")] = value
        elif key.startswith(("sentence.", "token.")):
            named[f"head.{key}"] = value
    return named


def restore_weights(model: JointBert, weights: dict[str, Tensor]) -> None:
    """Put back what `trained_weights` returned."""
    own = model.state_dict()
    for key in own:
        name = (
            key.removeprefix("encoder.").replace(".default", "")
            if "lora_" in key
            else f"head.{key}"
        )
        if name in weights:
            own[key] = weights[name]
    model.load_state_dict(own)
