"""Inform, Success and BLEU of a system's answers to the users of a corpus."""

from dialog.evaluation.answers.measuring import measure
from dialog.evaluation.answers.metrics import Measured, answer_metrics
from dialog.evaluation.answers.predictions import (
    Answer,
    Answers,
    read_predictions,
    write_predictions,
)
from dialog.evaluation.answers.success import Outcome, judge

__all__ = [
    "Answer",
    "Answers",
    "Measured",
    "Outcome",
    "answer_metrics",
    "judge",
    "measure",
    "read_predictions",
    "write_predictions",
]
