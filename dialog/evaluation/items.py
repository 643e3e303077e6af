"""What each sentence or dialogue brings to the figures of a report, kept beside them.

`items.jsonl` has a line for each: its `id`, a `label` to read, and `counts`, for every figure that
is made of sums what is counted in it. Whoever has the items of two systems can draw the same ones
for both, and tell where they differ. Where words are measured, they are there as well.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from dialog.evaluation.bleu import bleu, combined
from dialog.evaluation.intervals import f1, share
from dialog.evaluation.provenance import checksum
from dialog.evaluation.ratings import cohen_kappa, dissatisfaction_f1, spearman, uar

ITEMS = "items.jsonl"
# what makes figures of sums, by the names that metrics.json has for them
STATISTICS: Mapping[str, Callable[[Any], Any]] = {
    made.__name__: made
    for made in (share, f1, bleu, combined, uar, cohen_kappa, spearman, dissatisfaction_f1)
}
_DIGITS = 12  # of a checksum: far more than tell the items of a corpus apart


@dataclass(frozen=True, slots=True)
class Sample:
    """What a figure is made of, item by item."""

    items: Sequence[str]  # ids
    counts: Sequence[Sequence[float]]  # (items, k)
    statistic: str  # a name in `STATISTICS`, of sums of counts
    scale: float  # what the statistic is multiplied by


class Answer(NamedTuple):
    """What a system said where something was to be said, beside what the corpus says there."""

    asked: str
    wanted: str  # the corpus's own words
    said: str
    by: str = ""  # who spoke in the system's place


@dataclass(frozen=True, slots=True)
class Items:
    """The items of a report: what one is, and how each is called for reading."""

    unit: str  # sentence, dialogue
    labels: Mapping[str, str]  # id -> label
    answers: Mapping[str, Sequence[Answer]] = field(default_factory=dict)  # id -> what was said


def identities(records: Iterable[Any]) -> list[str]:
    """Return an id for each JSON-able record; equal ones are told apart by their order.

    The id is made of what was asked, not of what was answered, so two systems that were asked
    the same have the same ids.
    """
    seen: dict[str, int] = {}
    found = []
    for record in records:
        name = checksum([record])[:_DIGITS]
        seen[name] = seen.get(name, 0) + 1
        found.append(name if seen[name] == 1 else f"{name}-{seen[name]}")
    return found


def figures_of(samples: Mapping[str, Sample]) -> dict[str, dict[str, Any]]:
    """Return how each figure is made of its counts, as metrics.json has it."""
    return {n: {"statistic": s.statistic, "scale": s.scale} for n, s in samples.items()}


def lines(items: Items, samples: Mapping[str, Sample]) -> Iterator[str]:
    """Yield the lines of `items.jsonl`, in the order of the labels.

    Args:
        items: all of them.
        samples: the figures made of them, by name.
    """
    counted: dict[str, dict[str, list[float]]] = {each: {} for each in items.labels}
    for name, sample in samples.items():
        for item, counts in zip(sample.items, sample.counts, strict=True):
            counted[item][name] = [_plain(count) for count in counts]
    for item, label in items.labels.items():
        line: dict[str, Any] = {"id": item, "label": label, "counts": counted[item]}
        if answers := items.answers.get(item):
            line["answers"] = [answer._asdict() for answer in answers]
        yield f"{json.dumps(line, ensure_ascii=False, allow_nan=False)}\n"


def _plain(count: float) -> float:
    return int(count) if float(count).is_integer() else round(float(count), 6)
