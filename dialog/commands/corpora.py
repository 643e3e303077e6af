"""`dialog corpora`: which corpora there are and what they hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.table import Table
    from rich.text import Text

    from dialog.corpus import Dialogue


@click.group()
def corpora() -> None:
    """Public corpora, read from the folder that DIALOG_CORPORA names."""


@corpora.command("list")
def list_corpora() -> None:
    """List the corpora and whether their files are at hand."""
    from rich.console import Console
    from rich.table import Table

    from dialog.corpus import corpora_folder, corpus_class, registered_corpora
    from dialog.errors import CorpusError

    try:
        folder, missing = corpora_folder(), ""
    except CorpusError as error:
        folder, missing = None, str(error)
    table = Table("corpus", "at hand", "description")
    for name in sorted(registered_corpora()):
        present = folder is not None and (folder / name).is_dir()
        table.add_row(name, "yes" if present else "no", corpus_class(name).description)
    console = Console()
    console.print(table)
    if missing:
        console.print(missing, markup=False)


@corpora.command()
@click.argument("name")
@click.option("--split", help="The split of the sample dialogue; the first one by default.")
@click.option("--dialogue", help="The id of the sample dialogue; the split's first by default.")
def info(name: str, split: str | None, dialogue: str | None) -> None:
    """Show the splits, acts and slots of corpus NAME and a sample dialogue."""
    from rich.console import Console
    from rich.table import Table

    from dialog.corpus import find_corpus
    from dialog.errors import CorpusError, did_you_mean

    corpus = find_corpus(name)
    shown = split or corpus.splits[0]
    dialogues = corpus.load(shown)
    # Found first, so that a wrong option is told before anything is printed.
    sample = next((d for d in dialogues if dialogue in (None, d.dialogue_id)), None)
    if sample is None:
        if dialogue is None:
            raise CorpusError(f"The split {shown!r} of {name} holds no dialogue.")
        near = did_you_mean(dialogue, [d.dialogue_id for d in dialogues])
        raise CorpusError(f"There is no dialogue {dialogue!r} in {name}, split {shown!r}.{near}")

    table = Table("split", "dialogues", "turns", "acts", title="Splits", title_justify="left")
    for each in corpus.splits:
        loaded = dialogues if each == shown else corpus.load(each)
        turns = [turn for d in loaded for turn in d.turns]
        acts = sum(len(turn.acts) for turn in turns)
        table.add_row(each, f"{len(loaded):,}", f"{len(turns):,}", f"{acts:,}")
    console = Console()
    for line in (corpus.description, f"Licence: {corpus.licence}", f"Cite: {corpus.citation}"):
        console.print(line, markup=False, highlight=False)
    console.print()
    console.print(table)
    console.print()
    console.print(_domains(shown, dialogues))
    console.print()
    for text in _lines(sample):
        console.print(text)


def _domains(split: str, dialogues: Sequence[Dialogue]) -> Table:
    """Per domain the number of acts on either side, and the slots they speak of."""
    from collections import Counter

    from rich.table import Table

    counts: Counter[tuple[str, str]] = Counter()
    slots: dict[str, set[str]] = {}
    for dialogue in dialogues:
        for turn in dialogue.turns:
            for act in turn.acts:
                counts[act.domain, turn.speaker] += 1
                slots.setdefault(act.domain, set()).update([act.slot] if act.slot else [])
            for domain, values in turn.state.items():
                slots.setdefault(domain, set()).update(values)
    table = Table(
        "domain",
        "user acts",
        "system acts",
        "slots",
        title=f"Acts of {split}",
        title_justify="left",
    )
    for domain in sorted(slots):
        user, system = counts[domain, "user"], counts[domain, "system"]
        table.add_row(
            domain or "(none)", f"{user:,}", f"{system:,}", ", ".join(sorted(slots[domain]))
        )
    return table


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
