"""Other capitals: shouted, titled, or none at all."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from dialog.noise.edits import Noisy, Span
from dialog.wordbounds import lower


def upper(text: str) -> str:
    """Return a text in capitals, every character in its place."""
    return "".join(c.upper() if len(c.upper()) == 1 else c for c in text)


def title(text: str) -> str:
    """Return a text whose words begin with a capital, every character in its place."""
    before = ("", *text)
    return "".join(
        lower(now) if last.isalnum() or last in ("'", "’") else upper(now)
        for last, now in zip(before, text, strict=False)
    )


@dataclass(frozen=True)
class Casing:
    """Puts a sentence in upper, title or lower case, one that it is not in already.

    Attributes:
        rate: the share of sentences that are changed, 0 to 1.
    """

    rate: float = 1.0

    def __call__(self, text: str, spans: Sequence[Span], rng: random.Random) -> Noisy:
        """Return the sentence in other letters; its spans stay where they are."""
        forms = dict.fromkeys(form(text) for form in (upper, title, lower))
        others = [form for form in forms if form != text]
        if not others or rng.random() >= self.rate:
            return text, list(spans)
        return rng.choice(others), list(spans)
