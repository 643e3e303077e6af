"""`dialog evaluate <module>`: measure a module on a corpus split."""

import json
from pathlib import Path

import click


@click.group()
def evaluate() -> None:
    """Measure a module."""


@evaluate.command()
@click.option("--domain", "domains", multiple=True, required=True, help="A domain; repeat it.")
@click.option("--corpus", "corpora", multiple=True, help="By default all that the domains map.")
@click.option("--split", default="validation", show_default=True)
@click.option("--nlu", "component", default="bert", show_default=True, help="The NLU component.")
@click.option("--bundle", type=click.Path(path_type=Path), help="A bundle's folder.")
@click.option("--precision", type=click.Choice(["int8", "float32"]), help="By default int8.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--errors", type=int, default=0, help="Print so many wrong sentences, surest first.")
def nlu(
    domains: tuple[str, ...],
    corpora: tuple[str, ...],
    split: str,
    component: str,
    bundle: Path | None,
    precision: str | None,
    as_json: bool,
    errors: int,
) -> None:
    """Score dialogue acts (F1 over type, domain, slot and value) and slot spans (F1).

    Where a corpus annotates what the user is after, also the share of sentences with the right
    intents, and with intents and slots all right.

    Example: dialog evaluate nlu --domain restaurant --domain hotel --domain taxi --split test
    """
    from dialog.component import component_class
    from dialog.config import load_config
    from dialog.domain import load_domains
    from dialog.errors import ConfigError
    from dialog.nlu.evaluation import score_acts, understand_all, wrong_sentences
    from dialog.nlu.sources import corpus_sentences
    from dialog.values import readers

    loaded = load_domains(domains)
    quiet = (lambda _: None) if as_json else click.echo
    examples = corpus_sentences(loaded, corpora, (split,), quiet)[split]
    if not examples:
        raise ConfigError(f"There is no sentence in the split {split!r} to measure with.")
    chosen = {"bundle": str(bundle) if bundle else None, "precision": precision}
    nlu = {"name": component, **{k: v for k, v in chosen.items() if v}}
    options = load_config(options={"nlu": nlu}).options("nlu")
    nlu_component = component_class("nlu", component)(loaded, **options)
    nlu_component.warm_up()
    predicted = understand_all(nlu_component, examples)
    value_readers = readers(loaded)
    scores = score_acts(examples, predicted, value_readers)
    if as_json:
        click.echo(json.dumps(scores.summary(), indent=1))
        return
    from rich.console import Console
    from rich.table import Table

    columns = ["domain", "sentences", "act F1", "intent F1", "slot F1", "all acts right"]
    tasked = ["intent accuracy", "sentence accuracy"] if scores.tasked else []
    table = Table(*columns, *tasked)
    for name, part in [("all", scores), *((n or "none", s) for n, s in scores.domains.items())]:
        figures = [
            part.acts.f1,
            part.intents.f1,
            part.slots.f1,
            part.exact / max(1, part.sentences),
        ]
        if scores.tasked:
            figures += [part.intent_accuracy, part.sentence_accuracy]
        table.add_row(name, str(part.sentences), *(f"{x:.4f}" for x in figures))
    console = Console()
    console.print(table)
    for line in wrong_sentences(examples, predicted, value_readers)[:errors]:
        console.print(line, highlight=False, markup=False)
