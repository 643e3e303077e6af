"""`dialog nlu`: the understanding by itself."""

import io
import json
import os
import stat
import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

if TYPE_CHECKING:
    from rich.text import Text

    from dialog.acts import DialogueAct
    from dialog.component import NLU, Domains
    from dialog.state import Hypothesis

AT_ONCE = 256  # sentences of a file that are understood together
COLOURS = ("cyan", "magenta", "green", "yellow", "blue", "red")


@click.group()
def nlu() -> None:
    """Understand single sentences."""


@nlu.command()
@click.argument("text", nargs=-1)
@click.option("--domain", "domains", multiple=True, help="A domain; repeat it.")
@click.option("--corpus", "corpora", multiple=True, help="Instead: a corpus by itself.")
@click.option(
    "--nlu",
    "component",
    help="The NLU component; by default the domain's own, or bert where it is trained.",
)
@click.option(
    "--model", type=click.Path(path_type=Path), help="A bundle's folder; by default installed ones."
)
@click.option(
    "--n-best",
    is_flag=True,
    help='Each TEXT is a guess at one sentence, its probability in front: "0.6 thai food".',
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a sentence.")
def parse(
    text: tuple[str, ...],
    domains: tuple[str, ...],
    corpora: tuple[str, ...],
    component: str | None,
    model: Path | None,
    n_best: bool,
    as_json: bool,
) -> None:
    """Show the acts of a sentence, TEXT, with the words that say them and their scores.

    The words of TEXT are one sentence, quoted or not. "-" reads sentences from standard input,
    one a line. A sentence is understood as the first of a conversation.

    \b
    dialog nlu parse flights from boston to denver on monday --domain atis
    dialog nlu parse - --domain restaurant --json < sentences.txt
    dialog nlu parse --n-best "0.6 thai food" "0.3 tie food" --domain restaurant
    """  # noqa: D301 - click wants the character
    from dialog.component import BatchNLU
    from dialog.domain import load_domains
    from dialog.errors import ConfigError
    from dialog.nlu.choice import corpora_themselves
    from dialog.state import DialogueState, UserTurn

    if domains and corpora:
        raise ConfigError("Name either a --domain or a --corpus to understand with, not both.")
    if not (domains or corpora):
        raise ConfigError("Name what to understand with: a --domain or a --corpus.")
    lines: Iterable[str] = [" ".join(text)]
    size = 1
    heard = _hypotheses(text) if n_best else None
    if text == ("-",):
        lines, size = filter(None, (line.strip() for line in _stdin())), lines_at_once()
    elif not " ".join(text).strip():
        raise ConfigError("Say what is to be understood: a sentence, or - for standard input.")
    loaded = load_domains(domains) if domains else corpora_themselves(corpora)
    understanding = _component(loaded, component, model)
    show = _json if as_json else _coloured if sys.stdout.isatty() else _plain
    if heard:
        turn = understanding.understand(UserTurn(heard), DialogueState())
        show(turn.text, turn.likely_acts)
        return
    for sentences in _groups(lines, size):
        turns = [UserTurn.of(sentence) for sentence in sentences]
        if len(turns) > 1 and isinstance(understanding, BatchNLU):
            understood = understanding.understand_all(turns, [DialogueState()] * len(turns))
        else:
            understood = [understanding.understand(turn, DialogueState()) for turn in turns]
        for sentence, turn in zip(sentences, understood, strict=True):
            show(sentence, turn.best_acts)


def _hypotheses(text: Sequence[str]) -> "tuple[Hypothesis, ...]":
    """Read guesses with their probabilities in front.

    Raises:
        ConfigError: for one without a number from 0 to 1 or without words.
    """
    from dialog.errors import ConfigError
    from dialog.state import Hypothesis

    heard = []
    for guess in text:
        number, _, words = guess.strip().partition(" ")
        try:
            score = float(number)
        except ValueError:
            score = -1.0
        if not 0 <= score <= 1 or not words.strip():
            raise ConfigError(
                f"--n-best: {guess!r} should be a probability and a sentence, such as "
                '"0.6 thai food".'
            )
        heard.append(Hypothesis(words.strip(), score))
    return tuple(heard)


def _component(domains: "Domains", name: str | None, model: Path | None) -> "NLU":
    from dialog.config import AUTO, NONE, load_config
    from dialog.nlu.choice import fitting_nlu, nlu_options, ready

    def announce(line: str) -> None:
        click.echo(line, err=True)

    if name or model:
        name = name or "bert"
        return ready(name, domains, nlu_options(name, model), announce)
    config = load_config(domains=domains, kinds=["nlu"])  # a plugin may understand by its own
    name = config.name("nlu")
    if name in (AUTO, NONE):
        return ready(fitting_nlu(domains, announce), domains, {}, announce)
    return ready(name, domains, config.options("nlu"), announce)


def _stdin() -> TextIO:
    if isinstance(sys.stdin, io.TextIOWrapper):  # bytes that are no UTF-8 become U+FFFD
        sys.stdin.reconfigure(encoding="utf-8-sig", errors="replace")
    return sys.stdin


def lines_at_once() -> int:
    """Return how many lines to understand at once: one, unless all of them are in a file.

    A program may wait for the answer to a line before it writes the next.
    """
    try:
        file = stat.S_ISREG(os.fstat(sys.stdin.fileno()).st_mode)
    except (OSError, ValueError):  # no real file behind it
        file = False
    return AT_ONCE if file else 1


def _groups(lines: Iterable[str], size: int) -> Iterator[list[str]]:
    rest = iter(lines)
    while group := list(islice(rest, size)):
        yield group


def _json(sentence: str, acts: "Sequence[DialogueAct]") -> None:
    made: list[dict[str, Any]] = [act.to_dict() | {"score": round(act.score, 4)} for act in acts]
    click.echo(json.dumps({"text": sentence, "acts": made}, ensure_ascii=False))


def _plain(sentence: str, acts: "Sequence[DialogueAct]") -> None:
    from dialog.terminal import printable

    click.echo(printable(sentence))
    for act in acts:
        where = f"  {act.span[0]}:{act.span[1]}" if act.span else ""
        click.echo(f"  {act.score:.2f}  {act}{where}")


def _coloured(sentence: str, acts: "Sequence[DialogueAct]") -> None:
    from rich.console import Console

    console = Console(highlight=False, emoji=False)
    console.print(labelled(sentence, acts), soft_wrap=True)
    for line in scored(acts):
        console.print(line, soft_wrap=True)


def labelled(sentence: str, acts: "Sequence[DialogueAct]") -> "Text":
    """Return a sentence whose spans are coloured, each with its slot behind it."""
    from rich.text import Text

    from dialog.terminal import printable

    line, at = Text(), 0
    colours = _colours(acts)
    for act in sorted((a for a in acts if a.span), key=lambda act: act.span or (0, 0)):
        start, end = act.span or (0, 0)
        if start < at:  # words that are coloured already
            continue
        colour = colours[act.slot]
        line.append(printable(sentence[at:start]))
        line.append(printable(sentence[start:end]), style=f"bold {colour}")
        line.append(f" {act.slot}", style=f"italic dim {colour}")
        at = end
    line.append(printable(sentence[at:]))
    return line


def scored(acts: "Sequence[DialogueAct]") -> "list[Text]":
    """Return the acts, a line each, with their scores in front."""
    from rich.text import Text

    colours = _colours(acts)
    if not acts:
        return [Text("  nothing understood", style="dim")]
    return [
        Text.assemble(
            f"  {act.score:.2f} ", (_bar(act.score), "dim"), " ",
            (str(act), colours[act.slot] if act.span else "bold"),
        )
        for act in acts
    ]  # fmt: skip


def _colours(acts: "Sequence[DialogueAct]") -> dict[str, str]:
    """Return a colour for each slot that words spell, in order of appearance."""
    slots = dict.fromkeys(act.slot for act in acts if act.span)
    return {slot: COLOURS[nth % len(COLOURS)] for nth, slot in enumerate(slots)}


def _bar(score: float, width: int = 10) -> str:
    full = round(score * width)
    return "█" * full + "░" * (width - full)
