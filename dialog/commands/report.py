"""`dialog report`: what can be done with reports that are there."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dialog.commands import shared

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dialog.evaluation.comparison import Comparison, Difference, Measured


@click.group()
def report() -> None:
    """Compare reports."""


@report.command()
@click.argument("reports", nargs=-1, type=click.Path(path_type=Path), metavar="REPORT REPORT ...")
@shared.report
@shared.as_json
@shared.examples
@shared.seed(help="Of the draws.")
def compare(
    reports: tuple[Path, ...], folder: Path | None, as_json: bool, examples: int, seed: int
) -> None:
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
        print_comparison(found)
        print_examples(found.systems, examples, seed)
    if folder:
        made.write(folder)
        if not as_json:
            click.echo(f"Wrote {folder / METRICS} and {folder / PAGE}.")


def print_comparison(found: "Comparison") -> None:
    """Print figures side by side."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table

    def table_of(*columns: str) -> Table:
        table = Table(box=SIMPLE_HEAD, show_edge=False, padding=(0, 1, 0, 0))
        table.add_column()
        for name in columns:
            table.add_column(name, justify="right", no_wrap=True)
        return table

    console = Console()
    first, *others = found.systems
    if len(others) > 1:
        table = table_of(*(each.name for each in found.systems))
        for name in found.figures:
            table.add_row(
                _words(name), *(f"{each.figures[name].value:.2f}" for each in found.systems)
            )
        console.print(table)
    for at, other in enumerate(others, 1):
        table = table_of(first.name, other.name, "difference (95 %)", "p", "items")
        for name in found.figures:
            if len(others) > 1 and not found.differences[name, at].told:
                continue
            both = (f"{each.figures[name].value:.2f}" for each in (first, other))
            table.add_row(_words(name), *both, *_cells(found.differences[name, at]))
        console.print(table)
    if any(each.paired for each in found.differences.values()):
        console.print("ᵐ by McNemar's test, the others by a paired bootstrap.", highlight=False)
    for note in found.notes:
        click.echo(note)


def _words(name: str) -> str:
    """Return a figure's name in words, which break where a narrow terminal has to break them."""
    return name.replace("_", " ")


def print_examples(systems: "Sequence[Measured]", count: int, seed: int) -> None:
    """Print what systems said in places drawn by the seed, each below the corpus's words."""
    from dialog.evaluation.comparison.examples import examples

    for each in examples(systems, count, seed):
        said = zip((system.name for system in systems), each.said, strict=True)
        lines = (f"  {name}: {text}" for name, text in (("corpus", each.wanted), *said))
        click.echo("\n".join(["", f"{each.item}: {each.asked}", *lines]))


def _cells(made: "Difference") -> tuple[str, str, str]:
    from dialog.evaluation.comparison.differences import MCNEMAR

    if made.paired is None or made.p is None:
        words = {True: "intervals apart", False: "intervals overlap", None: ""}
        return words[made.apart], "", ""
    low, high = made.paired.interval
    sign = "ᵐ" if made.test == MCNEMAR else ""
    p = "< 0.001" if made.p < 0.001 else f"{made.p:.3f}"
    return f"{made.paired.difference:.2f} ({low:.2f} to {high:.2f})", p + sign, f"{made.items:,}"
