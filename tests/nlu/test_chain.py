"""The linear chain against all paths, one by one."""

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialog.nlu.chain import Chain, barriers

TAGS = ("O", "B-a", "I-a", "B-b", "I-b")
WELL_FORMED = {"I-a": {"B-a", "I-a"}, "I-b": {"B-b", "I-b"}}


def weights(seed: int) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(seed)
    return {
        "transitions": rng.normal(size=(5, 5)).astype(np.float32),
        "start": rng.normal(size=5).astype(np.float32),
        "end": rng.normal(size=5).astype(np.float32),
    }


def paths(length: int) -> list[tuple[int, ...]]:
    """All sequences of tags in which I- goes on with its own."""
    return [
        path
        for path in product(range(5), repeat=length)
        if all(
            here not in WELL_FORMED or before in WELL_FORMED[here]
            for before, here in zip(
                ("", *(TAGS[t] for t in path)), (TAGS[t] for t in path), strict=False
            )
        )
    ]


def score(path: tuple[int, ...], emissions: np.ndarray, parts: dict[str, np.ndarray]) -> float:
    total = parts["start"][path[0]] + parts["end"][path[-1]]
    total += sum(emissions[at, tag] for at, tag in enumerate(path))
    return float(total + sum(parts["transitions"][a, b] for a, b in pairwise(path)))


@given(st.integers(0, 10_000), st.integers(1, 5), st.sampled_from([0.5, 1.0, 2.0]))
def test_the_best_path_and_the_marginals_are_those_of_all_paths(
    seed: int, length: int, temperature: float
) -> None:
    parts = weights(seed)
    emissions = np.random.default_rng(seed + 1).normal(size=(length, 5)).astype(np.float32) * 2
    every = paths(length)
    scores = np.array([score(path, emissions, parts) for path in every])
    best, probabilities = Chain(TAGS, parts, temperature).read(emissions)
    assert score(tuple(best), emissions, parts) == pytest.approx(scores.max(), abs=1e-4)
    odds = np.exp((scores - scores.max()) / temperature)
    odds /= odds.sum()
    for at in range(length):
        for tag in range(5):
            wanted = sum(p for p, path in zip(odds, every, strict=True) if path[at] == tag)
            assert probabilities[at, tag] == pytest.approx(wanted, abs=1e-4)


@given(st.integers(0, 1000), st.lists(st.integers(1, 7), min_size=2, max_size=5))
def test_sentences_read_together_are_read_as_each_by_itself(seed: int, lengths: list[int]) -> None:
    rng = np.random.default_rng(seed)
    some = [rng.normal(size=(length, 5)).astype(np.float32) * 4 for length in lengths]
    chain = Chain(TAGS, weights(seed))
    for emissions, (path, probabilities) in zip(some, chain.read_all(some), strict=True):
        best, alone = chain.read(emissions)
        assert path == best
        assert probabilities == pytest.approx(alone, abs=1e-6)


@given(st.integers(0, 1000), st.integers(1, 8))
def test_every_path_is_well_formed(seed: int, length: int) -> None:
    emissions = np.random.default_rng(seed).normal(size=(length, 5)).astype(np.float32) * 9
    best, _ = Chain(TAGS, {name: 0 * part for name, part in weights(0).items()}).read(emissions)
    assert tuple(best) in set(paths(length)) if length < 6 else best[0] not in (2, 4)


def test_what_may_follow_what() -> None:
    barred, first = barriers(TAGS)
    assert [TAGS[at] for at in np.flatnonzero(first < 0)] == ["I-a", "I-b"]
    assert [TAGS[at] for at in np.flatnonzero(barred[:, 2] == 0)] == ["B-a", "I-a"]
    assert not barred[:, [0, 1, 3]].any()


torch = pytest.importorskip("torch")


@pytest.mark.parametrize("unknown", [(), (1,), (0, 2)])
def test_the_loss_is_that_of_the_paths_that_fit(unknown: tuple[int, ...]) -> None:
    """Of a word whose tag is unknown every tag fits; places beyond the sentence count nothing."""
    from dialog.nlu.crf import UNKNOWN, LinearChain

    parts = weights(3)
    chain = LinearChain(TAGS)
    with torch.no_grad():
        for name, weight in chain.named_parameters():
            weight.copy_(torch.from_numpy(parts[name]))
    emissions = np.random.default_rng(4).normal(size=(3, 5)).astype(np.float32)
    gold = [1, 2, 0]
    tags = [UNKNOWN if at in unknown else tag for at, tag in enumerate(gold)]
    fits = [p for p in paths(3) if all(t in (UNKNOWN, p[at]) for at, t in enumerate(tags))]
    exps = [np.exp(score(p, emissions, parts)) for p in paths(3)]
    wanted = np.log(sum(exps)) - np.log(sum(np.exp(score(p, emissions, parts)) for p in fits))
    padded = np.vstack([emissions, np.full((1, 5), 7.0, np.float32)])[None]
    loss = chain.loss(
        torch.from_numpy(padded),
        torch.tensor([[*tags, UNKNOWN]]),
        torch.tensor([[True, True, True, False]]),
    )
    assert loss.item() == pytest.approx(float(wanted), abs=1e-4)
