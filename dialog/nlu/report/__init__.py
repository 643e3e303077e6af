"""The report on an NLU, made of sentences beside what was understood of them."""

from collections.abc import Sequence

from dialog.evaluation.items import Items
from dialog.evaluation.provenance import Provenance
from dialog.evaluation.report import Report, Section
from dialog.nlu.report import classes, curves
from dialog.nlu.report.judged import Judged, judge
from dialog.nlu.report.metrics import nlu_metrics, speed_at_once
from dialog.nlu.report.mistakes import mistakes
from dialog.nlu.report.names import shortener
from dialog.nlu.report.robustness import robustness
from dialog.nlu.robustness import Noise

__all__ = ["Judged", "judge", "nlu_metrics", "nlu_report", "nlu_sections"]


def nlu_report(
    judged: Sequence[Judged],
    provenance: Provenance,
    noise: Noise | None = None,
    at_once: float | None = None,
    learning: Sequence[Section] = (),
) -> Report:
    """Return the report on at least one sentence.

    Args:
        judged: the sentences.
        provenance: where they come from and what understood them.
        noise: what was understood of the same sentences behind noise.
        at_once: sentences a second when they are given all at once.
        learning: how the models behind it were learnt, those of `dialog.evaluation.learning`.
    """
    data, seed = provenance.data, provenance.seed
    sections = nlu_sections(judged)
    metrics = nlu_metrics(judged, seed) + ([speed_at_once(at_once)] if at_once else [])
    if noise:
        made = robustness(judged, noise, seed)
        metrics += made.metrics
        sections = [*sections[:-1], made.section, sections[-1]]  # the errors come last
    sections = [*sections[:-1], *learning, sections[-1]]
    title = f"Understanding of {data['corpus']}, {data['split']}: {data['sentences']:,} sentences"
    items = Items("sentence", {each.item: each.example.text for each in judged})
    return Report(title, metrics, provenance, sections, items)


def nlu_sections(judged: Sequence[Judged]) -> list[Section]:
    """Return the sections of a report on at least one sentence, those that have something."""
    short = shortener(judged)
    made = (
        ("Domains", classes.domains(judged)),
        ("Intents", classes.intents(judged, short)),
        ("Confused intents", classes.confusion(judged, short)),
        ("Acts without words", classes.wordless(judged, short)),
        ("Slots", classes.slots(judged, short)),
        ("Scope", curves.scope(judged)),
        ("Calibration", curves.calibration(judged)),
        ("Speed", curves.speed(judged)),
        ("Errors", mistakes(judged, short)),
    )
    sections = (Section(title, tuple(blocks)) for title, blocks in made)
    return [section for section in sections if section.blocks]
