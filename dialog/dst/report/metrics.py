"""The figures of a tracker as they are published, with intervals over dialogues."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from dialog.component import Domains
from dialog.corpus.scoring import Scoring
from dialog.dst.evaluation import Judged, judge, requests
from dialog.dst.replay import Tracked
from dialog.evaluation.acceptance import correct_acceptance
from dialog.evaluation.calibration import expected_calibration_error
from dialog.evaluation.counted import Counted, summed
from dialog.evaluation.intervals import f1, share
from dialog.evaluation.items import identities
from dialog.evaluation.report import Metric

Scored = Mapping[str, tuple[Scoring, Sequence[Judged]]]  # by the name of the scoring


def judged_by(
    tracked: Sequence[Tracked], domains: Domains, scorings: Iterable[Scoring]
) -> dict[str, tuple[Scoring, list[Judged]]]:
    """Return the turns as each way of scoring compares them."""
    return {each.name: (each, judge(tracked, domains, each)) for each in scorings}


def dst_metrics(
    tracked: Sequence[Tracked], scored: Scored, seen: frozenset[str], seed: int = 0
) -> list[Metric]:
    """Return the figures of at least one turn.

    Args:
        tracked: the turns.
        scored: what each way of scoring makes of them, the corpus's own first.
        seen: the domains that the training part has; where a frame is of another one, frames of
            seen and of unseen domains are told apart.
        seed: of the bootstrap.
    """
    (_, main), *others = scored.values()
    ids = dialogue_items(tracked)
    metrics = [each.metric(seed) for each in _shares(tracked, main, ids)]
    metrics += _by_seen(main, seen, ids, seed)
    for scoring, judged in others:
        if _differs(main, judged):
            key, label = f"joint_goal_accuracy_{scoring.name}", f"JGA, {scoring.name}"
            metrics.append(_joint(judged, ids, key, label, scoring.meaning).metric(seed))
    return [*metrics, *_probabilities(main, ids, seed), *_speed(tracked)]


def gains(whole: Sequence[Judged], first: Sequence[Judged], seed: int = 0) -> list[Metric]:
    """Return what n-best lists are worth: two runs of the same turns, side by side.

    The intervals are of the differences, over dialogues drawn for both alike (Efron 1979).

    Args:
        whole: tracked from whole lists.
        first: tracked from the first entry of each, taken for certain.
        seed: of the bootstrap.
    """
    pairs = list(zip(whole, first, strict=True))
    alone = "joint_goal_accuracy_top", "JGA, first entry alone"
    meaning = "With the first entry of each list alone, taken for certain."
    ids = dialogue_items(turns_of(whole))
    counts = summed((a.turn.dialogue, (a.joint - b.joint, 1)) for a, b in pairs)
    more = "Points by which the whole list is better."
    name = "joint_goal_accuracy_gain"
    gained = Counted(name, "Gain by the list", more, counts, share, [*ids.values()])
    counts = summed((a.turn.dialogue, (b.l2 - a.l2, 1)) for a, b in pairs)
    less = "By how much L2 is smaller with the whole list."
    return [
        _joint(first, ids, *alone, meaning).metric(seed),
        gained.metric(seed),
        _l2(first, ids, "l2_top", "L2, first entry alone", meaning, seed),
        Counted(
            "l2_gain", "L2 gained by the list", less, counts, share, [*ids.values()], 1, ""
        ).metric(seed),
    ]


def joint_goal_accuracy(judged: Sequence[Judged]) -> float:
    """Return the share of turns, or of their frames, with every slot right, 0 to 1."""
    return sum(each.joint for each in judged) / len(judged) if judged else 1.0


def _shares(
    tracked: Sequence[Tracked], judged: Sequence[Judged], ids: Mapping[str, str]
) -> Iterator[Counted]:
    what = "User turns" if not judged or not judged[0].frame else "Frames of user turns"
    meaning = f"{what} after which every slot is right, the empty ones too."
    yield _joint(judged, ids, "joint_goal_accuracy", "Joint goal accuracy", meaning)
    counts, items = _per_dialogue(judged, ids, lambda each: (each.accuracy, 1))
    meaning = "Slots that are right, the empty ones too."
    yield Counted("slot_accuracy", "Slot accuracy", meaning, counts, share, items)
    counts, items = _per_dialogue(judged, ids, lambda each: each.values)
    meaning = "Filled slots with the right value, micro-averaged over turns."
    yield Counted("slot_f1", "Slot F1", meaning, counts, f1, items)
    asked = [(each.dialogue, requests(each)) for each in tracked]
    if any(count.wanted or count.said for _, count in asked):
        meaning = "Slots that the user asks for in a turn."
        sums = summed((d, (count.right, count.said, count.wanted)) for d, count in asked)
        yield Counted("request_f1", "Request F1", meaning, sums, f1, [*ids.values()])


def _joint(
    judged: Sequence[Judged], ids: Mapping[str, str], name: str, label: str, meaning: str
) -> Counted:
    counts, items = _per_dialogue(judged, ids, lambda each: (each.joint, 1))
    return Counted(name, label, meaning, counts, share, items)


def dialogue_items(tracked: Iterable[Tracked]) -> dict[str, str]:
    """Return an id for each dialogue, by its name, made of what users say and want in it."""
    asked: dict[str, list[Any]] = {}
    for turn in tracked:
        wanted = sorted([*place, *values] for place, values in turn.wanted.items())
        asked.setdefault(turn.dialogue, [turn.dialogue]).append([turn.text, wanted])
    return dict(zip(asked, identities(asked.values()), strict=True))


def turns_of(judged: Iterable[Judged]) -> list[Tracked]:
    """Return the turns that were judged, once each though several frames of it may be."""
    return list({(each.turn.dialogue, each.turn.number): each.turn for each in judged}.values())


def _by_seen(
    judged: Sequence[Judged], seen: frozenset[str], ids: Mapping[str, str], seed: int
) -> Iterator[Metric]:
    if all(not each.frame or each.frame in seen for each in judged):
        return
    for name, part in (
        ("seen", [each for each in judged if each.frame in seen]),
        ("unseen", [each for each in judged if each.frame not in seen]),
    ):
        if part:
            key, label = f"joint_goal_accuracy_{name}", f"JGA, {name}"
            meaning = f"Of frames whose domain is {name} in training: {len(part):,}."
            yield _joint(part, ids, key, label, meaning).metric(seed)


def _differs(one: Sequence[Judged], other: Sequence[Judged]) -> bool:
    return [each.joint for each in one] != [each.joint for each in other]


def _per_dialogue(
    judged: Sequence[Judged], ids: Mapping[str, str], counts: Callable[[Judged], Sequence[float]]
) -> tuple[list[Sequence[float]], list[str]]:
    """Return the sums of what is counted in each dialogue, and the dialogues' ids."""
    names = dict.fromkeys(each.turn.dialogue for each in judged)
    sums = summed((each.turn.dialogue, counts(each)) for each in judged)
    return sums, [ids[name] for name in names]


def confidences(judged: Sequence[Judged]) -> tuple[list[float], list[bool]]:
    """Return how sure the tracker is of all slots together, and whether they are right."""
    return [each.sureness for each in judged], [each.joint == 1 for each in judged]


def _l2(
    judged: Sequence[Judged], ids: Mapping[str, str], name: str, label: str, meaning: str, seed: int
) -> Metric:
    counts, items = _per_dialogue(judged, ids, lambda each: (each.l2, 1))
    return Counted(name, label, meaning, counts, share, items, 1, "").metric(seed)


def _probabilities(judged: Sequence[Judged], ids: Mapping[str, str], seed: int) -> Iterator[Metric]:
    meaning = "Squared distance of the probabilities of joint goals from the truth, 0 to 2."
    yield _l2(judged, ids, "l2", "L2", meaning, seed)
    sure, right = confidences(judged)
    yield Metric(
        "expected_calibration_error", "ECE", 100 * expected_calibration_error(sure, right),
        meaning="Mean distance of the confidence in a joint goal from the share that is right.",
    )  # fmt: skip
    yield Metric(
        "roc_v2_ca05", "ROC V2 CA05", 100 * correct_acceptance(sure, right),
        meaning="Right joint goals accepted where a twentieth of the wrong ones are.",
    )  # fmt: skip


def _speed(tracked: Sequence[Tracked]) -> list[Metric]:
    times: Any = 1000 * np.array([each.seconds for each in tracked])
    return [
        Metric(
            "milliseconds_per_turn", "Time of a turn", float(np.median(times)), "ms",
            meaning="Half of the turns are tracked in this time.",
        ),
        Metric(
            "milliseconds_per_turn_p95", "95th percentile", float(np.quantile(times, 0.95)), "ms",
            meaning="Nineteen of twenty are.", headline=False,
        ),
    ]  # fmt: skip
