"""How well confidence tells right from wrong: acceptance at a threshold (Williams et al. 2013)."""

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

FALSE_ACCEPTANCE = 0.05


def correct_acceptance(
    confidences: "ArrayLike", correct: "ArrayLike", false_acceptance: float = FALSE_ACCEPTANCE
) -> float:
    """Return the share of right predictions accepted while few wrong ones are, 0 to 1.

    "ROC V2, CA05" of the dialogue state tracking challenges: predictions are accepted from the
    lowest confidence on at which at most a twentieth of the wrong ones are accepted. It says
    nothing of how many are right. 1 where none is wrong, 0 where none is right.

    Args:
        confidences: of the predictions, (n,), 0 to 1.
        correct: whether each is right, (n,) of bool.
        false_acceptance: the share of the wrong ones that may be accepted.
    """
    scores = np.asarray(confidences, dtype=np.float64)
    right = np.asarray(correct, dtype=bool)
    if not right.any():
        return 0.0
    if right.all():
        return 1.0
    order = np.argsort(-scores, kind="stable")
    ranked, hits = scores[order], right[order]
    ends = np.append(np.flatnonzero(np.diff(ranked)), len(ranked) - 1)  # of equal confidences
    accepted = np.cumsum(hits)[ends] / right.sum()
    wrongly = np.cumsum(~hits)[ends] / (~right).sum()
    allowed = accepted[wrongly <= false_acceptance]
    return float(allowed[-1]) if len(allowed) else 0.0
