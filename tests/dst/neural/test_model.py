"""The model: the same answer with and without torch, whichever other slots are asked for."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from dialog.domain import load_domains
from dialog.dst.neural.decoding import ANY, DROP, KEEP, NEW
from dialog.dst.neural.examples import TrackedTurn
from dialog.dst.neural.mentions import Mentions
from dialog.dst.neural.queries import QueryMaker
from dialog.dst.neural.reading import Place
from dialog.dst.neural.slots import SlotLayers
from dialog.dst.neural.spots import asked_of
from dialog.runtime.encoder import TextEncoder, resolve_encoder

torch = pytest.importorskip("torch", reason="needs the extra 'train'")

from dialog.dst.neural.model import SlotModel, TurnBatcher  # noqa: E402
from dialog.training.adapter import Adapter  # noqa: E402

DOMAINS = load_domains(["hotel", "taxi"])


@pytest.fixture(scope="module")
def folder() -> Path:
    return resolve_encoder(None)


@pytest.fixture
def batcher(folder: Path, turns: list[TrackedTurn]) -> TurnBatcher:
    queries = QueryMaker(folder).make(DOMAINS, turns[0].places)
    return TurnBatcher(TextEncoder(folder), queries, ("bye",), torch.device("cpu"))


@pytest.fixture(scope="module")
def model(folder: Path) -> SlotModel:
    torch.manual_seed(0)
    encoder, width = Adapter("none").load(folder)
    made = SlotModel(encoder, width, acts=1, layers=2, dropout=0.1)
    with torch.no_grad():  # as if it had been trained
        for name, weight in made.named_parameters():
            if not name.startswith("encoder."):
                weight += 0.02 * torch.randn_like(weight)
    return made.eval()


def test_what_is_annotated(batcher: TurnBatcher, turns: list[TrackedTurn]) -> None:
    batch = batcher(turns)
    places = turns[0].places
    fate = [dict(zip(places, row, strict=True)) for row in batch["fate"].tolist()]
    area, people, name = (Place("hotel", slot) for slot in ("area", "people", "name"))
    assert [fate[turn][area] for turn in range(3)] == [NEW, ANY, DROP]
    assert [fate[turn][people] for turn in range(3)] == [NEW, KEEP, DROP]
    assert [fate[turn][name] for turn in range(3)] == [KEEP, NEW, DROP]
    queries = batcher.queries
    value = int(batch["value"][0, places.index(area)])
    assert [v for each in queries.values for v in each][value] == "north"
    ids, at = batch["ids"][0], places.index(people)
    words = ids[batch["start"][0, at] : batch["end"][0, at] + 1]
    assert words.tolist() == batcher.reader.encode(["two"]).input_ids[0, 1:-1].tolist()
    assert (batch["start"] >= 0).sum() == 3  # two, and Aurora twice


def test_the_same_scores_without_torch(
    batcher: TurnBatcher, turns: list[TrackedTurn], model: SlotModel
) -> None:
    with torch.no_grad():
        scored = {k: v.numpy() for k, v in model.read(batcher(turns)).items()}
        batch = batcher(turns)
        hidden = model.encoder(
            input_ids=batch["ids"], attention_mask=batch["mask"], token_type_ids=batch["types"]
        ).last_hidden_state.numpy()
    plain = SlotLayers({k: v.numpy() for k, v in model.weights().items()}, batcher.queries)
    mentions = Mentions(batcher.queries)
    encoded = batcher.reader.encode([(t.reading.context, t.reading.text) for t in turns])
    for row, turn in enumerate(turns):
        size = int(encoded.attention_mask[row].sum())
        known = asked_of(turn.reading, turn.places, mentions, encoded, row)
        words = encoded.sequence_ids[row, :size] >= 0
        found = plain.score(hidden[row, :size], words, *known)
        for name in ("fate", "asked", "acts", "listed", "start", "end"):
            wanted = scored[name][row]
            np.testing.assert_allclose(
                getattr(found, name), wanted[..., :size] if name in ("start", "end") else wanted,
                rtol=1e-3, atol=1e-3,
            )  # fmt: skip


def test_a_slot_is_scored_alike_whichever_others_are_asked_for(
    batcher: TurnBatcher, turns: list[TrackedTurn], model: SlotModel
) -> None:
    few = replace(turns[1], places=turns[1].places[2:4])
    with torch.no_grad():
        whole, part = model.read(batcher([turns[1]])), model.read(batcher([few]))
    np.testing.assert_allclose(whole["fate"][0, 2:4], part["fate"][0], atol=1e-4)


def test_learning_a_turn_makes_it_likelier(
    batcher: TurnBatcher, turns: list[TrackedTurn], folder: Path
) -> None:
    torch.manual_seed(0)
    encoder, width = Adapter("none").load(folder)
    fresh = SlotModel(encoder, width, acts=1, layers=1, dropout=0.0)
    optimizer = torch.optim.AdamW([p for p in fresh.parameters() if p.requires_grad], lr=1e-3)
    losses = []
    for _ in range(8):
        loss, _ = fresh(batcher(turns))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    assert losses[-1] < losses[0] / 4


def test_weights_come_back(model: SlotModel, folder: Path) -> None:
    encoder, width = Adapter("none").load(folder)
    other = SlotModel(encoder, width, acts=1, layers=2, dropout=0.0)
    other.restore(model.weights())
    assert all(torch.equal(other.weights()[k], v) for k, v in model.weights().items())
