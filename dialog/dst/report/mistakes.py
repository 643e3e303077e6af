"""The section of all mistakes, the surest first."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from dialog.acts import format_acts
from dialog.dst.evaluation import Judged, SlotResult
from dialog.evaluation.report import Block, Table

MOST_ERRORS = 1000  # keeps the page of a poor tracker small enough to open


def mistakes(judged: Sequence[Judged]) -> Iterator[Block]:
    """List the slots that became wrong in a turn."""
    found = new_mistakes(judged)
    if not found:
        yield f"None: all {len(judged):,} goals are right."
        return
    shown = f", the surest {MOST_ERRORS:,} of them" if len(found) > MOST_ERRORS else ""
    yield (
        f"{len(found):,} slots became wrong in a turn{shown}, the surest first and those that "
        "are left empty last. An error that is "
        "carried on is listed once."
    )
    rows = [
        (
            slot.score,
            f"{each.turn.dialogue} {each.turn.number}",
            each.turn.answered,
            each.turn.text,
            format_acts(each.turn.heard.best_acts),
            ".".join(slot.place),
            " | ".join(slot.wanted) or None,
            slot.said or None,
        )
        for each, slot in found[:MOST_ERRORS]
    ]
    columns = ("probability", "turn", "system", "user", "acts heard", "slot", "wanted", "held")
    yield Table(columns, rows)


def new_mistakes(judged: Sequence[Judged]) -> list[tuple[Judged, SlotResult]]:
    """Return the slots that became wrong in a turn, the surest first, those left empty last."""
    before: dict[tuple[str, str], set[object]] = defaultdict(set)
    found = []
    for each in judged:
        key = each.turn.dialogue, each.frame
        wrong = {(s.place, s.said, s.wanted): s for s in each.slots if s.kind != "right"}
        found += [(each, slot) for what, slot in wrong.items() if what not in before[key]]
        before[key] = set(wrong)
    return sorted(found, key=lambda item: (not item[1].said, -item[1].score))
