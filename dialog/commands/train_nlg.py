"""`dialog train nlg`: a model that puts acts into words, a small one or a tuned pretrained one."""

from pathlib import Path
from typing import Any

import click

from dialog.commands import shared

_TUNING = ("peft", "peft_size", "beta")  # options that go with --base


@click.command()
@click.option("--corpus", "corpora", multiple=True, help="A corpus; repeat it.")
@click.option("--start", help="A generator's folder to go on from, trained on other corpora.")
@click.option(
    "--base", help="Tune this language model instead: its folder, or its name on the hub."
)
@click.option(
    "--peft",
    help="Of --base, what is trained: lora (default), qlora, prefix, prompt, p-tuning, none (all).",
)
@click.option(
    "--peft-size", type=int, help="Of --base: LoRA's rank (16), or how many virtual tokens (20)."
)
@click.option(
    "--dpo",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Of --base: learn these preferences, not a corpus; `dialog corpora preferences` makes "
    "some.",
)
@click.option("--beta", type=float, help="Of --dpo: what it costs to leave the base (0.1).")
@shared.epochs
@shared.dialogues
@click.option("--batch-size", type=int, help="Responses a step.")
@click.option("--learning-rate", type=float, help="The peak of the schedule.")
@click.option("--seed", type=int, default=0, show_default=True)
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    help="The model's folder; by default one in the user's data folder, where chat finds a small "
    "model.",
)
def nlg(
    corpora: tuple[str, ...], base: str | None, dpo: Path | None, output: Path | None, **chosen: Any
) -> None:
    """Train the generator `lm` on the annotated system turns of corpora.

    With --base a pretrained language model is tuned for the generator `llm`, on what that would
    ask it for these turns.

    \b
    dialog train nlg --corpus sgd --epochs 4 --output sgd
    dialog train nlg --corpus multiwoz21 --start sgd
    dialog train nlg --corpus multiwoz21 --base ./instruct-model --peft lora --output tuned
    dialog train nlg --base tuned --dpo preferences.jsonl --output preferring
    """  # noqa: D301 - click wants the character
    from dialog.errors import ConfigError

    if base is None:
        tuning = {"dpo": dpo, **{name: chosen.pop(name) for name in _TUNING}}
        for name, value in tuning.items():
            if value is not None:
                option = name.replace("_", "-")
                raise ConfigError(f"--{option} is for a language model to tune; give --base.")
        if not corpora:
            raise ConfigError("There is nothing to learn from; give --corpus.")
        _train(corpora, output, chosen)
        return
    if chosen.pop("start"):
        raise ConfigError("--start is for small models; --base takes a tuned model's folder too.")
    if dpo is None and chosen["beta"] is not None:
        raise ConfigError("--beta goes with preferences; give --dpo.")
    if dpo is None and not corpora:
        raise ConfigError("There is nothing to learn from; give --corpus, or --dpo.")
    if dpo is not None and (corpora or chosen["dialogues"] is not None):
        raise ConfigError("--dpo learns preferences alone; leave --corpus and --dialogues out.")
    _tune(corpora, dpo, output, {"base": base, **chosen})


def _train(corpora: tuple[str, ...], output: Path | None, chosen: dict[str, Any]) -> None:
    """Train a small model from scratch, or from another."""
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


def _tune(
    corpora: tuple[str, ...], dpo: Path | None, output: Path | None, chosen: dict[str, Any]
) -> None:
    """Tune a pretrained language model."""
    from dialog.commands.progress import progress
    from dialog.errors import ExtraMissingError
    from dialog.files import data_folder
    from dialog.nlg.tuning.arguments import arguments
    from dialog.nlg.tuning.folder import check_output
    from dialog.nlg.tuning.lessons import taught
    from dialog.nlg.tuning.preferences import read_preferences

    args = arguments(chosen)
    name = "-".join(corpora) if dpo is None else f"{Path(args.base).name}-{dpo.stem}"
    path = output or data_folder() / "models" / f"{name}-llm"
    check_output(path, args.base)
    try:
        from dialog.nlg.tuning.answers import Answers
        from dialog.nlg.tuning.model import check_base
        from dialog.nlg.tuning.pairs import PreferredAnswers
        from dialog.nlg.tuning.training import Course, Trainer
    except ModuleNotFoundError as error:
        raise ExtraMissingError("Training", "train") from error

    preferences = read_preferences(dpo) if dpo else []
    check_base(args)  # before corpora are read, which takes longer
    course: Course[Any]
    if dpo:
        course = PreferredAnswers(preferences, args)
    else:
        course = Answers(taught(corpora, click.echo), args)
    command = shared.typed("dialog train nlg", {"corpus": corpora, "dpo": dpo, **chosen})
    with progress() as (report, step):
        made = Trainer(course, args, report, step).train(path, command=command)
    best = min(made["history"], key=lambda epoch: epoch["validation_loss"])
    click.echo(
        f"Saved {path}: validation loss {made['before']['validation_loss']:.3f} before, "
        f"{best['validation_loss']:.3f} after. It speaks by --nlg llm --llm {path}"
    )
