"""`dialog train dst`: a tracker that reads what a schema says of its slots."""

from pathlib import Path
from typing import Any

import click

from dialog.commands import shared


@click.command()
@shared.corpora
@click.option("--start", help="A tracker's folder to go on from, trained on another corpus.")
@shared.encoder
@shared.adapter
@shared.epochs
@shared.dialogues
@click.option("--batch-size", type=int, help="Turns a step.")
@click.option("--learning-rate", type=float, help="The encoder's, at the peak of the schedule.")
@shared.seed()
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    help="The tracker's folder; by default one in the user's data folder, where chat finds it.",
)
def dst(corpora: tuple[str, ...], output: Path | None, **chosen: Any) -> None:
    """Train the neural state tracker on the annotated states of corpora.

    \b
    dialog train dst --corpus woz2
    dialog train dst --corpus sgd --dialogues 2000 --epochs 6 --output sgd
    dialog train dst --corpus multiwoz21 --start sgd
    """  # noqa: D301 - click wants the character
    from dialog.commands.progress import progress
    from dialog.dst.neural.sources import tracked_turns
    from dialog.errors import ExtraMissingError
    from dialog.files import data_folder
    from dialog.runtime.bundles import check_output

    try:
        from dialog.dst.neural.training import Trainer, arguments
    except ModuleNotFoundError as error:
        raise ExtraMissingError("Training", "train") from error

    args = arguments(chosen)
    taught = tracked_turns(corpora, click.echo)
    path = output or data_folder() / "models" / f"{'-'.join(taught.corpora)}-tracker"
    check_output(path, "dst")
    with progress() as (report, step):
        trainer = Trainer(taught, args, report, step)
        bundle = trainer.train(path.name, path)
    score = bundle.training["validation"]["joint_goal_accuracy"]
    click.echo(f"Saved {path}: validation joint goal accuracy {score:.4f}.")
