"""The pieces of words that the model reads and writes (byte-pair encoding, Sennrich et al. 2016).

Gaps are tokens of their own. A word keeps the space before it, so tokens joined are the text.
"""

import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from dialog.errors import BundleError
from dialog.nlg.lm.linear import GAPS, Pieces

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from tokenizers import Tokenizer

PAD, BEGIN, END, UNKNOWN = range(4)
FIRST_GAP = 4
FIRST_WORD = FIRST_GAP + GAPS
_SPECIAL = ["<pad>", "<begin>", "<end>", "<unknown>", *(f"<{at}>" for at in range(GAPS))]
_WORDS = r" ?\p{L}+(?:'\p{L}+)?| ?\p{N}| ?[^\s\p{L}\p{N}]"


class Vocabulary:
    """Turns pieces into numbers and back."""

    def __init__(self, tokenizer: "Tokenizer") -> None:
        self._tokenizer = tokenizer

    def __len__(self) -> int:
        return int(self._tokenizer.get_vocab_size())

    @classmethod
    def learnt(cls, texts: Iterable[Pieces], size: int) -> "Vocabulary":
        """Return the vocabulary of texts, of so many tokens at most."""
        from tokenizers import Regex, Tokenizer, models, pre_tokenizers, trainers

        tokenizer = Tokenizer(models.BPE(unk_token="<unknown>"))  # noqa: S106  not a password
        tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex(_WORDS), "isolated")
        trainer = trainers.BpeTrainer(
            vocab_size=size, special_tokens=_SPECIAL, show_progress=False, min_frequency=2
        )
        words = (piece for pieces in texts for piece in pieces if isinstance(piece, str))
        tokenizer.train_from_iterator(words, trainer)
        return cls(tokenizer)

    def encode(self, pieces: Pieces) -> list[int]:
        """Return the tokens of pieces."""
        tokens: list[int] = []
        for piece in pieces:
            if isinstance(piece, int):
                tokens.append(FIRST_GAP + piece)
            else:
                tokens += self._tokenizer.encode(piece, add_special_tokens=False).ids
        return tokens

    def decode(self, tokens: Sequence[int]) -> Pieces:
        """Return the pieces of tokens."""
        pieces: list[str | int] = []
        for token in tokens:
            if FIRST_GAP <= token < FIRST_WORD:
                pieces.append(token - FIRST_GAP)
                continue
            text = self._tokenizer.id_to_token(token) or "" if token >= FIRST_WORD else ""
            last = pieces[-1] if pieces else None
            if isinstance(last, str):
                pieces[-1] = last + text
            elif text:
                pieces.append(text)
        return tuple(pieces)

    def to_array(self) -> "NDArray[np.uint8]":
        """Return the vocabulary as bytes, to be kept among weights."""
        kept = json.dumps(json.loads(self._tokenizer.to_str()), ensure_ascii=False)
        return np.frombuffer(kept.encode(), dtype=np.uint8)

    @classmethod
    def from_array(cls, kept: "NDArray[Any]") -> "Vocabulary":
        """Return the vocabulary that `to_array` gave.

        Raises:
            BundleError: for bytes that are none.
        """
        from tokenizers import Tokenizer

        try:
            return cls(Tokenizer.from_str(kept.tobytes().decode()))
        except Exception as error:  # the package raises bare exceptions
            raise BundleError(f"The bundle's vocabulary is damaged: {error}.") from error
