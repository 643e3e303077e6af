"""Text as people write it, of a corpus that keeps words and marks apart."""

import re

_MARK = re.compile(r"\s+(?=(?:[.,!?;:]+|['\"]?[)\]%])(?:\s|$))")
_CLITIC = re.compile(r"(?<=\w)\s+(?=(?:'(?:s|m|d|re|ve|ll)|n't)\b)", re.I)
_OPENING = re.compile(r"(?<=[(\[£$#])\s+")
_SPACE = re.compile(r"\s+")


def written(text: str) -> str:
    """Return "You 'd like it ?" as "You'd like it?"; what is written so already stays as it is."""
    text = _SPACE.sub(" ", text).strip()
    for pattern in (_MARK, _CLITIC, _OPENING):
        text = pattern.sub("", text)
    return text
