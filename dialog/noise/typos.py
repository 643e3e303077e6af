"""Typing errors: one letter of a word."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from dialog.noise.edits import Edit, Noisy, Span, edited, words_of

SHORTEST = 4  # letters; shorter words become other words too easily
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")  # each begins a bit to the right of the one above
Slip = Callable[[str, int], str]  # a word and the place of a letter that is not its last


def dropped(word: str, at: int) -> str:
    """Leave a letter out: "flght"."""
    return word[:at] + word[at + 1 :]


def swapped(word: str, at: int) -> str:
    """Type a letter before the one in front of it: "fligth"."""
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def doubled(word: str, at: int) -> str:
    """Type a letter twice: "fliight"."""
    return word[:at] + word[at] + word[at:]


SLIPS: tuple[Slip, ...] = (dropped, swapped, doubled)


def neighbours(letter: str) -> str:
    """Return the letters beside a letter on an English keyboard, "" for any other character."""
    small = letter.lower()
    for nth, row in enumerate(_ROWS):
        at = row.find(small)
        if at < 0 or not small:
            continue
        near = row[max(0, at - 1) : at] + row[at + 1 : at + 2]
        near += _ROWS[nth - 1][at : at + 2] if nth else ""
        near += "".join(_ROWS[nth + 1][max(0, at - 1) : at + 1] if nth + 1 < len(_ROWS) else "")
        return near.upper() if letter.isupper() else near
    return ""


@dataclass(frozen=True)
class Typos:
    """Mistypes words: a letter of the keyboard beside it, swapped with the next, dropped, doubled.

    The four are equally likely; the first letter is right, as it nearly always is.

    Attributes:
        rate: the share of words of at least four letters that get one error, 0 to 1.
    """

    rate: float = 0.1

    def __call__(self, text: str, spans: Sequence[Span], rng: random.Random) -> Noisy:
        """Return the text with errors and the spans over their words."""
        return edited(text, spans, self._edits(text, rng))

    def _edits(self, text: str, rng: random.Random) -> Iterator[Edit]:
        for word in words_of(text):
            if len(word.text) < SHORTEST or not word.text.isalpha() or rng.random() >= self.rate:
                continue
            at = rng.randrange(1, len(word.text) - 1)
            kind = rng.randrange(len(SLIPS) + 1)
            near = neighbours(word.text[at])
            if kind < len(SLIPS):
                yield Edit(word.start, word.end, SLIPS[kind](word.text, at))
            elif near:
                wrong = word.text[:at] + rng.choice(near) + word.text[at + 1 :]
                yield Edit(word.start, word.end, wrong)
