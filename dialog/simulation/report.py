"""The report on simulated conversations: figures, kinds of goals, failures by cause, dialogues."""

from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np

from dialog.acts import format_acts
from dialog.evaluation.browser import changes
from dialog.evaluation.intervals import Interval
from dialog.evaluation.items import Items
from dialog.evaluation.provenance import Provenance
from dialog.evaluation.report import (
    Bar,
    Bars,
    Block,
    Browser,
    Cell,
    Metric,
    Reason,
    Report,
    Said,
    Section,
    Table,
    Told,
)
from dialog.evaluation.shares import by_turns, share_bars
from dialog.simulation.judge import causes_of
from dialog.simulation.judged import Judged
from dialog.simulation.metrics import conversation_items


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
    lengths = [(len(each.talk.exchanges), each.verdict.success) for each in judged]
    sections = [
        Section("Domains", _by(judged, "domain", _domains_of)),
        Section("Kinds of goals", _by(judged, "goal", _kinds_of)),
        Section("Number of turns", [by_turns(lengths)]),
    ]
    if not all(each.verdict.success for each in judged):
        sections.append(Section("Failures by cause", [cause_table(judged)]))
    if stages := _stages(judged):
        sections.append(Section("Latency by stage", stages))
    sections.append(Section("Conversations", list(_conversations(judged))))
    items = Items("dialogue", conversation_items(judged))
    return Report(title, metrics, provenance, sections, items)


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


def _by(
    judged: Sequence[Judged], name: str, kinds: Callable[[Judged], Iterable[str]]
) -> list[Block]:
    groups: dict[str, list[Judged]] = {}
    for each in judged:
        for kind in kinds(each):
            groups.setdefault(kind, []).append(each)
    groups = dict(sorted(groups.items()))
    rows: list[Sequence[Cell]] = [
        (
            kind,
            len(some),
            100 * sum(e.verdict.success for e in some) / len(some),
            sum(len(e.talk.exchanges) for e in some) / len(some),
        )
        for kind, some in groups.items()
    ]
    right = {kind: [e.verdict.success for e in some] for kind, some in groups.items()}
    table = Table((name, "conversations", "success %", "turns"), rows)
    return [share_bars(f"Success by {name}", right), table]


def _stages(judged: Sequence[Judged]) -> list[Block]:
    """Return how long each stage of a turn takes."""
    times: dict[str, list[float]] = {}
    for each in judged:
        for stage, taken in each.talk.stages.items():
            times.setdefault(stage, []).extend(taken)
    bars: list[Bar] = []
    rows: list[Sequence[Cell]] = []
    for stage, taken in times.items():
        middle, late = (float(x) for x in np.quantile(taken, [0.5, 0.95]))
        bars.append(Bar(stage, middle, Interval(middle, late)))
        rows.append((stage, len(taken), middle, late, max(taken)))
    if not bars:
        return []
    return [
        Bars("Median of a turn, the line to the 95th percentile", "ms", bars),
        Table(("stage", "turns", "median ms", "95th percentile ms", "longest ms"), rows),
    ]


def _conversations(judged: Sequence[Judged]) -> Iterator[Block]:
    yield (
        "Below each turn of the user what it meant and, behind the arrow, what was heard of it; "
        "below each answer its acts, and how the likeliest values changed."
    )
    yield Browser([_told(each) for each in judged])


def _told(each: Judged) -> Told:
    """Return a conversation for reading."""
    said: list[Said] = []
    held: dict[str, str] = {}
    for exchange in each.talk.exchanges:
        meant, heard = format_acts(exchange.meant), format_acts(exchange.heard)
        acts = meant if meant == heard else f"{meant} → {heard or 'nothing'}"
        said.append(Said("user", exchange.text, acts))
        faults = [exchange.error] if exchange.error else []
        state = dict(exchange.state)
        answered = format_acts(exchange.answered)
        said.append(Said("system", exchange.response, answered, changes(held, state), faults))
        held = state
    reasons = [Reason(str(cause), what) for cause, what in each.verdict.causes]
    name = f"Conversation {each.number}: {', '.join(_domains_of(each))}"
    return Told(name, said, _goal(each), reasons)


def _goal(each: Judged) -> str:
    return "; ".join(
        f"{name}({', '.join(f'{slot}={value}' for slot, value in wanted.items())})"
        for name, wanted in each.talk.wanted.items()
    )
