"""`dialog evaluate pipeline`: measure whole systems by their answers to a corpus's users."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dialog.corpus import Corpus, Dialogue
    from dialog.corpus.answers import AnswerKey
    from dialog.evaluation.answers.measuring import Measurement
    from dialog.evaluation.provenance import Provenance
    from dialog.evaluation.report import Metric


@click.command()
@click.option("--corpus", "name", required=True, help="The corpus.")
@click.option("--split", default="test", show_default=True)
@click.option(
    "--predictions",
    type=click.Path(path_type=Path, dir_okay=False),
    help="A system's answers, in the format of MultiWOZ_Evaluation; .json or .json.gz.",
)
@click.option("--human", is_flag=True, help="Measure the corpus's own answers.")
@click.option(
    "--report",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="Write metrics.json and report.html into a folder.",
)
@click.option("--json", "as_json", is_flag=True, help="Print what metrics.json holds.")
@click.option(
    "--errors", type=click.IntRange(min=0), default=0, help="Print so many failures, in order."
)
@click.option("--seed", type=int, default=0, show_default=True, help="Of the intervals.")
def pipeline(
    name: str,
    split: str,
    predictions: Path | None,
    human: bool,
    folder: Path | None,
    as_json: bool,
    errors: int,
    seed: int,
) -> None:
    """Score answers to the users of a corpus: Inform, Success, BLEU and Combined.

    \b
    dialog evaluate pipeline --corpus multiwoz21 --predictions FILE --report report
    dialog evaluate pipeline --corpus multiwoz21 --human
    """  # noqa: D301 - click wants the character
    from dialog.corpus import find_corpus
    from dialog.corpus.cache import cached
    from dialog.errors import ConfigError
    from dialog.evaluation.answers import answer_metrics, measure, read_predictions
    from dialog.evaluation.answers.measuring import human as own_answers
    from dialog.evaluation.answers.report import answers_report, remarks
    from dialog.evaluation.report import METRICS, PAGE, make_folder

    if human == bool(predictions):
        raise ConfigError("Name what to measure: --predictions FILE or --human.")
    corpus = find_corpus(name)
    key = _answer_key(corpus)
    if folder:
        make_folder(folder)
    dialogues = list(cached(corpus).load(split))
    answers = read_predictions(predictions) if predictions else own_answers(dialogues, key)
    measurement = measure(dialogues, answers, key)
    metrics = answer_metrics(measurement.measured, seed, compared=not human)
    provenance = _provenance(corpus, split, dialogues, predictions, measurement, seed)
    report = answers_report(measurement, metrics, provenance)
    if as_json:
        click.echo(json.dumps(report.to_dict(), indent=1, ensure_ascii=False))
    else:
        _print(metrics, f"{len(measurement.measured):,} dialogues")
        for remark in remarks(measurement):
            click.echo(remark)
        _print_failures(measurement, errors)
    if folder:
        report.write(folder)
        if not as_json:
            click.echo(f"Wrote {folder / METRICS} and {folder / PAGE}.")


def _answer_key(corpus: "Corpus") -> "AnswerKey":
    """Return what a corpus knows of right answers.

    Raises:
        ConfigError: when it says nothing of them.
    """
    from dialog.corpus import corpus_class, registered_corpora
    from dialog.errors import ConfigError

    made = getattr(corpus, "answer_key", None)
    if made is None:
        able = [each for each in registered_corpora() if hasattr(corpus_class(each), "answer_key")]
        raise ConfigError(
            f"The corpus {corpus.name!r} does not say which answers are right; "
            f"there are: {', '.join(able) or 'none'}."
        )
    key: AnswerKey = made()
    return key


def _provenance(
    corpus: "Corpus",
    split: str,
    dialogues: "Sequence[Dialogue]",
    predictions: Path | None,
    measurement: "Measurement",
    seed: int,
) -> "Provenance":
    from dialog.evaluation.provenance import Provenance, checksum

    answers = [[each.to_dict() for each in m.outcome.answers] for m in measurement.measured]
    config = {
        "predictions": str(predictions) if predictions else "the corpus's own",
        "states": measurement.states,
        "domains_of_answers": measurement.topics,
        "answers_sha256": checksum(answers),
    }
    data = {
        "corpus": corpus.name,
        "split": split,
        "dialogues": len(measurement.measured),
        "sha256": checksum(dialogue.to_dict() for dialogue in dialogues),
    }
    return Provenance(config=config, data=data, seed=seed)


def _print(metrics: "Sequence[Metric]", title: str) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table

    table = Table("", title, "95 %", box=SIMPLE_HEAD, show_edge=False, padding=(0, 1, 0, 0))
    for each in metrics:
        ends = [f"{end:.2f}" for end in each.interval or ()]
        table.add_row(each.label, f"{each.value:.2f} {each.unit}".strip(), " to ".join(ends))
    Console().print(table)


def _print_failures(measurement: "Measurement", count: int) -> None:
    from dialog.evaluation.answers.report import described, failures

    for outcome, verdict in failures(m.outcome for m in measurement.measured)[:count]:
        wanted, state = (
            ", ".join(f"{slot}={value}" for slot, value in slots.items()) or "nothing"
            for slots in (verdict.wanted.constraints, verdict.state)
        )
        click.echo(
            f"\n{outcome.dialogue.dialogue_id} {verdict.domain}: {described(verdict)}\n"
            f"  wanted: {wanted}\n  state: {state}"
        )
        if verdict.turn is not None:
            click.echo(f"  answer {verdict.turn + 1}: {outcome.answers[verdict.turn].response}")
