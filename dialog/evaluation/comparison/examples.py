"""What systems said where the same was asked of all, some of it drawn at random."""

import random
from collections.abc import Sequence
from typing import NamedTuple

from dialog.evaluation.comparison.reading import Measured
from dialog.evaluation.items import Answer
from dialog.evaluation.report import Table


class Example(NamedTuple):
    """What each system said in one place."""

    item: str  # what the item is called
    asked: str
    wanted: str  # the corpus's own words
    said: tuple[str, ...]  # by each system, in their order, and who spoke in its place


def examples(systems: Sequence[Measured], count: int, seed: int = 0) -> list[Example]:
    """Return what one system or more said where all were asked the same.

    Args:
        systems: of reports that keep their answers; of others there are no examples.
        count: how many there are to be, at most.
        seed: draws them; equal seeds draw equal ones of the same items.
    """
    found = [
        Example(label, one.asked, one.wanted, tuple(map(_told, (one, *others))))
        for item, label in systems[0].labels.items()
        for one, *others in zip(*(each.answers.get(item, ()) for each in systems), strict=False)
        if all((each.asked, each.wanted) == (one.asked, one.wanted) for each in others)
    ]
    places = random.Random(seed).sample(range(len(found)), min(count, len(found)))  # noqa: S311
    return [found[at] for at in sorted(places)]


def _told(answer: Answer) -> str:
    return f"{answer.said} [{answer.by}]" if answer.by else answer.said


def examples_table(systems: Sequence[Measured], found: Sequence[Example]) -> Table:
    """Return examples as a table, with a column for each system.

    Args:
        systems: of different names.
        found: their examples.
    """
    rows = [(each.asked, each.wanted, *each.said) for each in found]
    return Table(("asked", "corpus", *(each.name for each in systems)), rows)
