"""Keeping a model, finding it, and estimates of a conversation."""

import json

import numpy as np
import pytest

from dialog.errors import BundleError
from dialog.evaluation.paradise.sources import exchanges_of
from dialog.satisfaction.model import SatisfactionModel, load_model
from dialog.satisfaction.training import fit, rated_turns


@pytest.fixture
def model(corpus, dialogues, embed) -> SatisfactionModel:
    turns = rated_turns(corpus, dialogues, embed, reaction=False)
    return SatisfactionModel("made", {"sha256": "x"}, False, {}, fit(turns.values, turns.ratings))


def test_a_conversation_is_estimated_turn_by_turn(model, dialogues, embed) -> None:
    estimates = model.estimate(exchanges_of(dialogues[0]), embed)
    assert [each.rating for each in estimates] == [3, 2, 4, 3]
    assert model.estimate([], embed) == []


def test_a_model_is_kept_and_found(model, dialogues, embed, tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("DIALOG_HOME", str(tmp_path))
    with pytest.raises(BundleError, match="train one with `dialog train satisfaction`"):
        load_model()
    path = tmp_path / "models" / "made"
    model.save(path)
    found = load_model()
    assert (found.name, found.reaction) == ("made", False)
    assert np.array_equal(found.weights.weight, model.weights.weight)
    exchanges = exchanges_of(dialogues[1])
    assert found.estimate(exchanges, embed) == model.estimate(exchanges, embed)
    with pytest.raises(BundleError, match="another encoder than the installed one"):
        found.embedder()
    (path / "weights.safetensors").write_bytes(b"")
    with pytest.raises(BundleError, match="checksum differs"):
        load_model(path)


def test_a_description_that_lacks_something(model, tmp_path) -> None:
    model.save(tmp_path / "made")
    file = tmp_path / "made" / "bundle.json"
    data = json.loads(file.read_text())
    del data["reaction"]
    file.write_text(json.dumps(data))
    with pytest.raises(BundleError, match="no bundle description"):
        load_model(tmp_path / "made")
