"""Every figure that systems have in common, each system beside the first."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from dialog.errors import ConfigError
from dialog.evaluation.comparison.paired import Paired, holm, mcnemar, paired_bootstrap
from dialog.evaluation.comparison.reading import Figure, Measured
from dialog.evaluation.intervals import Interval, share
from dialog.evaluation.items import STATISTICS

BOOTSTRAP, MCNEMAR = "paired bootstrap", "McNemar"


@dataclass(frozen=True, slots=True)
class Difference:
    """One figure of two systems."""

    figure: str
    system: int  # which one stands beside the first, from 1
    items: int = 0  # in common; 0 where they have none, so that only intervals can be compared
    paired: Paired | None = None  # over these items, in the figure's unit
    test: str = ""  # that gave p
    p: float | None = None  # corrected for the number of systems
    apart: bool | None = None  # without items: whether the intervals are; None without intervals

    @property
    def told(self) -> bool:
        """Whether there is more to say of it than the two figures."""
        return self.paired is not None or self.apart is not None


@dataclass(frozen=True)
class Comparison:
    """Systems side by side."""

    systems: Sequence[Measured]  # of different names
    figures: Sequence[str]  # that all have
    differences: Mapping[tuple[str, int], Difference]  # figure and system
    notes: Sequence[str]  # what whoever reads them should know, each a sentence


def compared(reports: Sequence[Measured], seed: int = 0) -> Comparison:
    """Return two or more systems side by side, the first being what the others are compared with.

    Args:
        reports: of the systems.
        seed: of the draws.

    Raises:
        ConfigError: for a single report, or for reports without a figure in common.
    """
    if len(reports) < 2:
        raise ConfigError("A comparison needs two reports or more.")
    systems = _named(reports)
    first, *others = systems
    figures = [name for name in first.figures if all(name in each.figures for each in others)]
    if not figures:
        raise ConfigError(
            f"There is no figure that all of {listed(systems)} have: they measure other things."
        )
    found = {}
    for name in figures:
        made = [
            _difference(name, at, first.figures[name], each.figures[name], seed)
            for at, each in enumerate(others, 1)
        ]
        for each in _corrected(made):
            found[name, each.system] = each
    return Comparison(systems, figures, found, [*_notes(systems, found)])


def _named(reports: Sequence[Measured]) -> list[Measured]:
    """Return reports by different names, numbered where folders are called alike."""
    often = Counter(each.name for each in reports)
    return [
        replace(each, name=f"{each.name} ({number})") if often[each.name] > 1 else each
        for number, each in enumerate(reports, 1)
    ]


def _difference(name: str, system: int, one: Figure, other: Figure, seed: int) -> Difference:
    same = [item for item in one.counts if item in other.counts]
    if not same or (one.statistic, one.scale) != (other.statistic, other.scale):
        return Difference(name, system, apart=_apart(one.interval, other.interval))
    left, right = ([figure.counts[item] for item in same] for figure in (one, other))
    found = paired_bootstrap(left, right, STATISTICS[one.statistic], seed=seed)
    low, high = found.interval
    scaled = Paired(
        one.scale * found.difference, Interval(one.scale * low, one.scale * high), found.p
    )
    if one.statistic == share.__name__ and all(map(_yes_or_no, [*left, *right])):
        rights = ([bool(right) for right, _ in counts] for counts in (left, right))
        return Difference(name, system, len(same), scaled, MCNEMAR, mcnemar(*rights))
    return Difference(name, system, len(same), scaled, BOOTSTRAP, found.p)


def _yes_or_no(counts: Sequence[float]) -> bool:
    return len(counts) == 2 and counts[0] in (0, 1) and counts[1] == 1


def _apart(one: Interval | None, other: Interval | None) -> bool | None:
    if one is None or other is None:
        return None
    return one.high < other.low or other.high < one.low


def _corrected(differences: Sequence[Difference]) -> list[Difference]:
    tested = [each for each in differences if each.p is not None]
    p_values = holm([each.p for each in tested if each.p is not None])
    right = {each.system: p for each, p in zip(tested, p_values, strict=True)}
    return [replace(each, p=right.get(each.system)) for each in differences]


def _notes(
    systems: Sequence[Measured], found: Mapping[tuple[str, int], Difference]
) -> Iterator[str]:
    first, *others = systems
    for at, other in enumerate(others, 1):
        of = [each for (_, system), each in found.items() if system == at]
        if not any(each.items for each in of):
            lacking = [each.name for each in (first, other) if not each.labels]
            why = (
                f"{' and '.join(lacking)} kept no items"
                if lacking
                else "no item of the one is an item of the other"
            )
            yield (
                f"{first.name} and {other.name} have no items in common, as {why}: only their "
                "intervals are compared."
            )
            continue
        common = len(first.labels.keys() & other.labels.keys())
        if common < max(len(first.labels), len(other.labels)):
            yield (
                f"{first.name} has {len(first.labels):,} {first.unit}s and {other.name} "
                f"{len(other.labels):,}; the tests are over the {common:,} in common."
            )
        plain = [each.figure for each in of if not each.items and each.apart is not None]
        if plain:
            yield f"Not kept item by item, so compared by intervals: {', '.join(plain)}."
    if len(others) > 1:
        yield f"p is corrected for {len(others)} systems beside {first.name} (Holm 1979)."


def listed(systems: Sequence[Measured]) -> str:
    """Return the names of two systems or more as a part of a sentence."""
    *most, last = (each.name for each in systems)
    return f"{', '.join(most)} and {last}"
