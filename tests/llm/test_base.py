"""What is told of a language model that does not answer."""

from uuid import uuid4

import pytest

from dialog.llm.base import LlmError, SilentLlmError, told_once


def test_a_refusal_is_told_once_whatever_the_server_says_each_time(
    caplog: pytest.LogCaptureFixture,
) -> None:
    who = f"The model {uuid4()}"
    for wait in ("352ms", "17ms"):
        told = told_once(SilentLlmError(f"{who} refused with status 429: try again in {wait}."))
        assert wait in told  # the trace of the turn has it all
    assert told_once(LlmError(f"{who} says nonsense."))
    (line,) = [r.getMessage() for r in caplog.records if who in r.getMessage()]
    assert line.endswith("try again in 352ms. Rules and templates stand in for it.")
