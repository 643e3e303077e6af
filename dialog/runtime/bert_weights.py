"""The weights and the config.json of a BERT encoder, as checkpoints of many makes hold them."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from dialog.errors import DialogError

Array = npt.NDArray[Any]


class UnsupportedEncoderError(DialogError, ValueError):
    """An encoder, head or adapter that does not fit the BERT architecture."""


def canonical_weights(weights: Mapping[str, Array]) -> dict[str, Array]:
    """Return the encoder's weights as float32, named as in a bare Hugging Face `BertModel`.

    A prefix such as `bert.` or `model.` goes, other parts of a checkpoint (a language model
    head) are left out, and the old names `gamma` and `beta` become `weight` and `bias`.

    Raises UnsupportedEncoderError when no BERT embeddings are among the weights.
    """
    anchor = "embeddings.word_embeddings.weight"
    prefixes = sorted((name[: -len(anchor)] for name in weights if name.endswith(anchor)), key=len)
    if not prefixes:
        raise UnsupportedEncoderError(
            f"The weights hold no {anchor!r}: they should be those of a Hugging Face BertModel."
        )
    prefix = prefixes[0]
    renamed: dict[str, Array] = {}
    for name, value in weights.items():
        if name.startswith(prefix):
            bare = name.removeprefix(prefix)
            bare = bare.replace("LayerNorm.gamma", "LayerNorm.weight")
            bare = bare.replace("LayerNorm.beta", "LayerNorm.bias")
            # position_ids is an index buffer that old checkpoints carry, not a weight
            if bare != "embeddings.position_ids":
                renamed[bare] = np.asarray(value, dtype=np.float32)
    return renamed


def check_config(config: Mapping[str, Any]) -> None:
    """Raise UnsupportedEncoderError for a config that is not a BERT encoder's."""
    # A default of None: the key may be absent. config.json of old checkpoints omits some.
    required = {"model_type": "bert", "hidden_act": "gelu"}
    optional = {"position_embedding_type": "absolute", "is_decoder": False}
    for key, right in required.items():
        if config.get(key) != right:
            raise UnsupportedEncoderError(
                f"The encoder's config.json says {key} = {config.get(key)!r}; "
                f"only {right!r} can run here."
            )
    for key, right_or_absent in optional.items():
        if config.get(key) not in (None, right_or_absent):
            raise UnsupportedEncoderError(
                f"The encoder's config.json says {key} = {config[key]!r}; "
                f"only {right_or_absent!r} can run here."
            )
    sizes = ("hidden_size", "num_attention_heads", "num_hidden_layers", "intermediate_size")
    for key in sizes:
        if not isinstance(config.get(key), int) or config[key] < 1:
            raise UnsupportedEncoderError(
                f"The encoder's config.json says {key} = {config.get(key)!r}; "
                "it should be a whole number above 0."
            )
    if config["hidden_size"] % config["num_attention_heads"]:
        raise UnsupportedEncoderError(
            f"The encoder's config.json says hidden_size = {config['hidden_size']} and "
            f"num_attention_heads = {config['num_attention_heads']}; "
            "the first should be a multiple of the second."
        )
