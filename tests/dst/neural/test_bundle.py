"""What a tracker's bundle keeps."""

from pathlib import Path

import numpy as np

from dialog.dst.neural.bundle import (
    Bundle,
    chosen_bundle,
    packed_heads,
    save_bundle,
    unpacked_heads,
    with_all_flags,
)
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


def test_the_tracker_that_learnt_these_plugins_is_chosen(user_folder: Path) -> None:
    for name, corpus, plugins in (
        ("a", "toy", []),
        ("b", "played", ["shop", "inn"]),
        ("c", "other", []),
    ):
        training = {
            "corpora": [corpus],
            "plugins": plugins,
            "turns": {},
            "arguments": {},
            "validation": {},
            "device": "",
            "versions": {},
        }
        bundle = Bundle(name, {"name": "embedded", "sha256": ""}, {}, (), training)
        save_bundle(bundle, {"head.bias": np.zeros(1, np.float32)}, user_folder / "models" / name)

    def chosen(*plugins: str, corpora: tuple[str, ...] = ()) -> str:
        return chosen_bundle(frozenset(plugins), frozenset(corpora)).name

    assert chosen("shop") == chosen("inn", "shop", corpora=("toy",)) == "b"
    assert chosen("inn", "bar", corpora=("other",)) == chosen(corpora=("other",)) == "c"
    assert chosen("bar") == "a"
