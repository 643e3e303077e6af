"""The report on simulated conversations: figures, kinds of goals, failures by cause, dialogues."""

from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np

from dialog.acts import format_acts
from dialog.evaluation.browser import changes, chosen
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
from dialog.simulation.conversation import Exchange
from dialog.simulation.judge import causes_of
from dialog.simulation.judged import Judged
from dialog.simulation.metrics import conversation_items
from dialog.simulation.tally import Outcome, Tally

Read = Callable[[Sequence[int]], Iterable[Judged]]  # numbers of conversations -> these, whole


def simulation_report(
    tally: Tally, metrics: Sequence[Metric], provenance: Provenance, read: Read | None = None
) -> Report:
    """Return the report on at least one conversation.

    Args:
        tally: of the conversations.
        metrics: those of `tally_metrics`.
        provenance: what was simulated.
        read: gives the conversations that are shown, in the order of their numbers; without it
            none are.
    """
    outcomes = tally.outcomes
    domains = dict.fromkeys(name for each in outcomes for name in each.domains)
    title = f"{len(outcomes):,} simulated conversations about {', '.join(domains)}"
    lengths = [(each.turns, each.verdict.success) for each in outcomes]
    sections = [
        Section("Domains", _by(outcomes, "domain", lambda each: each.domains)),
        Section("Kinds of goals", _by(outcomes, "goal", lambda each: each.kinds)),
        Section("Number of turns", [by_turns(lengths)]),
    ]
    if not all(each.verdict.success for each in outcomes):
        sections.append(Section("Failures by cause", [cause_table(outcomes)]))
    if stages := _stages(tally):
        sections.append(Section("Latency by stage", stages))
    if read:
        sections.append(Section("Conversations", list(_conversations(outcomes, read))))
    items = Items("dialogue", conversation_items(outcomes))
    return Report(title, metrics, provenance, sections, items)


def cause_table(outcomes: Sequence[Outcome]) -> Table:
    """Return how often each cause is the main one, and how often it is there at all."""
    verdicts = [each.verdict for each in outcomes]
    rows: list[Sequence[Cell]] = []
    for cause, count in causes_of(verdicts):
        also = sum(any(c is cause for c, _ in v.causes) for v in verdicts)
        rows.append((str(cause), count, also))
    return Table(("cause", "main cause of", "in"), rows)


def _by(
    outcomes: Sequence[Outcome], name: str, kinds: Callable[[Outcome], Iterable[str]]
) -> list[Block]:
    groups: dict[str, list[Outcome]] = {}
    for each in outcomes:
        for kind in kinds(each):
            groups.setdefault(kind, []).append(each)
    groups = dict(sorted(groups.items()))
    rows: list[Sequence[Cell]] = [
        (
            kind,
            len(some),
            100 * sum(e.verdict.success for e in some) / len(some),
            sum(e.turns for e in some) / len(some),
        )
        for kind, some in groups.items()
    ]
    right = {kind: [e.verdict.success for e in some] for kind, some in groups.items()}
    table = Table((name, "conversations", "success %", "turns"), rows)
    return [share_bars(f"Success by {name}", right), table]


def _stages(tally: Tally) -> list[Block]:
    """Return how long each stage of a turn takes."""
    bars: list[Bar] = []
    rows: list[Sequence[Cell]] = []
    for stage, taken in tally.stages.items():
        middle, late = (float(x) for x in np.quantile(taken, [0.5, 0.95]))
        bars.append(Bar(stage, middle, Interval(middle, late)))
        rows.append((stage, len(taken), middle, late, max(taken)))
    if not bars:
        return []
    return [
        Bars("Median of a turn, the line to the 95th percentile", "ms", bars),
        Table(("stage", "turns", "median ms", "95th percentile ms", "longest ms"), rows),
    ]


def _conversations(outcomes: Sequence[Outcome], read: Read) -> Iterator[Block]:
    yield (
        "Below each turn of the user what it meant and, behind the arrow, what was heard of it; "
        "below each answer its acts, and how the likeliest values changed."
    )
    places = chosen([each.kind for each in outcomes])
    shown = read([outcomes[place].number for place in places])
    yield Browser([_told(each) for each in shown], len(outcomes) - len(places))


def _told(each: Judged) -> Told:
    """Return a conversation for reading."""
    said: list[Said] = []
    held: dict[str, str] = {}
    for exchange in each.talk.exchanges:
        meant, heard = format_acts(exchange.meant), format_acts(exchange.heard)
        acts = meant if _alike(exchange) else f"{meant} → {heard or 'nothing'}"
        said.append(Said("user", exchange.text, acts))
        faults = [exchange.error] if exchange.error else []
        state = dict(exchange.state)
        answered = format_acts(exchange.answered)
        said.append(Said("system", exchange.response, answered, changes(held, state), faults))
        held = state
    reasons = [Reason(str(cause), what) for cause, what in each.verdict.causes]
    name = f"Conversation {each.number}: {', '.join(p.domain for p in each.talk.goal.parts)}"
    return Told(name, said, _goal(each), reasons)


def _alike(exchange: Exchange) -> bool:
    """Whether what was heard is what was meant, in any order."""
    meant, heard = (
        {format_acts([act]) for act in acts} for acts in (exchange.meant, exchange.heard)
    )
    return meant == heard


def _goal(each: Judged) -> str:
    return "; ".join(
        f"{name}({', '.join(f'{slot}={value}' for slot, value in wanted.items())})"
        for name, wanted in each.talk.wanted.items()
    )
