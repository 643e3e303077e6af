"""The report of PARADISE: task success, what satisfaction depends on, and every dialogue."""

from collections.abc import Iterator, Mapping, Sequence
from statistics import fmean

import numpy as np

from dialog.evaluation.intervals import Interval
from dialog.evaluation.items import Items
from dialog.evaluation.paradise.costs import COSTS
from dialog.evaluation.paradise.kappa import Attribute, confusions
from dialog.evaluation.paradise.metrics import case_items
from dialog.evaluation.paradise.performance import KAPPA, Analysis, Case, Findings
from dialog.evaluation.paradise.regression import Fit
from dialog.evaluation.provenance import Provenance
from dialog.evaluation.report import (
    Bar,
    Bars,
    Block,
    Cell,
    Line,
    Metric,
    Plot,
    Report,
    Section,
    Table,
)

MOST_CONFUSIONS = 50
MOST_DIALOGUES = 1000  # listed; keeps the page of many small enough to open
SURE = 1.96  # standard errors to either side of a weight: 95 %, as it is near to normal
GROUPS = 5  # of dialogues by performance, in the plot
TITLES = {KAPPA: "Kappa and costs", "costs": "Costs alone"}


def paradise_report(
    found: Findings, metrics: Sequence[Metric], provenance: Provenance, title: str
) -> Report:
    """Return the report on at least one dialogue.

    Args:
        found: what was found.
        metrics: those of `paradise_metrics`.
        provenance: where the dialogues come from.
        title: of the page.
    """
    sections = [Section("How it was measured", tuple(_how(found)))]
    for analysis in found.analyses:
        if blocks := tuple(_analysis(analysis)):
            sections.append(Section(TITLES[analysis.name], blocks))
    if found.kappas:
        sections.append(Section("Task success", tuple(_success(found.cases))))
    sections.append(Section("Costs", (_costs(found),)))
    if any(case.course for case in found.cases):
        sections.append(Section("Over the turns", (_curve(found.cases),)))
    sections.append(Section("Dialogues", tuple(_dialogues(found))))
    items = Items("dialogue", {item: name for name, item in case_items(found.cases).items()})
    return Report(title, metrics, provenance, tuple(sections), items)


def function_lines(found: Findings) -> list[str]:
    """Return the performance functions and what should be known of them, a line each."""
    lines = list(found.notes)
    for analysis in found.analyses:
        what = TITLES[analysis.name]
        lines += [f"{what}: {note}" for note in analysis.notes]
        if analysis.stepwise:
            lines.append(f"{what}: {analysis.stepwise}")
    return lines


def weight_table(fit: Fit) -> Table:
    """Return the weights of a model."""
    rows = [
        (w.name, w.value, w.error, "< 0.001" if w.p < 0.001 else f"{w.p:.3f}", w.inflation)
        for w in fit.weights
    ]
    return Table(("metric", "weight", "standard error", "p", "variance inflation"), rows)


def _how(found: Findings) -> Iterator[Block]:
    yield (
        "After Walker, Litman, Kamm and Abella 1997: Performance = α·N(kappa) - Σ w·N(cost), "
        "where N is the z-score over the rated dialogues, and the weights are those of a multiple "
        "linear regression of the ratings, normalised too. Performance is the stepwise model's, "
        "in standard deviations of satisfaction."
    )
    yield from found.notes


def _analysis(analysis: Analysis) -> Iterator[Block]:
    yield from analysis.notes
    for title, fit in (("All metrics", analysis.full), ("Stepwise", analysis.stepwise)):
        if fit:
            yield (
                f"{title}, {len(analysis.cases):,} dialogues: R² {fit.r2:.3f}, adjusted "
                f"{fit.r2_adjusted:.3f}, cross-validated {fit.r2_crossed:.3f}."
            )
            if fit.weights:
                yield _drivers(title, fit)
            yield weight_table(fit)
    if analysis.stepwise:
        yield f"{analysis.stepwise}."
        if len(analysis.cases) >= 2 * GROUPS:
            yield _plot(analysis)


def _drivers(title: str, fit: Fit) -> Bars:
    """Return what satisfaction depends on, with 95 % intervals of the weights."""
    bars = [
        Bar(w.name, w.value, Interval(w.value - SURE * w.error, w.value + SURE * w.error))
        for w in sorted(fit.weights, key=lambda weight: -abs(weight.value))
    ]
    return Bars(f"What the ratings depend on, {title.lower()}", "weight", bars)


def _plot(analysis: Analysis) -> Plot:
    """Return how dialogues were rated, in groups of equal size by their performance."""
    ranked = sorted(analysis.cases, key=lambda case: analysis.performance[case.name])
    means = [
        float(np.mean([ranked[at].rating for at in part]))
        for part in np.array_split(np.arange(len(ranked)), GROUPS)
    ]
    bars = [(at, at + 1, mean) for at, mean in enumerate(means)]
    names = ["lowest", *map(str, range(2, GROUPS)), "highest"]
    return Plot(
        "How dialogues were rated, a fifth each by performance", "performance", "mean rating",
        GROUPS, 5, bars, "mean rating", names=names,
    )  # fmt: skip


def _success(cases: Sequence[Case]) -> Iterator[Block]:
    attributes = [each for case in cases for each in case.attributes]
    kinds: dict[str, list[Attribute]] = {}
    for each in attributes:
        kinds.setdefault(each.name, []).append(each)
    rows = [
        (
            name,
            len({e.wanted for e in some}),
            len(some),
            100 * sum(e.right for e in some) / len(some),
        )
        for name, some in sorted(kinds.items())
    ]
    yield Table(("attribute", "values", "wanted", "right %"), rows)
    found = confusions(attributes)
    if found:
        shown = f", the commonest {MOST_CONFUSIONS}" if len(found) > MOST_CONFUSIONS else ""
        yield f"What came about instead, {len(found):,} kinds{shown}:"
        most = found[:MOST_CONFUSIONS]
        wrong = [(e.name, e.wanted, e.got or None, count) for e, count in most]
        yield Table(("attribute", "wanted", "came about", "times"), wrong)


def _costs(found: Findings) -> Table:
    rows: list[Sequence[Cell]] = []
    columns = {KAPPA: found.kappas} | {
        name: {c.name: c.costs[name] for c in found.cases if name in c.costs} for name in COSTS
    }
    ratings = {case.name: case.rating for case in found.cases if case.rating is not None}
    for name, values in columns.items():
        if values:
            numbers = np.array(list(values.values()), dtype=float)
            spread = float(numbers.std(ddof=1)) if len(numbers) > 1 else None
            what = COSTS.get(name, "task success beyond chance")
            related = _correlation(values, ratings)
            low, high = float(numbers.min()), float(numbers.max())
            rows.append(
                (name, what, len(values), float(numbers.mean()), spread, low, high, related)
            )
    heads = ("metric", "what it counts", "dialogues", "mean", "spread", "lowest", "highest")
    return Table((*heads, "correlation with rating"), rows)


def _curve(cases: Sequence[Case]) -> Plot:
    """Return the mean of the estimated satisfaction over the turns."""
    longest = max(len(case.course) for case in cases)
    at_turn = [[c.course[at] for c in cases if at < len(c.course)] for at in range(longest)]
    points = [(float(at), fmean(some)) for at, some in enumerate(at_turn, 1)]
    known = sum(bool(case.course) for case in cases)
    return Plot(
        f"Mean estimated satisfaction over the turns of {known:,} dialogues",
        "turn", "rating, 1 to 5", longest, 5, lines=[Line("estimated", points)],
    )  # fmt: skip


def _correlation(values: Mapping[str, float], ratings: Mapping[str, float]) -> float | None:
    """Return Pearson's r, None where it is undefined."""
    pairs = np.array([(values[n], ratings[n]) for n in values if n in ratings], dtype=float)
    if not len(pairs) or not np.ptp(pairs, axis=0).all():
        return None
    return float(np.corrcoef(pairs, rowvar=False)[0, 1])


def _dialogues(found: Findings) -> Iterator[Block]:
    # of two analyses the one that knows the performance of more dialogues
    analysis = max(found.analyses, key=lambda each: len(each.performance))
    performance = analysis.performance
    if performance:
        yield f"The lowest performance first; it is that of “{TITLES[analysis.name]}”."
    known = [name for name in COSTS if any(name in case.costs for case in found.cases)]
    ranked = sorted(found.cases, key=lambda case: performance.get(case.name, np.inf))
    if len(ranked) > MOST_DIALOGUES:
        yield f"The first {MOST_DIALOGUES:,} of {len(ranked):,}."
    rows: list[Sequence[Cell]] = [
        (
            case.name,
            None if case.rating is None else float(case.rating),
            performance.get(case.name),
            found.kappas.get(case.name),
            *(_whole(case.costs.get(name)) for name in known),
        )
        for case in ranked[:MOST_DIALOGUES]
    ]
    heads = (name.replace("_", " ") for name in known)
    yield Table(("dialogue", "rating", "performance", KAPPA, *heads), rows)


def _whole(cost: float | None) -> Cell:
    return int(cost) if cost is not None and float(cost).is_integer() else cost
