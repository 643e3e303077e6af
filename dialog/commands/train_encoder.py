"""`dialog train encoder`: train a small encoder from scratch where none is at hand."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dialog.commands import shared

if TYPE_CHECKING:
    from dialog.runtime.encoder import Text


@click.command()
@click.option(
    "--corpus", "corpora", multiple=True, required=True, help="A corpus to read; repeat it."
)
@click.option(
    "--also", multiple=True, help="A further split to learn from beside `train`; repeat it."
)
@click.option("--layers", type=int, help="By default 4.")
@click.option("--hidden", type=int, help="Size of a token's vector; by default 256.")
@click.option("--heads", type=int, help="Of attention; by default 4.")
@click.option("--epochs", type=int, help="By default 4.")
@click.option("--batch-tokens", type=int, help="Tokens a step; by default 2048.")
@click.option("--learning-rate", type=float, help="The peak of the schedule; by default 0.001.")
@shared.seed()
@click.option(
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    help="The encoder's folder, which --encoder takes.",
)
def encoder(corpora: tuple[str, ...], also: tuple[str, ...], **options: Any) -> None:
    """Train a character-level BERT on the text of corpora, by masked language modelling.

    It reads what both speakers say in the training split and the rows of the corpora's databases.
    The same command goes on where one was cut short.

    \b
    dialog train encoder --corpus crosswoz --also templates --output zh
    dialog train nlu --corpus crosswoz --encoder zh
    """  # noqa: D301 - click wants the character
    from dialog.commands.progress import progress
    from dialog.corpus import find_corpus
    from dialog.corpus.cache import cached
    from dialog.corpus.leaks import Source, refuse_leaks
    from dialog.encoder.texts import corpus_texts, row_texts
    from dialog.errors import ExtraMissingError

    try:
        from dialog.encoder.training import EncoderArguments, EncoderTrainer
    except ModuleNotFoundError as error:
        raise ExtraMissingError("Training", "train") from error

    output = options.pop("output")
    command = shared.typed("dialog train encoder", {"corpus": corpora, "also": also, **options})
    args = EncoderArguments(**{name: value for name, value in options.items() if value is not None})
    texts: dict[str, list[Text]] = {"train": [], "validation": []}
    sources: list[str] = []

    def told(line: str) -> None:
        sources.append(line)
        click.echo(line)

    for name in corpora:
        corpus = cached(find_corpus(name))
        learnt = ("train", *also)
        refuse_leaks([Source(corpus, split) for split in learnt], [Source(corpus, "validation")])
        texts["train"] += corpus_texts(corpus, learnt, told) + row_texts(corpus, "train", told)
        texts["validation"] += corpus_texts(corpus, ["validation"], click.echo)
    with progress() as (report, step):
        made = EncoderTrainer(texts, args, report, step).train(
            output, sources=sources, command=command
        )
    last = made["history"][-1]
    click.echo(
        f"Saved {output}: masked accuracy {100 * last['masked_accuracy']:.1f} on the "
        "validation split's text."
    )
