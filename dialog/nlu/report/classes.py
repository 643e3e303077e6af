"""The sections that go class by class: domains, intents, acts and slots."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from dialog.acts import ActType, DialogueAct
from dialog.evaluation.classes import by_class, confused, labels_of
from dialog.evaluation.f1 import F1
from dialog.evaluation.report import Block, Matrix, Table
from dialog.nlu.labels import TASK, sentence_label
from dialog.nlu.report.judged import Judged
from dialog.nlu.report.names import Short

LARGEST_MATRIX = 30  # intents; more are told by the pairs that are confused most
MOST_PAIRS = 40


def domains(judged: Sequence[Judged]) -> Iterator[Block]:
    """Say how each domain does, where there are several."""
    names = list(dict.fromkeys(each.example.domain for each in judged))
    if len(names) < 2:
        return
    rows = []
    for name in names:
        own = [each for each in judged if each.example.domain == name]
        acts, slots = F1(), F1()
        for each in own:
            acts += each.scores.acts
            slots += each.scores.slots
        exact = sum(each.scores.exact for each in own) / len(own)
        figures = (100 * acts.f1, 100 * slots.f1, 100 * exact)
        rows.append((name or "none", len(own), *figures))
    yield Table(("domain", "sentences", "act F1 %", "slot F1 %", "all acts right %"), rows)


def intents(judged: Sequence[Judged], short: Short) -> Iterator[Block]:
    """Say how each intent does, where a corpus annotates them."""
    pairs = [each.intents for each in judged if each.asks]
    if pairs:
        yield (
            "One intent at a time: a sentence with two counts for both. Support is how often an "
            "intent is wanted."
        )
        yield _class_table("intent", by_class(pairs, label=short))


def confusion(judged: Sequence[Judged], short: Short) -> Iterator[Block]:
    """Say which intents are taken for which."""
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
    yield "Rows are intents wanted, columns those said; two of one sentence are one class."
    yield Matrix(labels, [[counts[wanted, said] for said in labels] for wanted in labels])


def wordless(judged: Sequence[Judged], short: Short) -> Iterator[Block]:
    """Say how the acts do that carry no span and are no intent, such as bye()."""

    def labels(each: Judged, acts: Sequence[DialogueAct]) -> set[str]:
        loose = [a for a in acts if a.span is None and a.slot != TASK]
        if each.asks:  # out of scope is among the intents
            loose = [a for a in loose if a.type is not ActType.OUTOFSCOPE]
        return {short(sentence_label(a) or "") for a in loose}

    counts = by_class((labels(each, each.wanted), labels(each, each.said)) for each in judged)
    if any(each.wanted for each in counts.values()):
        yield "What a sentence does beside the values that its words spell."
        yield _class_table("act", counts)


def slots(judged: Sequence[Judged], short: Short) -> Iterator[Block]:
    """Say how each slot does."""

    def spans(acts: Sequence[DialogueAct]) -> set[tuple[str, tuple[int, int]]]:
        return {(short(f"{a.domain}.{a.slot}"), a.span) for a in acts if a.span}

    pairs = ((spans(each.wanted), spans(each.said)) for each in judged)
    counts = by_class(pairs, label=lambda span: span[0])
    if counts:
        yield "A span is right when its slot, its first and its last character are."
        yield _class_table("slot", counts)


def _class_table(name: str, counts: Mapping[str, F1]) -> Table:
    rows = [
        (
            label,
            # of what was never said there is no precision, of what never occurs no recall
            100 * each.precision if each.said else None,
            100 * each.recall if each.wanted else None,
            100 * each.f1,
            each.wanted,
            each.said,
        )
        for label, each in counts.items()
    ]
    return Table((name, "precision %", "recall %", "F1 %", "support", "said"), rows)
