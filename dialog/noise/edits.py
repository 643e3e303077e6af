"""Changes of a text that carry marked spans along."""

import random
import re
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

Span = tuple[int, int]  # first character, and the one behind the last
Noisy = tuple[str, list[Span]]
Channel = Callable[[str, Sequence[Span], random.Random], Noisy]

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


class Edit(NamedTuple):
    """Put words in the place of some characters; where `start` is `end`, before that place."""

    start: int
    end: int
    words: str


class Word(NamedTuple):
    """A word of a text and where it stands."""

    text: str
    start: int
    end: int


def words_of(text: str) -> list[Word]:
    """Return the words of a text; "o'hare" is one, "nonstop," comes without its comma."""
    return [Word(match.group(), *match.span()) for match in _WORD.finditer(text)]


def edited(text: str, spans: Sequence[Span], edits: Iterable[Edit]) -> Noisy:
    """Return a text after some edits, and each span over what its characters became.

    Words put in at the bounds of a span stay outside of it. An edit across a bound is left out, as
    nobody could say which of its words are the span's, and so is one that would leave a span empty.

    Args:
        text: the text.
        spans: character bounds inside the text; they may share characters.
        edits: changes that do not overlap, in any order.
    """
    left = [end - start for start, end in spans]
    done: list[Edit] = []
    for edit in sorted(edits):
        if any(_crosses(edit, span) for span in spans):
            continue
        grown = len(edit.words) - (edit.end - edit.start)
        own = [nth for nth, span in enumerate(spans) if _inside(edit, span)]
        if any(left[nth] + grown < 1 for nth in own):
            continue
        for nth in own:
            left[nth] += grown
        done.append(edit)
    parts, at = [], 0
    for edit in done:
        parts += [text[at : edit.start], edit.words]
        at = edit.end
    return "".join([*parts, text[at:]]), [_moved(span, done) for span in spans]


def together(first: Word, second: Word, spans: Iterable[Span]) -> bool:
    """Whether every span holds both of two words or neither."""
    return all(
        (start < first.end and first.start < end) == (start < second.end and second.start < end)
        for start, end in spans
    )


def chained(text: str, spans: Sequence[Span], rng: random.Random, *parts: Channel) -> Noisy:
    """Send a text through several channels, one after another."""
    now = list(spans)
    for part in parts:
        text, now = part(text, now, rng)
    return text, now


def _inside(edit: Edit, span: Span) -> bool:
    if edit.start == edit.end:
        return span[0] < edit.start < span[1]
    return span[0] <= edit.start and edit.end <= span[1]


def _crosses(edit: Edit, span: Span) -> bool:
    overlaps = edit.start < span[1] and span[0] < edit.end
    return overlaps and not _inside(edit, span)


def _moved(span: Span, edits: Iterable[Edit]) -> Span:
    start, end = span
    for edit in edits:
        grown = len(edit.words) - (edit.end - edit.start)
        before = edit.end <= span[0]
        start += grown if before else 0
        end += grown if before or _inside(edit, span) else 0
    return start, end
