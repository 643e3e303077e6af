"""The figures of an NLU as they are published: percentages with bootstrap intervals."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import numpy as np

from dialog.evaluation.calibration import expected_calibration_error
from dialog.evaluation.f1 import F1
from dialog.evaluation.intervals import Interval, bootstrap_interval, f1, share
from dialog.evaluation.report import Metric
from dialog.evaluation.scope import auroc, auroc_interval
from dialog.nlu.report.judged import Judged


def nlu_metrics(judged: Sequence[Judged], seed: int = 0) -> list[Metric]:
    """Return the figures of at least one sentence; what a corpus does not annotate has none.

    Args:
        judged: the sentences.
        seed: of the bootstrap.
    """
    parts = _understanding(judged, seed), _scope(judged, seed), _calibration(judged), _speed(judged)
    return [metric for part in parts for metric in part]


def _understanding(judged: Sequence[Judged], seed: int) -> Iterator[Metric]:
    asking = [each for each in judged if each.asks]
    slots, acts = [e.scores.slots for e in judged], [e.scores.acts for e in judged]
    if asking:
        meaning = "Sentences whose intents are right: all of them and no other."
        right = [_intent_right(each) for each in asking]
        yield _rate("intent_accuracy", "Intent accuracy", right, meaning, seed)
    if any(each.said or each.wanted for each in slots):
        meaning = "Spans of the right slot, first and last character, micro-averaged."
        yield _f1("slot_f1", "Slot F1", slots, meaning, seed)
    if asking:
        meaning = "Sentences whose intents, spans and values are all right."
        right = [bool(each.scores.right_frames) for each in asking]
        yield _rate("sentence_accuracy", "Sentence accuracy", right, meaning, seed)
    meaning = "Acts of the right type, domain, slot and value, micro-averaged."
    yield _f1("act_f1", "Act F1", acts, meaning, seed)
    written = [each.scores.written for each in judged]
    if any(each.scores.differs for each in judged):
        meaning = "Act F1 with values as the corpus writes them, in lower case without spaces."
        yield _f1("act_f1_as_written", "Act F1 as written", written, meaning, seed)


def _scope(judged: Sequence[Judged], seed: int) -> Iterator[Metric]:
    within, without = scopes(judged)
    if not within or not without:
        return
    meaning = "Sentences in scope whose intents are right; one that is rejected is wrong."
    right = [_intent_right(each) for each in within]
    yield _rate("in_scope_accuracy", "In-scope accuracy", right, meaning, seed)
    meaning = "Sentences out of scope for which no intent is said."
    right = [_intent_right(each) for each in without]
    yield _rate("oos_recall", "Out-of-scope recall", right, meaning, seed)
    meaning = "How often a sentence in scope scores above one out of scope."
    inside, outside = ([each.scope for each in part] for part in (within, without))
    low, high = auroc_interval(inside, outside, seed=seed)
    interval = Interval(100 * low, 100 * high)
    area = 100 * auroc(inside, outside)
    yield Metric("oos_auroc", "Out-of-scope AUROC", area, interval=interval, meaning=meaning)


def _rate(name: str, label: str, right: Sequence[bool], meaning: str, seed: int) -> Metric:
    return _metric(name, label, [(hit, 1) for hit in right], share, meaning, seed)


def _f1(name: str, label: str, counts: Sequence[F1], meaning: str, seed: int) -> Metric:
    return _metric(name, label, [(c.right, c.said, c.wanted) for c in counts], f1, meaning, seed)


def _metric(
    name: str,
    label: str,
    counts: Sequence[Sequence[float]],
    statistic: Callable[[Any], Any],
    meaning: str,
    seed: int,
) -> Metric:
    low, high = bootstrap_interval(counts, statistic, seed=seed)
    value = float(statistic(np.sum(np.asarray(counts, dtype=np.float64), axis=0)))
    interval = Interval(100 * low, 100 * high)
    return Metric(name, label, 100 * value, interval=interval, meaning=meaning)


def _intent_right(judged: Judged) -> bool:
    return bool(judged.scores.right_tasks)


def scopes(judged: Iterable[Judged]) -> tuple[list[Judged], list[Judged]]:
    """Return the sentences in scope and those out of scope, of those with annotated intents."""
    asking = [each for each in judged if each.asks]
    return [e for e in asking if e.in_scope], [e for e in asking if not e.in_scope]


def intent_confidences(judged: Iterable[Judged]) -> tuple[list[float], list[bool]]:
    """Return how sure the intents said are and whether they are right, where any is said."""
    sure = [(e.confidence, _intent_right(e)) for e in judged if e.asks]
    return [c for c, _ in sure if c is not None], [right for c, right in sure if c is not None]


def act_confidences(judged: Iterable[Judged]) -> tuple[list[float], list[bool]]:
    """Return how sure each act said is and whether it is right."""
    every = [(act.score, act in each.wanted) for each in judged for act in each.said]
    return [score for score, _ in every], [right for _, right in every]


def _calibration(judged: Sequence[Judged]) -> Iterator[Metric]:
    for name, label, (sure, right) in (
        ("expected_calibration_error", "ECE of intents", intent_confidences(judged)),
        ("act_calibration_error", "ECE of acts", act_confidences(judged)),
    ):
        if sure:
            value = 100 * expected_calibration_error(sure, right)
            what = label.removeprefix("ECE of ")
            meaning = f"Mean distance of the confidence of {what} from the share that is right."
            yield Metric(name, label, value, meaning=meaning)


def _speed(judged: Sequence[Judged]) -> list[Metric]:
    seconds = np.array([each.seconds for each in judged])
    median, late = 1000 * np.quantile(seconds, [0.5, 0.95])
    return [
        Metric(
            "utterances_per_second", "Speed", len(seconds) / max(float(seconds.sum()), 1e-9), "/s",
            meaning="Sentences understood in a second, one at a time.",
        ),
        Metric(
            "latency_median_ms", "Median latency", float(median), "ms",
            meaning="Half of the sentences are understood in this time.",
        ),
        Metric(
            "latency_p95_ms", "95th percentile of latency", float(late), "ms",
            meaning="Nineteen of twenty are.",
        ),
    ]  # fmt: skip
