"""How often something succeeds, drawn by kind and by the number of turns."""

from collections.abc import Mapping, Sequence

from dialog.evaluation.intervals import Interval, wilson_interval
from dialog.evaluation.report import Bar, Bars

GROUPS = 6  # of dialogues by their length, at most


def share_bars(title: str, kinds: Mapping[str, Sequence[bool]]) -> Bars:
    """Return a bar for each kind: the share that is right, with Wilson's interval.

    Args:
        title: of the plot.
        kinds: kind -> whether each of its cases is right, at least one each.
    """
    return Bars(title, "%", [_bar(name, right) for name, right in kinds.items()], end=100.0)


def by_turns(dialogues: Sequence[tuple[int, bool]], title: str = "Success by turns") -> Bars:
    """Return the share of successes among dialogues of like length.

    Lengths are put together so that the groups hold about as many dialogues each.

    Args:
        dialogues: how many turns each has, and whether it succeeded; at least one.
        title: of the plot.
    """
    least = len(dialogues) / GROUPS
    kinds: dict[str, list[bool]] = {}
    first, group = 0, list[bool]()
    lengths = sorted({turns for turns, _ in dialogues})
    for length in lengths:
        first = first or length
        group += [right for turns, right in dialogues if turns == length]
        if len(group) >= least or length == lengths[-1]:
            kinds[f"{first} to {length} turns" if first < length else f"{length} turns"] = group
            first, group = 0, []
    return share_bars(title, kinds)


def _bar(name: str, right: Sequence[bool]) -> Bar:
    low, high = wilson_interval(sum(right), len(right))
    share = 100 * sum(right) / len(right)
    return Bar(name, share, Interval(100 * low, 100 * high), f"of {len(right):,}")
