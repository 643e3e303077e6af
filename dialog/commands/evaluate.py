"""`dialog evaluate <module>`: measure a module on a corpus split."""

import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dialog.commands import shared
from dialog.commands.evaluate_dst import dst
from dialog.commands.evaluate_nlg import nlg
from dialog.commands.evaluate_paradise import paradise
from dialog.commands.evaluate_pipeline import pipeline
from dialog.commands.evaluate_quality import quality

if TYPE_CHECKING:
    from rich.table import Table

    from dialog.component import Domains
    from dialog.evaluation.provenance import Provenance
    from dialog.nlu.evaluation import Scores
    from dialog.nlu.examples import Example
    from dialog.nlu.own import Speaker

_LEARNT = {  # what is drawn of a training
    "act_f1": "act F1",
    "slot_f1": "slot F1",
    "intent_accuracy": "intent accuracy",
    "sentence_accuracy": "sentence accuracy",
}


@click.group()
def evaluate() -> None:
    """Measure a module."""


evaluate.add_command(dst)
evaluate.add_command(nlg)
evaluate.add_command(paradise)
evaluate.add_command(pipeline)
evaluate.add_command(quality)


@evaluate.command()
@click.option("--domain", "domains", multiple=True, help="A domain; repeat it.")
@click.option(
    "--corpus",
    "corpora",
    multiple=True,
    help="A corpus; by default all that the domains map. Alone: by itself, where a model was "
    "trained for that, else the domains that map it.",
)
@click.option("--split", default="validation", show_default=True)
@click.option(
    "--speaker",
    type=click.Choice(["user", "system", "all"]),
    help="Whose sentences, of a corpus by itself; by default theirs whom the model was taught.",
)
@click.option("--nlu", "component", default="bert", show_default=True, help="The NLU component.")
@click.option(
    "--model", type=click.Path(path_type=Path), help="A bundle's folder; by default installed ones."
)
@click.option("--precision", type=click.Choice(["int8", "float32"]), help="By default int8.")
@shared.report
@click.option("--json", "as_json", is_flag=True, help="Print JSON; shares from 0 to 1.")
@click.option(
    "--errors",
    type=click.IntRange(min=0),
    default=0,
    help="Print so many wrong sentences, surest first.",
)
@click.option(
    "--limit", type=click.IntRange(min=1), help="Measure with so many sentences, drawn by the seed."
)
@click.option(
    "--robustness", is_flag=True, help="Measure the same sentences with typos and other noise too."
)
@shared.seed(help="Of --limit, intervals and noise.")
def nlu(
    domains: tuple[str, ...],
    corpora: tuple[str, ...],
    split: str,
    speaker: "Speaker | None",
    component: str,
    model: Path | None,
    precision: str | None,
    folder: Path | None,
    as_json: bool,
    errors: int,
    limit: int | None,
    robustness: bool,
    seed: int,
) -> None:
    """Score dialogue acts (F1 over type, domain, slot and value) and slot spans (F1).

    Where a corpus annotates what the user is after, also the share of sentences with the right
    intents, and with intents and slots all right.

    \b
    dialog evaluate nlu --corpus atis --split test --report report
    dialog evaluate nlu --domain restaurant --domain hotel --domain taxi --split test
    """  # noqa: D301 - click wants the character
    from rich.console import Console

    from dialog.component import BatchNLU
    from dialog.domain import load_domains
    from dialog.errors import ConfigError
    from dialog.evaluation.report import METRICS, PAGE, make_folder
    from dialog.nlu.choice import (
        domains_measured,
        history_behind,
        learning_behind,
        nlu_options,
        ready,
        speaker_behind,
    )
    from dialog.nlu.evaluation import score_acts, speed_at_once, understood, wrong_sentences
    from dialog.nlu.robustness import behind_noise
    from dialog.nlu.sources import corpus_sentences
    from dialog.values import readers

    quiet = (lambda _: None) if as_json else click.echo
    options = nlu_options(component, model, precision)
    if not domains and not corpora:
        raise ConfigError("Name what to measure with: a --domain, a --corpus or both.")
    if domains:
        loaded = load_domains(domains)
    else:
        loaded = domains_measured(corpora, component, model)
        own = all(domain.corpus for domain in loaded.values())
        quiet(f"Domains {'of' if own else 'that map'} {', '.join(corpora)}: {', '.join(loaded)}")
    if speaker not in (None, "user") and not all(domain.corpus for domain in loaded.values()):
        raise ConfigError(
            "--speaker is of a corpus by itself; the sentences of a domain are the user's."
        )
    speaker = speaker or speaker_behind(component, options, loaded)
    history = history_behind(component, options, loaded)
    sentences = corpus_sentences(loaded, corpora, (split,), quiet, history=history, speaker=speaker)
    examples = _drawn(sentences[split], limit, seed)
    if not examples:
        raise ConfigError(f"There is no sentence in the split {split!r} to measure with.")
    if folder:
        make_folder(folder)
    understanding = ready(component, loaded, options, quiet)
    answers = list(understood(understanding, examples))
    at_once = (
        speed_at_once(understanding, examples) if isinstance(understanding, BatchNLU) else None
    )
    predicted = [acts for acts, _ in answers]
    value_readers = readers(loaded)
    scores = score_acts(examples, predicted, value_readers)
    noise = None
    if robustness:
        languages = _languages(loaded, corpora)
        noise = behind_noise(understanding, examples, languages, value_readers, seed)
        for named in noise.left_out:
            quiet(f"Left out, as it is made for another language: {named.label}.")
    if as_json:
        data = scores.summary()
        if noise:
            data["robustness"] = {n: each.summary() for n, each in noise.scores().items()}
        click.echo(json.dumps(data, indent=1))
    else:
        console = Console()
        console.print(_table(scores))
        rate = len(answers) / max(sum(seconds for _, seconds in answers), 1e-9)
        together = f", {at_once:,.0f} all at once" if at_once else ""
        console.print(f"{rate:,.0f} sentences a second, one at a time{together}.", highlight=False)
        if noise and noise.behind:
            console.print(_noise_table(scores, noise.scores()))
        for line in wrong_sentences(examples, predicted, value_readers)[:errors]:
            console.print(line, highlight=False, markup=False)
    if folder:
        from dialog.evaluation.learning import learning
        from dialog.nlu.report import judge, nlu_report

        judged = judge(examples, answers, value_readers)
        read = (corpora, split, speaker)
        provenance = _provenance(loaded, read, examples, component, options, seed)
        if noise:
            provenance = replace(provenance, config={**provenance.config, "noise": noise.to_dict()})
        learnt = [
            section
            for name, history in learning_behind(component, options, loaded).items()
            for section in learning(name, history, _LEARNT)
        ]
        nlu_report(judged, provenance, noise, at_once, learnt).write(folder)
        quiet(f"Wrote {folder / METRICS} and {folder / PAGE}.")


def _drawn(examples: "Sequence[Example]", limit: int | None, seed: int) -> "Sequence[Example]":
    """Return so many examples, drawn from all of them and in their order."""
    if limit is None or limit >= len(examples):
        return examples
    places = random.Random(seed).sample(range(len(examples)), limit)  # noqa: S311
    return [examples[at] for at in sorted(places)]


def _table(scores: "Scores") -> "Table":
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    columns = ["sentences", "act F1", "intent F1", "slot F1", "all acts right"]
    columns[2:2] = ["as written"] if scores.differs else []
    columns += ["intent accuracy", "sentence accuracy"] if scores.tasked else []
    table = Table(box=SIMPLE_HEAD, show_edge=False, padding=(0, 1, 0, 0))  # to fit 80 columns
    table.add_column("%")
    for column in columns:
        table.add_column(column, justify="right")
    parts = {name or "none": part for name, part in scores.domains.items()}
    for name, part in ({"all": scores} | parts if len(parts) > 1 else parts).items():
        figures = [
            part.acts.f1,
            part.intents.f1,
            part.slots.f1,
            part.exact / max(1, part.sentences),
        ]
        figures[1:1] = [part.written.f1] if scores.differs else []
        if scores.tasked:
            figures += [part.intent_accuracy, part.sentence_accuracy]
        table.add_row(name, f"{part.sentences:,}", *(f"{100 * x:.2f}" for x in figures))
    return table


def _noise_table(clean: "Scores", noisy: "Mapping[str, Scores]") -> "Table":
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    names = ["act F1", "slot F1"]
    names += ["intent accuracy", "sentence accuracy"] if clean.tasked else []
    table = Table(box=SIMPLE_HEAD, show_edge=False, padding=(0, 1, 0, 0))
    table.add_column("% (drop)")
    for name in names:
        table.add_column(name, justify="right")
    for channel, scores in noisy.items():
        pairs = [(clean.acts.f1, scores.acts.f1), (clean.slots.f1, scores.slots.f1)]
        if clean.tasked:
            pairs += [
                (clean.intent_accuracy, scores.intent_accuracy),
                (clean.sentence_accuracy, scores.sentence_accuracy),
            ]
        cells = (f"{100 * after:.2f} ({100 * (before - after):.2f})" for before, after in pairs)
        table.add_row(channel, *cells)
    return table


def _languages(domains: "Domains", corpora: Sequence[str]) -> list[str]:
    from dialog.nlu.sources import chosen_corpora

    return sorted({c.language for c in chosen_corpora(domains, corpora, lambda _: None)})


def _provenance(
    domains: "Domains",
    source: "tuple[Sequence[str], str, Speaker]",
    examples: "Sequence[Example]",
    component: str,
    options: Mapping[str, Any],
    seed: int,
) -> "Provenance":
    from dialog.config import component_options
    from dialog.evaluation.provenance import Provenance, checksum
    from dialog.nlu.choice import bundles_behind
    from dialog.nlu.sources import chosen_corpora

    corpora, split, speaker = source
    read = chosen_corpora(domains, corpora, lambda _: None)
    every = component_options("nlu", component) | dict(options)
    config = {"nlu": component, **every, "domains": list(domains)}
    return Provenance(
        config=config | {"bundles": bundles_behind(component, options, domains)},
        data={
            "corpus": ", ".join(corpus.name for corpus in read),
            "split": split,
            "speaker": speaker,
            "sentences": len(examples),
            "sha256": checksum(example.to_dict() for example in examples),
        },
        seed=seed,
    )
