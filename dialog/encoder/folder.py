"""The folder of an encoder: a Hugging Face BERT with its tokenizer, what it is made of, a card."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dialog.encoder.card import encoder_card
from dialog.files import write_whole
from dialog.runtime.encoder import EncoderError

META = "encoder.json"
WEIGHTS = "model.safetensors"
_CONFIG = (
    *("model_type", "vocab_size", "hidden_size", "num_hidden_layers", "num_attention_heads"),
    *("intermediate_size", "hidden_act", "hidden_dropout_prob", "attention_probs_dropout_prob"),
    *("max_position_embeddings", "type_vocab_size", "layer_norm_eps", "pad_token_id"),
)


def make_folder(path: Path) -> None:
    """Make an encoder's folder where there is none yet.

    Raises:
        EncoderError: when it holds something else, or cannot be made.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
        known = {META, "tokenizer.json", "__init__.py"}
        if any(path.iterdir()) and not any((path / name).exists() for name in known):
            raise EncoderError(f"{path} holds something else; name a folder for the encoder alone.")
    except OSError as error:
        raise EncoderError(f"The folder {path} cannot be made: {error.strerror}.") from error


def write_encoder(path: Path, model: Any, made: Mapping[str, Any]) -> None:
    """Write a model's weights in float16, its config, what it is made of and its card.

    Args:
        path: the folder, which holds the tokenizer already.
        model: a `BertModel`.
        made: what the encoder was made of, and its figures.

    Raises:
        StoreError: when a file cannot be written.
    """
    from safetensors.numpy import save

    weights = {k: v.detach().cpu().half().numpy() for k, v in model.state_dict().items()}
    content = save(weights, {"format": "pt"})
    write_whole(path / WEIGHTS, content)
    config = {name: getattr(model.config, name) for name in _CONFIG}
    config |= {"architectures": ["BertModel"], "dtype": "float16"}
    _write_json(path / "config.json", config)
    data = dict(made) | {"weights_sha256": hashlib.sha256(content).hexdigest()}
    _write_json(path / META, data)
    write_whole(path / "README.md", encoder_card(path.name, data).encode())


def _write_json(path: Path, data: Mapping[str, Any]) -> None:
    write_whole(path, (json.dumps(data, indent=1, ensure_ascii=False) + "\n").encode())
