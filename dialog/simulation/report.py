"""The report on simulated conversations: figures, and failures by cause with examples."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from dialog.acts import format_acts
from dialog.evaluation.provenance import Provenance
from dialog.evaluation.report import Block, Cell, Metric, Report, Section, Table
from dialog.simulation.judge import causes_of
from dialog.simulation.running import Judged

EXAMPLES = 3  # conversations shown of each cause


def simulation_report(
    judged: Sequence[Judged], metrics: Sequence[Metric], provenance: Provenance
) -> Report:
    """Return the report on at least one conversation.

    Args:
        judged: the conversations.
        metrics: those of `simulation_metrics`.
        provenance: what was simulated.
    """
    title = f"{len(judged):,} simulated conversations about {', '.join(_domains(judged))}"
    failed = [each for each in judged if not each.verdict.success]
    sections = [
        Section("Domains", [_by(judged, "domain", _domains_of)]),
        Section("Kinds of goals", [_by(judged, "goal", _kinds_of)]),
    ]
    if failed:
        sections.append(Section("Failures by cause", [cause_table(judged)]))
    for cause, count in causes_of([each.verdict for each in failed]):
        examples = [each for each in failed if each.verdict.cause is cause][:EXAMPLES]
        blocks = [block for each in examples for block in _example(each)]
        sections.append(Section(f"{str(cause).capitalize()}: {count}", blocks))
    return Report(title, metrics, provenance, sections)


def cause_table(judged: Sequence[Judged]) -> Table:
    """Return how often each cause is the main one, and how often it is there at all."""
    verdicts = [each.verdict for each in judged]
    rows: list[Sequence[Cell]] = []
    for cause, count in causes_of(verdicts):
        also = sum(any(c is cause for c, _ in v.causes) for v in verdicts)
        rows.append((str(cause), count, also))
    return Table(("cause", "main cause of", "in"), rows)


def _domains(judged: Sequence[Judged]) -> list[str]:
    return list(dict.fromkeys(name for each in judged for name in _domains_of(each)))


def _domains_of(each: Judged) -> list[str]:
    return [part.domain for part in each.talk.goal.parts]


def _kinds_of(each: Judged) -> Iterator[str]:
    parts = each.talk.goal.parts
    yield f"{len(parts)} domain{'s' if len(parts) > 1 else ''}"
    if any(part.fallback for part in parts):
        yield "nothing fits at first"
    if any(part.change for part in parts):
        yield "changes its mind"
    if any(part.booked for part in parts):
        yield "books"
    if any(part.links for part in parts):
        yield "linked domains"


def _by(judged: Sequence[Judged], name: str, kinds: Callable[[Judged], Iterable[str]]) -> Table:
    groups: dict[str, list[Judged]] = {}
    for each in judged:
        for kind in kinds(each):
            groups.setdefault(kind, []).append(each)
    rows: list[Sequence[Cell]] = [
        (
            kind,
            len(some),
            100 * sum(e.verdict.success for e in some) / len(some),
            sum(len(e.talk.exchanges) for e in some) / len(some),
        )
        for kind, some in sorted(groups.items())
    ]
    return Table((name, "conversations", "success %", "turns"), rows)


def _example(each: Judged) -> list[Block]:
    """Return a conversation for reading."""
    what = "; ".join(
        f"{cause}{f' ({what})' if what else ''}" for cause, what in each.verdict.causes
    )
    rows: list[Sequence[Cell]] = []
    for exchange in each.talk.exchanges:
        meant, heard = format_acts(exchange.meant), format_acts(exchange.heard)
        rows.append(("user", exchange.text or meant, f"{meant} → {heard}"))
        rows.append(("system", exchange.response, format_acts(exchange.answered)))
    return [
        f"Conversation {each.number}. {what}. Wanted: {_goal(each)}.",
        Table(("", "said", "acts (meant → heard)"), rows),
    ]


def _goal(each: Judged) -> str:
    return "; ".join(
        f"{name}({', '.join(f'{slot}={value}' for slot, value in wanted.items())})"
        for name, wanted in each.talk.wanted.items()
    )
