"""`dialog simulate`: let simulated users talk to a bot, and say how it did."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dialog.commands import shared

if TYPE_CHECKING:
    from dialog.evaluation.provenance import Provenance
    from dialog.evaluation.report import Metric
    from dialog.simulation.running import Judged, Plan


@click.command()
@click.option("--domain", "domains", multiple=True, help="A domain's name or folder; repeat it.")
@click.option("--dialogues", type=click.IntRange(min=1), default=200, show_default=True)
@click.option(
    "--user",
    type=click.Choice(["acts", "text"]),
    default="acts",
    show_default=True,
    help="What users say: acts, or sentences for an NLU to understand.",
)
@click.option("--nlu", help="With --user text: auto, bert, retrieval or a registered one.")
@click.option("--dst", help="The tracker: rule, neural, llm or a registered one.")
@click.option("--policy", help="The policy: rule or a registered one.")
@click.option("--nlg", help="The generator: template or llm.")
@click.option("--config", type=click.Path(path_type=Path), help="A pipeline.yml.")
@click.option(
    "--noise",
    type=float,
    default=0.0,
    show_default=True,
    help="Of acts, how often the first guess is wrong (0 to 0.5); of text, the share of noisy "
    "sentences.",
)
@click.option("--seed", type=int, default=0, show_default=True, help="Decides all that is drawn.")
@click.option("--workers", type=click.IntRange(min=1), default=1, show_default=True)
@shared.report
@click.option(
    "--save",
    "file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the conversations, one JSON object a line.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
def simulate(
    domains: tuple[str, ...],
    dialogues: int,
    user: str,
    nlu: str | None,
    dst: str | None,
    policy: str | None,
    nlg: str | None,
    config: Path | None,
    noise: float,
    seed: int,
    workers: int,
    folder: Path | None,
    file: Path | None,
    as_json: bool,
) -> None:
    """Measure a bot by conversations with simulated users.

    Nothing is kept: neither bookings nor conversations reach the data folder.

    \b
    dialog simulate --domain restaurant
    dialog simulate --domain restaurant --domain hotel --domain taxi --noise 0.2 --report report
    dialog simulate --domain restaurant --user text --dialogues 100 --workers 2
    """  # noqa: D301 - click wants the character
    from dialog.errors import ConfigError
    from dialog.evaluation.report import METRICS, PAGE, make_folder
    from dialog.simulation.metrics import simulation_metrics
    from dialog.simulation.report import simulation_report
    from dialog.simulation.running import Plan

    if not domains:
        from dialog.domain import installed_domains

        known = ", ".join(sorted(installed_domains()))
        raise ConfigError(f"Name a domain to talk about with --domain; there are: {known}.")
    chosen = {"nlu": nlu, "dst": dst, "policy": policy, "nlg": nlg}
    options = {kind: {"name": name} for kind, name in chosen.items() if name}
    plan = Plan(domains, options, config, user, noise, seed)
    for path in (folder, file.parent if file else None):
        if path:
            make_folder(path)
    judged = _run(plan, dialogues, workers, as_json)
    metrics = simulation_metrics(judged, seed)
    report = simulation_report(judged, metrics, _provenance(plan, dialogues, judged))
    if as_json:
        click.echo(json.dumps(report.to_dict(), indent=1, ensure_ascii=False))
    else:
        _print(metrics, judged)
    if file:
        _save(judged, file)
    if folder:
        report.write(folder)
        if not as_json:
            click.echo(f"Wrote {folder / METRICS} and {folder / PAGE}.")


def _run(plan: "Plan", dialogues: int, workers: int, quiet: bool) -> "list[Judged]":
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
    from rich.progress import TimeRemainingColumn as Remaining

    from dialog.simulation.running import simulate as simulated

    def announce(text: str) -> None:
        if not quiet:
            click.echo(text, err=True)

    console = Console(stderr=True)
    shown = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), Remaining())
    judged: list[Judged] = []
    done = 0
    with Progress(
        *shown, console=console, transient=True, disable=quiet or not console.is_terminal
    ) as bar:
        task = bar.add_task("Loading the models", total=dialogues)
        for each in simulated(plan, dialogues, workers, announce):
            judged.append(each)
            done += each.verdict.success
            said = f"{100 * done / len(judged):.0f} % succeed"
            bar.update(task, advance=1, description=said)
    return judged


def _provenance(plan: "Plan", dialogues: int, judged: "Sequence[Judged]") -> "Provenance":
    from dialog.domain import load_domains
    from dialog.evaluation.provenance import Provenance, checksum
    from dialog.simulation.running import config_of

    loaded = load_domains(plan.domains)
    config: dict[str, Any] = config_of(plan, loaded).to_dict()
    config |= {"domains": list(loaded), "user": plan.user, "noise": plan.noise}
    goals = checksum(each.talk.goal.to_dict() for each in judged)
    data = {"goals": "sampled", "dialogues": dialogues, "sha256": goals}
    return Provenance(config=config, data=data, seed=plan.seed)


def _save(judged: "Sequence[Judged]", file: Path) -> None:
    from dialog.files import write_whole

    lines = (
        json.dumps(
            {
                "number": each.number,
                "success": each.verdict.success,
                "complete": each.verdict.complete,
                "causes": [[str(cause), what] for cause, what in each.verdict.causes],
                "attributes": [list(attribute) for attribute in each.attributes],
                **each.talk.to_dict(),
            },
            ensure_ascii=False,
        )
        for each in judged
    )
    write_whole(file, "".join(f"{line}\n" for line in lines).encode())


def _print(metrics: "Sequence[Metric]", judged: "Sequence[Judged]") -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table

    from dialog.simulation.report import cause_table

    console = Console()
    title = f"{len(judged):,} conversations"
    table = Table("", title, "95 %", box=SIMPLE_HEAD, show_edge=False, padding=(0, 1, 0, 0))
    for each in metrics:
        ends = [f"{end:.2f}" for end in each.interval or ()]
        table.add_row(each.label, f"{each.value:.2f} {each.unit}".strip(), " to ".join(ends))
    console.print(table)
    causes = cause_table(judged)
    if causes.rows:
        shown = Table(*causes.columns, box=SIMPLE_HEAD, show_edge=False, padding=(0, 1, 0, 0))
        for row in causes.rows:
            shown.add_row(*map(str, row))
        console.print()
        console.print(shown)
