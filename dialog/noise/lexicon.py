"""The words that a recogniser of English may hear."""

import json
from functools import cache

from dialog.noise.sounds import Sounds
from dialog.runtime.encoder import default_encoder_path

COMMON = 8_000  # words; rarer ones are seldom what is heard


@cache
def english_sounds() -> Sounds:
    """Return the commonest words of English, as the vocabulary of the default encoder ranks them.

    Raises:
        EncoderError: when the package that carries the encoder is missing.
    """
    file = default_encoder_path() / "tokenizer.json"
    vocabulary: dict[str, int] = json.loads(file.read_text(encoding="utf-8"))["model"]["vocab"]
    ranked = sorted(vocabulary, key=vocabulary.__getitem__)
    words = [word for word in ranked if len(word) > 1 and word.isascii() and word.isalpha()]
    return Sounds(words[:COMMON])
