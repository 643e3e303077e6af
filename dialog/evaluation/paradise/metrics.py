"""The figures of PARADISE, by name."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from dialog.evaluation.counted import Counted
from dialog.evaluation.intervals import bootstrap_interval, share
from dialog.evaluation.items import identities
from dialog.evaluation.paradise.costs import COSTS
from dialog.evaluation.paradise.performance import Analysis, Case, Findings
from dialog.evaluation.report import Metric

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


def paradise_metrics(found: Findings, seed: int = 0) -> list[Metric]:
    """Return the figures of at least one dialogue; intervals are over dialogues.

    Args:
        found: what was found.
        seed: of the bootstrap.
    """
    metrics = [*_success(found, seed), *_satisfaction(found.cases, seed)]
    for name, meaning in COSTS.items():
        known = {c.name: c.costs[name] for c in found.cases if name in c.costs}
        if known:
            label = f"{name.replace('_', ' ').capitalize()} a dialogue"
            mean = _mean(name, label, meaning, known, case_items(found.cases), name == "turns")
            metrics.append(mean.metric(seed))
    for analysis in found.analyses:
        metrics += _models(analysis)
    return metrics


def _success(found: Findings, seed: int) -> Iterator[Metric]:
    if found.agreement is None:
        return
    each = [case.attributes for case in found.cases if case.attributes]
    wanted = sorted({(a.name, a.wanted) for attributes in each for a in attributes})
    places = {category: at for at, category in enumerate(wanted)}
    counts = np.zeros((len(each), 1 + len(places)))
    for row, attributes in zip(counts, each, strict=True):
        for attribute in attributes:
            row[0] += attribute.right
            row[1 + places[attribute.name, attribute.wanted]] += 1
    interval = bootstrap_interval(counts, kappa, seed=seed)
    meaning = f"Task success beyond chance, of {len(each):,} dialogues with a goal."
    yield Metric("kappa", "Kappa", found.agreement.kappa, "", interval, meaning)
    for name, value, said in (
        ("actual", found.agreement.actual, "P(A): attributes that are as wanted, 0 to 1."),
        ("chance", found.agreement.chance, "P(E): the same by chance."),
    ):
        yield Metric(f"kappa_{name}", f"P({name})", value, "", meaning=said, headline=False)


def kappa(sums: "Floats") -> "Floats":
    """Return kappa of sums of (right, wanted with each value ...), (..., 1 + values) to (...)."""
    total = sums[..., 1:].sum(axis=-1)
    actual, chance = sums[..., 0] / total, (sums[..., 1:] ** 2).sum(axis=-1) / total**2
    # of one value alone there is nothing beyond chance
    return np.where(chance < 1, (actual - chance) / np.where(chance < 1, 1 - chance, 1.0), 0.0)


def _satisfaction(cases: Sequence[Case], seed: int) -> Iterator[Metric]:
    rated = {case.name: case.rating for case in cases if case.rating is not None}
    if rated:
        meaning = f"Mean rating of {len(rated):,} dialogues, 1 to 5."
        mean = _mean("satisfaction", "Satisfaction", meaning, rated, case_items(cases))
        yield mean.metric(seed)


def case_items(cases: Sequence[Case]) -> dict[str, str]:
    """Return an id for each case, by its name, made of the name and of what was wanted."""
    asked = ([case.name, [[a.name, a.wanted] for a in case.attributes]] for case in cases)
    return dict(zip((case.name for case in cases), identities(asked), strict=True))


def _mean(
    name: str,
    label: str,
    meaning: str,
    values: Mapping[str, float],
    ids: Mapping[str, str],
    headline: bool = True,
) -> Counted:
    """Return the mean of the values of some cases."""
    counts = [(value, 1.0) for value in values.values()]
    items = [ids[case] for case in values]
    return Counted(name, label, meaning, counts, share, items, 1, "", headline)


def _models(analysis: Analysis) -> Iterator[Metric]:
    what = "kappa and costs" if analysis.name == "kappa" else "costs alone"
    for kind, fit in (("full", analysis.full), ("stepwise", analysis.stepwise)):
        if fit is None:
            continue
        prefix = f"{analysis.name}_{kind}"
        meaning = f"Of the ratings' variance, what {what} explain; {kind} model, 0 to 1."
        yield Metric(f"{prefix}_r2", f"R², {what}, {kind}", fit.r2, "", meaning=meaning)
        unseen = "The same of dialogues that the model did not see."
        yield Metric(
            f"{prefix}_r2_crossed", f"R², {what}, {kind}, cross-validated", fit.r2_crossed, "",
            meaning=unseen,
        )  # fmt: skip
        numbers = {"r2_adjusted": fit.r2_adjusted}
        for weight in fit.weights:
            numbers[f"{weight.name}_weight"] = weight.value
            numbers[f"{weight.name}_error"] = weight.error
            numbers[f"{weight.name}_p"] = weight.p
            numbers[f"{weight.name}_inflation"] = weight.inflation
        for name, number in numbers.items():
            yield Metric(f"{prefix}_{name}", name, number, "", headline=False)
