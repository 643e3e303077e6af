"""Masked language modelling (Devlin et al. 2018): what is hidden of a text is to be told."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

_HIDDEN, _SWAPPED = 0.8, 0.1  # of the chosen tokens; the rest stays as it is


@dataclass(frozen=True)
class Masking:
    """How tokens are hidden.

    Args:
        share: of the tokens, how many are chosen to be told, 0 to 1.
        mask: the id of [MASK].
        first: the first id that is a character's; those below are special.
        size: of the vocabulary.
    """

    share: float
    mask: int
    first: int
    size: int

    def __call__(self, ids: Ints, rng: np.random.Generator) -> tuple[Ints, Bools]:
        """Return ids with some hidden, and which were chosen, both (batch, length).

        Special tokens are never chosen. Of the chosen ones eight in ten become [MASK], one in ten
        another character. A batch without any chosen token has its first character chosen.
        """
        plain = ids >= self.first
        chosen = plain & (rng.random(ids.shape) < self.share)
        if not chosen.any() and plain.any():
            chosen.flat[int(np.flatnonzero(plain)[0])] = True
        fate = rng.random(ids.shape)
        other = rng.integers(self.first, self.size, ids.shape)
        hidden = np.where(chosen & (fate < _HIDDEN), self.mask, ids)
        swapped = chosen & (fate >= _HIDDEN) & (fate < _HIDDEN + _SWAPPED)
        return np.where(swapped, other, hidden), chosen
