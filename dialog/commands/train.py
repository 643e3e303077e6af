"""`dialog train <module>`: train a module from corpora and phrase templates."""

from pathlib import Path
from typing import Any

import click

from dialog.commands import shared
from dialog.commands.train_dst import dst
from dialog.commands.train_encoder import encoder
from dialog.commands.train_nlg import nlg as train_nlg
from dialog.commands.train_policy import policy
from dialog.commands.train_satisfaction import satisfaction


@click.group()
def train() -> None:
    """Train a module."""


train.add_command(encoder)
train.add_command(dst)
train.add_command(train_nlg)
train.add_command(policy)
train.add_command(satisfaction)


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
@shared.encoder
@shared.adapter
@shared.epochs
@click.option("--batch-size", type=int, help="Sentences a step.")
@click.option("--learning-rate", type=float, help="The peak of the schedule.")
@click.option(
    "--swap",
    type=click.FloatRange(0, 1),
    help="Share of the corpora's sentences that get other values, others every epoch; by default "
    "half.",
)
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
@shared.seed()
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    help="The bundle's folder; by default one in the user's data folder, where chat finds it.",
)
def nlu(
    domains: tuple[str, ...], corpora: tuple[str, ...], output: Path | None, **chosen: Any
) -> None:
    """Train the joint BERT for intents and slots on some domains, or on a corpus alone.

    \b
    dialog train nlu --domain restaurant --domain hotel --domain taxi
    dialog train nlu --corpus snips
    """  # noqa: D301 - click wants the character
    from dialog.commands.progress import progress
    from dialog.errors import ExtraMissingError
    from dialog.files import data_folder
    from dialog.nlu.recipe import recipe
    from dialog.runtime.bundles import check_output

    try:
        from dialog.nlu.training import Trainer
    except ModuleNotFoundError as error:
        raise ExtraMissingError("Training", "train") from error

    made = recipe(domains, corpora, chosen, click.echo)
    path = output or data_folder() / "models" / made.name
    check_output(path, "nlu")
    with progress() as (report, step):
        trainer = Trainer(made.domains, made.sentences, made.args, report, step)
        bundle = trainer.train(path.name, path)
    scores = bundle.training["validation"]
    click.echo(
        f"Saved {path}: validation act F1 {scores['act_f1']:.4f}, slot F1 {scores['slot_f1']:.4f}."
    )
