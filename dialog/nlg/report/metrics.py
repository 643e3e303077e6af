"""The figures of a generator, with intervals over dialogues."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from dialog.acts import format_acts
from dialog.evaluation.bleu import bleu, tokens
from dialog.evaluation.counted import Counted, summed
from dialog.evaluation.intervals import share
from dialog.evaluation.items import Answer, identities
from dialog.evaluation.report import Metric
from dialog.nlg.evaluation import Worded
from dialog.schema import Language


def nlg_metrics(worded: Sequence[Worded], language: Language, seed: int = 0) -> list[Metric]:
    """Return the figures of at least one turn.

    Args:
        worded: the turns.
        language: of the corpus.
        seed: of the bootstrap.
    """
    counted = [each.metric(seed) for each in _counted(worded)]
    return [*counted, *_variety(worded, language), *_speed(worded)]


def dialogue_items(worded: Sequence[Worded]) -> dict[str, str]:
    """Return an id for each dialogue, by its name, made of what was asked."""
    asked: dict[str, list[Any]] = {}
    for each in worded:
        asked.setdefault(each.turn.dialogue, []).append(each.turn.to_dict())
    return dict(zip(asked, identities(asked.values()), strict=True))


def dialogue_answers(worded: Sequence[Worded]) -> tuple[dict[str, str], dict[str, list[Answer]]]:
    """Return the name of each dialogue and what was said in it, by the dialogue's id."""
    items = dialogue_items(worded)
    answers: dict[str, list[Answer]] = {item: [] for item in items.values()}
    for each in worded:
        by = "template" if each.fallback else ""
        answer = Answer(format_acts(each.turn.acts), each.turn.text, each.response.text, by)
        answers[items[each.turn.dialogue]].append(answer)
    return {item: name for name, item in items.items()}, answers


def _counted(worded: Sequence[Worded]) -> Iterator[Counted]:
    items = list(dialogue_items(worded).values())

    def per_dialogue(counts: Callable[[Worded], Sequence[float]]) -> list[Sequence[float]]:
        return summed((each.turn.dialogue, counts(each)) for each in worded)

    yield Counted(
        "bleu", "BLEU", "Against the corpus's own words, one reference each, 0 to 100.",
        per_dialogue(lambda each: each.bleu), bleu, items, unit="",
    )  # fmt: skip
    yield Counted(
        "slot_error_rate", "Slot error rate", "Values left out or made up, of all that are due.",
        per_dialogue(lambda each: each.said.counts), share, items,
    )  # fmt: skip
    yield Counted(
        "hallucination_rate", "Hallucination", "Responses with a value that no act holds.",
        per_dialogue(lambda each: (bool(each.said.redundant), 1)), share, items,
    )  # fmt: skip
    yield Counted(
        "fallback_rate", "Fallback", "Responses that templates gave in the model's place.",
        per_dialogue(lambda each: (each.fallback, 1)), share, items,
    )  # fmt: skip
    if any(each.response.generation for each in worded):
        yield Counted(
            "slot_error_rate_first", "Slot error rate, unchecked",
            "Of the model's first choice, before anything is refused, by the model's own count.",
            per_dialogue(_first), share, items, headline=False,
        )  # fmt: skip
    yield Counted(
        "slot_error_rate_corpus", "Slot error rate, corpus", "Of the corpus's own words.",
        per_dialogue(lambda each: each.wanted.counts), share, items, headline=False,
    )  # fmt: skip
    yield Counted(
        "hallucination_rate_corpus", "Hallucination, corpus", "Of the corpus's own words.",
        per_dialogue(lambda each: (bool(each.wanted.redundant), 1)), share, items, headline=False,
    )  # fmt: skip


def _first(each: Worded) -> tuple[int, int]:
    made = each.response.generation
    return (made.missing + made.invented, made.due) if made and made.answered else (0, 0)


def _variety(worded: Sequence[Worded], language: Language) -> Iterator[Metric]:
    said = [tokens(each.response.text, language) for each in worded]
    wanted = [tokens(each.turn.text, language) for each in worded]
    for n in (1, 2):
        meaning = f"Different {'words' if n == 1 else 'pairs of words'} among all, 0 to 1."
        name, label = f"distinct_{n}", f"Distinct-{n}"
        yield Metric(name, label, distinct(said, n), "", meaning=meaning, headline=n == 2)
        yield Metric(
            f"{name}_corpus", f"{label}, corpus", distinct(wanted, n), "",
            meaning="Of the corpus's own words.", headline=False,
        )  # fmt: skip
    for label, name, texts in (("Words", "words", said), ("Words, corpus", "words_corpus", wanted)):
        mean = sum(map(len, texts)) / len(texts)
        yield Metric(
            f"{name}_per_response", label, mean, "", meaning="A response, on average.",
            headline=False,
        )  # fmt: skip


def distinct(texts: Sequence[Sequence[str]], n: int) -> float:
    """Return the share of different n-grams among all (Li et al. 2016), 0 to 1; 0 of none."""
    grams = [tuple(words[at : at + n]) for words in texts for at in range(len(words) - n + 1)]
    return len(set(grams)) / len(grams) if grams else 0.0


def _speed(worded: Sequence[Worded]) -> list[Metric]:
    times: Any = 1000 * np.array([each.seconds for each in worded])
    return [
        Metric(
            "milliseconds_per_response", "Time of a response", float(np.median(times)), "ms",
            meaning="Half of the responses take no longer.",
        ),
        Metric(
            "milliseconds_per_response_p95", "95th percentile", float(np.quantile(times, 0.95)),
            "ms", meaning="Nineteen of twenty take no longer.", headline=False,
        ),
    ]  # fmt: skip
