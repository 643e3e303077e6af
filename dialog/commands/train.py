"""`dialog train <module>`: train a module from corpora and phrase templates."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dialog.commands.train_encoder import encoder

if TYPE_CHECKING:
    from dialog.nlu.own import Speaker

UTTERANCE = 48  # tokens that an utterance of the history has room for


@click.group()
def train() -> None:
    """Train a module."""


train.add_command(encoder)


@contextmanager
def progress() -> Iterator[tuple[Callable[[str], None], Callable[[int, int, float], None]]]:
    """Give a function that prints a line, and one that moves a bar with the loss below the lines.

    The bar shows on a terminal only.
    """
    from rich.console import Console
    from rich.progress import Progress

    console = Console(highlight=False, markup=False, soft_wrap=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("training", total=None)
        yield (
            console.print,
            lambda done, of, loss: bar.update(
                task, completed=done, total=of, description=f"loss {loss:.3f}"
            ),
        )


@train.command()
@click.option("--domain", "domains", multiple=True, help="A domain; repeat it.")
@click.option(
    "--corpus",
    "corpora",
    multiple=True,
    help="A corpus; by default all that the domains map and that are at hand. 'none': no corpus. "
    "Without --domain: for the corpus's own domains, with its names alone.",
)
@click.option(
    "--also",
    multiple=True,
    help="A further split of the corpora to draw on, such as `templates` of crosswoz; repeat it.",
)
@click.option(
    "--beside",
    multiple=True,
    help="A further domain, whose sentences are learnt to be out of scope, so that the model can "
    "share a session with that domain's; repeat it.",
)
@click.option(
    "--encoder",
    help="An installed encoder, a folder or a hub name of a BERT; by default the embedded one.",
)
@click.option(
    "--adapter",
    type=click.Choice(["lora", "full", "none"]),
    help="What of the encoder is trained: a small adapter (by default), all of it, or nothing.",
)
@click.option("--epochs", type=int, help="At most so many; stops early on validation.")
@click.option("--batch-size", type=int, help="Sentences a step.")
@click.option("--learning-rate", type=float, help="The peak of the schedule.")
@click.option(
    "--history",
    type=click.IntRange(0, 3),
    help="Of a corpus by itself: read a sentence with so many utterances before it; by default "
    "with what the system did.",
)
@click.option(
    "--speaker",
    type=click.Choice(["user", "system", "all"]),
    default="user",
    show_default=True,
    help="Of a corpus by itself: whose sentences; the system's need --history.",
)
@click.option(
    "--start",
    help="A bundle's folder to go on from; without a corpus an installed one, if there is. "
    "'none': from the encoder alone.",
)
@click.option("--seed", type=int, default=0, show_default=True)
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    help="The bundle's folder; by default one in the user's data folder, where chat finds it.",
)
def nlu(
    domains: tuple[str, ...],
    corpora: tuple[str, ...],
    also: tuple[str, ...],
    beside: tuple[str, ...],
    encoder: str | None,
    adapter: str | None,
    epochs: int | None,
    batch_size: int | None,
    learning_rate: float | None,
    history: int | None,
    speaker: "Speaker",
    start: str | None,
    seed: int,
    output: Path | None,
) -> None:
    """Train the joint BERT for intents and slots on some domains, or on a corpus alone.

    \b
    dialog train nlu --domain restaurant --domain hotel --domain taxi
    dialog train nlu --corpus snips
    """  # noqa: D301 - click wants the character
    from dialog.domain import load_domains
    from dialog.errors import ConfigError, ExtraMissingError
    from dialog.files import data_folder
    from dialog.nlu.arguments import ONWARD_EPOCHS, TrainingArguments
    from dialog.nlu.bundle import base_bundle
    from dialog.nlu.choice import corpora_themselves
    from dialog.nlu.foreign import FOREIGN, foreign_sentences
    from dialog.nlu.own import single_sentences
    from dialog.nlu.sources import TRAIN, chosen_corpora, corpus_sentences

    try:
        from dialog.nlu.training import Trainer
    except ModuleNotFoundError as error:
        raise ExtraMissingError("Training", "train") from error

    chosen: dict[str, Any] = {
        "encoder": encoder,
        "adapter": adapter,
        "epochs": epochs,
        "batch_size": batch_size,
        "learning_rate": learning_rate,
        "seed": seed,
        "speaker": speaker,
        "also": also,
        "beside": beside,
    }
    if not domains and not corpora:
        raise ConfigError("Name what to train for: a --domain, a --corpus or both.")
    if domains and (history is not None or speaker != "user"):
        raise ConfigError("--history and --speaker are of a corpus by itself; leave --domain out.")
    if speaker != "user" and history is None:
        raise ConfigError(
            "Who speaks is told by the utterances before; give --history, 0 to 3, with --speaker."
        )
    if twice := set(beside) & set(domains):
        raise ConfigError(f"{min(twice)} is given as --domain and as --beside; name it once.")
    if beside and not domains:
        raise ConfigError("--beside is of domains; name some with --domain.")
    loaded = load_domains(domains) if domains else corpora_themselves(corpora)
    # a corpus by itself is learnt as it is, with all that the encoder can give
    defaults: dict[str, Any] = {} if domains else {"adapter": "full", "swap": 0.0}
    if not domains and single_sentences(chosen_corpora(loaded, corpora, click.echo), TRAIN):
        defaults |= {"pooling": "mean"}
        history = history or 0
    splits = ("train", "validation")
    sentences = corpus_sentences(
        loaded, corpora, splits, click.echo, history=history, speaker=speaker, also=also
    )
    if beside:
        sentences[FOREIGN] = foreign_sentences(loaded, load_domains(beside), seed, click.echo)
    if start is None and not sentences["train"] and (base := base_bundle(encoder)):
        click.echo(f"Goes on from the bundle {base.name} (--start none: from the encoder alone).")
        start = str(base.path)
    if start not in (None, "none"):
        defaults |= {"start": start, "epochs": ONWARD_EPOCHS}
    if history:  # room for what was said before
        defaults["max_length"] = TrainingArguments.max_length + UTTERANCE * history
    chosen["history"] = history
    args = TrainingArguments(**defaults | {k: v for k, v in chosen.items() if v is not None})
    name = "-".join(loaded if domains else corpora)
    path = output or data_folder() / "models" / name
    with progress() as (report, step):
        bundle = Trainer(loaded, sentences, args, report, step).train(path.name, path)
    scores = bundle.training["validation"]
    click.echo(
        f"Saved {path}: validation act F1 {scores['act_f1']:.4f}, slot F1 {scores['slot_f1']:.4f}."
    )
