"""Changes of weights, three numbers to a byte."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialog.runtime.bert_weights import UnsupportedEncoderError
from dialog.runtime.changes import packed, restored, stored, unpacked
from dialog.runtime.merging import merge_adapter

EMBEDDINGS = "embeddings.word_embeddings.weight"
DENSE = "encoder.layer.0.output.dense.weight"


@given(st.integers(0, 1000), st.integers(1, 6), st.integers(1, 9), st.floats(1e-6, 1e3))
def test_a_change_comes_back_but_for_half_a_step(
    seed: int, rows: int, columns: int, size: float
) -> None:
    change = np.random.default_rng(seed).normal(size=(rows, columns)).astype(np.float32) * size
    codes, scale = packed(change)
    assert codes.dtype == np.uint8
    assert codes.shape == (rows, (columns + 2) // 3)
    back = unpacked(codes, scale, columns)
    # a row errs by no more than its plain rounding: half a fifth of its range each
    plain = np.abs(change).max(axis=1) / 5 * columns**0.5
    assert (np.linalg.norm(back - change, axis=1) <= plain * 1.001 + 1e-12).all()


def test_of_many_numbers_little_is_lost() -> None:
    change = np.random.default_rng(0).normal(size=(64, 384)).astype(np.float32)
    lost = unpacked(*packed(change), 384) - change
    assert (lost**2).sum() / (change**2).sum() < 0.065


def test_no_change_stays_none() -> None:
    assert np.abs(unpacked(*packed(np.zeros((3, 5), np.float32)), 5)).max() < 1e-11


def test_matrices_that_were_there_before_are_kept_as_changes_and_all_else_as_it_is() -> None:
    before = {"dense": np.ones((2, 4), np.float32), "bias": np.ones(2, np.float32)}
    after = {"dense": before["dense"] + 0.5, "bias": before["bias"] * 3, "head": np.eye(2)}
    kept = stored(after, before)
    assert sorted(kept) == ["bias", "dense.change", "dense.scale", "head"]
    back = restored(kept, before)
    assert sorted(back) == ["bias", "dense", "head"]
    for name, weight in after.items():
        assert np.allclose(back[name], weight, atol=1e-6)


def test_a_change_is_merged_into_the_encoder() -> None:
    weights = {EMBEDDINGS: np.ones((2, 3), np.float32), DENSE: np.ones((2, 3), np.float32)}
    change = np.array([[5, -1, -5], [1, 3, 5]], np.float32) / 10
    kept = stored({DENSE: weights[DENSE] + change}, weights)
    merged = merge_adapter(weights, kept, 1.0)
    assert np.allclose(merged[DENSE], 1 + change, atol=1e-6)
    assert np.array_equal(merged[EMBEDDINGS], weights[EMBEDDINGS])


@pytest.mark.parametrize("wrong", ["name", "codes", "scale", "no scale"])
def test_a_change_that_does_not_fit(wrong: str) -> None:
    weights = {EMBEDDINGS: np.ones((2, 4), np.float32), DENSE: np.ones((2, 4), np.float32)}
    codes, scale = packed(np.ones((2, 4), np.float32))
    name = "encoder.layer.9.output.dense.weight" if wrong == "name" else DENSE
    adapter = {f"{name}.change": codes, f"{name}.scale": scale}
    if wrong == "codes":
        adapter[f"{name}.change"] = codes[:, :1]
    elif wrong == "scale":
        adapter[f"{name}.scale"] = scale[:1]
    elif wrong == "no scale":
        del adapter[f"{name}.scale"]
    with pytest.raises(UnsupportedEncoderError, match="fits no weight of the encoder"):
        merge_adapter(weights, adapter, 1.0)
