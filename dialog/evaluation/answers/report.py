"""The report on answers: figures, domains, and every failure with its cause."""

from collections.abc import Iterable, Iterator, Sequence

from dialog.evaluation.answers.dialogues import described as described
from dialog.evaluation.answers.dialogues import dialogues, slots
from dialog.evaluation.answers.measuring import Measurement
from dialog.evaluation.answers.metrics import answer_items
from dialog.evaluation.answers.success import CAUSES, Outcome, Verdict
from dialog.evaluation.items import Items
from dialog.evaluation.provenance import Provenance
from dialog.evaluation.report import Bars, Block, Cell, Metric, Report, Section, Table
from dialog.evaluation.shares import by_turns, share_bars

MOST_FAILURES = 400  # of each cause; keeps the page of a poor system small enough to open


def answers_report(
    measurement: Measurement,
    metrics: Sequence[Metric],
    provenance: Provenance,
    notes: Sequence[str] = (),
) -> Report:
    """Return the report on at least one dialogue.

    Args:
        measurement: the answers.
        metrics: those of `answer_metrics`.
        provenance: where the dialogues come from and who answered.
        notes: what should be known of the answers, each a sentence; `remarks` among them.
    """
    data, outcomes = provenance.data, [each.outcome for each in measurement.measured]
    title = f"Answers to {data['corpus']}, {data['split']}: {len(outcomes):,} dialogues"
    made: tuple[tuple[str, Iterable[Block]], ...] = (
        ("How it was measured", _how(measurement, notes)),
        ("Domains", [*_drawn(outcomes), _domains(outcomes)]),
        ("Number of turns", [by_turns(_lengths(outcomes))]),
        ("Causes of failure", [_causes(outcomes)]),
        ("Failures", _failures(outcomes)),
        ("Dialogues", dialogues(outcomes)),
    )
    sections = (Section(name, tuple(blocks)) for name, blocks in made)
    labels = zip(answer_items(measurement.measured), outcomes, strict=True)
    items = Items("dialogue", {item: each.dialogue.dialogue_id for item, each in labels})
    return Report(title, metrics, provenance, tuple(sections), items)


def remarks(measurement: Measurement) -> Iterator[str]:
    """Yield what whoever reads the figures should know of the answers, each a sentence."""
    if measurement.states == "corpus":
        yield "The answers have no states; they are judged by the annotated ones."
    if measurement.unanswered:
        yield f"Dialogues of the split without answers, not counted: {measurement.unanswered:,}."
    if measurement.silent:
        yield f"Turns without an answer in the others: {measurement.silent:,}."


_TOPICS = {
    "active_domains": "The domains of an answer are those that the system names with it.",
    "placeholders": "The domains of an answer are those that its placeholders name.",
    "states": "The domain of an answer is taken to be that of the last change of the state.",
}


def _how(measurement: Measurement, notes: Sequence[str]) -> Iterator[Block]:
    yield (
        "Inform and Success after Nekvinda and Dušek 2021. An answer has placeholders for values, "
        "so a row is put forward when it names one: any of the rows that fit the system's state. "
        + _TOPICS[measurement.topics]
    )
    yield from notes


def failures(outcomes: Iterable[Outcome]) -> list[tuple[Outcome, Verdict]]:
    """Return the domains that went wrong, with their dialogues, in order."""
    return [(o, verdict) for o in outcomes for verdict in o.verdicts if verdict.cause]


def _domains(outcomes: Sequence[Outcome]) -> Table:
    verdicts: dict[str, list[Verdict]] = {}
    for outcome in outcomes:
        for verdict in outcome.verdicts:
            verdicts.setdefault(verdict.domain, []).append(verdict)
    rows: list[tuple[Cell, ...]] = [
        (
            domain,
            len(each),
            100 * sum(v.informed for v in each) / len(each),
            100 * sum(not v.cause for v in each) / len(each),
        )
        for domain, each in sorted(verdicts.items())
    ]
    return Table(("domain", "dialogues", "right rows %", "and all told %"), rows)


def _drawn(outcomes: Sequence[Outcome]) -> Iterator[Bars]:
    verdicts: dict[str, list[bool]] = {}
    for outcome in outcomes:
        for verdict in outcome.verdicts:
            verdicts.setdefault(verdict.domain, []).append(not verdict.cause)
    if verdicts:
        yield share_bars("Domains in which all is right", verdicts)


def _lengths(outcomes: Sequence[Outcome]) -> list[tuple[int, bool]]:
    """Return how many turns of the user each dialogue has, and whether it is a success."""
    return [(len(each.dialogue.turns) // 2, each.success) for each in outcomes]


def _causes(outcomes: Sequence[Outcome]) -> Table:
    found = [verdict for _, verdict in failures(outcomes)]
    domains = sorted({verdict.domain for verdict in found})
    rows: list[tuple[Cell, ...]] = []
    for cause, meaning in CAUSES.items():
        of = [sum((v.cause, v.domain) == (cause, domain) for v in found) for domain in domains]
        rows.append((cause, meaning, sum(of), *of))
    return Table(("cause", "what it is", "domains", *domains), rows)


_FAILURE = ("dialogue", "domain", "wanted", "not told", "turn", "state", "answer")


def _filled(columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> Table:
    """Return a table without the columns in which no row has anything."""
    kept = [at for at in range(len(columns)) if any(row[at] is not None for row in rows)]
    return Table([columns[at] for at in kept], [[row[at] for at in kept] for row in rows])


def _failures(outcomes: Sequence[Outcome]) -> Iterator[Block]:
    found = failures(outcomes)
    if not found:
        yield f"None: all {len(outcomes):,} dialogues are a success."
        return
    dialogues = len({outcome.dialogue.dialogue_id for outcome, _ in found})
    yield (
        f"{len(found):,} domains of {dialogues:,} dialogues went wrong, here by cause. The state "
        "and the answer are those of the turn, counted from 1, in which rows were put forward at "
        "last."
    )
    for cause in CAUSES:
        of = [(outcome, verdict) for outcome, verdict in found if verdict.cause == cause]
        if of:
            shown = f", the first {MOST_FAILURES:,}" if len(of) > MOST_FAILURES else ""
            yield f"{cause.capitalize()}: {len(of):,}{shown}."
            yield _filled(_FAILURE, [_failure(*each) for each in of[:MOST_FAILURES]])


def _failure(outcome: Outcome, verdict: Verdict) -> tuple[Cell, ...]:
    turn = verdict.turn
    return (
        outcome.dialogue.dialogue_id,
        verdict.domain,
        slots(verdict.wanted.constraints),
        ", ".join(sorted(verdict.missing)) or None,
        None if turn is None else turn + 1,
        slots(verdict.state) or None,
        None if turn is None else outcome.answers[turn].response,
    )
