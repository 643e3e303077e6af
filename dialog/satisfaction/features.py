"""What tells how satisfied a user is at a moment: before a turn, or having said it.

The levels are those of Schmitt and Ultes 2015: the last exchange, a window of three and the whole
dialogue so far, each by the costs of PARADISE a turn. Beside them stand the types of the last acts
and what was said last, as embeddings.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from dialog.acts import ActType
from dialog.evaluation.paradise.costs import COSTS, Exchange, costs_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

WINDOW = 3  # exchanges
_COSTS = tuple(name for name in COSTS if name not in ("turns", "seconds"))
_TYPES = tuple(ActType)


class Moment(NamedTuple):
    """A dialogue up to a user turn."""

    history: tuple[Exchange, ...]  # before the turn
    turn: Exchange  # its user side is read, or not; its answer is not there yet


def moments_of(exchanges: Sequence[Exchange], *, reaction: bool) -> list[Moment]:
    """Return the moment of each exchange.

    Args:
        exchanges: of a dialogue.
        reaction: whether what the user says in the turn is read, or only what came before.
    """
    return [
        Moment(
            tuple(exchanges[:at]), Exchange(each.said, each.user_acts) if reaction else Exchange()
        )
        for at, each in enumerate(exchanges)
    ]


def features(moments: Sequence[Moment], embed: "Callable[[Sequence[str]], Floats]") -> "Floats":
    """Return the features of at least one moment, (moments, features).

    Args:
        moments: the moments.
        embed: gives texts their unit vectors, (texts, size).
    """
    texts = dict.fromkeys(text for moment in moments for text in _texts(moment))
    vectors = dict(zip(texts, embed(list(texts)), strict=True)) if texts else {}
    size = len(next(iter(vectors.values()))) if vectors else embed(["a"]).shape[1]
    vectors[""] = np.zeros(size, dtype=np.float32)
    return np.stack([_features(moment, vectors) for moment in moments])


def _texts(moment: Moment) -> Iterator[str]:
    said = (text for each in moment.history[-2:] for text in (each.said, each.answer))
    yield from (text for text in (*said, moment.turn.said) if text)


def _features(moment: Moment, vectors: "dict[str, Floats]") -> "Floats":
    history, turn = moment
    last = history[-1] if history else Exchange()
    before = history[-2] if len(history) > 1 else Exchange()
    answer, said = vectors[last.answer], vectors[turn.said]
    numbers = [
        len(history),
        np.log1p(len(history)),
        last.answer.count("?"),
        turn.said.count("?"),
        len(turn.said.split()),
        answer @ vectors[before.answer],
        vectors[last.said] @ vectors[before.said],
        answer @ vectors[last.said],
        said @ vectors[last.said],
        said @ answer,
    ]
    for part in (history[-1:], history[-WINDOW:], history):
        costs = costs_of(part) if part else {}
        numbers += [costs.get(name, 0.0) / max(1, len(part)) for name in _COSTS]
    for acts in (last.system_acts, turn.user_acts):
        types = {act.type for act in acts}
        numbers += [float(kind in types) for kind in _TYPES]
    return np.concatenate([np.array(numbers, dtype=np.float32), answer, said])
