"""`dialog report`: what can be done with reports that are there."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dialog.commands import shared

if TYPE_CHECKING:
    from dialog.evaluation.comparison import Comparison, Difference


@click.group()
def report() -> None:
    """Compare reports."""


@report.command()
@click.argument("reports", nargs=-1, type=click.Path(path_type=Path), metavar="REPORT REPORT ...")
@shared.report
@shared.as_json
@click.option("--seed", type=int, default=0, show_default=True, help="Of the draws.")
def compare(reports: tuple[Path, ...], folder: Path | None, as_json: bool, seed: int) -> None:
    """Put systems side by side, each by the folder or the metrics.json of its report.

    The first is what the others are compared with. Where they answered the same, paired tests say
    whether a difference is more than chance.

    \b
    dialog report compare reports/city reports/retrieval
    dialog report compare a/metrics.json b/metrics.json c/metrics.json --report reports/compared
    """  # noqa: D301 - click wants the character
    from dialog.evaluation.comparison import compared, read_report
    from dialog.evaluation.comparison.report import comparison_report
    from dialog.evaluation.report import METRICS, PAGE, make_folder

    if folder:
        make_folder(folder)
    found = compared([read_report(path) for path in reports], seed)
    made = comparison_report(found, seed)
    if as_json:
        click.echo(json.dumps(made.to_dict(), indent=1, ensure_ascii=False, allow_nan=False))
    else:
        _print(found)
    if folder:
        made.write(folder)
        if not as_json:
            click.echo(f"Wrote {folder / METRICS} and {folder / PAGE}.")


def _print(found: "Comparison") -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table

    console = Console()
    first, *others = found.systems
    for at, other in enumerate(others, 1):
        table = Table(box=SIMPLE_HEAD, show_edge=False, padding=(0, 1, 0, 0))
        for name in ("", first.name, other.name, "difference (95 %)", "p", "items"):
            table.add_column(name, justify="left" if not name else "right")
        for name in found.figures:
            both = (f"{each.figures[name].value:.2f}" for each in (first, other))
            table.add_row(name, *both, *_cells(found.differences[name, at]))
        console.print(table)
    if any(each.paired for each in found.differences.values()):
        console.print("ᵐ by McNemar's test, the others by a paired bootstrap.", highlight=False)
    for note in found.notes:
        click.echo(note)


def _cells(made: "Difference") -> tuple[str, str, str]:
    from dialog.evaluation.comparison.differences import MCNEMAR

    if made.paired is None or made.p is None:
        words = {True: "intervals apart", False: "intervals overlap", None: ""}
        return words[made.apart], "", ""
    low, high = made.paired.interval
    sign = "ᵐ" if made.test == MCNEMAR else ""
    p = "< 0.001" if made.p < 0.001 else f"{made.p:.3f}"
    return f"{made.paired.difference:.2f} ({low:.2f} to {high:.2f})", p + sign, f"{made.items:,}"
