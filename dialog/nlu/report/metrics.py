"""The figures of an NLU as they are published: percentages with bootstrap intervals."""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from dialog.evaluation.calibration import expected_calibration_error
from dialog.evaluation.counted import Counted
from dialog.evaluation.f1 import F1
from dialog.evaluation.intervals import Interval, f1, share
from dialog.evaluation.report import Metric
from dialog.evaluation.scope import auroc, auroc_interval
from dialog.nlu.report.judged import Judged


def nlu_metrics(judged: Sequence[Judged], seed: int = 0) -> list[Metric]:
    """Return the figures of at least one sentence; what a corpus does not annotate has none.

    Args:
        judged: the sentences.
        seed: of the bootstrap.
    """
    understood = [each.metric(seed) for each in understanding(judged)]
    understood += [each.metric(seed) for each in _besides(judged)]
    parts = understood, _scope(judged, seed), _calibration(judged), _speed(judged)
    return [metric for part in parts for metric in part]


def understanding(judged: Sequence[Judged]) -> Iterator[Counted]:
    """Count what makes the figures of intents, slots and acts; those that a corpus lacks are not.

    Args:
        judged: at least one sentence.
    """
    asking = [each for each in judged if each.asks]
    slots, acts = [e.scores.slots for e in judged], [e.scores.acts for e in judged]
    items, asked = ([each.item for each in some] for some in (judged, asking))
    if asking:
        meaning = "Sentences whose intents are right: all of them and no other."
        right = [(_intent_right(each), 1) for each in asking]
        yield Counted("intent_accuracy", "Intent accuracy", meaning, right, share, asked)
    if any(each.said or each.wanted for each in slots):
        meaning = "Spans of the right slot, first and last character, micro-averaged."
        yield Counted("slot_f1", "Slot F1", meaning, _counts(slots), f1, items)
    if asking:
        meaning = "Sentences whose intents, spans and values are all right."
        right = [(bool(each.scores.right_frames), 1) for each in asking]
        yield Counted("sentence_accuracy", "Sentence accuracy", meaning, right, share, asked)
    meaning = "Acts of the right type, domain, slot and value, micro-averaged."
    yield Counted("act_f1", "Act F1", meaning, _counts(acts), f1, items)
    if any(each.scores.differs for each in judged):
        meaning = "Act F1 with values as the corpus writes them, in lower case without spaces."
        written = _counts([each.scores.written for each in judged])
        yield Counted("act_f1_as_written", "Act F1 as written", meaning, written, f1, items)


def _besides(judged: Sequence[Judged]) -> Iterator[Counted]:
    """Count what makes the figures that the command prints beside the published ones."""
    items = [each.item for each in judged]
    intents = [each.scores.intents for each in judged]
    meaning = "Acts that no words spell, micro-averaged."
    if any(each.said or each.wanted for each in intents):
        yield Counted(
            "intent_f1", "Intent F1", meaning, _counts(intents), f1, items, headline=False
        )
    meaning = "Sentences whose acts are all right."
    right = [(each.scores.exact, 1) for each in judged]
    yield Counted("all_acts_right", "All acts right", meaning, right, share, items, headline=False)


def _scope(judged: Sequence[Judged], seed: int) -> Iterator[Metric]:
    within, without = scopes(judged)
    if not within or not without:
        return
    meaning = "Sentences in scope whose intents are right; one that is rejected is wrong."
    yield _rate("in_scope_accuracy", "In-scope accuracy", within, meaning, seed)
    meaning = "Sentences out of scope for which no intent is said."
    yield _rate("oos_recall", "Out-of-scope recall", without, meaning, seed)
    meaning = "How often a sentence in scope scores above one out of scope."
    inside, outside = ([each.scope for each in part] for part in (within, without))
    low, high = auroc_interval(inside, outside, seed=seed)
    interval = Interval(100 * low, 100 * high)
    area = 100 * auroc(inside, outside)
    yield Metric("oos_auroc", "Out-of-scope AUROC", area, interval=interval, meaning=meaning)


def _rate(name: str, label: str, judged: Sequence[Judged], meaning: str, seed: int) -> Metric:
    right = [(_intent_right(each), 1) for each in judged]
    items = [each.item for each in judged]
    return Counted(name, label, meaning, right, share, items).metric(seed)


def _counts(sentences: Sequence[F1]) -> list[tuple[int, int, int]]:
    return [(each.right, each.said, each.wanted) for each in sentences]


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


def speed_at_once(rate: float) -> Metric:
    """Return the figure of sentences a second when all are given at once."""
    return Metric(
        "utterances_per_second_at_once", "Speed, all at once", rate, "/s",
        meaning="Sentences understood in a second, when they are given all at once.",
    )  # fmt: skip
