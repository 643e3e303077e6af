"""Encoders as older repositories publish them: weights of PyTorch, a tokenizer as a vocabulary."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dialog.files import cache_folder, whole_file, write_whole
from dialog.runtime.bert_weights import canonical_weights

WEIGHTS, TOKENIZER, CONFIG = "model.safetensors", "tokenizer.json", "config.json"
OLD_WEIGHTS, OLD_TOKENIZER, SETTINGS = "pytorch_model.bin", "vocab.txt", "tokenizer_config.json"
FILES = (WEIGHTS, TOKENIZER, CONFIG, OLD_TOKENIZER, SETTINGS)


def completed(folder: Path) -> Path:
    """Return a folder that has the weights as safetensors and the tokenizer as tokenizer.json.

    It is the folder itself if it has them. Else they are made of `pytorch_model.bin` and
    `vocab.txt` once, in the cache; what cannot be made is left to whoever needs it to tell.
    """
    wanted = {WEIGHTS: OLD_WEIGHTS, TOKENIZER: OLD_TOKENIZER}
    missing = [new for new, old in wanted.items() if not (folder / new).is_file()]
    if not missing or not all((folder / wanted[new]).is_file() for new in missing):
        return folder
    made = cache_folder() / "encoders" / _key(folder)
    made.mkdir(parents=True, exist_ok=True)
    for name in (CONFIG, WEIGHTS, TOKENIZER):
        if (made / name).is_file():
            continue
        if name not in missing:
            write_whole(made / name, (folder / name).read_bytes())
        elif name == WEIGHTS:
            _convert_weights(folder / OLD_WEIGHTS, made / name)
        else:
            _convert_tokenizer(folder, made / name)
    return made


def _key(folder: Path) -> str:
    """Return a name that changes with the folder's files."""
    names = (*FILES, OLD_WEIGHTS)
    found = [(folder / name).stat() for name in names if (folder / name).is_file()]
    stamps = [str(folder.resolve()), *(f"{s.st_size} {s.st_mtime_ns}" for s in found)]
    return hashlib.sha256("\n".join(stamps).encode()).hexdigest()[:16]


def _convert_weights(old: Path, new: Path) -> None:
    import torch
    from safetensors.numpy import save

    tensors: Mapping[str, Any] = torch.load(old, map_location="cpu", weights_only=True)
    weights = canonical_weights({k: v.float().numpy() for k, v in tensors.items()})
    write_whole(new, save(weights, {"format": "pt"}))


def _convert_tokenizer(folder: Path, new: Path) -> None:
    from tokenizers import BertWordPieceTokenizer

    settings = folder / SETTINGS
    said = json.loads(settings.read_text(encoding="utf-8")) if settings.is_file() else {}
    tokenizer = BertWordPieceTokenizer(
        str(folder / OLD_TOKENIZER), lowercase=bool(said.get("do_lower_case", True))
    )
    with whole_file(new) as fresh:
        tokenizer.save(str(fresh))
