"""`dialog corpora`: which corpora there are, what they hold, and their files in other forms."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from dialog.commands import shared
from dialog.commands.preferences import preferences

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator, Mapping

    from rich.table import Table
    from rich.text import Text

    from dialog.corpus import Corpus, Dialogue
    from dialog.corpus.statistics import Statistics


@click.group()
def corpora() -> None:
    """Public corpora, read from the folder that DIALOG_CORPORA names."""


corpora.add_command(preferences)


@corpora.command("list")
def list_corpora() -> None:
    """List the corpora and whether their files are at hand."""
    from rich.console import Console
    from rich.table import Table

    from dialog.corpus import (
        corpora_folder,
        corpus_class,
        corpus_folder,
        find_corpus,
        registered_corpora,
    )
    from dialog.corpus.registry import unregistered_names
    from dialog.errors import CorpusError

    table = Table("corpus", "at hand", "language", "description")
    for name in sorted(registered_corpora()):
        kind = corpus_class(name)
        try:
            corpus_folder(name)
            present = "yes"
        except CorpusError:
            present = "no"
        table.add_row(name, present, kind.language, kind.description)
    for name in unregistered_names():
        corpus = find_corpus(name)
        table.add_row(name, "yes", corpus.language, corpus.description)
    console = Console()
    console.print(table)
    try:
        corpora_folder()
    except CorpusError as error:
        console.print(str(error), markup=False)


@corpora.command()
@click.argument("name")
@click.option("--split", help="The split to show in detail; the first one by default.")
@click.option("--dialogue", help="The id of the sample dialogue; the split's first by default.")
def info(name: str, split: str | None, dialogue: str | None) -> None:
    """Show the splits of corpus NAME, the acts and slots of one and a sample dialogue."""
    from rich.console import Console

    from dialog.corpus import find_corpus
    from dialog.corpus.cache import cached
    from dialog.corpus.statistics import measure

    corpus = cached(find_corpus(name))
    shown = split or corpus.splits[0]
    # Found first, so that a wrong option is told before anything is printed.
    sample = _sample(corpus, shown, dialogue)
    found = {each: measure(corpus.load(each)) for each in corpus.splits}
    console = Console()
    for line in _about(corpus):
        console.print(line, markup=False, highlight=False)
    for table in (_splits(found), _domains(shown, found[shown]), _types(shown, found[shown])):
        console.print()
        console.print(table)
    for line in _remarks(corpus, shown, found):
        console.print()
        console.print(line, markup=False, highlight=False)
    console.print()
    for text in _lines(sample):
        console.print(text)


def _sample(corpus: Corpus, split: str, dialogue: str | None) -> Dialogue:
    from dialog.errors import CorpusError, did_you_mean

    ids: list[str] = []
    for each in corpus.load(split):
        if dialogue in (None, each.dialogue_id):
            return each
        ids.append(each.dialogue_id)
    if dialogue is None:
        raise CorpusError(f"The split {split!r} of {corpus.name} holds no dialogue.")
    near = did_you_mean(dialogue, ids)
    raise CorpusError(f"There is no dialogue {dialogue!r} in {corpus.name}, split {split!r}.{near}")


def _about(corpus: Corpus) -> Iterator[str]:
    yield corpus.description
    yield f"Language: {corpus.language}"
    yield f"Licence: {corpus.licence}"
    yield f"Cite: {corpus.citation}"
    if homepage := getattr(corpus, "homepage", ""):
        yield f"Home: {homepage}"
    for resource, splits in corpus.leaks.items():
        yield f"Leaks: {resource} was made from {', '.join(sorted(splits))}"


def _splits(found: Mapping[str, Statistics]) -> Table:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    heads = ("dialogues", "turns", "user", "domains", "slots", "values", "acts", "intents")
    table = Table(
        title="Splits",
        title_justify="left",
        box=SIMPLE_HEAD,
        show_edge=False,
        padding=(0, 1, 0, 0),  # to fit 80 columns
    )
    table.add_column("split", no_wrap=True)
    for head in heads:
        table.add_column(head, justify="right", no_wrap=True)
    for split, each in found.items():
        counts = (
            each.dialogues,
            each.turns.total(),
            each.turns["user"],
            len(each.domains),
            each.slots,
            each.distinct_values,
            each.types.total(),
            len(each.tasks),
        )
        table.add_row(split, *(f"{count:,}" for count in counts))
    return table


def _domains(split: str, found: Statistics) -> Table:
    """Per domain the dialogues, the acts on either side and the slots with their values."""
    from rich.table import Table

    table = Table(
        "domain",
        "dialogues",
        "user acts",
        "system acts",
        "slots (distinct values)",
        title=f"Domains of {split}",
        title_justify="left",
    )
    for domain in sorted({d for _, d in found.acts} | set(found.values) | set(found.domains)):
        slots = sorted(found.values.get(domain, {}).items())
        table.add_row(
            domain or "(none)",
            f"{found.domains[domain]:,}",
            f"{found.acts['user', domain]:,}",
            f"{found.acts['system', domain]:,}",
            ", ".join(f"{slot} ({len(values)})" if values else slot for slot, values in slots),
        )
    return table


def _types(split: str, found: Statistics) -> Table:
    from rich.table import Table

    from dialog.acts import ActType

    table = Table("act", "user", "system", title=f"Acts of {split}", title_justify="left")
    for kind in ActType:
        user, system = found.types["user", kind], found.types["system", kind]
        if user or system:
            table.add_row(kind.value, f"{user:,}", f"{system:,}")
    return table


def _remarks(corpus: Corpus, split: str, found: Mapping[str, Statistics]) -> Iterator[str]:
    """Intents, how the values lie in the text and what stands elsewhere."""
    if tasks := found[split].tasks:
        yield f"Intents of {split} ({len(tasks)}): {_counts(tasks)}"
    for each, one in found.items():
        if one.spans:
            yield f"Spans of {each}: {_counts(one.spans)}"
        if one.unaligned:
            yield f"Without a place in the text of {each}: {_counts(one.unaligned)}"
        for place, count in one.also_in.most_common():
            yield f"Also in {place}: {count:,} dialogues of {each}"


def _counts(counter: Counter[str]) -> str:
    return ", ".join(f"{name} {count:,}" for name, count in counter.most_common())


@corpora.command()
@click.argument("name")
@click.pass_context
def validate(context: click.Context, name: str) -> None:
    """Read every split of corpus NAME and check it; exit code 1 when there are errors."""
    from rich.console import Console

    from dialog.corpus import find_corpus
    from dialog.corpus.validation import validate as validated

    report = validated(find_corpus(name))
    console = Console(highlight=False, markup=False, soft_wrap=True)
    for split, (dialogues, turns) in report.sizes.items():
        console.print(f"{split}: {dialogues:,} dialogues, {turns:,} turns")
    for found in sorted(report.findings.values(), key=lambda f: (not f.error, -f.count)):
        kind = "error" if found.error else "remark"
        console.print(f"{kind}: {found.problem} ({found.count:,}; first: {found.place})")
    console.print(f"{report.errors:,} errors" if report.errors else "No errors.")
    if report.errors:
        context.exit(1)


@corpora.command()
@click.argument("name")
@click.option("--format", "form", required=True, help="jsonl, parquet, convlab, rasa or chat.")
@click.option("--split", "splits", required=True, multiple=True, help="A split; repeat it.")
@click.option("--output", required=True, type=click.Path(path_type=Path), help="The file to write.")
def export(name: str, form: str, splits: tuple[str, ...], output: Path) -> None:
    """Write splits of corpus NAME in another format.

    jsonl: the unified dialogues, one a line. parquet: the same as columns. convlab: a zip in
    ConvLab-3's unified format. rasa: NLU examples of Rasa 3, for corpora of single sentences.
    chat: what `dialog train nlg --base` teaches a language model, one system turn a line.

    Example: dialog corpora export snips --format rasa --split train --output nlu.yml
    """
    from dialog.corpus import find_corpus
    from dialog.corpus.cache import cached
    from dialog.corpus.export import export as exported
    from dialog.nlg.tuning.lessons import chat_writer

    corpus = cached(find_corpus(name))
    count = exported(corpus, splits, form, output, {"chat": chat_writer(corpus)})
    click.echo(f"Wrote {count:,} dialogues to {output}.")


@corpora.command()
@click.option("--domain", "domains", multiple=True, required=True, help="A domain; repeat it.")
@click.option("--dialogues", type=click.IntRange(1), default=1000, show_default=True)
@shared.seed()
@click.option(
    "--noise",
    type=float,
    default=0.1,
    show_default=True,
    help="How often the bot first hears something else, and is corrected; at most 0.5.",
)
@click.option(
    "--output", required=True, type=click.Path(path_type=Path), help="A new folder for the corpus."
)
def generate(
    domains: tuple[str, ...], dialogues: int, seed: int, noise: float, output: Path
) -> None:
    """Make a corpus for domains by letting simulated users talk to the bot.

    The folder can be named wherever a corpus can: `dialog corpora validate FOLDER`,
    `dialog train nlu --domain D --corpus FOLDER`, `dialog train dst --corpus FOLDER`.

    Example: dialog corpora generate --domain restaurant --dialogues 1000 --output played
    """
    from rich.console import Console
    from rich.progress import track

    from dialog.corpus.folder import check_free, write_folder
    from dialog.simulation.selfplay import SelfPlay

    check_free(output)
    play = SelfPlay(domains, seed, noise)
    console = Console(stderr=True)
    shown = track(
        play.dialogues(dialogues),
        "Talking",
        dialogues,
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )
    counts = write_folder(output, play.about(dialogues), shown)
    each = ", ".join(f"{split} {count:,}" for split, count in sorted(counts.items()))
    click.echo(f"Wrote {dialogues:,} dialogues to {output}: {each}.")


@corpora.command()
@click.argument("name")
def download(name: str) -> None:
    """Load corpus NAME from its public home; an interrupted download is gone on with."""
    from rich.console import Console
    from rich.progress import DownloadColumn, Progress, TextColumn, TransferSpeedColumn

    from dialog.corpus import corpus_class, corpus_folder
    from dialog.corpus.download import download as downloaded
    from dialog.corpus.registry import download_folder
    from dialog.errors import CorpusError

    kind = corpus_class(name)
    home = getattr(kind, "home", ())
    homepage = getattr(kind, "homepage", "")
    if not home:
        raise CorpusError(
            f"The corpus {name} has no files that could be loaded and checked; "
            f"{f'its home is {homepage}; ' if homepage else ''}"
            f"put them in {download_folder() / name}."
        )
    console = Console(highlight=False, markup=False, soft_wrap=True)
    columns = (TextColumn("{task.description}"), DownloadColumn(), TransferSpeedColumn())
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as bars:
        tasks = {remote.file: bars.add_task(remote.file, total=remote.size) for remote in home}
        folder = downloaded(name, home, lambda file, at: bars.update(tasks[file], completed=at))
    console.print(f"{name}: {len(home)} files in {folder}")
    console.print(f"Licence: {kind.licence}")
    console.print(f"Cite: {kind.citation}")
    if (used := corpus_folder(name)) != folder:
        console.print(f"Note that {used} is used as long as it is there.")


def _lines(dialogue: Dialogue) -> Iterator[Text]:
    """One dialogue for reading: what was said, its acts, and what the state came to hold."""
    from rich.text import Text

    from dialog.acts import format_acts

    domains = ", ".join(dialogue.domains)
    yield Text(f"Dialogue {dialogue.dialogue_id} ({dialogue.split}): {domains}", style="bold")
    before: set[str] = set()
    for turn in dialogue.turns:
        yield Text.assemble((f"{turn.speaker:>6}: ", "bold"), turn.utterance)
        if turn.acts:
            yield Text(f"{'':>8}{format_acts(turn.acts)}", style="dim")
        if turn.speaker == "user":
            state = {f"{d}.{s}={v}" for d, slots in turn.state.items() for s, v in slots.items()}
            if state - before:
                yield Text(f"{'':>8}state + {', '.join(sorted(state - before))}", style="dim")
            before = state
