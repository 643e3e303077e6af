"""Where words begin and end, in scripts written with spaces and in those without.

Chinese and Japanese put none between words, so each of their characters counts as a word: a value
may begin and end at any of them.
"""

import re
from collections.abc import Iterable, Iterator

# kana, then Chinese characters: extension A, the common ones, the compatible, the rare
ALONE = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_ALONE = re.compile(f"[{ALONE}]")


def stands_alone(character: str) -> bool:
    """Whether a character is a word by itself."""
    return bool(_ALONE.match(character))


def places(words: str, text: str) -> Iterator[tuple[int, int]]:
    """Yield the bounds of each place where some words are no part of a longer word, left to right.

    A plain search, as patterns of thousands of names would each have to be compiled.
    """
    at = text.find(words) if words else -1
    while at >= 0:
        end = at + len(words)
        if _glued(text[at - 1 : at], words[0]) or _glued(text[end : end + 1], words[-1]):
            at = text.find(words, at + 1)
        else:
            yield at, end
            at = text.find(words, end)


def says(text: str, words: Iterable[str]) -> bool:
    """Whether a text says any of some words, in whatever case."""
    lowered = lower(text)
    return any(True for word in words for _ in places(lower(word), lowered))


def _glued(outside: str, inside: str) -> bool:
    """Whether a character beside some words, "" for none, makes one word with their edge."""
    if not (outside.isalnum() or outside == "_"):
        return False
    return not stands_alone(outside) and not stands_alone(inside)


def lower(text: str) -> str:
    """Return a text in lower case, every character in its place."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
