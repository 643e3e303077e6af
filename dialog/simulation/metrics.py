"""The figures of simulated conversations, with intervals over conversations."""

from collections.abc import Iterator, Sequence

from dialog.evaluation.counted import Counted
from dialog.evaluation.intervals import Interval, f1, share, wilson_interval
from dialog.evaluation.items import Sample, identities
from dialog.evaluation.report import Metric
from dialog.simulation.goals import TASK
from dialog.simulation.judged import Judged, dialogues_per_second


def simulation_metrics(judged: Sequence[Judged], seed: int = 0) -> list[Metric]:
    """Return the figures of at least one conversation.

    Args:
        judged: the conversations.
        seed: of the bootstrap.
    """
    items = list(conversation_items(judged))
    verdicts = [each.verdict for each in judged]
    meaning = "Conversations in which all was right: entity, answers and bookings."
    success = _rate("success_rate", "Success", meaning, [v.success for v in verdicts], items)
    meaning = "Conversations in which everything was supplied, right or not."
    complete = _rate("complete_rate", "Complete", meaning, [v.complete for v in verdicts], items)
    counted = [*_shares(judged, items), *_means(judged, items), *_words(judged, items)]
    return [success, complete, *(each.metric(seed) for each in counted), *_speed(judged)]


def conversation_items(judged: Sequence[Judged]) -> dict[str, str]:
    """Return the conversations' ids, made of their number and goal, with their names."""
    ids = identities([each.number, each.talk.goal.to_dict()] for each in judged)
    return {
        item: f"{each.number} ({', '.join(part.domain for part in each.talk.goal.parts)})"
        for item, each in zip(ids, judged, strict=True)
    }


def _rate(
    name: str, label: str, meaning: str, right: Sequence[bool], items: Sequence[str]
) -> Metric:
    """Return how many conversations of all are right."""
    low, high = wilson_interval(sum(right), len(right))
    value, interval = 100 * sum(right) / len(right), Interval(100 * low, 100 * high)
    sample = Sample(items, [(each, 1) for each in right], share.__name__, 100)
    return Metric(name, label, value, interval=interval, meaning=meaning, sample=sample)


def _shares(judged: Sequence[Judged], items: Sequence[str]) -> Iterator[Counted]:
    verdicts = [each.verdict for each in judged]
    told = [v.informs for v in verdicts]
    meaning = "Facts told that were asked for and true."
    counts: list[Sequence[float]] = [(t.right, t.said) for t in told]
    yield Counted("inform_precision", "Inform precision", meaning, counts, share, items)
    meaning = "Facts asked for that were told and true."
    counts = [(t.right, t.wanted) for t in told]
    yield Counted("inform_recall", "Inform recall", meaning, counts, share, items)
    meaning = "Their harmonic mean."
    counts = [(t.right, t.said, t.wanted) for t in told]
    yield Counted("inform_f1", "Inform F1", meaning, counts, f1, items)
    meaning = "Bookings wanted that were made as wanted."
    counts = [(v.booked, v.to_book) for v in verdicts]
    yield Counted("book_rate", "Booked", meaning, counts, share, items)


def _words(judged: Sequence[Judged], items: Sequence[str]) -> Iterator[Counted]:
    """Yield how good a model's words were before the guard, where one was asked."""
    made = [each.talk.generations for each in judged]
    if not any(made):
        return
    meaning = "Of the values to be said, those that a model's first text left out or made up."
    counts: list[Sequence[float]] = [
        (sum(g.missing + g.invented for g in some), sum(g.due for g in some)) for some in made
    ]
    yield Counted("slot_error_rate", "Slot error", meaning, counts, share, items)
    meaning = "Turns in which a model's first text stated what no fact holds."
    counts = [(sum(g.invented > 0 for g in some), len(some)) for some in made]
    yield Counted("hallucination_rate", "Made up", meaning, counts, share, items)
    meaning = "Turns in which the templates spoke in a model's place."
    counts = [(sum(g.fallback for g in some), len(some)) for some in made]
    yield Counted("fallback_rate", "Template instead", meaning, counts, share, items)


def _means(judged: Sequence[Judged], items: Sequence[str]) -> Iterator[Counted]:
    meaning = "Exchanges of user and system in a conversation that succeeded."
    turns = [(len(each.talk.exchanges), 1) for each in judged]
    right = [at for at, each in enumerate(judged) if each.verdict.success]
    if right:
        of, successes = [items[at] for at in right], [turns[at] for at in right]
        yield Counted("turns_success", "Turns, successful", meaning, successes, share, of, 1, "")
    meaning = "Exchanges in any conversation."
    yield Counted("turns_all", "Turns, all", meaning, turns, share, items, 1, "")
    meaning = "Acts of the user in a turn, without the task."
    acts = [_acts(each) for each in judged]
    yield Counted("user_acts", "User's acts a turn", meaning, acts, share, items, 1, "", False)


def _acts(each: Judged) -> tuple[float, float]:
    said = [act for e in each.talk.exchanges for act in e.meant if act.slot != TASK]
    return len(said), len(each.talk.exchanges)


def _speed(judged: Sequence[Judged]) -> Iterator[Metric]:
    yield Metric(
        "dialogues_per_second", "Conversations a second", dialogues_per_second(judged), "",
        meaning="In all processes together, after the models are loaded.",
    )  # fmt: skip
    turns = sum(len(each.talk.exchanges) for each in judged)
    yield Metric(
        "milliseconds_per_turn", "Time of a turn",
        sum(each.talk.milliseconds for each in judged) / turns, "ms",
        meaning="The mean of what the system took.",
    )  # fmt: skip
