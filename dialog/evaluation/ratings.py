"""Figures of estimated ratings from 1 to 5, made of counts so that a bootstrap can draw anew.

As Sun et al. 2021 measure them: the recalls of all five ratings averaged (UAR), Cohen's kappa,
Spearman's rho, and F1 of dissatisfaction, a rating below 3. All take counts of pairs, (..., 25):
of rating w that is estimated as s at 5 (w - 1) + (s - 1).
"""

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

RATINGS = 5
_LOW = 2  # so many ratings, from 1, are dissatisfaction


def uar(sums: "Floats") -> "Floats":
    """Return the unweighted average recall; that of a rating that is never wanted is 0."""
    table = _table(sums)
    right = np.diagonal(table, axis1=-2, axis2=-1)
    recalls: Floats = (right / np.maximum(table.sum(axis=-1), 1)).mean(axis=-1)
    return recalls


def cohen_kappa(sums: "Floats") -> "Floats":
    """Return the agreement beyond chance; 0 where only one rating is wanted and said."""
    table = _table(sums)
    total = table.sum(axis=(-2, -1))
    actual = np.trace(table, axis1=-2, axis2=-1) / total
    chance = (table.sum(axis=-1) * table.sum(axis=-2)).sum(axis=-1) / total**2
    return np.where(chance < 1, (actual - chance) / np.where(chance < 1, 1 - chance, 1.0), 0.0)


def spearman(sums: "Floats") -> "Floats":
    """Return the rank correlation, ties by their mean rank; 0 where either never differs."""
    table = _table(sums)
    total = table.sum(axis=(-2, -1))
    wanted, said = (_ranks(table.sum(axis=axis)) for axis in (-1, -2))
    cross = np.einsum("...ij,...i,...j->...", table, wanted, said) / total
    spread = (
        np.sqrt(
            (table.sum(axis=-1) * wanted**2).sum(axis=-1)
            * (table.sum(axis=-2) * said**2).sum(axis=-1)
        )
        / total
    )
    return np.where(spread > 0, cross / np.where(spread > 0, spread, 1.0), 0.0)


def dissatisfaction_f1(sums: "Floats") -> "Floats":
    """Return the F1 of ratings below 3; 0 where none is right."""
    table = _table(sums)
    right = table[..., :_LOW, :_LOW].sum(axis=(-2, -1))
    wanted, said = table[..., :_LOW, :].sum(axis=(-2, -1)), table[..., :, :_LOW].sum(axis=(-2, -1))
    found: Floats = 2 * right / np.maximum(wanted + said, 1)
    return found


def _table(sums: "Floats") -> "Floats":
    return sums.reshape(*sums.shape[:-1], RATINGS, RATINGS)


def _ranks(counts: "Floats") -> "Floats":
    """Return the mean rank of each rating less the mean of all, (..., 5) to (..., 5)."""
    below = np.cumsum(counts, axis=-1) - counts
    ranks: Floats = below + counts / 2 - counts.sum(axis=-1, keepdims=True) / 2
    return ranks
