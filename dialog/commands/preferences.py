"""`dialog corpora preferences`: which of a language model's answers should be preferred."""

from pathlib import Path

import click

from dialog.commands import shared


@click.command()
@click.argument("name")
@click.option("--llm", help="The language model; by default the variable DIALOG_LLM.")
@click.option("--split", default="train", show_default=True)
@click.option("--samples", type=click.IntRange(2), default=4, show_default=True, help="A turn.")
@click.option(
    "--temperature", type=click.FloatRange(0, 10, min_open=True), default=1.0, show_default=True
)
@click.option(
    "--limit", type=click.IntRange(min=1), help="So many dialogues, drawn by the seed; else all."
)
@shared.seed()
@click.option("--output", required=True, type=click.Path(path_type=Path, dir_okay=False))
def preferences(
    name: str,
    llm: str | None,
    split: str,
    samples: int,
    temperature: float,
    limit: int | None,
    seed: int,
    output: Path,
) -> None:
    """Ask a language model for the words of corpus NAME's system turns, and judge its answers.

    Answers that say every value and that the guard lets pass are preferred to others for the same
    turn. `dialog train nlg --dpo` learns them.

    Example: dialog corpora preferences multiwoz21 --llm tuned --limit 100 --output liked.jsonl
    """
    from rich.console import Console
    from rich.progress import track

    from dialog.commands.evaluate_dst import drawn
    from dialog.corpus import find_corpus
    from dialog.corpus.cache import cached
    from dialog.corpus.leaks import Source, refuse_leaks
    from dialog.errors import ConfigError
    from dialog.llm.specs import language_model
    from dialog.nlg.tuning.asked import asked_turns
    from dialog.nlg.tuning.judged import judged
    from dialog.nlg.tuning.preferences import write_preferences

    corpus = cached(find_corpus(name))
    refuse_leaks([Source(corpus, split)], [])
    asked = list(asked_turns(corpus, drawn(corpus.load(split), limit, seed)))
    if not asked:
        raise ConfigError(f"There is no system turn with acts in the split {split!r} of {name}.")
    model = language_model(llm, timeout=600)
    model.warm_up()
    console = Console(stderr=True)
    shown = track(asked, "Asking", console=console, transient=True, disable=not console.is_terminal)
    found = judged(model, shown, samples=samples, temperature=temperature, seed=seed)
    write_preferences(output, found.preferences)
    click.echo(
        f"Wrote {len(found.preferences):,} preferences to {output}: of {found.answers:,} answers "
        f"to {len(asked):,} turns {found.passed:,} pass."
    )
