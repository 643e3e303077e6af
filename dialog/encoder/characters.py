"""A tokenizer of characters, for languages written without spaces and for small corpora.

Each character is a token of its own, letters in lower case and full-width forms in their plain
ones, so that a span can begin and end anywhere. Spaces are left out.
"""

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tokenizers import Tokenizer

PAD, UNKNOWN, CLS, SEP, MASK = SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
SELDOM = 2  # a character that occurs less often is unknown


def character_tokenizer(texts: Iterable[str], *, seldom: int = SELDOM) -> "Tokenizer":
    """Return a tokenizer that knows the characters of some texts.

    Args:
        texts: the texts.
        seldom: characters that occur less often than this are left unknown, so that the encoder
            learns what an unknown one may be.
    """
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers
    from tokenizers.processors import TemplateProcessing

    normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(normalizer.normalize_str(text))
    known = sorted(c for c, n in counts.items() if n >= seldom and not c.isspace())
    vocabulary = {token: at for at, token in enumerate((*SPECIAL, *known))}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token=UNKNOWN))
    tokenizer.normalizer = normalizer
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Split(Regex("."), "isolated")]
    )
    ends = [(token, vocabulary[token]) for token in (CLS, SEP)]
    tokenizer.post_processor = TemplateProcessing(
        single=f"{CLS} $A {SEP}", pair=f"{CLS} $A {SEP} $B:1 {SEP}:1", special_tokens=ends
    )
    tokenizer.add_special_tokens(list(SPECIAL))
    return tokenizer
