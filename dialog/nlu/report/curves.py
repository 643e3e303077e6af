"""The sections with plots: scope, calibration and speed."""

from collections.abc import Iterator, Sequence

import numpy as np

from dialog.evaluation.calibration import reliability
from dialog.evaluation.report import Block, Line, Plot, Table
from dialog.nlu.report.judged import Judged
from dialog.nlu.report.metrics import act_confidences, intent_confidences, scopes

LATENCY_BARS = 40


def scope(judged: Sequence[Judged]) -> Iterator[Block]:
    """Draw how well sentences out of scope are told from the others, where there are any."""
    within, without = scopes(judged)
    if not within or not without:
        return
    yield (
        f"{len(within):,} sentences in scope, {len(without):,} out of scope. One is rejected when "
        "no intent is said of it. The line shows, for every share of sentences in scope that may "
        "be rejected wrongly, the share of those out of scope that can be rejected rightly."
    )
    inside, outside = (np.array([e.scope for e in part]) for part in (within, without))
    levels = np.unique(np.concatenate([inside, outside]))
    curve = [(0.0, 0.0)] + [
        (float((inside <= level).mean()), float((outside <= level).mean())) for level in levels
    ]
    yield Plot(
        "Rejection", "in scope, rejected", "out of scope, rejected", 1.0, 1.0,
        lines=[Line("by the score", curve), Line("by chance", [(0, 0), (1, 1)], "guide")],
    )  # fmt: skip


def calibration(judged: Sequence[Judged]) -> Iterator[Block]:
    """Draw the reliability diagrams of intents and of acts."""
    drawn = False
    for what, (sure, right) in (
        ("intents", intent_confidences(judged)),
        ("acts", act_confidences(judged)),
    ):
        if not sure:
            continue
        if not drawn:
            yield (
                "Of what is said with a confidence of 0.8, four fifths should be right: bars on "
                "the dashed line. The calibration error is their mean distance from it, each bar "
                "weighed by how often it occurs."
            )
            drawn = True
        bins = [each for each in reliability(sure, right) if each.said]
        yield Plot(
            f"Reliability of {what}", "confidence", "share that is right", 1.0, 1.0,
            bars=[(each.low, each.high, each.accuracy) for each in bins], bars_label=f"{what} said",
            lines=[Line("as sure as right", [(0, 0), (1, 1)], "guide")],
        )  # fmt: skip
        yield Table(
            (f"confidence of {what}", "said", "mean confidence %", "right %"),
            [
                (
                    f"{b.low:.2f} to {b.high:.2f}",
                    b.said,
                    100 * b.confidence,
                    100 * b.accuracy,
                )
                for b in bins
            ],
        )


def speed(judged: Sequence[Judged]) -> Iterator[Block]:
    """Draw how long sentences took."""
    times = 1000 * np.array([each.seconds for each in judged])
    end = float(np.quantile(times, 0.99)) or 1.0
    heights, edges = np.histogram(times, bins=LATENCY_BARS, range=(0, end))
    yield (
        f"{len(times) / times.sum() * 1000:,.0f} sentences a second, one at a time; median "
        f"{np.median(times):.1f} ms, 95th percentile {np.quantile(times, 0.95):.1f} ms, slowest "
        f"{times.max():.1f} ms."
    )
    yield Plot(
        "Latency, without the slowest hundredth", "ms", "sentences", end, float(max(heights)),
        bars=[
            (float(a), float(b), float(h))
            for a, b, h in zip(edges[:-1], edges[1:], heights, strict=True)
        ],
        bars_label="sentences",
    )  # fmt: skip
