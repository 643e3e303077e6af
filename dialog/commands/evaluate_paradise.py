"""`dialog evaluate paradise`: what the users' satisfaction depends on."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from dialog.commands import shared

if TYPE_CHECKING:
    from dialog.evaluation.paradise.costs import Exchange
    from dialog.evaluation.paradise.performance import Case, Findings
    from dialog.evaluation.paradise.sources import Rate
    from dialog.evaluation.provenance import Provenance
    from dialog.evaluation.report import Metric

UNRATED = (
    "Simulated users rate nothing; a model that `dialog train satisfaction` makes rates for them."
)
SILENT = (
    "Simulated users that say acts alone are not rated; --user text of simulate has them speak."
)


@click.command()
@click.option("--kept", is_flag=True, help="Kept conversations, rated with /rate.")
@click.option(
    "--store", metavar="URL", help="Of --kept: the database; by default the one that chat keeps."
)
@click.option(
    "--simulated",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Conversations that `dialog simulate --save` wrote.",
)
@click.option(
    "--model",
    type=click.Path(path_type=Path, file_okay=False),
    help="Of --kept and --simulated: a folder that `dialog train satisfaction` made; by default "
    "the installed one, if there is one.",
)
@click.option("--corpus", "name", help="A corpus with ratings of satisfaction.")
@click.option("--split", help="Of --corpus: the split.")
@shared.report
@shared.as_json
@shared.seed(help="Of the intervals and the folds.")
def paradise(
    kept: bool,
    store: str | None,
    simulated: Path | None,
    model: Path | None,
    name: str | None,
    split: str | None,
    folder: Path | None,
    as_json: bool,
    seed: int,
) -> None:
    """Regress the users' ratings on task success and on what the dialogues cost.

    \b
    dialog evaluate paradise --kept --report report
    dialog evaluate paradise --simulated conversations.jsonl
    dialog evaluate paradise --corpus satisfaction --split multiwoz
    """  # noqa: D301 - click wants the character
    from dialog.errors import ConfigError
    from dialog.evaluation.paradise.metrics import paradise_metrics
    from dialog.evaluation.paradise.performance import findings
    from dialog.evaluation.paradise.report import paradise_report
    from dialog.evaluation.report import METRICS, PAGE, make_folder

    if [kept, bool(simulated), bool(name)].count(True) != 1:
        raise ConfigError("Name the dialogues: --kept, --simulated FILE or --corpus NAME.")
    if (store and not kept) or (split and not name) or (model and name):
        raise ConfigError(
            "--store goes with --kept, --split with --corpus, --model with the other two."
        )
    if folder:
        make_folder(folder)
    remarks: tuple[str, ...] = ()
    if name:
        cases, data = _of_corpus(name, split)
    else:
        rater = _rater(model)
        rate = rater.rate if rater else None
        cases, data = _simulated(simulated, rate) if simulated else _kept(store, rate)
        data |= {"satisfaction_model": rater.about} if rater else {}
        remarks = _remarks(cases, rater, simulated=bool(simulated))
    found = findings(cases, seed, remarks)
    metrics = paradise_metrics(found, seed)
    title = f"PARADISE: {len(cases):,} dialogues, {data['dialogues']}"
    report = paradise_report(found, metrics, _provenance(cases, data, seed), title)
    if as_json:
        click.echo(json.dumps(report.to_dict(), indent=1, ensure_ascii=False, allow_nan=False))
    else:
        _print(metrics, found)
    if folder:
        report.write(folder)
        if not as_json:
            click.echo(f"Wrote {folder / METRICS} and {folder / PAGE}.")


def _of_corpus(name: str, split: str | None) -> "tuple[Sequence[Case], dict[str, Any]]":
    from dialog.corpus import find_corpus
    from dialog.corpus.cache import cached
    from dialog.errors import ConfigError
    from dialog.evaluation.paradise.sources import corpus_cases

    corpus = find_corpus(name)
    if split is None:
        raise ConfigError(f"Name a split of {name} with --split: {', '.join(corpus.splits)}.")
    cases = corpus_cases(corpus, cached(corpus).load(split))
    return cases, {"dialogues": f"{name}, {split}", "corpus": name, "split": split}


def _simulated(path: Path, rate: "Rate | None") -> "tuple[Sequence[Case], dict[str, Any]]":
    from dialog.evaluation.paradise.sources import simulated_cases

    return simulated_cases(path, rate), {"dialogues": f"simulated, {path.name}"}


def _kept(url: str | None, rate: "Rate | None") -> "tuple[Sequence[Case], dict[str, Any]]":
    from contextlib import closing

    from dialog.evaluation.paradise.sources import kept_cases
    from dialog.store import ConversationStore

    with closing(ConversationStore(url)) as store:
        return kept_cases(store, rate), {"dialogues": "kept"}


class _Rater(NamedTuple):
    """A model of satisfaction."""

    rate: "Rate"
    about: Mapping[str, str]


def _rater(path: Path | None) -> _Rater | None:
    """Return the model in a folder; by default the installed one, or None without one."""
    from dialog.runtime import bundles
    from dialog.runtime.bundles import SUM
    from dialog.satisfaction.model import MODULE, load_model

    models = [load_model(path)] if path else bundles.installed(MODULE, load_model)
    if not models:
        return None
    model = models[0]
    embed = model.embedder(lambda said: click.echo(said, err=True))

    def rate(exchanges: "Sequence[Exchange]") -> list[float]:
        return [each.expected for each in model.estimate(exchanges, embed)]

    return _Rater(rate, {"name": model.name, "sha256": str(model.training.get(SUM, ""))})


def _remarks(cases: "Sequence[Case]", rater: _Rater | None, *, simulated: bool) -> tuple[str, ...]:
    if rater is None:
        return (UNRATED,) if simulated else ()
    name = rater.about["name"]
    if not simulated:
        return (f"The curve over the turns is estimated by the model {name}.",)
    if all(case.rating is None for case in cases):
        return (SILENT,)
    return (
        f"Ratings are estimates of the model {name}, the mean over a dialogue's turns. It reads "
        "costs too, so what the ratings depend on is in part what the model goes by.",
    )


def _provenance(cases: "Sequence[Case]", data: Mapping[str, Any], seed: int) -> "Provenance":
    from dialog.evaluation.provenance import Provenance, checksum

    records = ([c.name, dict(c.costs), [list(a) for a in c.attributes], c.rating] for c in cases)
    config = {"method": "PARADISE", "rated": sum(case.rating is not None for case in cases)}
    counts = {"number": len(cases), "sha256": checksum(records)}
    return Provenance(config=config, data={**data, **counts}, seed=seed)


def _print(metrics: "Sequence[Metric]", found: "Findings") -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table

    from dialog.evaluation.paradise.report import TITLES, function_lines, weight_table

    console = Console()
    look: dict[str, Any] = {"box": SIMPLE_HEAD, "show_edge": False, "padding": (0, 1, 0, 0)}
    table = Table("", f"{len(found.cases):,} dialogues", "95 %", **look)
    for each in metrics:
        if each.headline:
            ends = [f"{end:.3f}" for end in each.interval or ()]
            table.add_row(each.label, f"{each.value:.3f}", " to ".join(ends))
    console.print(table)
    for analysis in found.analyses:
        for kind, fit in (("all metrics", analysis.full), ("stepwise", analysis.stepwise)):
            if fit:
                weights = weight_table(fit)
                click.echo(f"\n{TITLES[analysis.name]}, {kind}:")
                shown = Table(*weights.columns, **look)
                for row in weights.rows:
                    shown.add_row(*(f"{c:.3f}" if isinstance(c, float) else str(c) for c in row))
                console.print(shown)
    click.echo()
    for line in function_lines(found):
        click.echo(line)
