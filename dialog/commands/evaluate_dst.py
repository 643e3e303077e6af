"""`dialog evaluate dst`: measure a tracker on a corpus split."""

import json
import random
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dialog.commands import shared

if TYPE_CHECKING:
    from dialog.component import StateTracker
    from dialog.corpus import Corpus, Dialogue
    from dialog.dst.replay import Hear, Tracked
    from dialog.evaluation.provenance import Provenance
    from dialog.evaluation.report import Metric

_ACTS = ("gold", "nlu", "noise")


@click.command()
@click.option("--corpus", "name", required=True, help="The corpus.")
@click.option("--split", default="validation", show_default=True)
@click.option("--dst", "component", default="rule", show_default=True, help="The tracker.")
@click.option("--model", type=click.Path(path_type=Path), help="The folder of a trained tracker.")
@click.option(
    "--acts",
    type=click.Choice(_ACTS),
    help="What the tracker is given of the user's turns: the annotated acts (by default), those "
    "that an NLU understands, or n-best lists of misunderstood ones.",
)
@click.option(
    "--error-rate",
    type=click.FloatRange(0, 0.5),
    default=0.1,
    show_default=True,
    help="Of --acts noise: how often the first entry of a list is wrong.",
)
@click.option("--nlu", "nlu_name", default="bert", show_default=True, help="Of --acts nlu.")
@click.option(
    "--nlu-model", type=click.Path(path_type=Path), help="Its bundle; by default installed ones."
)
@click.option("--top", is_flag=True, help="Track the first entry of each list, for certain.")
@click.option("--gain", is_flag=True, help="Track both, and say what the whole list gains.")
@shared.report
@shared.as_json
@click.option(
    "--errors", type=click.IntRange(min=0), default=0, help="Print so many mistakes, surest first."
)
@click.option(
    "--limit", type=click.IntRange(min=1), help="Measure with so many dialogues, drawn by the seed."
)
@shared.seed(help="Of --limit, intervals and noise.")
def dst(
    name: str,
    split: str,
    component: str,
    model: Path | None,
    acts: str | None,
    error_rate: float,
    nlu_name: str,
    nlu_model: Path | None,
    top: bool,
    gain: bool,
    folder: Path | None,
    as_json: bool,
    errors: int,
    limit: int | None,
    seed: int,
) -> None:
    """Score the states that a tracker carries through a corpus's dialogues.

    \b
    dialog evaluate dst --corpus woz2 --split test --report report
    dialog evaluate dst --corpus multiwoz21 --acts noise --error-rate 0.2 --gain
    """  # noqa: D301 - click wants the character
    from dialog.corpus import find_corpus
    from dialog.corpus.cache import cached
    from dialog.corpus.domains import TRAIN
    from dialog.corpus.scoring import scorings_of
    from dialog.corpus.tracking import tracked_domains, tracked_schemas
    from dialog.dst.replay import replay, top_entry
    from dialog.dst.report import dst_metrics, dst_report, judged_by
    from dialog.dst.report.metrics import gains
    from dialog.errors import ConfigError
    from dialog.evaluation.report import METRICS, PAGE, make_folder

    quiet = (lambda _: None) if as_json else click.echo
    corpus = cached(find_corpus(name))
    dialogues = drawn(corpus.load(split), limit, seed)
    domains = tracked_domains(corpus, split)
    options = _options(component, model)
    tracker = _made(component, domains, options, quiet)
    reads_acts = "user_acts" in tracker.reads
    if not reads_acts and (acts or top or gain):
        raise ConfigError(f"The tracker {component!r} reads text; --acts and --top are of others.")
    if top and gain:
        raise ConfigError("--gain tracks the first entries as well; leave --top out.")
    if folder:
        make_folder(folder)
    hear = _hear(corpus, acts or "gold", error_rate, (nlu_name, nlu_model), seed, reads_acts, quiet)

    spell = getattr(corpus, "spelled_acts", tuple)
    scorings = scorings_of(corpus)
    own = scorings[0].frames is not None

    def run(heard: "Hear") -> "list[Tracked]":
        return list(replay(tracker, domains, dialogues, heard, spell, own=own))

    tracked = run(top_entry(hear) if top else hear)
    if not tracked:
        raise ConfigError(f"There is no user turn in the split {split!r} to measure with.")
    scored = judged_by(tracked, domains, scorings)
    seen = frozenset(tracked_schemas(corpus, TRAIN))
    metrics = dst_metrics(tracked, scored, seen, seed)
    if gain:
        alone = judged_by(run(top_entry(hear)), domains, scorings[:1])
        whole, first = (next(iter(each.values()))[1] for each in (scored, alone))
        metrics += gains(whole, first, seed)
    config: dict[str, Any] = {"dst": component, **options, "domains": list(domains)}
    if reads_acts:
        config |= {"acts": acts or "gold", "top": top}
        config |= {"error_rate": error_rate} if acts == "noise" else {}
        config |= {"nlu": nlu_name, "nlu_model": str(nlu_model or "")} if acts == "nlu" else {}
    provenance = _provenance(corpus, split, dialogues, config, seed)
    report = dst_report(tracked, scored, metrics, provenance)
    if as_json:
        click.echo(json.dumps(report.to_dict(), indent=1, ensure_ascii=False, allow_nan=False))
    else:
        print_metrics(metrics, f"{len(dialogues):,} dialogues, {len(tracked):,} user turns")
        _print_errors(next(iter(scored.values()))[1], errors)
    if folder:
        report.write(folder)
        quiet(f"Wrote {folder / METRICS} and {folder / PAGE}.")


def drawn(dialogues: "Sequence[Dialogue]", limit: int | None, seed: int) -> "Sequence[Dialogue]":
    """Return so many dialogues, drawn from all of them and in their order."""
    if limit is None or limit >= len(dialogues):
        return dialogues
    places = random.Random(seed).sample(range(len(dialogues)), limit)  # noqa: S311
    return [dialogues[at] for at in sorted(places)]


def _options(component: str, model: Path | None) -> dict[str, Any]:
    """Return the options that a tracker is made with.

    Raises:
        ConfigError: for an unknown tracker, or one that takes no model.
    """
    from dialog.component import registered
    from dialog.config import component_options, load_config
    from dialog.errors import ConfigError

    known = component in registered("dst")
    if model and known and "bundle" not in component_options("dst", component):
        raise ConfigError(f"--model: the dst component {component!r} takes no trained bundle.")
    settings = {"name": component, **({"bundle": str(model)} if model else {})}
    return load_config(options={"dst": settings}, kinds=["dst"]).options("dst")


def _made(
    component: str, domains: Any, options: Mapping[str, Any], announce: Any
) -> "StateTracker":
    import inspect

    from dialog.component import component_class

    kind = component_class("dst", component)
    told = {"announce": announce} if "announce" in inspect.signature(kind).parameters else {}
    made: StateTracker = kind(domains, **options, **told)
    made.warm_up()
    return made


def _hear(
    corpus: "Corpus",
    acts: str,
    rate: float,
    understanding: tuple[str, Path | None],
    seed: int,
    reads_acts: bool,
    announce: Any,
) -> "Hear":
    """Return how the tracker is to hear the user."""
    from dialog.dst.replay import by_nlu, by_noise, gold, in_terms_of_states, text_only

    if not reads_acts:
        return text_only
    if acts == "nlu":
        from dialog.nlu.choice import domains_measured, nlu_options, ready

        component, model = understanding
        options = nlu_options(component, model)
        own = domains_measured([corpus.name], component, model)
        hear = by_nlu(ready(component, own, options, announce))
    else:
        hear = by_noise(corpus, rate, seed) if acts == "noise" else gold
    return in_terms_of_states(corpus, hear)


def _provenance(
    corpus: "Corpus",
    split: str,
    dialogues: "Sequence[Dialogue]",
    config: Mapping[str, Any],
    seed: int,
) -> "Provenance":
    from dialog.evaluation.provenance import Provenance, checksum

    data = {
        "corpus": corpus.name,
        "split": split,
        "dialogues": len(dialogues),
        "sha256": checksum(dialogue.to_dict() for dialogue in dialogues),
    }
    return Provenance(config=config, data=data, seed=seed)


def print_metrics(metrics: "Sequence[Metric]", title: str) -> None:
    """Print figures with their intervals."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table

    table = Table("", title, "95 %", box=SIMPLE_HEAD, show_edge=False, padding=(0, 1, 0, 0))
    for each in metrics:
        places = 3 if not each.unit else 2
        value = f"{each.value:.{places}f} {each.unit}".strip()
        ends = [f"{end:.{places}f}" for end in each.interval or ()]
        table.add_row(each.label, value, " to ".join(ends))
    Console().print(table)


def _print_errors(judged: "Sequence[Any]", count: int) -> None:
    from dialog.acts import format_acts
    from dialog.dst.report.mistakes import new_mistakes

    for each, slot in new_mistakes(judged)[:count]:
        wanted, held = " | ".join(slot.wanted) or "nothing", slot.said or "nothing"
        click.echo(
            f"\n{each.turn.dialogue} {each.turn.number}: {'.'.join(slot.place)} is {held!r} "
            f"({slot.score:.2f}), wanted {wanted!r}\n  system: {each.turn.answered}\n"
            f"  user: {each.turn.text}\n  heard: {format_acts(each.turn.heard.best_acts)}"
        )
