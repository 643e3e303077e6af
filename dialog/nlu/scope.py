"""Whether a sentence is in scope, by the logit of its likeliest task.

A sentence is rejected when no task reaches a logit that is chosen on validation, out of scope
being one more intent (Larson et al. 2019). The logit itself tells better than a probability made
of several, as nothing is lost of how far a sentence is from all of them (Hendrycks et al. 2022 use
it so of images).
"""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dialog.acts import ActType, DialogueAct
from dialog.nlu.labels import TASK

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from dialog.nlu.examples import Example

    Floats = NDArray[np.float32]
    Said = list[tuple[DialogueAct, float]]

FEWEST = 20  # validation sentences of each kind that a threshold can be chosen on
OUTSIDE = 1 / 30  # least share of a training's sentences that are out of scope, if there are any
_STEEPEST = 20.0  # a slope beyond which a curve is a step


@dataclass(frozen=True)
class Scope:
    """The logit from which on the likeliest task is said, and how sure it is above and below."""

    cut: float
    slope: float

    def sureness(self, logit: float) -> float:
        """Return how likely a task of a logit is right, 0.5 at the cut."""
        return 1 / (1 + math.exp(-max(-60.0, min(60.0, self.slope * (logit - self.cut)))))

    def decide(
        self,
        said: "Said",
        acts: Sequence[DialogueAct],
        logits: "Floats",
        session: Collection[str],
    ) -> "Said":
        """Return what is said of a sentence in which no words spell a value.

        In scope the likeliest task is among it, else it is out of scope alone. A sentence that
        greets, agrees or asks for a slot needs no task, and keeps what is said of it.

        Args:
            said: acts with their scores.
            acts: those that the model's labels stand for.
            logits: of the labels, (labels,).
            session: domains that may be said.
        """
        tasks = [at for at, act in enumerate(acts) if act.slot == TASK and act.domain in session]
        if not tasks or any(not _asks(act) for act, _ in said):
            return said
        best = max(tasks, key=lambda at: logits[at])
        sure = self.sureness(float(logits[best]))
        if logits[best] < self.cut:
            return [(DialogueAct(ActType.OUTOFSCOPE), 1 - sure)]
        others = [
            (act, min(score, sure)) for act, score in said if act.slot == TASK and act != acts[best]
        ]
        return [(acts[best], sure), *others]


def _asks(act: DialogueAct) -> bool:
    return act.slot == TASK or act.type is ActType.OUTOFSCOPE


def fit_scope(
    acts: Sequence[DialogueAct], logits: "Floats", examples: "Sequence[Example]"
) -> Scope | None:
    """Choose cut and slope on validation; None where too few sentences tell.

    The cut is the one with most sentences right, the slope the likeliest of a logistic curve
    through it.

    Args:
        acts: those that the model's labels stand for.
        logits: of the labels, (examples, labels).
        examples: the validation sentences.
    """
    import numpy as np

    from dialog.evaluation.scope import threshold_for

    tasks = [at for at, act in enumerate(acts) if act.slot == TASK]
    asking = [row for row, example in enumerate(examples) if example.asks]
    if not tasks or not asking:
        return None
    scores = logits[asking][:, tasks]
    best = scores.max(axis=1)
    outside = np.array([_is_outside(examples[row]) for row in asking])
    right = np.array(
        [
            acts[tasks[at]] in examples[row].acts
            for row, at in zip(asking, scores.argmax(axis=1), strict=True)
        ]
    )
    if min(outside.sum(), (~outside).sum()) < FEWEST:
        return None
    cut = threshold_for(right[~outside], best[~outside], best[outside])
    if not math.isfinite(cut):  # it is best to reject nothing, or everything
        return None
    away = best - cut
    slopes = np.geomspace(0.02, _STEEPEST, 120)
    losses = [np.logaddexp(0, np.where(right, -1, 1) * slope * away).sum() for slope in slopes]
    return Scope(float(cut), float(slopes[int(np.argmin(losses))]))


def outside_repeated(examples: "Sequence[Example]") -> "list[Example]":
    """Return training sentences with those out of scope repeated, where they are very few."""
    outside = [example for example in examples if _is_outside(example)]
    inside = len(examples) - len(outside)
    times = math.ceil(OUTSIDE * inside / len(outside)) if outside else 1
    return [*examples, *outside * (times - 1)]


def _is_outside(example: "Example") -> bool:
    return any(act.type is ActType.OUTOFSCOPE for act in example.acts)
