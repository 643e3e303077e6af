"""The figures of simulated conversations, with intervals over conversations."""

from collections.abc import Iterable, Iterator, Sequence

from dialog.evaluation.counted import Counted
from dialog.evaluation.intervals import Interval, f1, share, wilson_interval
from dialog.evaluation.items import Sample, identities
from dialog.evaluation.report import Metric
from dialog.simulation.judged import Judged
from dialog.simulation.tally import Outcome, Tally


def simulation_metrics(judged: Iterable[Judged], seed: int = 0) -> list[Metric]:
    """Return the figures of at least one conversation.

    Args:
        judged: the conversations.
        seed: of the bootstrap.
    """
    return tally_metrics(Tally.of(judged), seed)


def tally_metrics(tally: Tally, seed: int = 0) -> list[Metric]:
    """Return the figures of at least one outcome; the bootstrap draws from them by their order."""
    outcomes = tally.outcomes
    items = list(conversation_items(outcomes))
    verdicts = [each.verdict for each in outcomes]
    meaning = "Conversations in which all was right: entity, answers and bookings."
    success = _rate("success_rate", "Success", meaning, [v.success for v in verdicts], items)
    meaning = "Conversations in which everything was supplied, right or not."
    complete = _rate("complete_rate", "Complete", meaning, [v.complete for v in verdicts], items)
    counted = [*_shares(outcomes, items), *_means(outcomes, items), *_words(outcomes, items)]
    counted += _sayings(outcomes, items)
    return [success, complete, *(each.metric(seed) for each in counted), *_speed(tally)]


def conversation_items(outcomes: Sequence[Outcome]) -> dict[str, str]:
    """Return the conversations' ids, made of their number and goal, with their names."""
    ids = identities([each.number, each.wanted] for each in outcomes)
    return {
        item: f"{each.number} ({', '.join(each.domains)})"
        for item, each in zip(ids, outcomes, strict=True)
    }


def _rate(
    name: str, label: str, meaning: str, right: Sequence[bool], items: Sequence[str]
) -> Metric:
    """Return how many conversations of all are right."""
    low, high = wilson_interval(sum(right), len(right))
    value, interval = 100 * sum(right) / len(right), Interval(100 * low, 100 * high)
    sample = Sample(items, [(each, 1) for each in right], share.__name__, 100)
    return Metric(name, label, value, interval=interval, meaning=meaning, sample=sample)


def _shares(outcomes: Sequence[Outcome], items: Sequence[str]) -> Iterator[Counted]:
    verdicts = [each.verdict for each in outcomes]
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


def _words(outcomes: Sequence[Outcome], items: Sequence[str]) -> Iterator[Counted]:
    """Yield how good a model's words were before the guard, where one was asked."""
    made = [each.worded for each in outcomes]
    if not any(each.turns for each in made):
        return
    counts: list[Sequence[float]]
    if any(each.due or each.made_up for each in made):  # else it never spoke
        meaning = "Of the values to be said, those that a model's first text left out or made up."
        counts = [(each.wrong, each.due) for each in made]
        yield Counted("slot_error_rate", "Slot error", meaning, counts, share, items)
        meaning = "Turns in which a model's first text stated what no fact holds."
        counts = [(each.made_up, each.turns) for each in made]
        yield Counted("hallucination_rate", "Made up", meaning, counts, share, items)
    meaning = "Turns in which the templates spoke in a model's place."
    counts = [(each.fallbacks, each.turns) for each in made]
    yield Counted("fallback_rate", "Template instead", meaning, counts, share, items)


def _sayings(outcomes: Sequence[Outcome], items: Sequence[str]) -> Iterator[Counted]:
    """Yield how often a language model spoke for the user, where one was asked."""
    if any(each.phrases for each in outcomes):
        meaning = "What users said in the words of a language model, of all that they said."
        counts: list[Sequence[float]] = [(each.reworded, each.phrases) for each in outcomes]
        yield Counted("user_reworded_rate", "User reworded", meaning, counts, share, items)


def _means(outcomes: Sequence[Outcome], items: Sequence[str]) -> Iterator[Counted]:
    meaning = "Exchanges of user and system in a conversation that succeeded."
    turns = [(each.turns, 1) for each in outcomes]
    right = [at for at, each in enumerate(outcomes) if each.verdict.success]
    if right:
        of, successes = [items[at] for at in right], [turns[at] for at in right]
        yield Counted("turns_success", "Turns, successful", meaning, successes, share, of, 1, "")
    meaning = "Exchanges in any conversation."
    yield Counted("turns_all", "Turns, all", meaning, turns, share, items, 1, "")
    meaning = "Acts of the user in a turn, without the task."
    acts = [(each.acts, each.turns) for each in outcomes]
    yield Counted("user_acts", "User's acts a turn", meaning, acts, share, items, 1, "", False)


def _speed(tally: Tally) -> Iterator[Metric]:
    yield Metric(
        "dialogues_per_second", "Conversations a second", tally.dialogues_per_second, "",
        meaning="In all processes together, after the models are loaded.",
    )  # fmt: skip
    turns = sum(each.turns for each in tally.outcomes)
    yield Metric(
        "milliseconds_per_turn", "Time of a turn",
        tally.milliseconds / turns, "ms",
        meaning="The mean of what the system took.",
    )  # fmt: skip
