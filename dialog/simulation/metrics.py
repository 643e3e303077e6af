"""The figures of simulated conversations, with intervals over conversations."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from dialog.evaluation.counted import Counted
from dialog.evaluation.intervals import Interval, bootstrap_interval, f1, share, wilson_interval
from dialog.evaluation.report import Metric
from dialog.simulation.goals import TASK
from dialog.simulation.running import Judged, dialogues_per_second


def simulation_metrics(judged: Sequence[Judged], seed: int = 0) -> list[Metric]:
    """Return the figures of at least one conversation.

    Args:
        judged: the conversations.
        seed: of the bootstrap.
    """
    verdicts = [each.verdict for each in judged]
    meaning = "Conversations in which all was right: entity, answers and bookings."
    success = _rate("success_rate", "Success", meaning, [v.success for v in verdicts])
    meaning = "Conversations in which everything was supplied, right or not."
    complete = _rate("complete_rate", "Complete", meaning, [v.complete for v in verdicts])
    shares = [each.metric(seed) for each in _shares(judged)]
    return [success, complete, *shares, *_means(judged, seed), *_speed(judged)]


def _rate(name: str, label: str, meaning: str, right: Sequence[bool]) -> Metric:
    """Return how many conversations of all are right."""
    low, high = wilson_interval(sum(right), len(right))
    value, interval = 100 * sum(right) / len(right), Interval(100 * low, 100 * high)
    return Metric(name, label, value, interval=interval, meaning=meaning)


def _shares(judged: Sequence[Judged]) -> Iterator[Counted]:
    verdicts = [each.verdict for each in judged]
    told = [v.informs for v in verdicts]
    meaning = "Facts told that were asked for and true."
    counts: list[Sequence[float]] = [(t.right, t.said) for t in told]
    yield Counted("inform_precision", "Inform precision", meaning, counts, share)
    meaning = "Facts asked for that were told and true."
    counts = [(t.right, t.wanted) for t in told]
    yield Counted("inform_recall", "Inform recall", meaning, counts, share)
    meaning = "Their harmonic mean."
    counts = [(t.right, t.said, t.wanted) for t in told]
    yield Counted("inform_f1", "Inform F1", meaning, counts, f1)
    meaning = "Bookings wanted that were made as wanted."
    yield Counted("book_rate", "Booked", meaning, [(v.booked, v.to_book) for v in verdicts], share)


def _means(judged: Sequence[Judged], seed: int) -> Iterator[Metric]:
    meaning = "Exchanges of user and system in a conversation that succeeded."
    successes = [each for each in judged if each.verdict.success]
    if successes:
        yield _mean("turns_success", "Turns, successful", meaning, successes, _turns, seed)
    meaning = "Exchanges in any conversation."
    yield _mean("turns_all", "Turns, all", meaning, judged, _turns, seed)
    meaning = "Acts of the user in a turn, without the task."
    yield _mean("user_acts", "User's acts a turn", meaning, judged, _acts, seed)


def _mean(
    name: str,
    label: str,
    meaning: str,
    judged: Sequence[Judged],
    counts: Callable[[Judged], tuple[float, float]],
    seed: int,
) -> Metric:
    table: Any = np.array([counts(each) for each in judged], dtype=np.float64)
    value = float(share(table.sum(axis=0)))
    interval = Interval(*bootstrap_interval(table, share, seed=seed))
    return Metric(name, label, value, "", interval, meaning, headline=name != "user_acts")


def _turns(each: Judged) -> tuple[float, float]:
    return len(each.talk.exchanges), 1


def _acts(each: Judged) -> tuple[float, float]:
    said = [act for e in each.talk.exchanges for act in e.meant if act.slot != TASK]
    return len(said), len(each.talk.exchanges)


def _speed(judged: Sequence[Judged]) -> Iterator[Metric]:
    yield Metric(
        "dialogues_per_second", "Conversations a second", dialogues_per_second(judged), "",
        meaning="In all processes together, after the models are loaded.",
    )  # fmt: skip
    turns = sum(len(each.talk.exchanges) for each in judged)
    yield Metric(
        "milliseconds_per_turn", "Time of a turn",
        sum(each.talk.milliseconds for each in judged) / turns, "ms",
        meaning="The mean of what the system took.",
    )  # fmt: skip
