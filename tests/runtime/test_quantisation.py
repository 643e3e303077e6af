"""What evens out a layer's input before it is quantised."""

import numpy as np
import pytest

from dialog.runtime.activations import LENGTH, SENTENCES, made_up
from dialog.runtime.quantisation import damping, quantise_rows, smoothing


def test_smoothing_moves_range_into_the_weight_and_changes_no_product() -> None:
    rng = np.random.default_rng(0)
    x = rng.normal(size=(32, 24)).astype(np.float32)
    x[:, 3] *= 60
    weight = rng.normal(size=(8, 24)).astype(np.float32)
    factor = smoothing(np.abs(x).max(axis=0), weight)
    assert factor[3] == factor.max()
    np.testing.assert_allclose((x / factor) @ (weight * factor).T, x @ weight.T, rtol=1e-3)

    def lost(inputs: np.ndarray, matrix: np.ndarray) -> float:
        step = np.abs(inputs).max() / 127
        rows, scale = quantise_rows(matrix)
        return float(np.abs(np.rint(inputs / step) * step @ (rows * scale).T - x @ weight.T).mean())

    assert lost(x / factor, weight * factor) < 0.5 * lost(x, weight)


def test_factors_are_the_same_from_peaks_that_differ_by_a_rounding() -> None:
    peaks = np.array([0.5, 1.0, 2.0, 30.0])
    weight = np.ones((2, 4))
    assert np.array_equal(smoothing(peaks, weight), smoothing(peaks * (1 + 1e-6), weight))


def test_damping_touches_channels_far_beyond_the_others_alone() -> None:
    factor = damping(np.array([1.0, 1.2, 0.0, 3.5, 0.9, 40.0]))
    assert factor[:5].tolist() == [1, 1, 1, 1, 1]
    assert factor[5] == pytest.approx(40 / (4 * 1.1), rel=0.05)


def test_made_up_sentences_are_the_same_and_stand_between_the_ends() -> None:
    ids = made_up(100, 101, 102)
    assert np.array_equal(ids, made_up(100, 101, 102))
    assert ids.shape == (SENTENCES, LENGTH)
    assert set(ids[:, 0]) == {101}
    assert set(ids[:, -1]) == {102}
    assert ids[:, 1:-1].max() < 100
