"""Tuning on a corpus's own answers."""

import asyncio
import json
from pathlib import Path

from dialog.llm.decoding import Decoding
from dialog.llm.local import TransformersLlm
from dialog.nlg.tuning.folder import META
from dialog.nlg.tuning.lessons import taught


def _made(folder: Path) -> dict:
    return json.loads((folder / META).read_text())


def test_the_loss_and_the_slot_errors_fall(inns, tuned) -> None:
    made = _made(tuned)
    losses = [epoch["loss"] for epoch in made["history"]]
    assert losses[-1] < 0.1 * losses[0]
    assert made["validation"]["validation_loss"] < 0.1 * made["before"]["validation_loss"]
    assert made["before"]["slot_error_rate"] > 0.9
    assert made["validation"]["slot_error_rate"] < 0.3


def test_what_was_learnt_is_said_in_a_chat(inns, tuned) -> None:
    llm = TransformersLlm(str(tuned), device_map="cpu", timeout=60)
    for each in taught([inns], lambda _: None).validation[:2]:
        said = asyncio.run(llm.complete(each.messages, decoding=Decoding(max_tokens=40)))
        assert said.text == each.turn.text
