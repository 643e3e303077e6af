"""Answers of a language model that are kept and given again."""

import asyncio
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dialog.llm.base import LLM, Completion, LlmError, Message, SamplingLLM, StreamingLLM
from dialog.llm.decoding import Decoding
from dialog.llm.kept import VARIABLE, KeptLlm
from dialog.llm.specs import language_model
from dialog.notices import warn_once

HELLO = [Message("user", "hi")]
Make = Callable[[str], KeptLlm]


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Make:
    """Make a model whose answers are kept in a folder that is not there yet."""
    monkeypatch.setenv(VARIABLE, str(tmp_path / "answers"))

    def make(spec: str) -> KeptLlm:
        found = language_model(spec, timeout=10)
        assert isinstance(found, KeptLlm)
        return found

    return make


def complete(llm: LLM, **options: Any) -> Completion:
    return asyncio.run(llm.complete(HELLO, **options))


def test_nothing_is_kept_unless_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    assert not isinstance(language_model("http://localhost/v1#m"), KeptLlm)


def test_the_model_is_asked_once(kept: Make, script: Any) -> None:
    spec = script.answers("one", "two")
    llm = kept(spec)
    assert isinstance(llm, StreamingLLM)
    assert isinstance(llm, SamplingLLM)
    first = complete(llm)
    assert first.text == "one"
    assert complete(llm) == first
    assert complete(kept(spec)) == first
    assert len(script.requests) == 1


def test_other_questions_are_other_answers(kept: Make, script: Any) -> None:
    llm = kept(script.answers("one", "two", "{}", "four"))
    assert complete(llm).text == "one"
    assert complete(llm, decoding=Decoding(seed=1)).text == "two"
    assert complete(llm, schema={"type": "object"}).text == "{}"
    assert asyncio.run(llm.complete([Message("user", "bye")])).text == "four"
    assert len(script.requests) == 4


def test_what_was_streamed_is_given_whole(kept: Make, llm_server: str) -> None:
    async def pieces(llm: StreamingLLM) -> list[str]:
        return [piece.text async for piece in llm.stream(HELLO)]

    llm = kept(f"{llm_server}#says:Good day to you.")
    streamed = asyncio.run(pieces(llm))
    assert len([each for each in streamed if each]) == 4
    assert asyncio.run(pieces(llm)) == ["Good day to you."]
    assert complete(llm).text == "Good day to you."


def test_a_stream_that_is_closed_or_breaks_off_is_not_kept(kept: Make, llm_server: str) -> None:
    async def first(llm: KeptLlm) -> str:
        pieces = llm.stream(HELLO)
        try:
            return (await anext(pieces)).text
        finally:
            await pieces.aclose()

    llm = kept(f"{llm_server}#says:Good day.")
    assert asyncio.run(first(llm)) == "Good "
    assert not llm.folder.exists()


def test_several_answers_keep_their_scores(kept: Make, script: Any) -> None:
    llm = kept(script.answers({"says": "one", "logs": [-1.0]}, {"says": "two", "logs": [-2.0]}))
    decoding = Decoding(temperature=1)
    found = asyncio.run(llm.sample(HELLO, 2, decoding=decoding))
    assert sorted((each.text, each.score) for each in found) == [("one", -1.0), ("two", -2.0)]
    assert asyncio.run(llm.sample(HELLO, 2, decoding=decoding)) == found
    assert len(script.requests) == 2


def test_failures_are_not_kept(kept: Make, script: Any) -> None:
    llm = kept(script.answers({"status": 401}, "one"))
    with pytest.raises(LlmError, match="refused with status 401"):
        complete(llm)
    assert complete(llm).text == "one"


def test_a_model_that_is_gone_still_answers_what_it_was_asked(
    kept: Make, tiny_model: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    moved = tmp_path / "model"
    moved.symlink_to(tiny_model)
    llm = kept(str(moved))
    llm.warm_up()
    short = Decoding(max_tokens=4)
    first = complete(llm, decoding=short)
    moved.unlink()
    again = kept(str(moved))
    again.warm_up()
    warn_once.cache_clear()
    with caplog.at_level(logging.WARNING, logger="dialog"):
        assert complete(again, decoding=short) == first
    assert [each.getMessage() for each in caplog.records] == [
        f"What the language model {moved} said before is taken from {llm.folder}; times are not "
        "the model's."
    ]
    with pytest.raises(LlmError, match="model"):
        complete(again, decoding=Decoding(max_tokens=5))


def test_a_damaged_answer_is_named(kept: Make, script: Any) -> None:
    llm = kept(script.answers("one"))
    complete(llm)
    (path,) = llm.folder.iterdir()
    path.write_text("{", encoding="utf-8")
    with pytest.raises(LlmError, match=f"The kept answer {path} is damaged; delete it."):
        complete(llm)
