"""The parts of an NLU's report: class by class, calibration, speed, and every mistake."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from dialog.acts import DialogueAct
from dialog.evaluation.calibration import reliability
from dialog.evaluation.classes import by_class, confused, labels_of
from dialog.evaluation.f1 import F1
from dialog.evaluation.provenance import Provenance
from dialog.evaluation.report import (
    Block,
    Line,
    Mark,
    Marked,
    Matrix,
    Plot,
    Report,
    Section,
    Table,
)
from dialog.nlu.judged import Judged
from dialog.nlu.labels import TASK, sentence_label
from dialog.nlu.metrics import act_confidences, intent_confidences, nlu_metrics, scopes

LARGEST_MATRIX = 30  # intents; more are told by the pairs that are confused most
MOST_PAIRS = 40
MOST_ERRORS = 1000  # keeps the page of a poor model small enough to open
LATENCY_BARS = 40


def nlu_report(judged: Sequence[Judged], provenance: Provenance) -> Report:
    """Return the report on at least one sentence."""
    data = provenance.data
    return Report(
        f"Understanding of {data['corpus']}, {data['split']}: {data['sentences']:,} sentences",
        nlu_metrics(judged, provenance.seed),
        provenance,
        nlu_sections(judged),
    )


def nlu_sections(judged: Sequence[Judged]) -> list[Section]:
    """Return the sections of a report on at least one sentence."""
    short = _shortener(judged)
    made: list[tuple[str, Iterator[Block]]] = [
        ("Domains", _domains(judged)),
        ("Intents", _intents(judged, short)),
        ("Confused intents", _confusion(judged, short)),
        ("Acts without words", _wordless(judged, short)),
        ("Slots", _slots(judged, short)),
        ("Scope", _scope(judged)),
        ("Calibration", _calibration(judged)),
        ("Speed", _speed(judged)),
        ("Errors", _errors(judged, short)),
    ]
    sections = [Section(title, tuple(blocks)) for title, blocks in made]
    return [section for section in sections if section.blocks]


def _shortener(judged: Sequence[Judged]) -> Callable[[str], str]:
    """Return what takes the domain from labels, where there is only one that they could name."""
    names = {a.domain for e in judged for a in (*e.wanted, *e.said) if a.domain}
    [only] = names if len(names) == 1 else [""]
    return lambda label: label.replace(f"{only}.", "") if only else label


def _percent(part: float) -> float:
    return 100 * part


def _class_table(name: str, counts: dict[str, F1]) -> Table:
    rows = [
        (label, _percent(c.precision), _percent(c.recall), _percent(c.f1), c.wanted, c.said)
        for label, c in counts.items()
    ]
    return Table((name, "precision %", "recall %", "F1 %", "support", "said"), rows)


def _domains(judged: Sequence[Judged]) -> Iterator[Block]:
    names = list(dict.fromkeys(each.example.domain for each in judged))
    if len(names) < 2:
        return
    rows = []
    for name in names:
        own = [each for each in judged if each.example.domain == name]
        acts, slots = F1(), F1()
        for each in own:
            for total, one in ((acts, each.scores.acts), (slots, each.scores.slots)):
                total.right += one.right
                total.said += one.said
                total.wanted += one.wanted
        exact = sum(each.scores.exact for each in own) / len(own)
        figures = (_percent(acts.f1), _percent(slots.f1), _percent(exact))
        rows.append((name or "none", len(own), *figures))
    yield Table(("domain", "sentences", "act F1 %", "slot F1 %", "all acts right %"), rows)


def _intents(judged: Sequence[Judged], short: Callable[[str], str]) -> Iterator[Block]:
    pairs = [
        (set(map(short, w)), set(map(short, s))) for e in judged if e.asks for w, s in [e.intents]
    ]
    if pairs:
        yield (
            "One intent at a time: a sentence with two counts for both. Support is how often an "
            "intent is wanted."
        )
        yield _class_table("intent", by_class(pairs))


def _confusion(judged: Sequence[Judged], short: Callable[[str], str]) -> Iterator[Block]:
    pairs = [(short(wanted), short(said)) for e in judged if e.asks for wanted, said in [e.classes]]
    if not pairs:
        return
    labels, wrong = labels_of(pairs), confused(pairs)
    if len(labels) > LARGEST_MATRIX:
        if wrong:
            yield f"The pairs confused most, of {len(labels)} intents."
            rows = [(wanted, said, count) for wanted, said, count in wrong[:MOST_PAIRS]]
            yield Table(("wanted", "said", "times"), rows)
        else:
            yield "No intent is taken for another."
        return
    counts = Counter(pairs)
    yield "Rows are intents wanted, columns those said; two in one sentence are a class."
    yield Matrix(labels, [[counts[wanted, said] for said in labels] for wanted in labels])


def _wordless(judged: Sequence[Judged], short: Callable[[str], str]) -> Iterator[Block]:
    def labels(acts: Sequence[DialogueAct]) -> set[str]:
        loose = (a for a in acts if a.span is None and a.slot != TASK)
        return {short(sentence_label(a) or "") for a in loose}

    counts = by_class((labels(each.wanted), labels(each.said)) for each in judged)
    if any(each.wanted for each in counts.values()):
        yield "What a sentence does beside the values that its words spell."
        yield _class_table("act", counts)


def _slots(judged: Sequence[Judged], short: Callable[[str], str]) -> Iterator[Block]:
    def spans(acts: Sequence[DialogueAct]) -> set[tuple[str, tuple[int, int]]]:
        return {(short(f"{a.domain}.{a.slot}"), a.span) for a in acts if a.span}

    counts: dict[str, F1] = {}
    for each in judged:
        wanted, said = spans(each.wanted), spans(each.said)
        for slot in {slot for slot, _ in wanted | said}:
            own = [{span for span in found if span[0] == slot} for found in (wanted, said)]
            counts.setdefault(slot, F1()).add(*own)
    if counts:
        yield "A span is right when its slot, its first and its last character are."
        ranked = sorted(counts.items(), key=lambda item: (-item[1].wanted, item[0]))
        yield _class_table("slot", dict(ranked))


def _scope(judged: Sequence[Judged]) -> Iterator[Block]:
    within, without = scopes(judged)
    if not within or not without:
        return
    yield (
        f"{len(within):,} sentences in scope, {len(without):,} out of scope. One is rejected when "
        "no intent is said of it. The line shows, for every share of sentences in scope that may "
        "be rejected wrongly, the share of those out of scope that can be rejected rightly."
    )
    inside, outside = (np.array([e.scope for e in part]) for part in (within, without))
    levels = np.unique(np.concatenate([inside, outside]))
    curve = [(0.0, 0.0)] + [
        (float((inside <= level).mean()), float((outside <= level).mean())) for level in levels
    ]
    yield Plot(
        "Rejection", "in scope, rejected", "out of scope, rejected", 1.0, 1.0,
        lines=[Line("by the score", curve), Line("by chance", [(0, 0), (1, 1)], "guide")],
    )  # fmt: skip


def _calibration(judged: Sequence[Judged]) -> Iterator[Block]:
    drawn = False
    for what, (sure, right) in (
        ("intents", intent_confidences(judged)),
        ("acts", act_confidences(judged)),
    ):
        if not sure:
            continue
        if not drawn:
            yield (
                "Of what is said with a confidence of 0.8, four fifths should be right: bars on "
                "the dashed line. The calibration error is their mean distance from it, each bar "
                "weighed by how often it occurs."
            )
            drawn = True
        bins = [each for each in reliability(sure, right) if each.said]
        yield Plot(
            f"Reliability of {what}", "confidence", "share that is right", 1.0, 1.0,
            bars=[(each.low, each.high, each.accuracy) for each in bins], bars_label=f"{what} said",
            lines=[Line("as sure as right", [(0, 0), (1, 1)], "guide")],
        )  # fmt: skip
        yield Table(
            (f"confidence of {what}", "said", "mean confidence %", "right %"),
            [
                (
                    f"{b.low:.2f} to {b.high:.2f}",
                    b.said,
                    _percent(b.confidence),
                    _percent(b.accuracy),
                )
                for b in bins
            ],
        )


def _speed(judged: Sequence[Judged]) -> Iterator[Block]:
    times = 1000 * np.array([each.seconds for each in judged])
    end = float(np.quantile(times, 0.99)) or 1.0
    heights, edges = np.histogram(times, bins=LATENCY_BARS, range=(0, end))
    yield (
        f"{len(times) / times.sum() * 1000:,.0f} sentences a second, one at a time; median "
        f"{np.median(times):.1f} ms, 95th percentile {np.quantile(times, 0.95):.1f} ms, slowest "
        f"{times.max():.1f} ms."
    )
    yield Plot(
        "Latency, without the slowest hundredth", "ms", "sentences", end, float(max(heights)),
        bars=[
            (float(a), float(b), float(h))
            for a, b, h in zip(edges[:-1], edges[1:], heights, strict=True)
        ],
        bars_label="sentences",
    )  # fmt: skip


def _errors(judged: Sequence[Judged], short: Callable[[str], str]) -> Iterator[Block]:
    wrong = sorted((e for e in judged if not e.right), key=lambda e: -e.sureness)
    if not wrong:
        yield f"None: all {len(judged):,} sentences are right."
        return
    shown = f", the surest {MOST_ERRORS:,} of them" if len(wrong) > MOST_ERRORS else ""
    yield (
        f"{len(wrong):,} of {len(judged):,} sentences are not wholly right{shown}. The surest "
        "mistakes come first; those that only leave something out come last. What is marked ✗ is "
        "missing on the right, or too much there."
    )
    rows = [
        (
            each.sureness,
            _marked(each.example.text, each.wanted, each.missed, short),
            _marked(each.example.text, each.said, each.mistaken, short),
        )
        for each in wrong[:MOST_ERRORS]
    ]
    yield Table(("confidence", "wanted", "said"), rows)


def _marked(
    text: str,
    acts: Sequence[DialogueAct],
    wrong: Sequence[DialogueAct],
    short: Callable[[str], str],
) -> Marked:
    places = {(act, act.span) for act in wrong}
    marks = []
    for act in acts:
        # an inform needs no more than its slot over the words; all else says what it does
        label = sentence_label(act) or f"{act.domain}.{act.slot}"
        marks.append(Mark(short(label), (act, act.span) not in places, *(act.span or (0, 0))))
    return Marked(text, marks)
