"""The figures of answers, with intervals over dialogues."""

from collections.abc import Sequence
from dataclasses import dataclass

from dialog.evaluation.answers.success import Outcome
from dialog.evaluation.bleu import bleu, combined
from dialog.evaluation.counted import Counted
from dialog.evaluation.intervals import share
from dialog.evaluation.items import identities
from dialog.evaluation.report import Metric


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
    items = answer_items(measured)
    informed = [(each.outcome.informed, 1) for each in measured]
    succeeded = [(each.outcome.success, 1) for each in measured]
    meaning = "Dialogues in which every row put forward fits what the user wants."
    also = "Of all dialogues, those in which all that was asked for was told as well."
    figures = [
        Counted("inform", "Inform", meaning, informed, share, items),
        Counted("success", "Success", also, succeeded, share, items),
    ]
    if compared:
        words = "Against the corpus's own answers with placeholders, one reference each, 0 to 100."
        whole = "(Inform + Success) / 2 + BLEU."
        every = [(e.outcome.informed, e.outcome.success, 1, *e.bleu) for e in measured]
        counts = [each.bleu for each in measured]
        figures += [
            Counted("bleu", "BLEU", words, counts, bleu, items, unit=""),
            Counted("combined", "Combined", whole, every, combined, items, unit=""),
        ]
    return [each.metric(seed) for each in figures]


def answer_items(measured: Sequence[Measured]) -> list[str]:
    """Return an id for each dialogue, made of the dialogue as the corpus has it."""
    dialogues = [each.outcome.dialogue for each in measured]
    return identities([d.dialogue_id, [t.utterance for t in d.turns]] for d in dialogues)
