"""The reports on trainings: what was reached, and the curves on the way there."""

from collections.abc import Mapping, Sequence
from typing import Any

from dialog.evaluation.intervals import Interval, wilson_interval
from dialog.evaluation.provenance import Provenance
from dialog.evaluation.report import Line, Metric, Plot, Report, Section, Table
from dialog.learning.trials import Trial


def trial_metrics(trial: Trial, dialogues: int) -> list[Metric]:
    """Return what the policy that is kept reached with simulated users."""
    low, high = wilson_interval(round(trial.success * dialogues), dialogues)
    interval = Interval(100 * low, 100 * high)
    meaning = f"Of {dialogues} conversations with users that it was not trained with."
    success = Metric("success_rate", "Success", 100 * trial.success, "%", interval, meaning)
    return [success, Metric("turns_all", "Turns", trial.turns, "", meaning="Exchanges.")]


def learning_report(
    trial: Trial, dialogues: int, curve: Sequence[Mapping[str, Any]], provenance: Provenance
) -> Report:
    """Return the report on learning by conversations.

    Args:
        trial: of the policy that is kept.
        dialogues: how many conversations a trial has.
        curve: `dialog.learning.ppo.Point` as dictionaries.
        provenance: of the training.
    """
    metrics = trial_metrics(trial, dialogues)
    last = curve[-1]
    metrics += [
        Metric("conversations", "Conversations", last["conversations"], "", headline=False),
        Metric("seconds", "Processor time", last["seconds"], "s", headline=False),
    ]
    end = max(1.0, float(last["conversations"]))
    success = [(point["conversations"], 100 * point["success"]) for point in curve]
    turns = [(point["conversations"], point["turns"]) for point in curve]
    long = max(1.0, *(point["turns"] for point in curve))
    plots = [
        _plot("Success in trials", "success %", end, 100, success),
        _plot("Exchanges in trials", "exchanges", end, long, turns),
    ]
    columns = ("iteration", "conversations", "reward", "success %", "turns", "seconds")
    rows = [
        (
            point["iteration"], point["conversations"], point["reward"],
            100 * point["success"], point["turns"], point["seconds"],
        )
        for point in curve
    ]  # fmt: skip
    sections = [Section("Learning curve", [*plots, Table(columns, rows)])]
    return Report("A policy that learned by talking", metrics, provenance, sections)


def imitation_report(
    trial: Trial, dialogues: int, history: Sequence[Mapping[str, Any]], provenance: Provenance
) -> Report:
    """Return the report on learning from dialogues.

    Args:
        trial: of the policy that is kept.
        dialogues: how many conversations a trial has.
        history: what each epoch reached.
        provenance: of the training.
    """
    best = min(history, key=lambda epoch: epoch["validation_loss"])
    meaning = "Moves of the dialogues held back that are the likeliest one."
    accuracy = Metric("accuracy", "Moves predicted", 100 * best["accuracy"], meaning=meaning)
    end = float(len(history))
    losses = [
        Line("training", [(epoch["epoch"], epoch["loss"]) for epoch in history]),
        Line("validation", [(epoch["epoch"], epoch["validation_loss"]) for epoch in history]),
    ]
    high = max(epoch[name] for epoch in history for name in ("loss", "validation_loss"))
    right = [(epoch["epoch"], 100 * epoch["accuracy"]) for epoch in history]
    plots = [
        Plot("Cross-entropy", "epoch", "loss", end, high, lines=losses),
        _plot("Moves predicted", "moves %", end, 100, right, "epoch"),
    ]
    metrics = [*trial_metrics(trial, dialogues), accuracy]
    sections = [Section("Learning curve", plots)]
    return Report("A policy that learned from dialogues", metrics, provenance, sections)


def _plot(
    title: str,
    y: str,
    x_end: float,
    y_end: float,
    points: Sequence[tuple[float, float]],
    x: str = "conversations",
) -> Plot:
    return Plot(title, x, y, x_end, y_end, lines=[Line(y, points)])
