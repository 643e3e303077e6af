"""The figures of an NLU as they are published: percentages with bootstrap intervals."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import numpy as np

from dialog.evaluation.calibration import expected_calibration_error
from dialog.evaluation.f1 import F1
from dialog.evaluation.intervals import Interval, bootstrap_interval, f1, share
from dialog.evaluation.report import Metric
from dialog.evaluation.scope import auroc
from dialog.nlu.report.judged import Judged

INTENT = "The intent or intents are right: all of them and no other"


def nlu_metrics(judged: Sequence[Judged], seed: int = 0) -> list[Metric]:
    """Return the figures of at least one sentence; what a corpus does not annotate has none.

    Args:
        judged: the sentences.
        seed: of the bootstrap.
    """

    def rate(name: str, label: str, right: Iterable[bool], meaning: str) -> Metric:
        return _metric(name, label, [(hit, 1) for hit in right], share, meaning, seed)

    def score(name: str, label: str, counts: Iterable[F1], meaning: str) -> Metric:
        return _metric(
            name, label, [(c.right, c.said, c.wanted) for c in counts], f1, meaning, seed
        )

    asking = [each for each in judged if each.asks]
    found: list[Metric] = []
    if asking:
        found.append(
            rate("intent_accuracy", "Intent accuracy", map(_intent_right, asking), f"{INTENT}.")
        )
    found.append(
        score(
            "slot_f1", "Slot F1", (each.scores.slots for each in judged),
            "Spans of the right slot, first and last character, micro-averaged.",
        )
    )  # fmt: skip
    if asking:
        whole = (bool(each.scores.right_frames) for each in asking)
        meaning = "Sentences whose intents, spans and values are all right."
        found.append(rate("sentence_accuracy", "Sentence accuracy", whole, meaning))
    found.append(
        score(
            "act_f1", "Act F1", (each.scores.acts for each in judged),
            "Acts of the right type, domain, slot and value, micro-averaged.",
        )
    )  # fmt: skip
    within, without = scopes(judged)
    if within and without:
        found += [
            rate(
                "in_scope_accuracy", "In-scope accuracy", map(_intent_right, within),
                f"{INTENT}, of sentences in scope; one that is rejected is wrong.",
            ),
            rate(
                "oos_recall", "Out-of-scope recall", map(_intent_right, without),
                "Sentences out of scope for which no intent is said.",
            ),
            Metric(
                "oos_auroc", "Out-of-scope AUROC",
                100 * auroc([e.scope for e in within], [e.scope for e in without]),
                meaning="How often a sentence in scope scores above one out of scope.",
            ),
        ]  # fmt: skip
    return [*found, *_calibration(judged), *_speed(judged)]


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
