"""Tuning on preferences."""

import json
import math
from pathlib import Path
from typing import Any

import pytest
import torch

from dialog.nlg.tuning.arguments import TuningArguments
from dialog.nlg.tuning.folder import META
from dialog.nlg.tuning.lessons import taught
from dialog.nlg.tuning.model import base_of
from dialog.nlg.tuning.objectives import log_likelihoods
from dialog.nlg.tuning.pairs import PreferredAnswers
from dialog.nlg.tuning.preferences import Preference
from dialog.nlg.tuning.training import Trainer

REJECTED = "I see."


@pytest.fixture
def preferences(inns) -> list[Preference]:
    """The corpus's own words to others, for three turns."""
    asked = taught([inns], lambda _: None).validation[:3]
    return [Preference(each.messages, each.turn.text, REJECTED) for each in asked]


def _ahead(folder: Path, preference: Preference) -> float:
    """Return by how many nats a model finds the better answer likelier."""
    base = base_of(TuningArguments(str(folder)))
    texts = (preference.chosen, preference.rejected)
    rows = [base.tokens.answered(preference.prompt, text) for text in texts]
    with torch.no_grad():
        found = log_likelihoods(base.model.eval(), base.tokens.batch(rows, base.model.device))
    return float(found[0] - found[1])


def _tuned(base: Path, preferences: list[Preference], path: Path, **options: Any) -> dict[str, Any]:
    args = TuningArguments(str(base), batch_size=2, learning_rate=0.005, **options)
    Trainer(PreferredAnswers(preferences, args), args).train(path)
    return dict(json.loads((path / META).read_text()))


def test_the_better_answers_become_likelier_than_the_others(tuned, preferences, tmp_path) -> None:
    made = _tuned(tuned, preferences, tmp_path / "one", epochs=4)
    assert made["before"]["validation_loss"] == pytest.approx(math.log(2), abs=1e-3)
    assert made["validation"]["validation_loss"] < 0.5
    assert made["validation"]["preferred"] == 1
    assert made["validation"]["margin"] > 0.3
    for each in preferences:
        assert _ahead(tmp_path / "one", each) > _ahead(tuned, each) + 1

    # an adapter goes on from itself, and is what it is held to
    again = _tuned(tmp_path / "one", preferences, tmp_path / "two", epochs=3)
    assert again["before"]["validation_loss"] == pytest.approx(math.log(2), abs=1e-3)
    assert _ahead(tmp_path / "two", preferences[0]) > _ahead(tmp_path / "one", preferences[0])


def test_virtual_tokens_are_held_to_the_base_without_them(tuned, preferences, tmp_path) -> None:
    made = _tuned(tuned, preferences, tmp_path / "one", epochs=2, peft="prompt", peft_size=4)
    assert made["trained"] == "prompt"
    assert made["before"]["margin"] == pytest.approx(0, abs=1e-3)
    assert math.isfinite(made["validation"]["validation_loss"])
