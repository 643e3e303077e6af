"""`dialog conversations`: what was said and kept; read it, hand it on, delete it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dialog.files import write_whole
from dialog.terminal import printable, table_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from dialog.acts import DialogueAct
    from dialog.nlg.asking import Asker
    from dialog.nlg.tuning.rated import Worded
    from dialog.store import StoredConversation

_LEAST_WIDTH = 80  # columns; a narrower list would cut the ids

_store = click.option(
    "--store", metavar="URL", help="The database's URL; by default the one that chat keeps."
)


@click.group()
def conversations() -> None:
    """Conversations that were kept."""


@conversations.command("list")
@click.option("--limit", type=click.IntRange(min=1), default=50, show_default=True)
@_store
def list_conversations(limit: int, store: str | None) -> None:
    """List the conversations, the last continued first."""
    from contextlib import closing

    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from dialog.store import ConversationStore

    with closing(ConversationStore(store)) as opened:
        kept = opened.list(limit)
    if not kept:
        click.echo("No conversations are kept yet.")
        return
    table = Table()
    for heading in ("id", "last turn", "turns", "rating"):
        table.add_column(heading, no_wrap=True)
    table.add_column("domains")
    table.add_column("begins with")  # the cells do not wrap: rich narrows these two columns alone
    for each in kept:
        rating = "" if each.rating is None else str(each.rating)
        cells = (each.id, _moment(each.updated_at), str(each.turns), rating)
        first = Text(" ".join(_plain(each.first)), no_wrap=True, overflow="ellipsis")
        table.add_row(*map(Text, cells), Text(", ".join(each.domains)), first)
    console = Console()
    console.width = max(console.width, _LEAST_WIDTH)
    console.print(table)


@conversations.command()
@click.argument("conversation", metavar="ID")
@click.option("--acts", is_flag=True, help="Show the dialogue acts of every turn.")
@_store
def show(conversation: str, acts: bool, store: str | None) -> None:
    """Show conversation ID as a transcript."""
    from contextlib import closing

    from dialog.store import ConversationStore

    with closing(ConversationStore(store)) as opened:
        kept = opened.load(conversation)
    click.echo("\n".join(_transcript(kept, acts)))


@conversations.command()
@click.argument("conversation", metavar="ID")
@click.option(
    "--output",
    type=click.Path(dir_okay=False, allow_dash=True, path_type=Path),
    default="-",
    metavar="FILE",
    help="The file to write; by default, and with '-', standard output.",
)
@_store
def export(conversation: str, output: Path, store: str | None) -> None:
    """Write conversation ID as JSON: every turn with its acts, state and trace."""
    from contextlib import closing

    from dialog.store import ConversationStore

    with closing(ConversationStore(store)) as opened:
        data = opened.export(conversation)
    text = json.dumps(data, ensure_ascii=False, indent=1) + "\n"
    content = text.encode(errors="backslashreplace")  # half a character becomes JSON's \udXXX
    if str(output) == "-":
        click.echo(content, nl=False)
    else:
        write_whole(output, content)


@conversations.command()
@click.argument("conversation", metavar="ID")
@click.option(
    "--model",
    type=click.Path(path_type=Path, file_okay=False),
    help="A folder that `dialog train satisfaction` made; by default the one in the data folder.",
)
@_store
def satisfaction(conversation: str, model: Path | None, store: str | None) -> None:
    """Estimate how satisfied the user was at each turn of conversation ID."""
    from contextlib import closing

    from dialog.evaluation.paradise.sources import kept_exchanges
    from dialog.satisfaction.model import load_model
    from dialog.store import ConversationStore

    with closing(ConversationStore(store)) as opened:
        exchanges = kept_exchanges(opened.export(conversation))
    trained = load_model(model)
    estimates = trained.estimate(exchanges, trained.embedder(click.echo))
    click.echo("turn  rating  mean  the user said")
    for number, (each, exchange) in enumerate(zip(estimates, exchanges, strict=True), start=1):
        said = " ".join(_plain(exchange.said))
        click.echo(f"{number:>4}  {each.rating:>6}  {each.expected:>4.2f}  {said}")


@conversations.command()
@click.argument("conversation", metavar="ID")
@click.option("--yes", is_flag=True, help="Do not ask.")
@_store
def delete(conversation: str, yes: bool, store: str | None) -> None:
    """Delete conversation ID for good."""
    from contextlib import closing

    from dialog.store import ConversationStore

    with closing(ConversationStore(store)) as opened:
        turns = opened.count(conversation)  # a wrong id is told before anything is asked
        if not yes:
            what = f"the conversation {conversation} with its {turns} turns"
            click.confirm(f"Delete {what} for good?", abort=True)
        opened.delete(conversation)
    click.echo(f"Deleted the conversation {conversation}.")


@conversations.command()
@click.option(
    "--apart",
    type=click.FloatRange(0, 4, min_open=True),
    default=2.0,
    show_default=True,
    help="How far the mean ratings of two wordings have to be apart.",
)
@click.option(
    "--config",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The pipeline.yml that they were held with, if it changes nlg's persona, prompts or seed.",
)
@click.option("--output", required=True, type=click.Path(path_type=Path, dir_okay=False))
@_store
def preferences(apart: float, config: Path | None, output: Path, store: str | None) -> None:
    """Write which of a language model's words were rated higher than others for the same.

    Conversations are rated by /rate. Turns are compared that say the same acts and facts in other
    words. `dialog train nlg --dpo` and --reward learn the preferences.

    Example: dialog conversations preferences --output rated.jsonl
    """
    from contextlib import closing

    from dialog.errors import ConfigError
    from dialog.nlg.tuning.preferences import write_preferences
    from dialog.nlg.tuning.rated import rated, worded_turns
    from dialog.store import ConversationStore

    askers: dict[tuple[str, ...], Asker] = {}
    turns: list[Worded] = []
    with closing(ConversationStore(store)) as opened:
        kept = [each for each in opened.list(None) if each.rating is not None]
        for each in kept:
            if each.domains not in askers:
                askers[each.domains] = _asker(each.domains, config)
            turns += worded_turns(opened.export(each.id), askers[each.domains])
    found = rated(turns, apart)
    told = f"{len(kept):,} rated conversations with {len(turns):,} turns in a model's words"
    if not found:
        raise ConfigError(
            f"There are {told}, and of no two that say the same in other words the mean ratings "
            f"are {apart:g} apart; hold and /rate more by --nlg llm, at a temperature above 0."
        )
    write_preferences(output, found)
    click.echo(f"Wrote {len(found):,} preferences to {output}: from {told}.")


def _asker(domains: Sequence[str], config: Path | None) -> Asker:
    """Return what asks as the generator of a pipeline.yml does."""
    from dialog.config import load_config
    from dialog.domain import load_domains
    from dialog.nlg.asking import PERSONA, Asker
    from dialog.nlg.prompting import Prompts

    loaded = load_domains(domains)
    options = load_config(config, domains=loaded).options("nlg") if config else {}
    folder = options.get("prompts")
    made = Asker(
        loaded,
        persona=options.get("persona", PERSONA),
        prompts=Prompts(Path(folder).expanduser() if folder else None),
        seed=options.get("seed", 0),
    )
    made.warm_up()
    return made


def _transcript(kept: StoredConversation, acts: bool) -> Iterator[str]:
    about = f" about {', '.join(kept.domains)}" if kept.domains else ""
    yield f"Conversation {kept.id}{about}"
    rating = "" if kept.rating is None else f", rated {kept.rating} of 5"
    yield f"begun {_moment(kept.created_at)}, last turn {_moment(kept.updated_at)}{rating}"
    for number, turn in enumerate(kept.state.turns, start=1):
        yield ""
        yield from _said(f"{number:>3}  You: ", turn.user.text)
        if acts:
            yield from _said("          ", _notation(turn.user.best_acts))
        yield from _said("     Bot: ", turn.response)
        for line in table_lines(turn.listing) if turn.listing else ():
            yield f"          {line}"
        if acts:
            yield from _said("          ", _notation(turn.system_acts))


def _said(prefix: str, text: str) -> Iterator[str]:
    for line in _plain(text):
        yield f"{prefix}{line}".rstrip()
        prefix = " " * len(prefix)


def _notation(acts: Sequence[DialogueAct]) -> str:
    from dialog.acts import format_acts

    return f"[{format_acts(acts) or 'no acts'}]"


def _plain(text: str) -> list[str]:
    """Return the lines of a text, without characters that would steer the terminal."""
    lines = [printable(line) for line in text.splitlines()]
    return lines or [""]


def _moment(time: datetime) -> str:
    return f"{time.astimezone():%Y-%m-%d %H:%M}"
