"""`dialog benchmark`: measure again what the benchmarks claim, and mark what changed."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from dialog.evaluation.benchmarks import Benchmark, Remeasured, Result

STORED = "stored.json"  # beside the list
TABLE, PAGE = "benchmark.json", "benchmark.md"


@click.command()
@click.option("--quick", is_flag=True, help="Samples of what is short: minutes instead of hours.")
@click.option("--only", "names", multiple=True, help="One benchmark by its name; repeat it.")
@click.option("--names", "listed", is_flag=True, help="Print the benchmarks and run none.")
@click.option(
    "--list",
    "path",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("benchmarks/list.yml"),
    show_default=True,
    help="The commands and figures; what was measured before is in stored.json beside it.",
)
@click.option(
    "--output",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("runs/benchmark"),
    show_default=True,
    help="For benchmark.md, benchmark.json and the report of each.",
)
@click.option("--store", is_flag=True, help="Store the figures, to be compared with from now on.")
def benchmark(
    quick: bool, names: tuple[str, ...], listed: bool, path: Path, folder: Path, store: bool
) -> None:
    """Measure again what the benchmarks claim, and mark what changed since they were stored.

    Run it in the repository. A benchmark whose corpus is not here is told and left out.

    \b
    dialog benchmark --quick
    dialog benchmark --only nlu-city --only dst-woz2
    """  # noqa: D301 - click wants the character
    from datetime import UTC, datetime

    from dialog.evaluation.benchmarks import Claim, marked, read_claims, read_listing, write_claims
    from dialog.evaluation.benchmarks.marks import markdown, summary, to_json
    from dialog.evaluation.benchmarks.stored import machine_kind
    from dialog.evaluation.provenance import versions
    from dialog.evaluation.report import make_folder
    from dialog.files import write_whole

    chosen = _chosen(read_listing(path), names, quick)
    if listed:
        for each in chosen:
            click.echo(f"{each.name:<24} {each.title}")
        return
    stored = read_claims(path.with_name(STORED))
    claims = stored.quick if quick else stored.full
    make_folder(folder)
    today, machine = f"{datetime.now(UTC):%Y-%m-%d}", machine_kind()
    results: list[Result] = []
    for result in _run(chosen, folder, quick):
        results.append(result)
        found = marked(results, claims)
        # after each, so that what was measured is kept whatever comes
        head = f"{today}, {machine}{', quick' if quick else ''}."
        page = markdown(results, found, claims, head)
        write_whole(folder / PAGE, page.encode())
        about = {"date": today, "machine": machine, "quick": quick, "versions": versions()}
        write_whole(folder / TABLE, to_json(results, found, about).encode())
        _print(result, [each for each in found if each.benchmark == result.benchmark.name])
    click.echo(summary(results, marked(results, claims)))
    click.echo(f"Wrote {folder / PAGE} and {folder / TABLE}.")
    if store:
        measured = {
            each.benchmark.name: Claim(
                command=each.command,
                figures={name: figure.value for name, figure in each.figures.items()},
                date=today,
                machine=machine,
            )
            for each in results
            if not each.error
        }
        write_claims(path.with_name(STORED), stored, measured, quick=quick)
        click.echo(f"Stored {len(measured)} benchmarks in {path.with_name(STORED)}.")


def _chosen(every: "list[Benchmark]", names: tuple[str, ...], quick: bool) -> "list[Benchmark]":
    from dialog.errors import ConfigError, did_you_mean

    known = {each.name: each for each in every}
    for name in names:
        if name not in known:
            raise ConfigError(f"There is no benchmark {name!r}.{did_you_mean(name, known)}")
        if quick and known[name].quick is None:
            raise ConfigError(f"The benchmark {name!r} has no quick form.")
    chosen = [each for each in every if not names or each.name in names]
    return [each for each in chosen if not quick or each.quick is not None]


def _run(chosen: "Sequence[Benchmark]", folder: Path, quick: bool) -> "Iterator[Result]":
    from dialog.corpus import corpora_folder
    from dialog.evaluation.benchmarks import run

    for number, each in enumerate(chosen, 1):
        click.echo(f"{number} of {len(chosen)}: {each.name}, {each.title}")
        own = folder.resolve() / each.name
        places = {"corpora": str(corpora_folder()), "folder": str(own)}
        yield run(each, places, own, quick=quick)


def _print(result: "Result", found: "Sequence[Remeasured]") -> None:
    from dialog.evaluation.benchmarks.marks import SIGNS, shown

    for each in found:
        stored = "" if each.stored is None else f"  stored {each.stored:g}"
        click.echo(f"  {SIGNS[each.mark]} {each.name:<36} {shown(each.figure)}{stored}")
    if result.error:
        click.echo(f"  {'not whole' if result.figures else 'not run'}: {result.error}")
    click.echo(f"  {result.seconds:.0f} s, {result.busy:.0f} s of a core")
