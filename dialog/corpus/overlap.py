"""Dialogues that stand in more than one corpus, told by the utterances they open with.

Editions of a dialogue differ in tokenisation, capitals and punctuation, so its letters and
digits alone are compared.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from dialog.corpus.dialogue import Dialogue

Opening = tuple[str, ...]
_MARKS = re.compile(r"[\W_]+")


def opening(utterances: Iterable[str], length: int) -> Opening | None:
    """Return the first utterances in the form they are compared in; None if there are fewer."""
    first = tuple(_MARKS.sub("", text).lower() for text in islice(utterances, length))
    return first if len(first) == length else None


def mark_overlap(
    dialogues: Iterable[Dialogue],
    others: Mapping[Opening, Sequence[str]],
    length: int,
    absent: Sequence[str] = (),
) -> list[Dialogue]:
    """Mark the dialogues that also stand elsewhere.

    Args:
        dialogues: the dialogues.
        others: the opening of each dialogue elsewhere, and where it stands:
            "multiwoz21/test/SNG0073.json".
        length: how many utterances an opening has.
        absent: what could not be compared, for its files are not at hand.

    Returns:
        The dialogues. `extra["also_in"]` names where one stands; where that is nowhere,
        `extra["not_compared_with"]` names what was absent.
    """
    marked = []
    for dialogue in dialogues:
        key = opening((turn.utterance for turn in dialogue.turns), length)
        found = others.get(key, ()) if key else ()
        note = {"also_in": list(found)} if found else {"not_compared_with": list(absent)}
        known = {name: names for name, names in note.items() if names}
        marked.append(replace(dialogue, extra={**dialogue.extra, **known}) if known else dialogue)
    return marked
