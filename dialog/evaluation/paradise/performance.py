"""From dialogues with ratings to a performance function."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from dialog.evaluation.paradise.costs import COSTS
from dialog.evaluation.paradise.kappa import Agreement, Attribute, agreement, kappa_of
from dialog.evaluation.paradise.regression import (
    COLLINEAR,
    Fit,
    full,
    independent,
    normalised,
    stepwise,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

KAPPA = "kappa"
MOST_MISSING = 0.5  # share of the dialogues above which a metric that they lack is left out

Values = Mapping[str, Mapping[str, float]]  # case -> metric -> value


@dataclass(frozen=True, slots=True)
class Case:
    """A dialogue as PARADISE sees it."""

    name: str
    costs: Mapping[str, float]  # by their names in `COSTS`, without unknown ones
    attributes: tuple[Attribute, ...] = ()  # of a goal; empty without one
    rating: float | None = None  # the user's satisfaction, from 1 to 5
    course: tuple[float, ...] = ()  # satisfaction as estimated turn by turn, from 1 to 5


@dataclass(frozen=True, slots=True)
class Analysis:
    """What the ratings of some dialogues depend on."""

    name: str  # "kappa": task success and costs; "costs": costs alone
    cases: Sequence[Case]  # that the models rest on
    full: Fit | None = None
    stepwise: Fit | None = None
    performance: Mapping[str, float] = field(default_factory=dict)  # case -> of the stepwise one
    notes: tuple[str, ...] = ()  # what was left out and why, each a sentence


@dataclass(frozen=True, slots=True)
class Findings:
    """All that PARADISE says of some dialogues."""

    cases: Sequence[Case]
    agreement: Agreement | None  # None without goals, and where kappa is undefined
    kappas: Mapping[str, float]  # case -> its own
    analyses: tuple[Analysis, ...]
    notes: tuple[str, ...]


def findings(cases: Sequence[Case], seed: int = 0, remarks: Sequence[str] = ()) -> Findings:
    """Return what PARADISE says of at least one dialogue.

    Args:
        cases: the dialogues, by different names.
        seed: divides them for cross-validation.
        remarks: what else should be known of the dialogues, each a sentence.
    """
    agreed = agreement([each for case in cases for each in case.attributes])
    with_goal = [case for case in cases if case.attributes]
    kappas = {c.name: kappa_of(c.attributes, agreed.chance) for c in with_goal} if agreed else {}
    analyses = []
    if kappas:
        analyses.append(_analysis(KAPPA, with_goal, kappas, seed))
    if len(kappas) < len(cases):
        analyses.append(_analysis("costs", cases, {}, seed))
    notes = (*remarks, *_notes(cases, agreed))
    return Findings(cases, agreed, kappas, tuple(analyses), notes)


def _notes(cases: Sequence[Case], agreed: Agreement | None) -> list[str]:
    goals = sum(bool(case.attributes) for case in cases)
    notes = []
    if not goals:
        notes.append("No dialogue has a goal, so there is no kappa: the costs alone enter.")
    elif agreed is None:
        notes.append("Kappa is undefined: all attributes are wanted with one and the same value.")
    elif goals < len(cases):
        notes.append(
            f"A goal, and so a kappa, is there for {goals:,} of {len(cases):,} dialogues; for all "
            "of them together the costs alone enter."
        )
    if rated := sum(case.rating is not None for case in cases):
        if rated < len(cases):
            notes.append(f"Rated are {rated:,} of {len(cases):,} dialogues.")
    else:
        notes.append("No dialogue is rated, so there is no regression: kappa and costs only.")
    unknown = [name for name in COSTS if not any(name in case.costs for case in cases)]
    if unknown:
        notes.append(f"Not known of these dialogues: {', '.join(unknown)}.")
    return [*notes, "Timeouts and barge-ins are not recorded, so they do not enter."]


def _analysis(name: str, cases: Sequence[Case], kappas: Mapping[str, float], seed: int) -> Analysis:
    rated = [case for case in cases if case.rating is not None]
    if not rated:
        return Analysis(name, rated)
    values = {case.name: _values(case, kappas) for case in cases}
    metrics, notes = _known(rated, values)
    whole = [case for case in rated if all(m in values[case.name] for m in metrics)]
    if len(whole) < len(rated):
        notes.append(f"Dialogues left out as they lack annotation: {len(rated) - len(whole):,}.")
    table = _table(whole, metrics, values)
    ratings = np.array([case.rating for case in whole], dtype=float)
    varying = [at for at in range(len(metrics)) if whole and np.ptp(table[:, at]) > 0]
    constant = [metric for at, metric in enumerate(metrics) if at not in varying]
    if whole and constant:
        notes.append(f"Left out, as they are the same in every dialogue: {', '.join(constant)}.")
    if problem := _undefined(ratings, len(varying)):
        return Analysis(name, whole, notes=(*notes, problem))
    used = [varying[at] for at in independent(table[:, varying])]
    if follows := [metrics[at] for at in varying if at not in used]:
        notes.append(f"Left out, as they follow from the others: {', '.join(follows)}.")
    names, table = [metrics[at] for at in used], table[:, used]
    every = full(names, table, ratings, seed)
    best = stepwise(names, table, ratings, seed)
    notes += _warnings(every, best)
    performance = _performance(best, cases, whole, values) if best else {}
    return Analysis(name, whole, every, best, performance, tuple(notes))


def _known(rated: Sequence[Case], values: Values) -> tuple[list[str], list[str]]:
    """Return the metrics that enough dialogues have, and a sentence on each that some have."""
    metrics, notes = [], []
    for metric in (KAPPA, *COSTS):
        known = sum(metric in values[case.name] for case in rated)
        if known >= (1 - MOST_MISSING) * len(rated):
            metrics.append(metric)
        elif known:
            notes.append(f"Left out: {metric}, known for {known:,} of {len(rated):,} dialogues.")
    return metrics, notes


def _warnings(every: Fit, best: Fit | None) -> Iterator[str]:
    for weight in every.weights:
        if weight.inflation > COLLINEAR:
            yield (
                f"The weight of {weight.name} cannot be told from those of the others: its "
                f"variance is inflated {weight.inflation:.0f} times."
            )
    for kind, fit in (("full", every), ("stepwise", best)):
        if fit and fit.r2_crossed <= 0:
            yield (
                f"The {kind} model predicts dialogues that it did not see no better than their "
                "mean does."
            )
    if best is None:
        yield "No metric stays at p < 0.05, so there is no performance function."


def _performance(
    best: Fit, cases: Sequence[Case], reference: Sequence[Case], values: Values
) -> dict[str, float]:
    """Return the performance of every dialogue whose metrics are known, rated or not."""
    names = [weight.name for weight in best.weights]
    able = [case for case in cases if all(name in values[case.name] for name in names)]
    scores = normalised(_table(able, names, values), _table(reference, names, values))
    rows = (dict(zip(names, map(float, row), strict=True)) for row in scores)
    return {case.name: best.value(row) for case, row in zip(able, rows, strict=True)}


def _table(cases: Sequence[Case], metrics: Sequence[str], values: Values) -> "Floats":
    rows = [[values[case.name][metric] for metric in metrics] for case in cases]
    return np.array(rows, dtype=np.float64)


def _values(case: Case, kappas: Mapping[str, float]) -> dict[str, float]:
    own = {KAPPA: kappas[case.name]} if case.name in kappas else {}
    return {**own, **case.costs}


def _undefined(ratings: "Floats", metrics: int) -> str:
    """Return why there can be no regression, "" when there can."""
    if not metrics:
        return "No regression: no metric differs between the dialogues."
    if len(ratings) < metrics + 2:
        return (
            f"No regression: {len(ratings):,} rated dialogues for {metrics} metrics; it takes at "
            f"least {metrics + 2}."
        )
    if np.ptp(ratings) == 0:
        return f"No regression: every dialogue is rated {ratings[0]:g}."
    return ""
