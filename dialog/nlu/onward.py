"""Going on from a bundle: what a training takes over of another model."""

from collections.abc import Mapping, Sequence
from typing import Any

import torch
from torch import Tensor

from dialog.nlu.joint import JointBert
from dialog.nlu.labels import LabelSet

_TRANSITIONS = "head.chain.transitions"


def take_over(
    model: JointBert, labels: LabelSet, weights: Mapping[str, Any], old: LabelSet
) -> None:
    """Put a bundle's weights into a model, of its heads the rows of the labels that both know.

    Args:
        model: one with the bundle's encoder and adapter.
        labels: what the model can say.
        weights: the bundle's, whole ones.
        old: what the bundle can say.
    """
    given = {name: torch.from_numpy(weight) for name, weight in weights.items()}
    fresh = model.weights()
    sentence, tags = _places(old.sentence, labels.sentence), _places(old.tags, labels.tags)
    rows = {
        "head.sentence.weight": sentence,
        "head.sentence.bias": sentence,
        "head.token.weight": tags,
        "head.token.bias": tags,
        "head.chain.start": tags,
        "head.chain.end": tags,
    }
    for name, places in rows.items():
        if name in given:
            given[name] = _taken_over(fresh[name], given[name], places)
    if _TRANSITIONS in given:
        empty = given[_TRANSITIONS].new_zeros(len(labels.tags), len(old.tags))
        across = _taken_over(empty, given[_TRANSITIONS], tags)
        given[_TRANSITIONS] = _taken_over(fresh[_TRANSITIONS].T, across.T, tags).T
    model.restore(given)


def _places(old: Sequence[str], new: Sequence[str]) -> Mapping[int, int]:
    """Return where the labels that both have stand: in the new list, and in the old."""
    return {row: old.index(label) for row, label in enumerate(new) if label in old}


def _taken_over(fresh: Tensor, old: Tensor, places: Mapping[int, int]) -> Tensor:
    """Return fresh rows with the old ones of the labels that both have."""
    rows = fresh.clone()
    for row, at in places.items():
        rows[row] = old[at]
    return rows
