"""The section of all mistakes, the surest first."""

from collections.abc import Iterator, Sequence

from dialog.acts import DialogueAct
from dialog.evaluation.report import Block, Mark, Marked, Table
from dialog.nlu.labels import sentence_label
from dialog.nlu.report.judged import Judged
from dialog.nlu.report.names import Short

MOST_ERRORS = 1000  # keeps the page of a poor model small enough to open


def mistakes(judged: Sequence[Judged], short: Short) -> Iterator[Block]:
    """List the sentences that are not wholly right."""
    wrong = sorted((e for e in judged if not e.right), key=lambda e: -e.sureness)
    if not wrong:
        yield f"None: all {len(judged):,} sentences are right."
        return
    shown = f", the surest {MOST_ERRORS:,} of them" if len(wrong) > MOST_ERRORS else ""
    yield (
        f"{len(wrong):,} of {len(judged):,} sentences are not wholly right{shown}. The surest "
        "mistakes come first; those that only leave something out come last. What is marked ✗ was "
        "wanted but not said, on the left, or said but not wanted, on the right."
    )
    rows = [
        (
            each.sureness,
            marked(each.example.text, each.wanted, each.missed, short),
            marked(each.example.text, each.said, each.mistaken, short),
        )
        for each in wrong[:MOST_ERRORS]
    ]
    yield Table(("confidence", "wanted", "said"), rows)


def marked(
    text: str,
    acts: Sequence[DialogueAct],
    wrong: Sequence[DialogueAct],
    short: Short,
) -> Marked:
    """Return a sentence with its acts marked, those that are wrong as such."""
    places = {(act, act.span) for act in wrong}
    marks = []
    for act in acts:
        # an inform needs no more than its slot over the words; all else says what it does
        label = sentence_label(act) or f"{act.domain}.{act.slot}"
        marks.append(Mark(short(label), (act, act.span) not in places, *(act.span or (0, 0))))
    return Marked(text, marks)
