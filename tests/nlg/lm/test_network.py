"""The network in NumPy, the same in torch, and what it writes."""

import numpy as np
import pytest
import torch

from dialog.acts import parse_acts
from dialog.nlg.lm.linear import GAPS, line_of
from dialog.nlg.lm.model import ActsToWords
from dialog.nlg.lm.network import Network, Shape
from dialog.nlg.lm.search import candidates
from dialog.nlg.lm.vocabulary import PAD, Vocabulary

TEXTS = [("Try", 0, ", it's in the", 1, ".")] * 3 + [("推荐", 0, "吧。")] * 3


def test_both_networks_make_the_same() -> None:
    torch.manual_seed(0)
    shape = Shape(60, size=32, heads=2, inner=48, longest=16)
    model = ActsToWords(shape).eval()
    network = Network(shape, {n: w.numpy() for n, w in model.state_dict().items()})
    sources, said = [[30, 40, 5, 59], [7, 8]], [1, 33, 44, 55]
    padded = torch.tensor([sources[0], [*sources[1], PAD, PAD]])
    with torch.no_grad():
        wanted = torch.log_softmax(model.logits(padded, torch.tensor([said] * 2)), -1).numpy()
    for row, source in enumerate(sources):
        memory, written = network.read(source), network.begin()
        for at, token in enumerate(said):
            logs, written = network.step(np.array([token]), written, memory)
            np.testing.assert_allclose(logs[0], wanted[row, at], atol=1e-4)


def test_tokens_are_the_text_again() -> None:
    vocabulary = Vocabulary.learnt(TEXTS, 200)
    for text in TEXTS:
        assert vocabulary.decode(vocabulary.encode(text)) == text
    kept = Vocabulary.from_array(vocabulary.to_array())
    assert kept.encode(TEXTS[0]) == vocabulary.encode(TEXTS[0])
    assert len(kept) == len(vocabulary)


@pytest.mark.parametrize("seed", range(3))
def test_no_gap_is_filled_twice_or_without_a_value(seed: int) -> None:
    torch.manual_seed(seed)  # an untrained network writes whatever it may
    vocabulary = Vocabulary.learnt(TEXTS, 60)
    shape = Shape(len(vocabulary), size=16, heads=2, inner=16, longest=24)
    model = ActsToWords(shape).eval()
    network = Network(shape, {n: 3 * w.numpy() for n, w in model.state_dict().items()})
    line = line_of(parse_acts("inn.inform(name=Roma, area=north)"))
    made = candidates(network, vocabulary, line, beams=4)
    assert GAPS > 2
    for each in made:
        gaps = [piece for piece in each.pieces if isinstance(piece, int)]
        assert set(gaps) <= {0, 1}
        assert len(gaps) == len(set(gaps)) == 2 - len(each.missing)
    lacks = [len(each.missing) for each in made]
    assert lacks == sorted(lacks)
