"""What a tracker's bundle keeps."""

import numpy as np

from dialog.dst.neural.bundle import packed_heads, unpacked_heads, with_all_flags
from dialog.dst.neural.spots import FLAGS


def test_what_stands_on_the_encoder_is_kept_in_eight_bits_and_the_rest_as_it_is() -> None:
    rng = np.random.default_rng(0)
    weights = {
        "head.fate.weight": rng.normal(size=(4, 16)).astype(np.float32),
        "head.fate.bias": rng.normal(size=4).astype(np.float32),
        "encoder.layer.0.output.dense.weight.change": np.ones((2, 3), np.uint8),
        "encoder.layer.0.output.dense.weight.scale": np.ones(2, np.float32),
    }
    kept = packed_heads(weights)
    assert kept["head.fate.weight.rows"].dtype == np.int8
    back = unpacked_heads(kept)
    assert sorted(back) == sorted(weights)
    for name, weight in weights.items():
        assert np.allclose(back[name], weight, atol=np.abs(weight).max() / 127), name
    assert np.array_equal(back["head.fate.bias"], weights["head.fate.bias"])


def test_a_flag_that_a_bundle_never_met_says_nothing() -> None:
    met = np.ones((4, FLAGS - 1), np.float32)
    flags = with_all_flags({"head.flags.weight": met})["head.flags.weight"]
    assert np.array_equal(flags[:, :-1], met)
    assert not flags[:, -1].any()
    assert np.array_equal(with_all_flags({"head.flags.weight": flags})["head.flags.weight"], flags)
