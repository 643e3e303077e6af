"""`dialog train nlg`: a model that puts acts into words, a small one or a tuned pretrained one."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dialog.commands import shared

if TYPE_CHECKING:
    from dialog.nlg.tuning.arguments import TuningArguments
    from dialog.nlg.tuning.training import Course

_TUNING = ("peft", "peft_size", "beta", "dpo", "reward", "ppo")  # options that go with --base


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
    help="Of --base: learn these preferences, not a corpus; `dialog corpora preferences` and "
    "`dialog conversations preferences` make some.",
)
@click.option(
    "--reward",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Of --base: make a reward model from these preferences, which scores answers.",
)
@click.option(
    "--ppo", help="Of --base: learn, on a corpus's turns, what this reward model scores higher."
)
@click.option(
    "--beta", type=float, help="Of --dpo and --ppo: what it costs to leave the base (0.1)."
)
@shared.epochs
@shared.dialogues
@click.option("--batch-size", type=int, help="Responses a step.")
@click.option("--learning-rate", type=float, help="The peak of the schedule.")
@shared.seed()
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    help="The model's folder; by default one in the user's data folder, where chat finds a small "
    "model.",
)
def nlg(corpora: tuple[str, ...], base: str | None, output: Path | None, **chosen: Any) -> None:
    """Train the generator `lm` on the annotated system turns of corpora.

    With --base a pretrained language model is tuned for the generator `llm`, on what that would
    ask it for these turns.

    \b
    dialog train nlg --corpus sgd --epochs 4 --output sgd
    dialog train nlg --corpus multiwoz21 --start sgd
    dialog train nlg --corpus multiwoz21 --base ./instruct-model --peft lora --output tuned
    dialog train nlg --base tuned --dpo preferences.jsonl --output preferring
    dialog train nlg --base tuned --reward preferences.jsonl --output judge
    dialog train nlg --corpus multiwoz21 --base tuned --ppo judge --output rewarded
    """  # noqa: D301 - click wants the character
    from dialog.errors import ConfigError

    if base is None:
        for name in _TUNING:
            if chosen.pop(name) is not None:
                option = name.replace("_", "-")
                raise ConfigError(f"--{option} is for a language model to tune; give --base.")
        if not corpora:
            raise ConfigError("There is nothing to learn from; give --corpus.")
        _train(corpora, output, chosen)
        return
    _check_tuning(corpora, chosen)
    _tune(corpora, output, {"base": base, **chosen})


def _check_tuning(corpora: tuple[str, ...], chosen: dict[str, Any]) -> None:
    """Refuse options that do not go together; takes out --start, which is for small models."""
    from dialog.errors import ConfigError

    if chosen.pop("start"):
        raise ConfigError("--start is for small models; --base takes a tuned model's folder too.")
    ways = [name for name in ("dpo", "reward", "ppo") if chosen[name] is not None]
    if len(ways) > 1:
        raise ConfigError(f"--{ways[0]} and --{ways[1]} are two trainings; give one of them.")
    way = ways[0] if ways else ""
    if chosen["beta"] is not None and way not in ("dpo", "ppo"):
        raise ConfigError("--beta goes with --dpo or --ppo; give one of them.")
    if way == "ppo" and not corpora:
        raise ConfigError("--ppo learns on a corpus's turns; give --corpus.")
    if not way and not corpora:
        raise ConfigError(
            "There is nothing to learn from; give --corpus, or preferences by --dpo or --reward."
        )
    if way in ("dpo", "reward") and (corpora or chosen["dialogues"] is not None):
        raise ConfigError(f"--{way} learns preferences alone; leave --corpus and --dialogues out.")


def _train(corpora: tuple[str, ...], output: Path | None, chosen: dict[str, Any]) -> None:
    """Train a small model from scratch, or from another."""
    from dialog.commands.progress import progress
    from dialog.errors import ConfigError, ExtraMissingError
    from dialog.files import data_folder
    from dialog.nlg.lm.examples import taught
    from dialog.runtime.bundles import check_output

    try:
        from dialog.nlg.lm.training import Trainer, arguments
    except ModuleNotFoundError as error:
        raise ExtraMissingError("Training", "train") from error

    args = arguments(chosen)
    path = output or data_folder() / "models" / f"{_joined(corpora)}-words"
    if args.start and path.resolve() == Path(args.start).resolve():
        raise ConfigError(f"--output is the folder of --start, {path}; name another.")
    check_output(path, "nlg")
    material = taught(corpora, click.echo)
    with progress() as (report, step):
        bundle = Trainer(material, args, report, step).train(path.name, path)
    figures = bundle.training["validation"]
    click.echo(
        f"Saved {path}: validation BLEU {100 * figures['bleu']:.2f}, "
        f"slot errors {100 * figures['slot_error_rate']:.2f} %."
    )


def _joined(corpora: tuple[str, ...]) -> str:
    """Return the names of corpora, some of which may be folders, as a part of a folder's name."""
    return "-".join(Path(name).resolve().name for name in corpora)


def _tune(corpora: tuple[str, ...], output: Path | None, chosen: dict[str, Any]) -> None:
    """Tune a pretrained language model."""
    from dialog.commands.progress import progress
    from dialog.errors import ExtraMissingError
    from dialog.nlg.tuning.arguments import arguments
    from dialog.nlg.tuning.folder import check_output

    typed = {"corpus": corpora, **chosen}
    dpo, reward, ppo = (chosen.pop(name) for name in ("dpo", "reward", "ppo"))
    args = arguments(chosen)
    path = output or _usual_folder(args.base, corpora, dpo or reward, ppo)
    check_output(path, args.base, ppo)
    try:
        from dialog.nlg.tuning.training import Trainer
    except ModuleNotFoundError as error:
        raise ExtraMissingError("Training", "train") from error

    course = _course(corpora, dpo, reward, ppo, args)
    with progress() as (report, step):
        made = Trainer(course, args, report, step).train(
            path, command=shared.typed("dialog train nlg", typed)
        )
    best = min(made["history"], key=lambda epoch: epoch["validation_loss"])
    click.echo(f"Saved {path}: {_came_of(made['before'], best)}")
    use = f"--corpus NAME --base MODEL --ppo {path}" if reward else f"--nlg llm --llm {path}"
    click.echo(f"It {'scores' if reward else 'speaks'} by {use}")


def _usual_folder(
    base: str, corpora: tuple[str, ...], preferences: Path | None, ppo: str | None
) -> Path:
    """Return where a tuned model goes that nobody named a folder for."""
    from dialog.files import data_folder

    parts = [Path(base).name, preferences.stem] if preferences else [_joined(corpora)]
    parts += [Path(ppo).name] if ppo else []
    return data_folder() / "models" / f"{'-'.join(parts)}-llm"


def _course(
    corpora: tuple[str, ...],
    dpo: Path | None,
    reward: Path | None,
    ppo: str | None,
    args: "TuningArguments",
) -> "Course[Any]":
    """Return what is learnt; what can be refused at once is, before corpora are read."""
    from dialog.nlg.tuning.answers import Answers
    from dialog.nlg.tuning.lessons import taught
    from dialog.nlg.tuning.model import check_base
    from dialog.nlg.tuning.pairs import PreferredAnswers, RankedAnswers
    from dialog.nlg.tuning.preferences import read_preferences
    from dialog.nlg.tuning.reward import RewardModel, check_reward_model
    from dialog.nlg.tuning.rewarded import RewardedAnswers

    if file := dpo or reward:
        kind = PreferredAnswers if dpo else RankedAnswers
        course = kind(read_preferences(file), args)
        check_base(args, course.task)
        return course
    check_base(args)
    if ppo:
        check_reward_model(ppo)
        return RewardedAnswers(taught(corpora, click.echo), RewardModel(ppo), args)
    return Answers(taught(corpora, click.echo), args)


def _came_of(before: dict[str, float], best: dict[str, float]) -> str:
    """Return what a training came to, in the figure that tells most of it."""
    name, called = next(
        (name, called)
        for name, called in (("reward", "reward"), ("validation_loss", "validation loss"))
        if name in best
    )
    return f"{called} {before[name]:.3f} before, {best[name]:.3f} after."
