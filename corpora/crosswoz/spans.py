"""Where values stand in a text, which CrossWOZ does not annotate."""

import re
from collections.abc import Sequence
from dataclasses import replace

from corpora.crosswoz.labels import words_of
from dialog.acts import DialogueAct

Span = tuple[int, int]


def placed(
    text: str, acts: Sequence[DialogueAct]
) -> tuple[tuple[DialogueAct, ...], list[dict[str, str]]]:
    """Return acts with the spans of their values, and a note for each value without a place."""
    words = {number: words_of(act) for number, act in enumerate(acts)}
    said = {number: value for number, value in words.items() if value is not None}
    spans = dict(zip(said, find_spans(text, list(said.values())), strict=True))
    unaligned = [
        {"act": str(acts[number]), "why": "not in the text"}
        for number, span in spans.items()
        if span is None
    ]
    return tuple(replace(act, span=spans.get(n)) for n, act in enumerate(acts)), unaligned


def find_spans(text: str, values: Sequence[str]) -> list[Span | None]:
    """Return where each value stands in a text word for word, None for one that does not.

    Longer values choose first, and each takes the first place that is free, so that 故宫 is not
    found within 故宫博物院 when that is a value too. The same words may serve several acts when
    they are said but once. A number is not found within a longer one, nor a Latin word within
    another; capitals make no difference.
    """
    spans: list[Span | None] = [None] * len(values)
    taken: list[Span] = []
    for at in sorted(range(len(values)), key=lambda at: -len(values[at])):
        places = [match.span() for match in _pattern(values[at]).finditer(text)]
        free = (p for p in places if all(p[1] <= t[0] or t[1] <= p[0] for t in taken))
        shared = (p for p in places if p in taken)
        spans[at] = span = next(free, None) or next(shared, None)
        if span:
            taken.append(span)
    return spans


def _pattern(value: str) -> re.Pattern[str]:
    before = r"(?<![0-9A-Za-z])(?<!\d\.)" if re.match(r"[0-9A-Za-z]", value) else ""
    after = r"(?![0-9A-Za-z]|\.\d)" if re.search(r"[0-9A-Za-z]\Z", value) else ""
    return re.compile(before + re.escape(value) + after, re.IGNORECASE)
