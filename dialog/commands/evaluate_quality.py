"""`dialog evaluate quality`: estimated quality of dialogues beside that of annotators."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dialog.commands import shared

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dialog.evaluation.dialeval import Judged
    from dialog.evaluation.provenance import Provenance
    from dialog.evaluation.report import Cell, Metric, Report

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.option("--estimates", type=_FILE, required=True, help="What was estimated, as JSON.")
@click.option("--annotations", type=_FILE, required=True, help="What annotators say, as JSON.")
@shared.report
@shared.as_json
@shared.seed(help="Of the intervals.")
def quality(
    estimates: Path, annotations: Path, folder: Path | None, as_json: bool, seed: int
) -> None:
    """Score estimated quality of dialogues as in DialEval-1: NMD, RSNOD, RNSS and JSD.

    \b
    dialog evaluate quality --estimates run.json --annotations test.json --report report
    """  # noqa: D301 - click wants the character
    from dialog.evaluation.dialeval import quality_metrics, read_judged
    from dialog.evaluation.provenance import Provenance, checksum
    from dialog.evaluation.report import METRICS, PAGE

    judged, lacking = read_judged(estimates, annotations)
    metrics = quality_metrics(judged, seed)
    data = {
        "annotations": str(annotations),
        "dialogues": len(judged),
        "sha256": checksum(
            [each.name, [p.wanted for p in (*each.quality, *each.nuggets)]] for each in judged
        ),
    }
    provenance = Provenance(config={"estimates": str(estimates)}, data=data, seed=seed)
    notes = [f"Dialogues without an estimate, not counted: {lacking:,}."] if lacking else []
    report = _report(judged, metrics, provenance, notes)
    if as_json:
        click.echo(json.dumps(report.to_dict(), indent=1, ensure_ascii=False, allow_nan=False))
    else:
        for each in metrics:
            low, high = each.interval or (each.value, each.value)
            click.echo(f"{each.label:<24} {each.value:.4f} ({low:.4f} to {high:.4f})")
        for note in notes:
            click.echo(note)
    if folder:
        report.write(folder)
        if not as_json:
            click.echo(f"Wrote {folder / METRICS} and {folder / PAGE}.")


def _report(
    judged: "Sequence[Judged]",
    metrics: "Sequence[Metric]",
    provenance: "Provenance",
    notes: "Sequence[str]",
) -> "Report":
    from dialog.evaluation.dialeval import each_share, judged_items
    from dialog.evaluation.items import Items
    from dialog.evaluation.report import Report, Section, Table

    how = (
        "How annotators share out over the labels, beside the probabilities that were estimated. "
        "NMD and RSNOD heed the order of the labels; RNSS and JSD are the mean over a dialogue's "
        "turns, both sides weighing the same."
    )
    shares = [(of, label, 100 * said, 100 * wanted) for of, label, said, wanted in
              each_share(judged)]  # fmt: skip
    figures = [each.figures for each in judged]
    ranked = sorted(zip(judged, figures, strict=True), key=lambda pair: -sum(pair[1].values()))
    rows: list[Sequence[Cell]] = [(each.name, *found.values()) for each, found in ranked]
    heads = [metric.label for metric in metrics]
    sections = (
        Section("How it was measured", (how, *notes)),
        Section("Labels", (Table(("of", "label", "estimated %", "annotated %"), shares),)),
        Section("Dialogues", ("The furthest first.", Table(("dialogue", *heads), rows))),
    )
    title = f"Quality of {len(judged):,} dialogues"
    return Report(title, metrics, provenance, sections, Items("dialogue", judged_items(judged)))
