"""The model that learns by masked language modelling, and its batches."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from dialog.encoder.masking import Masking

Passage = tuple[list[int], list[int]]  # token ids, and which of two sentences each is of
Batch = dict[str, Tensor]


class MaskedModel(nn.Module):
    """A BERT with the head that tells hidden tokens.

    Args:
        model: a `BertForMaskedLM`.
    """

    def __init__(self, model: Any) -> None:
        super().__init__()
        self.bert = model.bert
        self.head = model.cls

    def forward(self, batch: Batch) -> tuple[Tensor, Tensor]:
        """Return the mean loss over the hidden tokens (), and how many are told right ()."""
        states = self.bert(
            input_ids=batch["ids"], attention_mask=batch["mask"], token_type_ids=batch["types"]
        ).last_hidden_state
        logits = self.head(states[batch["chosen"]]).float()  # of the hidden tokens alone
        loss = nn.functional.cross_entropy(logits, batch["wanted"])
        return loss, (logits.argmax(dim=1) == batch["wanted"]).sum()


def masked_model(
    vocabulary: int, layers: int, hidden: int, heads: int, max_length: int
) -> MaskedModel:
    """Return a fresh model of a size."""
    from transformers import BertConfig, BertForMaskedLM

    config = BertConfig(
        vocab_size=vocabulary,
        hidden_size=hidden,
        num_hidden_layers=layers,
        num_attention_heads=heads,
        intermediate_size=4 * hidden,
        max_position_embeddings=max_length,
        # so few epochs do not overfit, and dropout takes its time
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
        attn_implementation="eager",  # the attention with a fast bfloat16 backward pass on CPUs
    )
    return MaskedModel(BertForMaskedLM(config))


def padded(
    passages: Sequence[Passage], masking: Masking, rng: np.random.Generator, device: torch.device
) -> Batch:
    """Return passages as one batch with some tokens hidden; `wanted` are the hidden ones' ids."""
    length = max(len(ids) for ids, _ in passages)
    ids = np.zeros((len(passages), length), np.int64)
    types, mask = np.zeros_like(ids), np.zeros_like(ids)
    for row, (own, parts) in enumerate(passages):
        ids[row, : len(own)], types[row, : len(own)] = own, parts
        mask[row, : len(own)] = 1
    hidden, chosen = masking(ids, rng)
    arrays = {"ids": hidden, "mask": mask, "types": types, "chosen": chosen, "wanted": ids[chosen]}
    return {name: torch.from_numpy(array).to(device) for name, array in arrays.items()}
