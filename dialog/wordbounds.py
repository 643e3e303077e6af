"""Where words begin and end, in scripts written with spaces and in those without.

Chinese and Japanese put none between words, so each of their characters counts as a word: a value
may begin and end at any of them.
"""

import re

# kana, then Chinese characters: extension A, the common ones, the compatible, the rare
ALONE = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_ALONE = re.compile(f"[{ALONE}]")


def stands_alone(character: str) -> bool:
    """Whether a character is a word by itself."""
    return bool(_ALONE.match(character))


def as_words(text: str) -> str:
    """Return the pattern that finds a text where it is no part of a longer word."""
    before = "" if stands_alone(text[:1]) else rf"(?<![^\W{ALONE}])"
    after = "" if stands_alone(text[-1:]) else rf"(?![^\W{ALONE}])"
    return f"{before}{re.escape(text)}{after}"
