"""Multiple linear regression of satisfaction on normalised metrics, by statsmodels."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from dialog.errors import ExtraMissingError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

SURE = 0.05  # p below which a metric stays in the stepwise model
FOLDS = 10
COLLINEAR = 10.0  # variance inflation above which a weight cannot be trusted (Marquardt 1970)


class Weight(NamedTuple):
    """What a metric weighs, in standard deviations of satisfaction for one of the metric."""

    name: str
    value: float
    error: float  # standard error
    p: float
    inflation: float  # of its variance by the other metrics, 1 for none


@dataclass(frozen=True, slots=True)
class Fit:
    """A linear model of satisfaction."""

    weights: tuple[Weight, ...]
    r2: float
    r2_adjusted: float
    r2_crossed: float  # cross-validated, the choice of the metrics included; may be below 0

    def value(self, normalised: Mapping[str, float]) -> float:
        """Return the performance of a dialogue: metric -> z-score to z-score of satisfaction."""
        return sum(weight.value * normalised[weight.name] for weight in self.weights)

    def __str__(self) -> str:
        """The performance function, for reading."""
        terms = [
            f"{'-' if w.value < 0 else '+'} {abs(w.value):.2f} N({w.name})" for w in self.weights
        ]
        return f"Performance = {' '.join(terms).removeprefix('+ ')}"


def normalised(values: "Floats", reference: "Floats | None" = None) -> "Floats":
    """Return z-scores of each column, (n, k) to (n, k), by the spread of a sample.

    Args:
        values: what to normalise.
        reference: whose mean and standard deviation count, (m, k); by default the same.
    """
    known = values if reference is None else reference
    spread = known.std(axis=0, ddof=1)
    scores: Floats = (values - known.mean(axis=0)) / np.where(spread > 0, spread, 1.0)
    return scores


def full(names: Sequence[str], table: "Floats", satisfaction: "Floats", seed: int = 0) -> Fit:
    """Return the model with all metrics.

    Args:
        names: of the metrics.
        table: their values, (dialogues, metrics): none constant, none that follows from others,
            and at least two dialogues more than metrics.
        satisfaction: the ratings, (dialogues,), not all equal.
        seed: divides the dialogues for cross-validation.
    """
    every = list(range(len(names)))
    return _fit(names, table, satisfaction, every, lambda *_: every, seed)


def stepwise(
    names: Sequence[str], table: "Floats", satisfaction: "Floats", seed: int = 0
) -> Fit | None:
    """Return the model with the metrics that a stepwise choice takes, None when it takes none.

    As the paper does, it starts from all; the metric with the highest p leaves, one after another,
    until each p is below 0.05. The arguments are those of `full`.
    """
    chosen = _choose(table, satisfaction)
    return _fit(names, table, satisfaction, chosen, _choose, seed) if chosen else None


def independent(table: "Floats") -> list[int]:
    """Return the columns, (n, k), that do not follow from constants and the columns before."""
    kept: list[int] = []
    scores = normalised(table)
    for column in range(table.shape[1]):
        rank = np.linalg.matrix_rank(scores[:, [*kept, column]], tol=1e-8 * len(table))
        if rank > len(kept):
            kept.append(column)
    return kept


def _fit(
    names: Sequence[str],
    table: "Floats",
    satisfaction: "Floats",
    chosen: list[int],
    choose: "Callable[[Floats, Floats], list[int]]",
    seed: int,
) -> Fit:
    scores = normalised(table[:, chosen])
    result = _ols(scores, normalised(satisfaction))
    inflation = np.diag(np.linalg.inv(np.atleast_2d(np.corrcoef(scores, rowvar=False))))
    columns = (result.params[1:], result.bse[1:], _p_values(result), inflation)
    weights = (
        Weight(names[at], *map(float, numbers))
        for at, *numbers in zip(chosen, *columns, strict=True)
    )
    return Fit(
        tuple(weights),
        float(result.rsquared),
        float(result.rsquared_adj),
        _crossed(table, satisfaction, choose, seed),
    )


def _ols(scores: "Floats", satisfaction: "Floats") -> Any:
    try:
        from statsmodels.regression.linear_model import OLS
    except ModuleNotFoundError as error:
        raise ExtraMissingError("A regression", "evaluate") from error
    return OLS(satisfaction, np.column_stack([np.ones(len(scores)), scores])).fit()


def _p_values(result: Any) -> "Floats":
    """Return the p of each metric, 1 of one that has neither weight nor error."""
    with np.errstate(divide="ignore", invalid="ignore"):  # a fit without error divides by 0
        p_values: Floats = np.nan_to_num(result.pvalues[1:], nan=1.0)
    return p_values


def _choose(table: "Floats", satisfaction: "Floats") -> list[int]:
    if not np.ptp(satisfaction):
        return []
    scores, target = normalised(table), normalised(satisfaction)
    chosen = [int(at) for at in np.flatnonzero(np.ptp(table, axis=0))]
    while chosen and (p_values := _p_values(_ols(scores[:, chosen], target))).max() >= SURE:
        del chosen[int(p_values.argmax())]
    return chosen


def _crossed(
    table: "Floats",
    satisfaction: "Floats",
    choose: "Callable[[Floats, Floats], list[int]]",
    seed: int,
) -> float:
    """Return R2 over dialogues that the model did not see: 1 - their squared errors / spread.

    The spread is about the mean of the dialogues that the model did see.
    """
    order = np.random.default_rng(seed).permutation(len(table))
    errors = spread = 0.0
    for fold in np.array_split(order, min(FOLDS, len(table))):
        seen = np.setdiff1d(order, fold)
        mean = satisfaction[seen].mean()
        chosen = choose(table[seen], satisfaction[seen])
        scores = normalised(table[:, chosen], table[seen][:, chosen])
        weights, *_ = np.linalg.lstsq(scores[seen], satisfaction[seen] - mean, rcond=None)
        errors += float(((satisfaction[fold] - mean - scores[fold] @ weights) ** 2).sum())
        spread += float(((satisfaction[fold] - mean) ** 2).sum())
    return 1 - errors / spread
