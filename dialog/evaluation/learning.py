"""How a model was learnt: the curves of its figures over the epochs."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dialog.evaluation.report import Line, Plot, Section

MOST_LINES = 4  # more cannot be told apart


def learning(
    name: str, history: Sequence[Mapping[str, Any]], figures: Mapping[str, str]
) -> Iterator[Section]:
    """Yield the section on a model's training, where it had more than one epoch.

    Args:
        name: the model's.
        history: an epoch each, with its figures on validation, 0 to 1, and its loss.
        figures: the figures to draw, by their names in the history; those that it lacks are not.
    """
    if len(history) < 2:
        return
    epochs = range(1, len(history) + 1)
    known = [f for f in figures if all(isinstance(each.get(f), int | float) for each in history)]
    plots = []
    if known:
        lines = [
            Line(figures[f], [(n, 100 * e[f]) for n, e in zip(epochs, history, strict=True)])
            for f in known[:MOST_LINES]
        ]
        plots.append(Plot("Validation by epoch", "epoch", "%", len(history), 100.0, lines=lines))
    losses = [loss for each in history if isinstance(loss := each.get("loss"), int | float)]
    if len(losses) == len(history) and max(losses) > 0:
        line = Line("loss of training", list(zip(epochs, losses, strict=True)))
        plots.append(
            Plot("Loss by epoch", "epoch", "loss", len(history), max(losses), lines=[line])
        )
    if plots:
        yield Section(f"How {name} was learnt", plots)
