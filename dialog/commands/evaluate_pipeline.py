"""`dialog evaluate pipeline`: measure whole systems by their answers to a corpus's users."""

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from dialog.commands import shared

if TYPE_CHECKING:
    from dialog.corpus import Corpus, Dialogue
    from dialog.corpus.answers import AnswerKey
    from dialog.evaluation.answers import Answers
    from dialog.evaluation.answers.measuring import Measurement
    from dialog.evaluation.provenance import Provenance
    from dialog.evaluation.report import Metric


class _Answered(NamedTuple):
    """What is measured."""

    dialogues: "Sequence[Dialogue]"
    answers: "Answers"
    config: Mapping[str, Any]  # who answered
    acts: "Metric | None" = None  # of a pipeline
    remarks: Sequence[str] = ()


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
    "--domain",
    "domains",
    multiple=True,
    help="Measure a pipeline over domains that map the corpus; repeat it.",
)
@click.option(
    "--pipeline",
    "file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Of --domain: a pipeline.yml; by default the shipped one.",
)
@click.option(
    "--save",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Of --domain: write the answers to a file that --predictions reads.",
)
@click.option(
    "--limit", type=click.IntRange(min=1), help="Of --domain: answer the first so many dialogues."
)
@shared.report
@shared.as_json
@click.option(
    "--errors", type=click.IntRange(min=0), default=0, help="Print so many failures, in order."
)
@shared.seed(help="Of the intervals.")
def pipeline(
    name: str,
    split: str,
    predictions: Path | None,
    human: bool,
    domains: tuple[str, ...],
    file: Path | None,
    save: Path | None,
    limit: int | None,
    folder: Path | None,
    as_json: bool,
    errors: int,
    seed: int,
) -> None:
    """Score answers to the users of a corpus: Inform, Success, BLEU and Combined.

    \b
    dialog evaluate pipeline --corpus multiwoz21 --predictions FILE --report report
    dialog evaluate pipeline --corpus multiwoz21 --human
    dialog evaluate pipeline --corpus multiwoz21 --split validation --domain hotel --domain taxi
    """  # noqa: D301 - click wants the character
    from dialog.corpus import find_corpus, offered
    from dialog.corpus.cache import cached
    from dialog.errors import ConfigError
    from dialog.evaluation.answers import answer_metrics, measure, write_predictions
    from dialog.evaluation.answers.report import answers_report, remarks
    from dialog.evaluation.report import METRICS, PAGE, make_folder

    quiet = (lambda _: None) if as_json else click.echo
    if [bool(predictions), human, bool(domains)].count(True) != 1:
        raise ConfigError("Name what to measure: --predictions FILE, --human or --domain NAME.")
    if not domains and (file or save or limit):
        raise ConfigError("--pipeline, --save and --limit are of a pipeline; name its --domain.")
    corpus = find_corpus(name)
    key: AnswerKey = offered(corpus, "answer_key", "does not say which answers are right")()
    if folder:
        make_folder(folder)
    dialogues = list(cached(corpus).load(split))
    if domains:
        answered = _by_pipeline(corpus, key, dialogues, domains, file, limit, quiet)
    else:
        answered = _given(dialogues, key, predictions)
    if save:
        write_predictions(save, answered.answers)
        quiet(f"Wrote {save}.")
    measurement = measure(answered.dialogues, answered.answers, key)
    metrics = answer_metrics(measurement.measured, seed, compared=not human)
    metrics += [answered.acts] if answered.acts else []
    notes = [*answered.remarks, *remarks(measurement)]
    provenance = _provenance(corpus, split, answered, measurement, seed)
    report = answers_report(measurement, metrics, provenance, notes)
    if as_json:
        click.echo(json.dumps(report.to_dict(), indent=1, ensure_ascii=False, allow_nan=False))
    else:
        count = len(measurement.measured)
        _print(metrics, f"{count:,} dialogue{'s' if count > 1 else ''}")
        for note in notes:
            click.echo(note)
        _print_failures(measurement, errors)
    if folder:
        report.write(folder)
        quiet(f"Wrote {folder / METRICS} and {folder / PAGE}.")


def _given(
    dialogues: "Sequence[Dialogue]", key: "AnswerKey", predictions: Path | None
) -> _Answered:
    """Return the answers in a file, or without one the corpus's own."""
    from dialog.evaluation.answers import read_predictions
    from dialog.evaluation.answers.measuring import human

    if predictions is None:
        return _Answered(dialogues, human(dialogues, key), {"answers": "the corpus's own"})
    return _Answered(dialogues, read_predictions(predictions), {"answers": str(predictions)})


def _by_pipeline(
    corpus: "Corpus",
    key: "AnswerKey",
    dialogues: "Sequence[Dialogue]",
    domains: Sequence[str],
    file: Path | None,
    limit: int | None,
    announce: Callable[[str], None],
) -> _Answered:
    """Return what a pipeline answers where the goal lies in its domains.

    Raises:
        ConfigError: when it lies there in no dialogue.
    """
    from dialog.config import load_config
    from dialog.domain import load_domains
    from dialog.errors import ConfigError
    from dialog.evaluation.answers.replay import CorpusNames, pipeline_over, replayed, within
    from dialog.evaluation.report import Metric
    from dialog.nlu.choice import bundles_behind, fitting_nlu

    loaded = load_domains(domains)
    names = CorpusNames(loaded, corpus.name)
    every = within(dialogues, names, key)
    own = every[:limit]
    if not own:
        raise ConfigError(f"In no dialogue does the goal lie in {', '.join(loaded)}.")
    config = load_config(file, domains=loaded)
    with pipeline_over(corpus, loaded, config, announce) as made:
        replay = replayed(made, own, names)
    nlu = config.name("nlu")
    nlu = fitting_nlu(loaded, lambda _: None) if nlu == "auto" else nlu
    who = {
        "answers": "a pipeline",
        "domains": list(loaded),
        "pipeline": config.to_dict(),
        "bundles": bundles_behind(nlu, config.options("nlu"), loaded),
    }
    clerk = [len(turn.acts) for each in own for turn in each.turns if turn.speaker == "system"]
    acts = Metric(
        "system_acts_per_turn",
        "System acts a turn",
        replay.acts / max(1, replay.turns),
        unit="",
        meaning=f"The corpus's own answers have {sum(clerk) / len(clerk):.2f}.",
    )
    first = f", of which the first {len(own):,}" if len(own) < len(every) else ""
    where = f"{len(every):,} of {len(dialogues):,}{first}"
    notes = [f"Measured where the goal lies in the domains: {where}."]
    notes += [f"Turns in which a component failed: {replay.failed:,}."] if replay.failed else []
    return _Answered(own, replay.answers, who, acts, notes)


def _provenance(
    corpus: "Corpus", split: str, answered: _Answered, measurement: "Measurement", seed: int
) -> "Provenance":
    from dialog.evaluation.provenance import Provenance, checksum

    answers = [[each.to_dict() for each in m.outcome.answers] for m in measurement.measured]
    config = {
        **answered.config,
        "states": measurement.states,
        "domains_of_answers": measurement.topics,
        "answers_sha256": checksum(answers),
    }
    data = {
        "corpus": corpus.name,
        "split": split,
        "dialogues": len(measurement.measured),
        "sha256": checksum(dialogue.to_dict() for dialogue in answered.dialogues),
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
