"""Errors like those of a speech recogniser."""

import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from dialog.noise.edits import Edit, Noisy, Span, Word, chained, edited, together, words_of
from dialog.noise.numbers import in_words
from dialog.noise.sounds import Sounds
from dialog.wordbounds import lower

# what is said without stress and carries little; prepositions, which tell where from and where
# to, are not among them
UNSTRESSED = frozenset(
    {"a", "an", "the", "is", "are", "am", "be", "do", "does", "did", "can", "could", "will",
     "would", "it", "that", "there", "of", "some"}
)  # fmt: skip
SHORTEST_PART = 3  # letters of either part of a word that is heard as two
_MARK = re.compile(r"(?<!\w)['’]|['’](?!\w)|[^\w\s'’]|_")
_GAP = re.compile(r"\s{2,}|^\s+|\s+$")


@dataclass(frozen=True)
class Speech:
    """Writes a sentence as a recogniser might: no capitals, marks or digits, and words misheard.

    A word is taken for another of the same phonetic key (`sounds.py`), is lost if it is a function
    word, or is heard as two; two neighbours are heard as one. Neighbours are never joined across
    the bounds of a span.

    Attributes:
        sounds: the words that may be heard.
        plain: the share of sentences without capitals, marks and digits, 0 to 1.
        misheard: the share of words that are taken for another where there is one, 0 to 1.
        lost: the share of function words that are lost, those of spans excepted, 0 to 1.
        compounds: the share of the words and pairs that could be split or joined that are, 0 to 1.
    """

    sounds: Sounds = field(repr=False)
    plain: float = 1.0
    misheard: float = 0.1
    lost: float = 0.1
    compounds: float = 0.25

    def __call__(self, text: str, spans: Sequence[Span], rng: random.Random) -> Noisy:
        """Return what was heard, and the spans over what became of their words."""
        plain = rng.random() < self.plain
        now = chained(text, spans, rng, in_words, _unmarked) if plain else (text, list(spans))
        return edited(*now, self._edits(*now, rng))

    def _edits(self, text: str, spans: Sequence[Span], rng: random.Random) -> Iterator[Edit]:
        words = words_of(text)
        for word, after in zip_longest(words, words[1:]):
            small = word.text.lower()
            if after and self._loses(small, word, spans) and rng.random() < self.lost:
                apart = text[word.end : after.start].isspace()
                yield Edit(word.start, after.start if apart else word.end, "")
                continue
            parts = self._parts(small)
            if parts and rng.random() < self.compounds:
                yield Edit(word.start, word.end, parts)
                continue
            if after and self._joins(text, word, after, spans) and rng.random() < self.compounds:
                yield Edit(word.end, after.start, "")
                continue
            if rng.random() < self.misheard and (heard := self.sounds.alike(small)):
                yield Edit(word.start, word.end, rng.choice(heard))

    def _loses(self, small: str, word: Word, spans: Iterable[Span]) -> bool:
        spanned = any(start < word.end and word.start < end for start, end in spans)
        return small in UNSTRESSED and not spanned

    def _parts(self, small: str) -> str:
        """Return a word as two, "air port"; "" if no two words make it up."""
        for at in range(SHORTEST_PART, len(small) - SHORTEST_PART + 1):
            if self.sounds.has(small[:at]) and self.sounds.has(small[at:]):
                return f"{small[:at]} {small[at:]}"
        return ""

    def _joins(self, text: str, word: Word, after: Word, spans: Iterable[Span]) -> bool:
        """Whether two words make a third one, and no span ends between them."""
        return (
            min(len(word.text), len(after.text)) > 1
            and text[word.end : after.start].isspace()
            and self.sounds.has((word.text + after.text).lower())
            and together(word, after, spans)
        )


def _unmarked(text: str, spans: Sequence[Span], rng: random.Random) -> Noisy:
    """Return a text without capitals, marks and the room that they leave."""
    text, now = edited(text, spans, (Edit(*m.span(), " ") for m in _MARK.finditer(text)))
    gaps = (
        Edit(m.start(), m.end(), " " if m.start() > 0 and m.end() < len(text) else "")
        for m in _GAP.finditer(text)
    )
    text, now = edited(text, now, gaps)
    return lower(text), now
