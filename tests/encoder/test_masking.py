"""Hiding tokens for masked language modelling."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from dialog.encoder.masking import Masking

MASK, FIRST, SIZE = 4, 5, 50


@given(st.integers(0, 2**32 - 1), st.floats(0.01, 0.99))
def test_only_characters_are_chosen_and_the_rest_stays(seed: int, share: float) -> None:
    rng = np.random.default_rng(seed)
    ids = rng.integers(0, SIZE, (3, 12))
    hidden, chosen = Masking(share, MASK, FIRST, SIZE)(ids, rng)
    assert chosen.any() == (ids >= FIRST).any()
    assert (ids[chosen] >= FIRST).all()
    assert (hidden[~chosen] == ids[~chosen]).all()
    assert ((hidden[chosen] == MASK) | (hidden[chosen] >= FIRST)).all()


def test_of_the_chosen_eight_in_ten_are_masked_and_one_in_ten_swapped() -> None:
    rng = np.random.default_rng(0)
    ids = rng.integers(FIRST, 10_000, (200, 100))
    hidden, chosen = Masking(0.15, MASK, FIRST, 10_000)(ids, rng)
    assert abs(chosen.mean() - 0.15) < 0.01
    assert abs((hidden[chosen] == MASK).mean() - 0.8) < 0.03
    assert abs((hidden[chosen] == ids[chosen]).mean() - 0.1) < 0.03


def test_a_batch_has_something_to_tell() -> None:
    rng = np.random.default_rng(0)
    _, chosen = Masking(1e-9, MASK, FIRST, SIZE)(np.array([[2, 7, 8, 3]]), rng)
    assert chosen.tolist() == [[False, True, False, False]]
