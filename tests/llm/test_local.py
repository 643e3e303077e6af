"""A model of transformers in this process, tiny and of random weights."""

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest

from dialog.errors import ConfigError
from dialog.llm.base import Completion, LlmError, Message, StreamingLLM
from dialog.llm.decoding import Decoding
from dialog.llm.local import TransformersLlm, _before_stop
from dialog.llm.openai_compatible import OpenAICompatibleLlm
from dialog.llm.specs import language_model

HELLO = [Message("system", "hello"), Message("user", "roma")]
SHORT = Decoding(max_tokens=8)


@pytest.fixture(scope="module")
def llm(tiny_model: Path) -> TransformersLlm:
    """The tiny model, loaded."""
    model = TransformersLlm(str(tiny_model), device_map="cpu", timeout=60)
    model.warm_up()
    return model


def complete(llm: TransformersLlm, decoding: Decoding = SHORT) -> Completion:
    return asyncio.run(llm.complete(HELLO, decoding=decoding))


def test_it_completes_and_counts_its_tokens(llm: TransformersLlm) -> None:
    assert isinstance(llm, StreamingLLM)
    found = complete(llm)
    assert found.text
    assert found.prompt_tokens > 4
    assert 0 < found.tokens <= 8
    assert complete(llm) == found


def test_pieces_add_up_to_the_whole(llm: TransformersLlm) -> None:
    async def pieces() -> list[Completion]:
        return [piece async for piece in llm.stream(HELLO, decoding=SHORT)]

    found = asyncio.run(pieces())
    assert len(found) > 2
    assert "".join(piece.text for piece in found).strip() == complete(llm).text


def test_the_seed_decides_what_is_sampled(llm: TransformersLlm) -> None:
    def sampled(seed: int) -> str:
        return complete(llm, Decoding(temperature=2, top_k=20, seed=seed, max_tokens=12)).text

    assert sampled(1) == sampled(1)
    assert len({sampled(seed) for seed in range(4)}) > 1


@pytest.mark.parametrize(
    "options",
    [{"beams": 3}, {"repetition_penalty": 1.3, "no_repeat_ngram": 2}, {"stop": ("zzz",)}],
)
def test_all_standard_options_are_taken(llm: TransformersLlm, options: dict[str, object]) -> None:
    assert complete(llm, Decoding(max_tokens=6, **options)).text  # type: ignore[arg-type]


def test_a_slow_answer_is_given_up_and_the_next_one_made(llm: TransformersLlm) -> None:
    llm.timeout = 0.001  # no first token is as quick
    with pytest.raises(LlmError, match=r"took longer than 0\.001 s"):
        complete(llm, Decoding(max_tokens=5000))
    llm.timeout = 60
    assert complete(llm).text


def test_the_text_that_ends_an_answer_is_no_part_of_it() -> None:
    assert _before_stop("Hello. User: hi", ["User:"]) == ("Hello. ", "User: hi")
    assert _before_stop("Hello. Us", ["User:"]) == ("Hello. ", "Us")
    assert _before_stop("Hello.", []) == ("Hello.", "")


def test_a_model_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"cannot be loaded: .* Name a folder"):
        TransformersLlm(str(tmp_path), device_map="cpu").warm_up()


def test_a_spec_names_a_server_or_a_model_here(tiny_model: Path) -> None:
    assert isinstance(language_model("http://localhost/v1#m"), OpenAICompatibleLlm)
    found = language_model(str(tiny_model), timeout=3)
    assert isinstance(found, TransformersLlm)
    assert found.timeout == 3
    with pytest.raises(ConfigError, match="write it as"):
        language_model("localhost:8000/v1#m")


def test_importing_is_light() -> None:
    code = "import sys, dialog.llm.specs; sys.exit(bool({'torch', 'openai'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
