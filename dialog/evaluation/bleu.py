"""BLEU of a corpus with one reference a sentence (Papineni et al. 2002).

Words, smoothing and the penalty of short sentences are those of sacrebleu's defaults (Post 2018):
the tokens of mteval-v13a, and a precision without any match taken as 1/2, 1/4, ... of one. Chinese
is cut as sacrebleu's `zh` does, each character a word.
"""

import re
from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

ORDER = 4
COUNTS = 2 * ORDER + 2  # of a sentence: matches, n-grams, words said, words wanted

_ENTITIES = {"&quot;": '"', "&amp;": "&", "&lt;": "<", "&gt;": ">"}
_SPLITS = (
    (re.compile(r"([{-~\[-` -&(-+:-@/])"), r" \1 "),  # all marks but ' , - .
    (re.compile(r"([^0-9])([.,])"), r"\1 \2 "),
    (re.compile(r"([.,])([^0-9])"), r" \1 \2"),
    (re.compile(r"([0-9])(-)"), r"\1 \2 "),
)
# what sacrebleu 2.6 takes for Chinese characters, marks among them
_CHARACTER = re.compile(
    "([\u2001-\u2a6d\u2e80-\u2fdf\u2ff0-\u303f\u3100-\u312f\u31a0-\u31ef\u3200-\u4db5\u4e00-\u9fbb"
    "\uf900-\ufa2d\ufa30-\ufa6a\ufa70-\ufad9\ufe10-\ufe1f\ufe30-\ufe4f\uff00-\uffef])"
)


def tokens(text: str, language: str = "en") -> list[str]:
    """Return the words and marks of a text as mteval-v13a cuts it, or of Chinese ("zh")."""
    if language == "zh":
        return _cut(_CHARACTER.sub(r" \1 ", text.strip()))
    text = text.replace("<skipped>", "").replace("-\n", "").replace("\n", " ")
    for name, sign in _ENTITIES.items():
        text = text.replace(name, sign)
    return _cut(f" {text} ")


def _cut(text: str) -> list[str]:
    for pattern, parts in _SPLITS:
        text = pattern.sub(parts, text)
    return text.split()


def counts(said: str, wanted: str, language: str = "en") -> tuple[int, ...]:
    """Return what is counted of a sentence and its reference, `COUNTS` numbers.

    These are, for n from 1 to 4, the n-grams said that the reference has too, the n-grams said,
    and then the words said and the words of the reference. Sums of them make a corpus's BLEU.
    """
    ours, theirs = tokens(said, language), tokens(wanted, language)
    matches, totals = [], []
    for n in range(1, ORDER + 1):
        grams, right = _grams(ours, n), _grams(theirs, n)
        matches.append((grams & right).total())
        totals.append(grams.total())
    return (*matches, *totals, len(ours), len(theirs))


def bleu(sums: "Floats") -> "Floats":
    """Return BLEU, 0 to 1, of sums of `counts`, (..., 10) to (...).

    It is 0 where nothing matches or where there is no 4-gram.
    """
    matches, totals = sums[..., :ORDER], sums[..., ORDER : 2 * ORDER]
    ours, theirs = sums[..., -2], sums[..., -1]
    halved = np.cumsum(matches == 0, axis=-1)  # the how many-th precision without a match
    smoothed = np.where(matches > 0, matches, 0.5**halved)
    logs = np.log(smoothed / np.maximum(totals, 1)).mean(axis=-1)
    penalty = np.minimum(0.0, 1 - theirs / np.maximum(ours, 1))
    some = (totals > 0).all(axis=-1) & (matches > 0).any(axis=-1)
    return np.where(some, np.exp(logs + penalty), 0.0)


def combined(sums: "Floats") -> "Floats":
    """Return (Inform + Success) / 2 + BLEU, each 0 to 1, of sums (..., 13) to (...).

    The sums are of dialogues informed, dialogues with success and dialogues, then BLEU's.
    """
    told: Floats = (sums[..., 0] + sums[..., 1]) / 2 / sums[..., 2]
    return told + bleu(sums[..., 3:])


def _grams(words: list[str], n: int) -> Counter[tuple[str, ...]]:
    return Counter(tuple(words[at : at + n]) for at in range(len(words) - n + 1))
