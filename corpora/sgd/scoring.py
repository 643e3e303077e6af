"""How the official script scores the states of Schema-Guided Dialogue.

Rastogi et al. 2020; google-research, schema_guided_dst/metrics.py: each service that has a frame in
a user turn is scored by itself. A categorical slot has one right value. Of other slots any of the
spellings listed is right, and one near it counts by its likeness: the ratio of the two texts with
their words sorted, as fuzzywuzzy's `token_sort_ratio` has it. A joint goal is the product over the
service's slots.
"""

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from functools import lru_cache

from dialog.corpus import CorpusTurn
from dialog.corpus.scoring import Scoring
from dialog.schema import Slot, SlotType

_MARKS = re.compile(r"[\W_]")


def likeness(slot: Slot, right: Sequence[str], said: str) -> float:
    """Return how right a value is, 0 to 1."""
    if slot.type is SlotType.CATEGORICAL:
        return float(said == right[0])
    return max(sorted_ratio(one, said) for one in right)


@lru_cache(maxsize=65536)
def sorted_ratio(one: str, other: str) -> float:
    """Return the likeness of two texts with their words in order of the alphabet, 0 to 1."""
    left, right = (" ".join(sorted(_MARKS.sub(" ", t).lower().split())) for t in (one, other))
    if not left or not right:
        return float(one == other)
    return round(100 * SequenceMatcher(None, left, right).ratio()) / 100


def frames(turn: CorpusTurn) -> Iterable[str]:
    """Return the services that have a frame in a turn."""
    services: Iterable[str] = turn.extra.get("services", ())
    return services


def _as_written(domain: str, slot: str, value: str) -> str:
    return value


SCORINGS = (
    Scoring(
        "",
        "As the official script scores: each service with a frame in the turn by itself, values of "
        "open slots by their likeness to the nearest spelling listed.",
        read=_as_written,
        match=likeness,
        frames=frames,
    ),
    Scoring(
        "exact",
        "The same, where only one of the spellings listed is right, in any case of letters.",
        frames=frames,
    ),
)
