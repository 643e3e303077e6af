"""`dialog train policy`: what to do next, learned from dialogues or by talking."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dialog.commands import shared

if TYPE_CHECKING:
    from dialog.component import Domains
    from dialog.evaluation.report import Report
    from dialog.policy.network import Weights

NO_START = "none"
TRIALS = 200  # conversations with a policy that learned from dialogues


@click.command()
@click.option(
    "--algorithm",
    type=click.Choice(["supervised", "ppo"]),
    default="supervised",
    show_default=True,
    help="Learn from dialogues, or by talking to simulated users.",
)
@click.option(
    "--domain",
    "names",
    multiple=True,
    help="A domain; repeat it. With --corpus by default those that map the corpus.",
)
@click.option("--corpus", help="supervised: the corpus whose clerks are imitated.")
@click.option(
    "--dialogues",
    "file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="supervised: a file of `dialog simulate --save`, whose policy is imitated.",
)
@click.option("--epochs", type=int, help="supervised: at most so many; by default 40.")
@click.option(
    "--start",
    help="ppo: a policy's folder to go on from; by default the supervised policy of the domains, "
    "if there is one. 'none': from nothing.",
)
@click.option("--iterations", type=int, help="ppo: how many; by default 60.")
@shared.user
@click.option(
    "--noise", type=float, default=0.0, show_default=True, help="ppo: as in `dialog simulate`."
)
@click.option("--learning-rate", type=float, help="By default 0.001.")
@shared.seed()
@shared.report
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    help="The policy's folder; by default one in the user's data folder, where it is found.",
)
def policy(
    algorithm: str,
    names: tuple[str, ...],
    corpus: str | None,
    file: Path | None,
    start: str | None,
    user: str,
    noise: float,
    folder: Path | None,
    output: Path | None,
    **chosen: Any,
) -> None:
    """Train a policy for some domains.

    \b
    dialog train policy --corpus multiwoz21
    dialog simulate --domain hotel --dialogues 500 --save hotel.jsonl
    dialog train policy --domain hotel --dialogues hotel.jsonl
    dialog train policy --algorithm ppo --domain restaurant --report report
    """  # noqa: D301 - click wants the character
    from dialog.errors import ConfigError
    from dialog.evaluation.report import METRICS, PAGE, make_folder

    given = {name: value for name, value in chosen.items() if value is not None}
    if folder:
        make_folder(folder)
    if algorithm == "ppo":
        _refuse("--algorithm ppo", corpus=corpus, dialogues=file, epochs=chosen["epochs"])
        if not names:
            raise ConfigError("Name a domain to talk about with --domain.")
        report = _talking(names, start, user, noise, given, output)
    else:
        _refuse("a supervised policy", start=start, iterations=chosen["iterations"])
        if user != "acts" or noise:
            raise ConfigError("--user and --noise go with --algorithm ppo.")
        if (corpus is None) == (file is None):
            raise ConfigError(
                "A supervised policy learns from --corpus NAME or from --dialogues FILE."
            )
        report = _imitating(names, corpus, file, given, output)
    for metric in report.metrics:
        if metric.headline:
            click.echo(f"{metric.label:<16} {metric}")
    if folder:
        report.write(folder)
        click.echo(f"Wrote {folder / METRICS} and {folder / PAGE}.")


def _refuse(what: str, **options: object) -> None:
    from dialog.errors import ConfigError

    for name, value in options.items():
        if value is not None:
            raise ConfigError(f"--{name} does not go with {what}.")


def _path(output: Path | None, names: "Domains", algorithm: str) -> Path:
    """Return the policy's folder; called before it is trained, it spares a training in vain."""
    from dialog.files import data_folder
    from dialog.runtime.bundles import check_output

    path = output or data_folder() / "models" / f"{'-'.join(names)}-{algorithm}"
    check_output(path, "policy")
    return path


def _talking(
    names: tuple[str, ...],
    start: str | None,
    user: str,
    noise: float,
    given: dict[str, Any],
    output: Path | None,
) -> "Report":
    from dialog.commands.progress import progress
    from dialog.errors import ExtraMissingError
    from dialog.simulation.running import Plan, config_of, goals_of

    try:
        from dialog.learning.ppo import PpoArguments, PpoTrainer
    except ModuleNotFoundError as error:
        raise ExtraMissingError("Learning by talking", "rl") from error
    from dialog.evaluation.provenance import Provenance
    from dialog.learning.report import learning_report

    args = PpoArguments(**given)
    plan = Plan(names, user=user, noise=noise, seed=args.seed)
    domains, _ = goals_of(plan)
    config_of(plan, domains)
    weights, source = _start(start, domains)
    work = {"domains": list(domains), "user": user, "noise": noise, "start": source}
    path = _path(output, domains, "ppo")
    with progress() as (report, step):
        trainer = PpoTrainer(plan, args, weights, work, report, step)
        bundle = trainer.train(path.name, path)
    click.echo(f"Saved {path}.")
    config = {"algorithm": "ppo", **asdict(args), "start": source, "user": user, "noise": noise}
    provenance = Provenance(config, {"domains": list(domains)}, args.seed)
    curve = bundle.training["curve"]
    return learning_report(trainer.best, args.trials, curve, provenance)


def _start(start: str | None, domains: "Domains") -> "tuple[Weights | None, str]":
    """Return the weights to go on from, and where they are from."""
    from dialog.errors import BundleError
    from dialog.policy.bundle import find_policy, load_policy

    if start == NO_START:
        return None, ""
    if start is not None:
        return load_policy(Path(start).expanduser()).weights, start
    try:
        path, unknown = find_policy("supervised", domains)
    except BundleError:
        click.echo("There is no supervised policy to go on from; begins anew.")
        return None, ""
    if unknown:
        click.echo(
            f"The supervised policy {path.name} does not know {', '.join(sorted(unknown))}; begins "
            f"anew. --start {path} goes on from it all the same."
        )
        return None, ""
    click.echo(f"Goes on from {path}.")
    return load_policy(path).weights, path.name


def _imitating(
    names: tuple[str, ...],
    corpus: str | None,
    file: Path | None,
    given: dict[str, Any],
    output: Path | None,
) -> "Report":
    from dialog.domain import load_domains
    from dialog.errors import ConfigError
    from dialog.evaluation.provenance import Provenance
    from dialog.learning.demonstrations import Demonstrator
    from dialog.learning.imitation import ImitationArguments, bundle_of, counted, imitate
    from dialog.learning.report import imitation_report
    from dialog.learning.sources import corpus_dialogues, mapping, saved_dialogues
    from dialog.learning.trials import Trials
    from dialog.session import run
    from dialog.simulation.running import Plan

    args = ImitationArguments(**given)
    if corpus is not None:
        domains = load_domains(names or mapping(corpus))
        domains_over, dialogues = corpus_dialogues(corpus, domains, click.echo)
    elif file is not None and names:
        domains_over = domains = load_domains(names)
        dialogues = saved_dialogues(file, click.echo)
    else:
        raise ConfigError("Name the domains that the dialogues are about with --domain.")
    path = _path(output, domains, "supervised")
    demonstrator = Demonstrator(domains_over)
    made = {split: run(demonstrator.examples(each)) for split, each in dialogues.items()}
    layout = demonstrator.moves.vectoriser.layout
    weights, history = imitate(layout, made, args, click.echo)
    data: dict[str, Any] = {
        "corpus": corpus,
        "dialogues": {s: len(each) for s, each in dialogues.items()},
    }
    data |= {"file": file.name if file else None, "counts": counted(made)}
    bundle = bundle_of(
        path.name, list(domains), weights, history, {"args": asdict(args), "data": data}
    )
    bundle.save(path)
    click.echo(f"Saved {path}.")
    plan = Plan(names or tuple(domains), seed=args.seed)
    trial = Trials(plan, TRIALS)(weights)
    provenance = Provenance({"algorithm": "supervised", **asdict(args)}, data, args.seed)
    return imitation_report(trial, TRIALS, history, provenance)
