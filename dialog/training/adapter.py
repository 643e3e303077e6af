"""What of an encoder is trained, and how it is called in a bundle.

`lora` trains low-rank adapters of all linear layers (Hu et al. 2021), `full` every weight but the
embedding tables, `none` nothing: the encoder stays as it is, only what stands on it is trained.
"""

import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from dialog.errors import ConfigError
from dialog.training import rates

KINDS = tuple(rates.ENCODER)
_TABLE = "_embeddings."  # words, positions and types: most of a small encoder's numbers


@dataclass(frozen=True)
class Adapter:
    """What of an encoder is trained.

    Args:
        kind: "lora", "full" or "none".
        rank: of LoRA's matrices.
        alpha: LoRA's; their product is multiplied by alpha / rank.
    """

    kind: str = "lora"
    rank: int = 16
    alpha: int = 32

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ConfigError(f"adapter is {self.kind!r}; it should be one of {', '.join(KINDS)}.")
        if self.rank < 1:
            raise ConfigError(f"The rank of the adapter is {self.rank}; it should be at least 1.")

    def to_dict(self) -> dict[str, Any]:
        """Return what a bundle says of it."""
        if self.kind != "lora":
            return {"kind": self.kind}
        return {"kind": self.kind, "r": self.rank, "alpha": self.alpha}

    def load(self, folder: Path) -> tuple[nn.Module, int]:
        """Load a pretrained encoder, ready to be trained so; returns its hidden size too.

        Its own dropout is off: the heads' suffices, and on a CPU it takes a third of the time.
        """
        from transformers import AutoConfig, AutoModel
        from transformers.utils import logging

        logging.set_verbosity_error()  # the pooler it reports as unused is none of ours
        logging.disable_progress_bar()
        config = AutoConfig.from_pretrained(folder)
        config.hidden_dropout_prob = config.attention_probs_dropout_prob = 0.0
        # "eager" is the attention with a fast bfloat16 backward pass on CPUs
        encoder: nn.Module = AutoModel.from_pretrained(
            folder,
            config=config,
            add_pooling_layer=False,
            attn_implementation="eager",
            dtype=torch.float32,
        )
        if self.kind == "lora":
            return self._with_lora(encoder), config.hidden_size
        for name, weight in encoder.named_parameters():
            weight.requires_grad = self.kind == "full" and _TABLE not in name
        return encoder, config.hidden_size

    def _with_lora(self, encoder: nn.Module) -> nn.Module:
        from peft import LoraConfig, get_peft_model

        config = LoraConfig(
            r=self.rank,
            lora_alpha=self.alpha,
            target_modules=["query", "key", "value", "dense"],
        )
        with warnings.catch_warnings():  # of what the two packages deprecate in each other
            warnings.simplefilter("ignore", FutureWarning)
            adapted: nn.Module = get_peft_model(encoder, config)
        return adapted


def trained_weights(encoder: nn.Module) -> dict[str, Tensor]:
    """Return what is trained of an encoder, under the names that `dialog.runtime` merges by."""
    return {
        _stored(name): weight.detach()
        for name, weight in encoder.named_parameters()
        if weight.requires_grad
    }


def restore_weights(encoder: nn.Module, weights: Mapping[str, Tensor]) -> None:
    """Put back what `trained_weights` returned; names that the encoder does not train are left."""
    with torch.no_grad():
        for name, weight in encoder.named_parameters():
            if weight.requires_grad and _stored(name) in weights:
                weight.copy_(weights[_stored(name)])


def arrays(weights: Mapping[str, Tensor]) -> dict[str, NDArray[np.float32]]:
    """Return weights as arrays of their own, which further training leaves as they are."""
    return {name: weight.cpu().float().numpy().copy() for name, weight in weights.items()}


def _stored(name: str) -> str:
    return name.replace(".default", "")  # peft names the adapter while it is in memory
