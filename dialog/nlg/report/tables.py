"""The sections that tell what was said, and which values were left out or made up."""

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np

from dialog.acts import format_acts
from dialog.evaluation.bleu import bleu
from dialog.evaluation.report import Block, Cell, Line, Plot, Table
from dialog.nlg.evaluation import Worded

_EXAMPLES = 50
_MOST_ERRORS = 200
_MOST_REASONS = 30
_LONGEST = 60  # words on the axis of lengths


def how() -> Iterator[Block]:
    """Tell how the figures are counted."""
    yield (
        "The acts are those that the corpus annotates; the words are compared with the corpus's "
        "own, values and all. A value is found however it is written, numbers in words and times "
        "by either clock. It is left out if it is in an act and not in the words, and made up if "
        "it is a figure, or a value that the corpus annotates somewhere, and in no act of the "
        "turn. Yes, no and any are not counted."
    )
    yield (
        "The corpus's own words are measured in the same way: they hold facts that nobody "
        "annotated, and leave annotated ones out."
    )


def examples(worded: Sequence[Worded], seed: int) -> Iterator[Block]:
    """Show what was said for acts drawn at random."""
    places = random.Random(seed).sample(range(len(worded)), min(_EXAMPLES, len(worded)))  # noqa: S311
    yield Table(("acts", "corpus", "said", "by"), [_example(worded[at]) for at in sorted(places)])


def _example(each: Worded) -> tuple[Cell, ...]:
    by = each.response.source.partition(" (")[0]
    return format_acts(each.turn.acts), each.turn.text, each.response.text, by


def by_act(worded: Sequence[Worded]) -> Iterator[Block]:
    """Tell the figures by the types of acts that a turn has."""
    yield _grouped(
        "acts",
        worded,
        lambda each: [", ".join(sorted({str(a.type.value) for a in each.turn.acts}))],
    )


def by_domain(worded: Sequence[Worded]) -> Iterator[Block]:
    """Tell the figures by domain; a turn about two is counted for both."""
    table = _grouped(
        "domain", worded, lambda each: {a.domain for a in each.turn.acts if a.domain} or {"none"}
    )
    if len(table.rows) > 1:
        yield table


def _grouped(
    heading: str, worded: Sequence[Worded], keys: Callable[[Worded], Iterable[str]]
) -> Table:
    parts: dict[str, list[Worded]] = defaultdict(list)
    for each in worded:
        for key in keys(each):
            parts[key].append(each)
    rows: list[tuple[Cell, ...]] = []
    for key, part in sorted(parts.items(), key=lambda item: -len(item[1])):
        errors, due = (sum(each.said.counts[at] for each in part) for at in (0, 1))
        score = float(bleu(np.sum([each.bleu for each in part], axis=0, dtype=np.float64)))
        fell = 100 * sum(each.fallback for each in part) / len(part)
        rows.append((key, len(part), 100 * score, due, 100 * errors / due if due else None, fell))
    columns = (heading, "turns", "BLEU", "slots", "slot errors %", "fallback %")
    return Table(columns, rows)


def by_slot(worded: Sequence[Worded]) -> Iterator[Block]:
    """Tell how often each slot is left out, by the generator and by the corpus."""
    due, ours, theirs = (Counter[str]() for _ in range(3))
    for each in worded:
        due.update(slot for slot, _ in each.said.due)
        ours.update(slot for slot, _ in each.said.missing)
        theirs.update(slot for slot, _ in each.wanted.missing)
    if due:
        yield Table(
            ("slot", "due", "left out %", "by the corpus %"),
            [
                (slot, count, 100 * ours[slot] / count, 100 * theirs[slot] / count)
                for slot, count in due.most_common()
            ],
        )


def lengths(worded: Sequence[Worded]) -> Iterator[Block]:
    """Draw how many words responses have, beside the corpus's."""
    said = Counter(min(each.bleu[-2], _LONGEST) for each in worded)
    wanted = Counter(min(each.bleu[-1], _LONGEST) for each in worded)
    end = max((*said, *wanted))
    top = max((*said.values(), *wanted.values()))
    yield Plot(
        "Words of a response", "words", "responses", end + 1, top,
        bars=[(at - 0.4, at + 0.4, count) for at, count in sorted(said.items())],
        bars_label="said",
        lines=[Line("corpus", [(at, wanted[at]) for at in range(end + 1)])],
    )  # fmt: skip


def refusals(worded: Sequence[Worded]) -> Iterator[Block]:
    """Tell for what reasons the model's words were not said."""
    reasons = Counter(
        reason
        for each in worded
        if each.fallback and each.response.generation
        for reason in each.response.generation.refused[-1:]
    )
    if reasons:
        yield Table(("reason", "turns"), reasons.most_common(_MOST_REASONS))


def errors(worded: Sequence[Worded]) -> Iterator[Block]:
    """Show responses with values left out or made up."""
    wrong = [each for each in worded if each.said.missing or each.said.redundant]
    if not wrong:
        yield "None."
        return
    shown = f", the first {_MOST_ERRORS:,}" if len(wrong) > _MOST_ERRORS else ""
    yield f"{len(wrong):,} responses{shown}."
    yield Table(
        ("dialogue", "turn", "acts", "said", "left out", "made up"),
        [
            (
                each.turn.dialogue,
                each.turn.number,
                format_acts(each.turn.acts),
                each.response.text,
                ", ".join(f"{slot}={value}" for slot, value in each.said.missing) or None,
                ", ".join(each.said.redundant) or None,
            )
            for each in wrong[:_MOST_ERRORS]
        ],
    )
