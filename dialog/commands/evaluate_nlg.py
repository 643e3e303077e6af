"""`dialog evaluate nlg`: measure generators on the annotated acts of a corpus split."""

import json
from collections import Counter
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dialog.commands import shared
from dialog.commands.evaluate_dst import drawn, print_metrics
from dialog.commands.report import print_comparison, print_examples

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from dialog.component import Generator
    from dialog.nlg.corpus_turns import SystemTurn
    from dialog.nlg.evaluation import Worded
    from dialog.nlg.measuring import Asked


@click.command()
@click.option("--corpus", "name", required=True, help="The corpus.")
@click.option("--split", default="validation", show_default=True)
@click.option(
    "--nlg",
    "components",
    multiple=True,
    default=["template"],
    show_default=True,
    help="The generator; repeat it to put several side by side.",
)
@click.option("--model", type=click.Path(path_type=Path), help="The folder of a trained generator.")
@click.option("--llm", help="Of --nlg llm: the language model.")
@shared.report
@shared.as_json
@shared.examples
@click.option("--errors", type=click.IntRange(min=0), default=0, help="Print so many slot errors.")
@click.option(
    "--limit", type=click.IntRange(min=1), help="Measure with so many dialogues, drawn by the seed."
)
@shared.seed(help="Of all that is drawn.")
def nlg(
    name: str,
    split: str,
    components: tuple[str, ...],
    model: Path | None,
    llm: str | None,
    folder: Path | None,
    as_json: bool,
    examples: int,
    errors: int,
    limit: int | None,
    seed: int,
) -> None:
    """Score the words that a generator finds for a corpus's annotated system acts.

    Several generators word the same turns, and the others are compared with the first.

    \b
    dialog evaluate nlg --corpus multiwoz21 --split test --report report
    dialog evaluate nlg --corpus crosswoz --nlg lm --model models/nlg-zh
    dialog evaluate nlg --corpus multiwoz21 --nlg template --nlg lm --examples 50
    """  # noqa: D301 - click wants the character
    from dialog.corpus import find_corpus
    from dialog.corpus.cache import cached
    from dialog.evaluation.comparison import compared, measured
    from dialog.evaluation.comparison.report import comparison_report
    from dialog.evaluation.report import METRICS, PAGE, make_folder
    from dialog.nlg.measuring import Asked

    options = _options(components, model, llm)
    several = len(options) > 1
    corpus = cached(find_corpus(name))
    asked = Asked(corpus, split, drawn(corpus.load(split), limit, seed))
    # all before one speaks: the last may be the one that cannot be loaded
    generators = {each: _made(each, asked, own) for each, own in options.items()}
    if folder:
        make_folder(folder)
    reports, spoken = {}, {}
    for each, generator in generators.items():
        spoken[each] = asked.put_to(generator, partial(_shown, each))
        own = {"nlg": each, **options[each]}
        reports[each] = asked.report(spoken[each], generator, own, seed)
        if folder and several:
            reports[each].write(folder / each)
    systems = [
        measured(each, made, folder and folder / each / METRICS) for each, made in reports.items()
    ]
    found = compared(systems, seed) if several else None
    report = comparison_report(found, seed) if found else reports[components[0]]
    if folder:
        report.write(folder)
    if as_json:
        click.echo(json.dumps(report.to_dict(), indent=1, ensure_ascii=False, allow_nan=False))
        return
    title = f"{len(asked.dialogues):,} dialogues, {len(asked.turns):,} system turns"
    if found:
        click.echo(f"{title}\n")
        print_comparison(found)
    else:
        print_metrics(report.metrics, title)
    print_examples(systems, examples, seed)
    for each, worded in spoken.items():
        _print_errors(f"{each}, " if several else "", worded, errors)
    if folder:
        click.echo(f"Wrote {folder / METRICS} and {folder / PAGE}.")


def _options(
    components: "Sequence[str]", model: Path | None, llm: str | None
) -> dict[str, dict[str, Any]]:
    """Return the options that each generator is made with, by its name.

    Raises:
        ConfigError: for an unknown generator, one named twice, or an option that none takes.
    """
    from dialog.config import component_options, load_config
    from dialog.errors import ConfigError

    if twice := [name for name, often in Counter(components).items() if often > 1]:
        raise ConfigError(
            f"--nlg {twice[0]} is given twice; measure two models of it one by one, each with "
            "--report, and compare the reports by `dialog report compare`."
        )
    for name in components:  # an unknown one is told before an option that nobody takes
        load_config(options={"nlg": {"name": name}}, kinds=["nlg"])
    takes = {name: component_options("nlg", name) for name in components}
    given: dict[str, Any] = {}
    for option, key, value, what in (
        ("--model", "bundle", model, "takes a trained bundle"),
        ("--llm", "llm", llm, "asks a language model"),
    ):
        if value and not any(key in each for each in takes.values()):
            raise ConfigError(f"{option}: of the generators {', '.join(takes)} none {what}.")
        given |= {key: str(value)} if value else {}
    # what the guard compares words with are a plugin's texts, which a corpus has none of
    given["guard"] = False
    found = {}
    for name, known in takes.items():
        own = {key: value for key, value in given.items() if key in known}
        settings = {"name": name, **own}
        found[name] = load_config(options={"nlg": settings}, kinds=["nlg"]).options("nlg")
    return found


def _made(component: str, asked: "Asked", options: "Mapping[str, Any]") -> "Generator":
    from dialog.component import component_class

    made: Generator = component_class("nlg", component)(asked.domains, **options)
    made.warm_up()
    return made


def _shown(name: str, turns: "Sequence[SystemTurn]") -> "Iterable[SystemTurn]":
    """Go through turns, with a line on a terminal's standard error that tells how far it is."""
    from rich.console import Console
    from rich.progress import track

    console = Console(stderr=True)
    return track(turns, name, console=console, transient=True, disable=not console.is_terminal)


def _print_errors(who: str, worded: "Sequence[Worded]", count: int) -> None:
    from dialog.acts import format_acts

    wrong = [each for each in worded if each.said.missing or each.said.redundant]
    for each in wrong[:count]:
        left = ", ".join(f"{slot}={value}" for slot, value in each.said.missing) or "nothing"
        made = ", ".join(each.said.redundant) or "nothing"
        click.echo(
            f"\n{who}{each.turn.dialogue} {each.turn.number}: left out {left}; made up {made}\n"
            f"  acts: {format_acts(each.turn.acts)}\n  said: {each.response.text}\n"
            f"  corpus: {each.turn.text}"
        )
