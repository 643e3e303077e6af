"""The report on a tracker, made of turns beside what was made of them."""

from collections.abc import Sequence

from dialog.dst.evaluation import Judged
from dialog.dst.replay import Tracked
from dialog.dst.report import tables
from dialog.dst.report.dialogues import dialogues
from dialog.dst.report.metrics import Scored, dialogue_items, dst_metrics, judged_by
from dialog.dst.report.mistakes import mistakes
from dialog.evaluation.items import Items
from dialog.evaluation.provenance import Provenance
from dialog.evaluation.report import Block, Metric, Report, Section, Table

__all__ = ["dst_metrics", "dst_report", "judged_by"]


def dst_report(
    tracked: Sequence[Tracked],
    scored: Scored,
    metrics: Sequence[Metric],
    provenance: Provenance,
) -> Report:
    """Return the report on at least one turn.

    Args:
        tracked: the turns.
        scored: what each way of scoring makes of them, the corpus's own first.
        metrics: those of `dst_metrics`.
        provenance: where the turns come from and what tracked them.
    """
    data = provenance.data
    title = f"State tracking of {data['corpus']}, {data['split']}: {len(tracked):,} user turns"
    items = Items("dialogue", {item: name for name, item in dialogue_items(tracked).items()})
    return Report(title, metrics, provenance, _sections(scored), items)


def _scorings(scored: Scored) -> list[Block]:
    names = ("joint_goal_accuracy", *(f"joint_goal_accuracy_{name}" for name in scored if name))
    meanings = (scoring.meaning for scoring, _ in scored.values())
    return [Table(("figure", "how values are compared"), list(zip(names, meanings, strict=True)))]


def _sections(scored: Scored) -> list[Section]:
    judged: Sequence[Judged] = next(iter(scored.values()))[1]
    made = (
        ("Scoring", _scorings(scored)),
        ("Turns", tables.by_turn(judged)),
        ("Number of domains", tables.by_domain_count(judged)),
        ("Domains", tables.by_domain(judged)),
        ("Slots", tables.by_slot(judged)),
        ("Kinds of errors", tables.errors(judged)),
        ("Calibration", tables.calibration(judged)),
        ("Errors", mistakes(judged)),
        ("Dialogues", dialogues(judged)),
    )
    sections = (Section(title, tuple(blocks)) for title, blocks in made)
    return [section for section in sections if section.blocks]
