"""The report on a generator, made of system turns beside what it said for them."""

from collections.abc import Sequence

from dialog.evaluation.items import Items
from dialog.evaluation.provenance import Provenance
from dialog.evaluation.report import Metric, Report, Section
from dialog.nlg.evaluation import Worded
from dialog.nlg.report import tables
from dialog.nlg.report.metrics import dialogue_answers, nlg_metrics

__all__ = ["nlg_metrics", "nlg_report"]


def nlg_report(
    worded: Sequence[Worded], metrics: Sequence[Metric], provenance: Provenance
) -> Report:
    """Return the report on at least one turn.

    Args:
        worded: the turns.
        metrics: those of `nlg_metrics`.
        provenance: where the turns come from and who worded them.
    """
    data = provenance.data
    title = f"Responses to {data['corpus']}, {data['split']}: {len(worded):,} system turns"
    made = (
        ("How it was measured", tables.how()),
        ("Examples", tables.examples(worded, provenance.seed)),
        ("Acts", tables.by_act(worded)),
        ("Domains", tables.by_domain(worded)),
        ("Slots", tables.by_slot(worded)),
        ("Lengths", tables.lengths(worded)),
        ("Why the templates spoke", tables.refusals(worded)),
        ("Slot errors", tables.errors(worded)),
    )
    sections = [Section(name, blocks) for name, each in made if (blocks := tuple(each))]
    items = Items("dialogue", *dialogue_answers(worded))
    return Report(title, metrics, provenance, sections, items)
