"""`dialog train nlg`: a small model that puts acts into words."""

from pathlib import Path
from typing import Any

import click

from dialog.commands import shared


@click.command()
@shared.corpora
@click.option("--start", help="A generator's folder to go on from, trained on other corpora.")
@shared.epochs
@shared.dialogues
@click.option("--batch-size", type=int, help="Responses a step.")
@click.option("--learning-rate", type=float, help="The peak of the schedule.")
@click.option("--seed", type=int, default=0, show_default=True)
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    help="The generator's folder; by default one in the user's data folder, where chat finds it.",
)
def nlg(corpora: tuple[str, ...], output: Path | None, **chosen: Any) -> None:
    """Train the generator `lm` on the annotated system turns of corpora.

    \b
    dialog train nlg --corpus sgd --epochs 4 --output sgd
    dialog train nlg --corpus multiwoz21 --start sgd
    """  # noqa: D301 - click wants the character
    from dialog.commands.progress import progress
    from dialog.errors import ExtraMissingError
    from dialog.files import data_folder
    from dialog.nlg.lm.examples import taught

    try:
        from dialog.nlg.lm.training import Trainer, arguments
    except ModuleNotFoundError as error:
        raise ExtraMissingError("Training", "train") from error

    args = arguments(chosen)
    material = taught(corpora, click.echo)
    path = output or data_folder() / "models" / f"{'-'.join(corpora)}-words"
    with progress() as (report, step):
        bundle = Trainer(material, args, report, step).train(path.name, path)
    figures = bundle.training["validation"]
    click.echo(
        f"Saved {path}: validation BLEU {100 * figures['bleu']:.2f}, "
        f"slot errors {100 * figures['slot_error_rate']:.2f} %."
    )
