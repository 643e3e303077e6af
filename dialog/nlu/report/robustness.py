"""What noise costs: figures and a section on the same sentences behind noise channels."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from dialog.evaluation.counted import Counted
from dialog.evaluation.intervals import Interval, bootstrap_interval
from dialog.evaluation.report import Block, Cell, Metric, Plot, Section, Table
from dialog.nlu.report.judged import Judged, judge
from dialog.nlu.report.metrics import understanding
from dialog.nlu.report.mistakes import marked
from dialog.nlu.report.names import shortener
from dialog.nlu.robustness import Noise
from dialog.noise.channels import Named

MOST_EXAMPLES = 8  # sentences a channel


@dataclass(frozen=True)
class Robustness:
    """What a report says of noise."""

    metrics: Sequence[Metric]  # each figure behind each channel, and how far it drops
    section: Section


@dataclass(frozen=True)
class _Row:
    """One figure behind one channel."""

    channel: Named
    figure: str  # its label
    metric: Metric
    drop: Metric


def robustness(clean: Sequence[Judged], noise: Noise, seed: int = 0) -> Robustness:
    """Return the figures and the section.

    Args:
        clean: the sentences as they are.
        noise: what was understood of them behind noise.
        seed: of the bootstrap.
    """
    behind = [(b.channel, judge(b.examples, b.answers, noise.readers)) for b in noise.behind]
    rows = [
        _Row(
            channel,
            before.label,
            _behind(channel, after, seed),
            _drop(channel, before, after, seed),
        )
        for channel, judged in behind
        for before, after in _paired(clean, judged)
    ]
    blocks = [*_told(noise), *_figures(clean, rows, seed), *_broken(clean, behind)]
    metrics = [metric for row in rows for metric in (row.metric, row.drop)]
    return Robustness(metrics, Section("Robustness", blocks))


def _told(noise: Noise) -> Iterator[Block]:
    """Say what the noise is."""
    if noise.behind:
        yield (
            "The same sentences behind noise, drawn by the seed and the sentence; a value's span "
            "goes along with its words. A drop is in points; its 95 % interval is over draws of "
            "the same sentences for both figures."
        )
        rows = [(each.channel.name, f"{each.channel.meaning}.") for each in noise.behind]
        yield Table(("noise", "what it does"), rows)
    if noise.left_out:
        names = ", ".join(channel.name for channel in noise.left_out)
        yield f"Left out, as made for another language: {names}."


def _figures(clean: Sequence[Judged], rows: Sequence[_Row], seed: int) -> Iterator[Block]:
    """List and draw the drops."""
    if not rows:
        return
    cells: list[Sequence[Cell]] = [
        ("none", each.label, each.metric(seed).value, None, None) for each in understanding(clean)
    ]
    for row in rows:
        bounds = row.drop.interval or Interval(0, 0)
        spread = f"{bounds.low:.2f} to {bounds.high:.2f}"
        cells.append((row.channel.name, row.figure, row.metric.value, row.drop.value, spread))
    yield Table(("noise", "figure", "%", "drop", "95 % interval"), cells)
    highest = max(1.0, *(row.drop.value for row in rows))
    for figure in dict.fromkeys(row.figure for row in rows):
        own = [row for row in rows if row.figure == figure]
        yield Plot(
            f"Drop of {figure}", "noise", "points", len(own), highest,
            bars=[(nth, nth + 1, max(row.drop.value, 0.0)) for nth, row in enumerate(own)],
            bars_label="drop; none where the figure rises", names=[r.channel.name for r in own],
        )  # fmt: skip


def _broken(
    clean: Sequence[Judged], behind: Sequence[tuple[Named, Sequence[Judged]]]
) -> Iterator[Block]:
    """List sentences that are right as they are and wrong behind a channel, the surest first."""
    short = shortener([*clean, *(each for _, judged in behind for each in judged)])
    rows: list[Sequence[Cell]] = []
    for channel, judged in behind:
        pairs = zip(clean, judged, strict=True)
        lost = [after for before, after in pairs if before.right and not after.right]
        rows += [
            (
                channel.name,
                marked(each.example.text, each.wanted, each.missed, short),
                marked(each.example.text, each.said, each.mistaken, short),
            )
            for each in sorted(lost, key=lambda each: -each.sureness)[:MOST_EXAMPLES]
        ]
    if rows:
        yield (
            "Sentences that are right as they are and wrong behind the noise, at most "
            f"{MOST_EXAMPLES} of each kind, the surest mistakes first."
        )
        yield Table(("noise", "wanted", "said"), rows)


def _paired(clean: Sequence[Judged], noisy: Sequence[Judged]) -> Iterator[tuple[Counted, Counted]]:
    """Give the figures that both have, before and after."""
    after = {each.name: each for each in understanding(noisy)}
    for before in understanding(clean):
        if before.name in after:
            yield before, after[before.name]


def _behind(channel: Named, after: Counted, seed: int) -> Metric:
    found = after.metric(seed)
    return Metric(
        f"{after.name}_{channel.name}", f"{after.label} behind {channel.label}", found.value,
        interval=found.interval, meaning=after.meaning, headline=False,
    )  # fmt: skip


def _drop(channel: Named, before: Counted, after: Counted, seed: int) -> Metric:
    counts = np.concatenate([np.asarray(before.counts), np.asarray(after.counts)], axis=1)
    half = counts.shape[1] // 2
    low, high = bootstrap_interval(
        counts,
        lambda sums: before.statistic(sums[..., :half]) - after.statistic(sums[..., half:]),
        seed=seed,
    )
    return Metric(
        f"{after.name}_{channel.name}_drop", f"Drop of {after.label} behind {channel.label}",
        100 * (before.value - after.value), "points", Interval(100 * low, 100 * high),
        "The figure less the same behind noise.", headline=False,
    )  # fmt: skip
