"""`dialog simulate`: let simulated users talk to a bot, and say how it did."""

import json
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, nullcontext
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import click

from dialog.commands import shared

if TYPE_CHECKING:
    from dialog.evaluation.provenance import Provenance
    from dialog.evaluation.report import Metric
    from dialog.simulation.judged import Judged
    from dialog.simulation.replaying import Replay
    from dialog.simulation.running import Plan
    from dialog.simulation.tally import Tally
    from dialog.simulation.unfinished import Unfinished

SAMPLES = 200  # conversations, where no corpus says how many goals there are


@click.command()
@click.option("--domain", "domains", multiple=True, help="A domain's name or folder; repeat it.")
@click.option(
    "--dialogues",
    type=click.IntRange(min=1),
    help="How many conversations; by default 200, or one for each of a corpus's goals.",
)
@shared.user
@click.option(
    "--goals",
    default="sampled",
    show_default=True,
    help="What users want: sampled from the domains' rows, or a corpus's own goals by its name.",
)
@click.option("--split", default="test", show_default=True, help="With a corpus: whose goals.")
@click.option(
    "--phrases",
    type=click.Path(path_type=Path, file_okay=False),
    help="With --user text: a folder of phrases to speak by, none of them the plugins' own.",
)
@click.option(
    "--user-llm",
    default="",
    help="With --user text: a language model that puts what users say into other words.",
)
@click.option("--nlu", help="With --user text: auto, bert, retrieval or a registered one.")
@click.option("--dst", help="The tracker: rule, neural, llm or a registered one.")
@click.option("--policy", help="The policy: rule, supervised, ppo, llm or a registered one.")
@click.option("--nlg", help="The generator: template, lm, llm or ranked.")
@click.option(
    "--llm",
    help="Model of --dst, --policy, --nlg llm or ranked: http://host:port/v1#model, or one of "
    "transformers by folder or name.",
)
@click.option("--config", type=click.Path(path_type=Path), help="A pipeline.yml.")
@click.option(
    "--noise",
    type=float,
    default=0.0,
    show_default=True,
    help="Of acts, how often the first guess is wrong (0 to 0.5); of text, the share of noisy "
    "sentences (0 to 1).",
)
@shared.seed(help="Decides all that is drawn.")
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    help="Processes that share the work; by default one, with --ray as many as the cluster has "
    "CPUs.",
)
@click.option("--ray", "address", metavar="HOST:PORT", help="A Ray cluster that shares the work.")
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
    dialogues: int | None,
    user: str,
    goals: str,
    split: str,
    phrases: Path | None,
    user_llm: str,
    nlu: str | None,
    dst: str | None,
    policy: str | None,
    nlg: str | None,
    llm: str | None,
    config: Path | None,
    noise: float,
    seed: int,
    workers: int | None,
    address: str | None,
    folder: Path | None,
    file: Path | None,
    as_json: bool,
) -> None:
    """Measure a bot by conversations with simulated users.

    Nothing is kept: neither bookings nor conversations reach the data folder. With --report or
    --save, a simulation that is cut short goes on with the same command.

    \b
    dialog simulate --domain restaurant
    dialog simulate --domain restaurant --domain hotel --domain taxi --noise 0.2 --report report
    dialog simulate --domain restaurant --user text --dialogues 100 --workers 2
    dialog simulate --domain restaurant --domain hotel --domain taxi --goals multiwoz21
    """  # noqa: D301 - click wants the character
    from dialog.config import load_config, with_llm
    from dialog.domain import load_domains
    from dialog.errors import ConfigError
    from dialog.evaluation.report import METRICS, PAGE, make_folder
    from dialog.files import write_whole
    from dialog.simulation.metrics import tally_metrics
    from dialog.simulation.report import simulation_report
    from dialog.simulation.running import Plan

    if not domains:
        from dialog.domain import installed_domains

        known = ", ".join(sorted(installed_domains()))
        raise ConfigError(f"Name a domain to talk about with --domain; there are: {known}.")
    chosen = {"nlu": nlu, "dst": dst, "policy": policy, "nlg": nlg}
    options: dict[str, dict[str, Any]] = {k: {"name": name} for k, name in chosen.items() if name}
    if llm is not None:
        without = load_config(config, options=options, domains=load_domains(domains))
        options = with_llm(llm, options, without)
    plan = Plan(domains, options, config, user, noise, seed, goals, split, phrases, user_llm)
    for path in (folder, file.parent if file else None):
        if path:
            make_folder(path)
    replayed = _replayed(plan)
    if replayed and not as_json:
        click.echo(str(replayed), err=True)
    dialogues = dialogues or (len(replayed.goals) if replayed else SAMPLES)
    data: dict[str, Any] = {"goals": goals, "dialogues": dialogues}
    data |= {"phrases": str(phrases)} if phrases else {}
    data |= {"user_llm": user_llm} if user_llm else {}
    if replayed:
        data |= {"split": split, "served": len(replayed.goals), "left_out": replayed.left_out}
        data["lacking"] = dict(replayed.lacking)
    with _kept(plan, file, folder) as kept:
        tally = _run(plan, dialogues, workers, address or "", kept, as_json)
        metrics = tally_metrics(tally, seed)
        provenance = _provenance(plan, data, tally)
        report = simulation_report(tally, metrics, provenance, kept.read if kept else None)
        if as_json:
            click.echo(json.dumps(report.to_dict(), indent=1, ensure_ascii=False, allow_nan=False))
        else:
            _print(metrics, tally)
        if file and kept:
            write_whole(file, kept.saved(each.number for each in tally.outcomes))
        if folder:
            report.write(folder)
            if not as_json:
                click.echo(f"Wrote {folder / METRICS} and {folder / PAGE}.")
        if kept:
            kept.remove()


def _replayed(plan: "Plan") -> "Replay | None":
    """Return the corpus's goals of a plan, None if it draws its own."""
    from dialog.domain import load_domains
    from dialog.simulation.replaying import replay
    from dialog.simulation.running import SAMPLED

    if plan.goals == SAMPLED:
        return None
    return replay(plan.goals, plan.split, load_domains(plan.domains))


@contextmanager
def _kept(plan: "Plan", *targets: Path | None) -> "Iterator[Unfinished | None]":
    """Give where conversations are kept until the end, None where none are asked for.

    That is beside the first file or folder that is written. Pipes and devices have nothing beside
    them: what is for them alone is in a temporary folder, and gone after a stop.
    """
    from dialog.simulation.unfinished import Unfinished
    from dialog.simulation.work import work_of

    for target in targets:
        if target and (not target.exists() or target.is_file() or target.is_dir()):
            yield Unfinished(target, work_of(plan))
            return
    if not any(targets):
        yield None
        return
    with TemporaryDirectory() as folder:
        yield Unfinished(Path(folder) / "talks", "", temporary=True)


def _run(
    plan: "Plan",
    dialogues: int,
    workers: int | None,
    address: str,
    kept: "Unfinished | None",
    quiet: bool,
) -> "Tally":
    """Return what came of the conversations, those of a run that was cut short among them."""
    from dialog.errors import WorkerLostError
    from dialog.simulation.spreading import simulate as simulated
    from dialog.simulation.tally import Tally

    def announce(text: str) -> None:
        if not quiet:
            click.echo(text, err=True)

    tally = Tally.of(kept.load(dialogues, announce) if kept else ())
    finished = {each.number for each in tally.outcomes}
    more = simulated(plan, dialogues, workers, announce, ray=address, finished=finished)
    try:
        with kept or nullcontext(), closing(more):
            for each in _shown(more, tally, dialogues, quiet):
                tally.add(each)
                if kept:
                    kept.add(each)
    except WorkerLostError as error:
        left = (
            f"the {len(tally.outcomes):,} that are finished are kept, and the same command goes on"
            if kept and not kept.temporary
            else "with --save or --report, what is finished is kept"
        )
        raise WorkerLostError(f"{error}; {left}.") from error
    tally.sort()
    return tally


def _shown(
    more: "Iterator[Judged]", before: "Tally", dialogues: int, quiet: bool
) -> "Iterator[Judged]":
    """Yield what is given, and show how far it is."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
    from rich.progress import TimeRemainingColumn as Remaining

    console = Console(stderr=True)
    shown = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), Remaining())
    held, done = len(before.outcomes), sum(each.verdict.success for each in before.outcomes)
    with Progress(
        *shown, console=console, transient=True, disable=quiet or not console.is_terminal
    ) as bar:
        task = bar.add_task("Loading the models", total=dialogues, completed=held)
        for each in more:
            held += 1
            done += each.verdict.success
            said = f"{100 * done / held:.0f} % succeed"
            bar.update(task, advance=1, description=said)
            yield each


def _provenance(plan: "Plan", data: dict[str, Any], tally: "Tally") -> "Provenance":
    from dialog.domain import load_domains
    from dialog.evaluation.provenance import Provenance, checksum
    from dialog.simulation.running import config_of

    loaded = load_domains(plan.domains)
    config: dict[str, Any] = config_of(plan, loaded).to_dict()
    config |= {"domains": list(loaded), "user": plan.user, "noise": plan.noise}
    data["sha256"] = checksum(each.wanted for each in tally.outcomes)
    return Provenance(config=config, data=data, seed=plan.seed)


def _print(metrics: "Sequence[Metric]", tally: "Tally") -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table

    from dialog.simulation.report import cause_table

    console = Console()
    title = f"{len(tally.outcomes):,} conversations"
    table = Table("", title, "95 %", box=SIMPLE_HEAD, show_edge=False, padding=(0, 1, 0, 0))
    for each in metrics:
        ends = [f"{end:.2f}" for end in each.interval or ()]
        table.add_row(each.label, f"{each.value:.2f} {each.unit}".strip(), " to ".join(ends))
    console.print(table)
    causes = cause_table(tally.outcomes)
    if causes.rows:
        shown = Table(*causes.columns, box=SIMPLE_HEAD, show_edge=False, padding=(0, 1, 0, 0))
        for row in causes.rows:
            shown.add_row(*map(str, row))
        console.print()
        console.print(shown)
