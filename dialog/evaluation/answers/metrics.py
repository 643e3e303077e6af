"""The figures of answers, with intervals over dialogues."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dialog.evaluation.answers.success import Outcome
from dialog.evaluation.bleu import bleu
from dialog.evaluation.counted import Counted
from dialog.evaluation.intervals import share
from dialog.evaluation.report import Metric

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Measured:
    """A dialogue: what became of it, and the counts of its BLEU."""

    outcome: Outcome
    bleu: tuple[int, ...]


def answer_metrics(
    measured: Sequence[Measured], seed: int = 0, *, compared: bool = True
) -> list[Metric]:
    """Return the figures of at least one dialogue.

    Args:
        measured: the dialogues.
        seed: of the bootstrap.
        compared: whether there is a BLEU; the corpus's own answers are their own references.
    """
    informed = [(each.outcome.informed, 1) for each in measured]
    succeeded = [(each.outcome.success, 1) for each in measured]
    meaning = "Dialogues in which every row put forward fits what the user wants."
    also = "Of all dialogues, those in which all that was asked for was told as well."
    figures = [
        Counted("inform", "Inform", meaning, informed, share).metric(seed),
        Counted("success", "Success", also, succeeded, share).metric(seed),
    ]
    if not compared:
        return figures
    words = "Against the corpus's own answers with placeholders, one reference each, 0 to 100."
    whole = "(Inform + Success) / 2 + BLEU."
    every = [(e.outcome.informed, e.outcome.success, 1, *e.bleu) for e in measured]
    others = (
        Counted("bleu", "BLEU", words, [each.bleu for each in measured], bleu),
        Counted("combined", "Combined", whole, every, combined),
    )
    return [*figures, *(replace(each.metric(seed), unit="") for each in others)]


def combined(sums: "Floats") -> "Floats":
    """Return (Inform + Success) / 2 + BLEU, each 0 to 1, of sums (..., 13) to (...).

    The sums are of dialogues informed, dialogues with success and dialogues, then BLEU's.
    """
    told: Floats = (sums[..., 0] + sums[..., 1]) / 2 / sums[..., 2]
    return told + bleu(sums[..., 3:])
