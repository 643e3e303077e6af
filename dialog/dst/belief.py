"""The arithmetic of beliefs: evidence from scored hypotheses, its update, and joint hypotheses.

A turn gives each slot some evidence p(v), summed over what the user may have said. What was
believed before keeps the rest:

    b'(v) = p(v) + (1 - sum of p) * b(v) * (1 - d(v))

where d(v) is the probability that the user denied v. Slots are independent, so the probability
of a joint hypothesis is the product over its slots (Deriu et al. 2021, section on belief states).
"""

import heapq
from collections.abc import Iterable, Mapping, Sequence

from dialog.state import SlotBelief

NEGLIGIBLE = 1e-4  # a value believed less than this is forgotten

Scores = dict[str, float]


def clamp(score: float) -> float:
    """Return the score as a probability."""
    return min(1.0, max(0.0, score))


def bounded(scores: Mapping[str, float]) -> Scores:
    """Return scores that are probabilities and sum to at most 1, scaled down if they did not."""
    clamped = {value: clamp(score) for value, score in scores.items()}
    total = sum(clamped.values())
    return {v: s / total for v, s in clamped.items()} if total > 1 else clamped


def mixture(parts: Iterable[tuple[float, Iterable[tuple[str, float]]]]) -> Scores:
    """Return the probability of each value over weighted hypotheses.

    Args:
        parts: per hypothesis its probability and its scored values. A value said twice in one
            hypothesis counts once, by its better score.
    """
    mixed: Scores = {}
    for weight, values in parts:
        best: Scores = {}
        for value, score in values:
            best[value] = max(best.get(value, 0.0), score)
        for value, score in bounded(best).items():
            mixed[value] = mixed.get(value, 0.0) + weight * score
    return bounded(mixed)


def update(
    belief: SlotBelief, evidence: Mapping[str, float], denied: Mapping[str, float]
) -> SlotBelief:
    """Return the belief after a turn's evidence for and against the values of a slot."""
    kept = 1.0 - sum(evidence.values())
    scores = dict(evidence)
    for value, score in belief.values:
        rest = max(0.0, kept) * score * (1.0 - clamp(denied.get(value, 0.0)))
        scores[value] = scores.get(value, 0.0) + rest
    return SlotBelief(tuple((v, s) for v, s in bounded(scores).items() if s >= NEGLIGIBLE))


def weighed(belief: SlotBelief, value: str, ratio: float) -> SlotBelief:
    """Return the belief after something that is `ratio` times as likely if the value is right.

    By Bayes' rule: the odds of the value are multiplied, what is left is shared as before.
    """
    before = belief.score_of(value)
    whole = 1 + (ratio - 1) * before
    return SlotBelief(
        tuple((v, (ratio if v == value else 1) * s / whole) for v, s in belief.values)
    )


def joint(
    beliefs: Mapping[str, SlotBelief], *, limit: int = 10
) -> list[tuple[dict[str, str], float]]:
    """Return the likeliest joint hypotheses as (slot -> value, probability), best first.

    A slot left out of an assignment was not mentioned. Only as many hypotheses are built as are
    asked for: the best combination is refined one slot at a time.
    """
    slots = [(slot, _choices(belief)) for slot, belief in beliefs.items()]
    start = (0,) * len(slots)
    queue = [(-_probability(slots, start), start)]
    seen = {start}
    found: list[tuple[dict[str, str], float]] = []
    while queue and len(found) < limit:
        negated, picks = heapq.heappop(queue)
        if not negated:
            break
        chosen = (
            (slot, choices[pick][0]) for (slot, choices), pick in zip(slots, picks, strict=True)
        )
        found.append(({slot: value for slot, value in chosen if value is not None}, -negated))
        for i, (_, choices) in enumerate(slots):
            following = (*picks[:i], picks[i] + 1, *picks[i + 1 :])
            if following[i] < len(choices) and following not in seen:
                seen.add(following)
                heapq.heappush(queue, (-_probability(slots, following), following))
    return found


_Choices = list[tuple[str | None, float]]  # None: the slot was not mentioned


def _choices(belief: SlotBelief) -> _Choices:
    rest = clamp(1.0 - sum(score for _, score in belief.values))
    choices: _Choices = [*belief.values, (None, rest)]
    return sorted(choices, key=lambda choice: -choice[1])


def _probability(slots: Sequence[tuple[str, _Choices]], picks: Sequence[int]) -> float:
    probability = 1.0
    for (_, choices), pick in zip(slots, picks, strict=True):
        probability *= choices[pick][1]
    return probability
