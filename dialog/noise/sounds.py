"""Which words sound alike: a small phonetic key for English."""

import re
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache

from rapidfuzz.distance import OSA

SHORTEST = 2  # letters; one alone sounds like too much
MOST = 3  # words that one is taken for
# letters -> sounds, applied in this order; capitals are sounds that have no letter of their own
_RULES = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"^one$", "won"), (r"^two$", "to"), (r"(?<=o)uld$", "d"),
        (r"^(?:kn|gn|pn)", "n"), (r"^wr", "r"), (r"^ps", "s"), (r"^who", "ho"), (r"^wh", "w"),
        (r"^x", "s"), (r"mb$", "m"), (r"mn$", "m"),
        (r"tch", "C"), (r"sch", "sk"), (r"ch", "C"), (r"sh", "S"), (r"th", "T"), (r"ph", "f"),
        (r"[ts]ion", "Sn"), (r"dge?(?=[eiy])", "j"), (r"gh(?=[aeiouy])", "g"), (r"gh", ""),
        (r"g(?=e$)", "j"), (r"c(?=[eiy])", "s"), (r"ck", "k"), (r"c", "k"), (r"q", "k"),
        (r"x", "ks"), (r"z", "s"), (r"(?<=[aeiou])w", ""), (r"(?<=[aeiou])y", ""),
        (r"h(?![aeiouy])", ""), (r"(?<=.)[aeiouy]+", ""), (r"^[aeiou]+", "A"),
        (r"(.)\1+", r"\1"),
    )
)  # fmt: skip


@lru_cache(maxsize=65536)
def key(word: str) -> str:
    """Return how a word sounds, roughly: its consonants, and A for vowels at its beginning.

    "fare" and "fair", "flour" and "flower", "weight" and "wait" have one key each.
    """
    sound = word.lower()
    for pattern, put in _RULES:
        sound = pattern.sub(put, sound)
    return sound


class Sounds:
    """Finds the words that one may be taken for.

    Args:
        words: what may be heard, in lower case, the commonest first.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self.words = dict.fromkeys(words)

    @cached_property
    def _by_key(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for word in self.words:
            found.setdefault(key(word), []).append(word)
        return found

    def has(self, word: str) -> bool:
        """Whether a word, in lower case, is one of those that may be heard."""
        return word in self.words

    def alike(self, word: str) -> Sequence[str]:
        """Return up to three other words of the same key, those spelled most alike first."""
        small = word.lower()
        if len(small) < SHORTEST:
            return ()
        heard = [other for other in self._by_key.get(key(small), ()) if other != small]
        return sorted(heard, key=lambda other: OSA.distance(small, other))[:MOST]
