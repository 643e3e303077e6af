"""The network in NumPy, the same in torch, and what it writes."""

import numpy as np
import pytest
import torch
from threadpoolctl import threadpool_info, threadpool_limits

from dialog.acts import parse_acts
from dialog.nlg.lm.linear import GAPS, line_of
from dialog.nlg.lm.model import ActsToWords, Batch
from dialog.nlg.lm.network import Network, Shape, Written
from dialog.nlg.lm.search import candidates
from dialog.nlg.lm.vocabulary import FIRST_GAP, PAD, Vocabulary

TEXTS = [("Try", 0, ", it's in the", 1, ".")] * 3 + [("推荐", 0, "吧。")] * 3


def test_both_networks_make_the_same() -> None:
    torch.manual_seed(0)
    shape = Shape(60, size=32, heads=2, inner=48, longest=16)
    model = ActsToWords(shape).eval()
    network = Network(shape, {n: w.numpy() for n, w in model.state_dict().items()})
    sources, said = [[30, FIRST_GAP, 45, FIRST_GAP + 1], [7, 48]], [1, FIRST_GAP + 1, 44, 55]
    slots: list[list[list[int]]] = [[[33, 34, 35], [40]], []]
    batch = Batch(
        torch.tensor([sources[0], [*sources[1], PAD, PAD]]),
        torch.tensor([[slots[0][0], [*slots[0][1], PAD, PAD]], [[PAD] * 3] * 2]),
        torch.tensor([[*said, 2]] * 2),
    )
    with torch.no_grad():
        wanted = torch.log_softmax(model.logits(batch), -1).numpy()
    for row, source in enumerate(sources):
        read, written = network.read(source, slots[row]), network.begin()
        for at, token in enumerate(said):
            logs, written = network.step(np.array([token]), written, read)
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
    assert candidates(network, vocabulary, line, beams=1000)  # more than there are tokens
    lacks = [len(each.missing) for each in made]
    assert lacks == sorted(lacks)


def test_it_is_written_by_one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    torch.manual_seed(0)
    vocabulary = Vocabulary.learnt(TEXTS, 60)
    shape = Shape(len(vocabulary), size=16, heads=2, inner=16, longest=24)
    model = ActsToWords(shape).eval()
    network = Network(shape, {n: w.numpy() for n, w in model.state_dict().items()})
    threads = []
    begin = network.begin

    def watched() -> Written:
        found = [each["num_threads"] for each in threadpool_info() if each["user_api"] == "blas"]
        threads.extend(found)
        return begin()

    monkeypatch.setattr(network, "begin", watched)
    with threadpool_limits(limits=2, user_api="blas"):
        candidates(network, vocabulary, line_of(parse_acts("inn.inform(name=Roma)")))
    assert threads
    assert set(threads) == {1}


@pytest.mark.parametrize("seed", range(3))
def test_no_response_ends_before_every_gap_is_filled(seed: int) -> None:
    torch.manual_seed(seed)
    vocabulary = Vocabulary.learnt(TEXTS, 60)
    shape = Shape(len(vocabulary), size=16, heads=2, inner=16, longest=64)
    model = ActsToWords(shape).eval()
    network = Network(shape, {n: 0.1 * w.numpy() for n, w in model.state_dict().items()})
    line = line_of(parse_acts("inn.inform(name=Roma, area=north)"))
    made = candidates(network, vocabulary, line, beams=20)  # all is about as likely
    ended = [each for each in made if sum(len(str(piece)) for piece in each.pieces) < 40]
    assert ended
    assert not any(each.missing for each in ended)
