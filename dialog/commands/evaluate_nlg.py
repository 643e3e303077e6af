"""`dialog evaluate nlg`: measure a generator on the annotated acts of a corpus split."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dialog.commands import shared
from dialog.commands.evaluate_dst import drawn, print_metrics

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dialog.component import Domains, Generator
    from dialog.nlg.evaluation import Worded


@click.command()
@click.option("--corpus", "name", required=True, help="The corpus.")
@click.option("--split", default="validation", show_default=True)
@click.option("--nlg", "component", default="template", show_default=True, help="The generator.")
@click.option("--model", type=click.Path(path_type=Path), help="The folder of a trained generator.")
@click.option("--llm", help="Of --nlg llm: the language model.")
@shared.report
@shared.as_json
@click.option("--errors", type=click.IntRange(min=0), default=0, help="Print so many slot errors.")
@click.option(
    "--limit", type=click.IntRange(min=1), help="Measure with so many dialogues, drawn by the seed."
)
@click.option("--seed", type=int, default=0, show_default=True, help="Of --limit and intervals.")
def nlg(
    name: str,
    split: str,
    component: str,
    model: Path | None,
    llm: str | None,
    folder: Path | None,
    as_json: bool,
    errors: int,
    limit: int | None,
    seed: int,
) -> None:
    """Score the words that a generator finds for a corpus's annotated system acts.

    \b
    dialog evaluate nlg --corpus multiwoz21 --split test --report report
    dialog evaluate nlg --corpus crosswoz --nlg lm --model models/nlg-zh
    """  # noqa: D301 - click wants the character
    from dialog.component import Described
    from dialog.corpus import find_corpus
    from dialog.corpus.cache import cached
    from dialog.errors import ConfigError
    from dialog.evaluation.provenance import Provenance, checksum
    from dialog.evaluation.report import METRICS, PAGE, make_folder
    from dialog.nlg.corpus_turns import language_of, spoken_domains, system_turns
    from dialog.nlg.evaluation import slot_error_counter, word
    from dialog.nlg.report import nlg_metrics, nlg_report

    corpus = cached(find_corpus(name))
    dialogues = drawn(corpus.load(split), limit, seed)
    domains = spoken_domains(corpus, dialogues)
    turns = list(system_turns(corpus, dialogues, domains))
    if not turns:
        raise ConfigError(f"There is no system turn with acts in the split {split!r} of {name}.")
    options = _options(component, model, llm)
    if folder:
        make_folder(folder)
    generator = _made(component, domains, options)
    worded = word(generator, turns, slot_error_counter(corpus, dialogues, domains))
    metrics = nlg_metrics(worded, language_of(corpus), seed)
    data = {
        "corpus": corpus.name,
        "split": split,
        "dialogues": len(dialogues),
        "turns": len(turns),
        "sha256": checksum(turn.to_dict() for turn in turns),
    }
    config = {"nlg": component, **options, "domains": list(domains)}
    if isinstance(generator, Described):
        config["model"] = generator.described()
    report = nlg_report(worded, metrics, Provenance(config=config, data=data, seed=seed))
    if as_json:
        click.echo(json.dumps(report.to_dict(), indent=1, ensure_ascii=False, allow_nan=False))
    else:
        print_metrics(metrics, f"{len(dialogues):,} dialogues, {len(turns):,} system turns")
        _print_errors(worded, errors)
    if folder:
        report.write(folder)
        if not as_json:
            click.echo(f"Wrote {folder / METRICS} and {folder / PAGE}.")


def _options(component: str, model: Path | None, llm: str | None) -> dict[str, Any]:
    """Return the options that a generator is made with.

    Raises:
        ConfigError: for an unknown generator, or one that takes no such option.
    """
    from dialog.component import registered
    from dialog.config import component_options, load_config
    from dialog.errors import ConfigError

    chosen = {"bundle": str(model) if model else None, "llm": llm}
    given: dict[str, Any] = {key: value for key, value in chosen.items() if value}
    if component in registered("nlg"):
        known = component_options("nlg", component)
        if model and "bundle" not in known:
            raise ConfigError(f"--model: the nlg component {component!r} takes no trained bundle.")
        if llm and "llm" not in known:
            raise ConfigError(f"--llm: the nlg component {component!r} asks no language model.")
        # what the guard compares words with are a plugin's texts, which a corpus has none of
        given |= {"guard": False} if "guard" in known else {}
    settings = {"name": component, **given}
    return load_config(options={"nlg": settings}, kinds=["nlg"]).options("nlg")


def _made(component: str, domains: "Domains", options: "Mapping[str, Any]") -> "Generator":
    from dialog.component import component_class

    made: Generator = component_class("nlg", component)(domains, **options)
    made.warm_up()
    return made


def _print_errors(worded: "Sequence[Worded]", count: int) -> None:
    from dialog.acts import format_acts

    wrong = [each for each in worded if each.said.missing or each.said.redundant]
    for each in wrong[:count]:
        left = ", ".join(f"{slot}={value}" for slot, value in each.said.missing) or "nothing"
        made = ", ".join(each.said.redundant) or "nothing"
        click.echo(
            f"\n{each.turn.dialogue} {each.turn.number}: left out {left}; made up {made}\n"
            f"  acts: {format_acts(each.turn.acts)}\n  said: {each.response.text}\n"
            f"  corpus: {each.turn.text}"
        )
