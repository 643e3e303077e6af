"""`dialog train satisfaction`: how satisfied users are, from turn to turn."""

from pathlib import Path

import click

from dialog.commands import shared


@click.command()
@click.option("--corpus", "name", required=True, help="A corpus with ratings of turns.")
@click.option("--split", required=True, help="The split to learn from, which is cross-validated.")
@click.option(
    "--reaction/--no-reaction",
    default=True,
    show_default=True,
    help="Read what the user says in a turn, or only what came before it.",
)
@shared.report
@shared.seed(help="Of the intervals.")
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    help="The model's folder; by default one in the user's data folder, where it is found.",
)
def satisfaction(
    name: str, split: str, reaction: bool, folder: Path | None, seed: int, output: Path | None
) -> None:
    """Train an estimator of satisfaction on rated turns.

    \b
    dialog train satisfaction --corpus satisfaction --split multiwoz
    dialog train satisfaction --corpus satisfaction --split sgd --no-reaction --report report
    """  # noqa: D301 - click wants the character
    from dialog.corpus import find_corpus
    from dialog.corpus.cache import cached
    from dialog.evaluation.provenance import Provenance, checksum
    from dialog.evaluation.report import METRICS, PAGE, make_folder
    from dialog.files import data_folder
    from dialog.runtime.bundles import check_output
    from dialog.satisfaction.model import SatisfactionModel, embedded_encoder, encoder_checksum
    from dialog.satisfaction.report import satisfaction_metrics, satisfaction_report
    from dialog.satisfaction.training import cross_validated, fit, rated_turns

    path = output or data_folder() / "models" / f"satisfaction-{split}"
    check_output(path, "satisfaction")
    corpus = find_corpus(name)
    dialogues = list(cached(corpus).load(split))
    if folder:
        make_folder(folder)
    click.echo(f"Reading {len(dialogues):,} dialogues.")
    turns = rated_turns(corpus, dialogues, embedded_encoder(click.echo), reaction=reaction)
    estimates = cross_validated(turns)
    metrics = satisfaction_metrics(turns, estimates, seed)
    for metric in metrics:
        low, high = metric.interval or (metric.value, metric.value)
        click.echo(f"{metric.label:<22} {metric.value:.3f} ({low:.3f} to {high:.3f})")
    data = {"corpus": name, "split": split, "dialogues": len(dialogues), "turns": len(estimates)}
    data["sha256"] = checksum(dialogue.to_dict() for dialogue in dialogues)
    config = {"reaction": reaction, "encoder_sha256": encoder_checksum()}
    provenance = Provenance(config=config, data=data, seed=seed)
    figures = {metric.name: round(metric.value, 4) for metric in metrics}
    training = {"data": data, "cross_validated": figures, "versions": dict(provenance.versions)}
    weights = fit(turns.values, turns.ratings)
    encoder = {"sha256": encoder_checksum()}
    SatisfactionModel(path.name, encoder, reaction, training, weights).save(path)
    click.echo(f"Saved {path}.")
    if folder:
        satisfaction_report(turns, estimates, metrics, provenance).write(folder)
        click.echo(f"Wrote {folder / METRICS} and {folder / PAGE}.")
