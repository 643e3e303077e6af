"""Learning satisfaction from the rated turns of a corpus, and cross-validation.

The rating of a turn is the one that most annotators gave, the lower of two as common, and the
dialogues are divided into ten parts in their order, as the code of Sun et al. 2021 does. Theirs
divides turns and rates the whole dialogue as one turn more; here a dialogue is never in two parts,
and its overall rating is no turn's.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from dialog.corpus import offered
from dialog.errors import CorpusError, ExtraMissingError
from dialog.evaluation.paradise.sources import exchanges_of, paired
from dialog.evaluation.ratings import RATINGS
from dialog.satisfaction.features import features, moments_of
from dialog.satisfaction.model import Estimate, Weights

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dialog.corpus import Corpus, Dialogue
    from dialog.satisfaction.model import Embed

    Floats = NDArray[np.float32]
    Ints = NDArray[np.int64]

FOLDS = 10
_STRENGTH = 0.001  # inverse of the regularisation
_STEPS = 1000  # at most; it converges long before


class RatedTurns(NamedTuple):
    """The rated turns of some dialogues."""

    values: "Floats"  # (turns, features)
    ratings: "Ints"  # (turns,), 1 to 5
    dialogues: "Ints"  # (turns,), which dialogue each is of, from 0 on in their order
    places: "Ints"  # (turns,), which turn of it each is, from 1


def rated_turns(
    corpus: "Corpus", dialogues: "Iterable[Dialogue]", embed: "Embed", *, reaction: bool
) -> RatedTurns:
    """Return the rated turns of dialogues of a corpus.

    Args:
        corpus: whose they are.
        dialogues: the dialogues.
        embed: gives texts their unit vectors.
        reaction: whether the user's words in a turn are read, or only what came before.

    Raises:
        ConfigError: for a corpus without ratings of turns.
        CorpusError: when no turn is rated.
    """
    rate = offered(corpus, "turn_satisfaction", "has no ratings of satisfaction by turn")
    moments, rows = [], []
    for number, dialogue in enumerate(dialogues):
        every = moments_of(exchanges_of(dialogue), reaction=reaction)
        for at, ((user, _), moment) in enumerate(zip(paired(dialogue), every, strict=True), 1):
            if user and (given := rate(user)):
                moments.append(moment)
                rows.append((majority(given), number, at))
    if not rows:
        raise CorpusError(f"No turn is rated in this split of {corpus.name}.")
    ratings, numbers, places = np.array(rows, dtype=np.int64).T
    return RatedTurns(features(moments, embed), ratings, numbers, places)


def majority(ratings: Sequence[int]) -> int:
    """Return the rating that most annotators gave, the lowest of several."""
    return max(sorted(set(ratings)), key=list(ratings).count)


def fit(values: "Floats", ratings: "Ints") -> Weights:
    """Return a logistic regression in which each rating weighs the same, however common.

    Args:
        values: features, (turns, features).
        ratings: 1 to 5, (turns,).

    Raises:
        CorpusError: when all ratings are the same.
    """
    try:
        from sklearn.linear_model import LogisticRegression
    except ModuleNotFoundError as error:
        raise ExtraMissingError("Training", "train") from error
    counts = np.bincount(ratings, minlength=RATINGS + 1)[1:]
    if np.count_nonzero(counts) < 2:
        raise CorpusError(f"Nothing can be learnt: every turn is rated {ratings[0]}.")
    mean, scale = values.mean(axis=0), values.std(axis=0)
    scale = np.where(scale > 0, scale, 1.0).astype(np.float32)
    shares = 1 / np.maximum(counts, 1)
    weights = shares[ratings - 1] * len(ratings) / np.count_nonzero(counts)
    model: Any = LogisticRegression(C=_STRENGTH, max_iter=_STEPS, tol=1e-3)
    model.fit((values - mean) / scale, ratings, sample_weight=weights)
    weight, bias = model.coef_, model.intercept_
    if len(weight) == 1:  # of two ratings it has the second's alone
        weight, bias = np.vstack([-weight, weight]) / 2, np.concatenate([-bias, bias]) / 2
    whole, biases = np.zeros((RATINGS, values.shape[1])), np.full(RATINGS, -np.inf)
    whole[model.classes_ - 1], biases[model.classes_ - 1] = weight, bias
    arrays = (whole, biases, mean, scale, counts / counts.sum())
    return Weights(*(np.asarray(array, dtype=np.float32) for array in arrays))


def cross_validated(turns: RatedTurns) -> list[Estimate]:
    """Return the estimate of each turn by a model that saw no turn of its part of the dialogues.

    Args:
        turns: the rated turns.

    Raises:
        CorpusError: when they are of one dialogue, or nothing can be learnt.
    """
    found: dict[int, Estimate] = {}
    dialogues = np.unique(turns.dialogues)
    if len(dialogues) < 2:
        raise CorpusError("One rated dialogue cannot be cross-validated; it takes at least two.")
    for part in np.array_split(dialogues, min(FOLDS, len(dialogues))):
        held = np.isin(turns.dialogues, part)
        weights = fit(turns.values[~held], turns.ratings[~held])
        found |= zip(
            np.flatnonzero(held).tolist(), weights.estimates(turns.values[held]), strict=True
        )
    return [found[at] for at in range(len(found))]
