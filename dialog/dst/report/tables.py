"""The sections that tell where goals are right: by turn, by domains, by slot, by kind of error."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from dialog.dst.evaluation import Judged
from dialog.dst.report.metrics import confidences, joint_goal_accuracy
from dialog.dst.report.mistakes import new_mistakes
from dialog.evaluation.calibration import reliability
from dialog.evaluation.f1 import F1
from dialog.evaluation.report import Block, Line, Plot, Table

_MOST_CONFUSED = 50


def by_turn(judged: Sequence[Judged]) -> Iterator[Block]:
    """Tell how many goals are right after the first turn, the second and so on."""
    parts: dict[int, list[Judged]] = defaultdict(list)
    for each in judged:
        parts[each.turn.number].append(each)
    rows = [(n, len(part), 100 * joint_goal_accuracy(part)) for n, part in sorted(parts.items())]
    yield Plot(
        "Joint goals right, by turn", "user turn", "%", rows[-1][0] + 0.5, 100.0,
        bars=[(n - 0.4, n + 0.4, right) for n, _, right in rows], bars_label="right",
    )  # fmt: skip
    yield Table(("user turn", "turns", "right %"), rows)


def by_domain_count(judged: Sequence[Judged]) -> Iterator[Block]:
    """Tell how many are right in dialogues over one domain, two and so on."""
    domains: dict[str, set[str]] = defaultdict(set)
    for each in judged:
        domains[each.turn.dialogue] |= {domain for domain, _ in each.turn.wanted}
    if len({len(found) for found in domains.values()}) < 2:
        return
    parts: dict[int, list[Judged]] = defaultdict(list)
    for each in judged:
        parts[len(domains[each.turn.dialogue])].append(each)
    yield "By how many domains the annotated states of the whole dialogue fill."
    yield Table(
        ("domains", "dialogues", "turns", "right %"),
        [
            (n, len({e.turn.dialogue for e in part}), len(part), 100 * joint_goal_accuracy(part))
            for n, part in sorted(parts.items())
        ],
    )


def by_domain(judged: Sequence[Judged]) -> Iterator[Block]:
    """Tell how many turns have all slots of one domain right."""
    counts: dict[str, list[float]] = defaultdict(list)
    for each in judged:
        own: dict[str, float] = dict.fromkeys([each.frame] if each.frame else (), 1.0)
        for slot in each.slots:
            own[slot.place[0]] = own.get(slot.place[0], 1.0) * slot.match
        for domain, right in own.items():
            counts[domain].append(right)
    yield "Of the turns in which the annotation or the tracker fills a slot of the domain."
    yield Table(
        ("domain", "turns", "right %"),
        [(n, len(c), 100 * sum(c) / len(c)) for n, c in sorted(counts.items())],
    )


def by_slot(judged: Sequence[Judged]) -> Iterator[Block]:
    """Tell precision, recall and F1 of every slot, and what is wrong with it."""
    counts: dict[str, F1] = defaultdict(F1)
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    for each in judged:
        for slot in each.slots:
            name = ".".join(slot.place)
            one = F1(int(slot.kind == "right"), int(bool(slot.said)), int(bool(slot.wanted)))
            counts[name] += one
            kinds[name][slot.kind] += 1
    yield Table(
        ("slot", "wanted", "F1 %", "precision %", "recall %", "missed", "spurious", "wrong value"),
        [
            (
                *(name, count.wanted),
                *(100 * share for share in (count.f1, count.precision, count.recall)),
                *(kinds[name][kind] for kind in ("missed", "spurious", "wrong value")),
            )
            for name, count in sorted(counts.items(), key=lambda item: -item[1].wanted)
        ],
    )


def errors(judged: Sequence[Judged]) -> Iterator[Block]:
    """Tell how many errors are of which kind, and which are new in their turn."""
    every = Counter(slot.kind for each in judged for slot in each.slots if slot.kind != "right")
    became = [slot for _, slot in new_mistakes(judged)]
    fresh = Counter(slot.kind for slot in became)
    wrong = Counter(
        (".".join(slot.place), " | ".join(slot.wanted) or "-", slot.said or "-") for slot in became
    )
    total, new = sum(every.values()), sum(fresh.values())
    if not total:
        yield "None."
        return
    yield (
        f"{total:,} slots of turns are wrong; {new:,} of them became so in their turn, the others "
        "were wrong before."
    )
    yield Table(
        ("kind", "slots of turns", "%", "new in their turn", "% of these"),
        [
            (kind, count, 100 * count / total, fresh[kind], 100 * fresh[kind] / max(1, new))
            for kind, count in every.most_common()
        ],
    )
    yield Table(
        ("slot", "wanted", "said", "times new"),
        [(*key, count) for key, count in wrong.most_common(_MOST_CONFUSED)],
    )


def calibration(judged: Sequence[Judged]) -> Iterator[Block]:
    """Draw the reliability diagram of joint goals."""
    sure, right = confidences(judged)
    bins = [each for each in reliability(sure, right) if each.said]
    yield (
        "Of joint goals held with a probability of 0.8, four fifths should be right: bars on the "
        "dashed line."
    )
    yield Plot(
        "Reliability of joint goals", "probability", "share that is right", 1.0, 1.0,
        bars=[(each.low, each.high, each.accuracy) for each in bins], bars_label="joint goals",
        lines=[Line("as sure as right", [(0, 0), (1, 1)], "guide")],
    )  # fmt: skip
    yield Table(
        ("probability", "turns", "mean %", "right %"),
        [
            (f"{b.low:.2f} to {b.high:.2f}", b.said, 100 * b.confidence, 100 * b.accuracy)
            for b in bins
        ],
    )
