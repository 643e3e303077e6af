"""The report on estimated satisfaction: figures, confusions and the curve over the turns."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from dialog.evaluation.counted import Counted
from dialog.evaluation.items import Items, identities
from dialog.evaluation.provenance import Provenance
from dialog.evaluation.ratings import RATINGS, cohen_kappa, dissatisfaction_f1, spearman, uar
from dialog.evaluation.report import Line, Matrix, Metric, Plot, Report, Section
from dialog.satisfaction.model import Estimate
from dialog.satisfaction.training import RatedTurns

_FEW = 20  # turns of a place below which a mean says little
FIGURES = (
    ("uar", "UAR", "Unweighted average recall: of each of the five ratings, the share found.", uar),
    ("kappa", "Cohen's kappa", "Agreement beyond chance.", cohen_kappa),
    ("rho", "Spearman's rho", "Rank correlation.", spearman),
    ("f1", "F1 of dissatisfaction", "Of turns rated below 3.", dissatisfaction_f1),
)


def satisfaction_metrics(
    turns: RatedTurns, estimates: Sequence[Estimate], seed: int = 0
) -> list[Metric]:
    """Return the figures, 0 to 1 (kappa and rho from -1), with intervals over dialogues.

    Args:
        turns: what was wanted.
        estimates: what was said, in the order of the turns.
        seed: of the bootstrap.
    """
    counts = np.zeros((int(turns.dialogues.max()) + 1, RATINGS * RATINGS))
    for dialogue, wanted, said in zip(turns.dialogues, turns.ratings, estimates, strict=True):
        counts[dialogue, RATINGS * (wanted - 1) + said.rating - 1] += 1
    rows = counts[counts.any(axis=1)].tolist()
    items = list(_items(turns).labels)
    return [
        Counted(name, label, meaning, rows, figure, items, 1, "").metric(seed)
        for name, label, meaning, figure in FIGURES
    ]


def satisfaction_report(
    turns: RatedTurns,
    estimates: Sequence[Estimate],
    metrics: Sequence[Metric],
    provenance: Provenance,
) -> Report:
    """Return the report on cross-validated estimates.

    Args:
        turns: what was wanted.
        estimates: what was said, in the order of the turns.
        metrics: those of `satisfaction_metrics`.
        provenance: what was learnt from.
    """
    data = provenance.data
    title = f"Satisfaction by turn, {data['corpus']}, {data['split']}"
    sections = (
        Section("How it was measured", tuple(_how(turns, provenance.config))),
        Section("Confusions", (_confusions(turns, estimates),)),
        Section("Over the turns", (_curve(turns, estimates),)),
    )
    return Report(title, metrics, provenance, sections, _items(turns))


def _items(turns: RatedTurns) -> Items:
    numbers = np.unique(turns.dialogues)
    ids = identities([int(n), turns.ratings[turns.dialogues == n].tolist()] for n in numbers)
    return Items("dialogue", {i: f"dialogue {n + 1}" for i, n in zip(ids, numbers, strict=True)})


def _how(turns: RatedTurns, config: Mapping[str, object]) -> Iterator[str]:
    read = (
        "what was said before, and the user's words in it"
        if config["reaction"]
        else ("what was said before it")
    )
    yield (
        f"Each of the {len(turns.ratings):,} rated turns is estimated from {read}, by a model that "
        "saw no turn of the same tenth of the dialogues. Its rating is what most annotators gave."
    )


def _confusions(turns: RatedTurns, estimates: Sequence[Estimate]) -> Matrix:
    table = np.zeros((RATINGS, RATINGS), dtype=int)
    for wanted, said in zip(turns.ratings, estimates, strict=True):
        table[wanted - 1, said.rating - 1] += 1
    return Matrix([str(rating) for rating in range(1, RATINGS + 1)], table.tolist())


def _curve(turns: RatedTurns, estimates: Sequence[Estimate]) -> Plot:
    """Return the mean rating of the turns in each place, given and estimated."""
    expected = np.array([each.expected for each in estimates])
    places = [at for at in np.unique(turns.places) if (turns.places == at).sum() >= _FEW]
    lines = [
        Line(label, [(float(at), float(values[turns.places == at].mean())) for at in places])
        for label, values in (("annotators", turns.ratings), ("estimated", expected))
    ]
    return Plot(
        "Mean satisfaction over the turns of a dialogue", "turn", "rating",
        max(places, default=1), RATINGS, lines=lines,
    )  # fmt: skip
