"""Words that say nothing: "um", "like", "please"."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from dialog.noise.edits import Edit, Noisy, Span, edited, words_of

LEADS = ("um", "uh", "well", "so", "okay so", "hi um")
INSIDE = ("um", "uh", "like", "you know", "i mean")
TAILS = ("please", "you know", "or something")


@dataclass(frozen=True)
class Fillers:
    """Puts filler words before, between and behind the words of a sentence, never inside a span.

    Attributes:
        rate: the share of the places between words outside of spans that are filled, 0 to 1.
        ends: the share of sentences with one in front and, apart from that, of those with one
            behind, 0 to 1.
        leads: what may stand in front.
        inside: what may stand between two words.
        tails: what may stand behind.
        gap: what stands between a filler and a word, "" in a language that writes no spaces.
    """

    rate: float = 0.08
    ends: float = 0.3
    leads: Sequence[str] = LEADS
    inside: Sequence[str] = INSIDE
    tails: Sequence[str] = TAILS
    gap: str = " "

    def __call__(self, text: str, spans: Sequence[Span], rng: random.Random) -> Noisy:
        """Return the sentence with fillers and the spans over their own words."""
        return edited(text, spans, self._edits(text, spans, rng))

    def _edits(self, text: str, spans: Sequence[Span], rng: random.Random) -> Iterator[Edit]:
        words = words_of(text)
        if not words:
            return
        if rng.random() < self.ends:
            yield Edit(words[0].start, words[0].start, f"{rng.choice(self.leads)}{self.gap}")
        for before, word in pairwise(words):
            apart = text[before.end : word.start].isspace()
            free = all(not start < word.start < end for start, end in spans)
            if apart and free and rng.random() < self.rate:
                yield Edit(word.start, word.start, f"{rng.choice(self.inside)}{self.gap}")
        if rng.random() < self.ends:
            yield Edit(words[-1].end, words[-1].end, f"{self.gap}{rng.choice(self.tails)}")
