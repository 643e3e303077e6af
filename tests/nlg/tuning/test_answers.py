"""Tuning on a corpus's own answers."""

import asyncio
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dialog.errors import ConfigError
from dialog.llm.decoding import Decoding
from dialog.llm.local import TransformersLlm
from dialog.nlg.tuning.answers import Answers
from dialog.nlg.tuning.arguments import TuningArguments
from dialog.nlg.tuning.folder import META
from dialog.nlg.tuning.lessons import taught
from dialog.nlg.tuning.training import Trainer


def _made(folder: Path) -> dict[str, Any]:
    return dict(json.loads((folder / META).read_text()))


def test_the_loss_and_the_slot_errors_fall(tuned) -> None:
    made = _made(tuned)
    assert made["history"][-1]["loss"] < 0.1 * made["history"][0]["loss"]
    assert made["validation"]["validation_loss"] < 0.1 * made["before"]["validation_loss"]
    assert made["before"]["slot_error_rate"] > 0.9
    assert made["validation"]["slot_error_rate"] == 0


def test_what_was_learnt_is_said(inns, tuned) -> None:
    llm = TransformersLlm(str(tuned), device_map="cpu", timeout=60)
    for each in taught([inns], lambda _: None).validation[:3]:
        said = asyncio.run(llm.complete(each.messages, decoding=Decoding(max_tokens=40)))
        assert said.text == each.turn.text


def test_a_training_that_is_cut_short_goes_on_as_if_nothing_had_been(inns, tuned, tmp_path) -> None:
    args = TuningArguments(str(tuned), epochs=2, patience=2, dialogues=4, learning_rate=0.01)
    course = taught([inns], lambda _: None)
    course = replace(course, validation=course.validation[:3])
    whole = Trainer(Answers(course, args), args).train(tmp_path / "a")

    def stop(done: int, of: int, loss: float) -> None:
        if (tmp_path / "b" / META).exists():  # in the second epoch
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Trainer(Answers(course, args), args, step=stop).train(tmp_path / "b")
    assert len(_made(tmp_path / "b")["history"]) == 1
    lines: list[str] = []
    again = Trainer(Answers(course, args), args, report=lines.append).train(tmp_path / "b")
    assert "Goes on after epoch 1 of 2." in lines
    assert again["history"] == whole["history"]
    weights = [tmp_path / name / "adapter_model.safetensors" for name in "ab"]
    assert weights[0].read_bytes() == weights[1].read_bytes()
    assert not list(tmp_path.glob(".*"))


def test_what_is_too_long_for_the_model_is_refused(inns, tuned, tmp_path) -> None:
    short = tmp_path / "short"
    short.mkdir()
    for file in tuned.iterdir():
        (short / file.name).write_bytes(file.read_bytes())
    config = json.loads((short / "config.json").read_text()) | {"max_position_embeddings": 50}
    (short / "config.json").write_text(json.dumps(config))
    args = TuningArguments(str(short))
    with pytest.raises(ConfigError, match="short enough for"):
        Trainer(Answers(taught([inns], lambda _: None), args), args).train(tmp_path / "made")
