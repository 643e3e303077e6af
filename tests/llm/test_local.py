"""A model of transformers in this process, tiny and of random weights."""

import asyncio
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from dialog.errors import ConfigError
from dialog.llm.base import Completion, LlmError, Message, SamplingLLM, StreamingLLM
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


class TestSampled:
    def sample(self, llm: TransformersLlm, count: int = 4, **options: Any) -> list[Completion]:
        decoding = Decoding(**{"temperature": 2, "seed": 3, "max_tokens": 12, **options})
        return asyncio.run(llm.sample(HELLO, count, decoding=decoding))

    def test_answers_differ_and_the_seed_decides_them(self, llm: TransformersLlm) -> None:
        assert isinstance(llm, SamplingLLM)
        found = self.sample(llm)
        assert len({each.text for each in found}) == 4
        assert found == self.sample(llm)
        assert sum(each.prompt_tokens > 0 for each in found) == 1  # read once

    def test_each_has_a_score_and_tokens_of_its_own(self, llm: TransformersLlm) -> None:
        found = self.sample(llm, 8)
        assert len({each.score for each in found}) == len(found) >= 4
        assert all(each.score is not None and -8 < each.score < 0 for each in found)
        assert len({each.tokens for each in found}) > 1  # some end before the others

    def test_the_best_of_a_beam_search(self, llm: TransformersLlm) -> None:
        found = self.sample(llm, 3, beams=3, temperature=0)
        assert len({each.text for each in found}) == 3
        assert found == self.sample(llm, 3, beams=3, temperature=0, seed=9)
        assert all(each.score is not None and each.score < 0 for each in found)

    def test_what_ends_an_answer_is_cut(self, llm: TransformersLlm) -> None:
        whole = self.sample(llm)[0].text
        stop = whole.split()[2]
        cut = self.sample(llm, stop=(stop,))
        assert cut[0].text == whole[: whole.index(stop)].strip()

    def test_slow_answers_are_given_up(self, llm: TransformersLlm) -> None:
        llm.timeout = 0.001
        with pytest.raises(LlmError, match=r"took longer than 0\.001 s"):
            self.sample(llm, max_tokens=5000)
        llm.timeout = 60
        assert self.sample(llm)

    def test_what_goes_wrong_is_told(self, llm: TransformersLlm) -> None:
        with pytest.raises(LlmError, match=r"The language model .* failed: .*num_beams"):
            self.sample(llm, 4, beams=2)


def test_an_answer_that_the_limit_cuts_off_is_told_from_a_whole_one(
    llm: TransformersLlm,
) -> None:
    cut = complete(llm)
    assert cut.cut
    drawn = Decoding(max_tokens=3, temperature=1, seed=1)
    assert not complete(llm, Decoding(max_tokens=50, stop=(cut.text.split()[1],))).cut
    assert all(each.cut for each in asyncio.run(llm.sample(HELLO, 2, decoding=drawn)))


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


@pytest.mark.parametrize("timeout", [0, -1, float("nan")])
def test_a_model_is_given_some_time(timeout: float) -> None:
    with pytest.raises(ConfigError, match=r"has .* s to answer; give it more than 0"):
        language_model("http://localhost/v1#m", timeout=timeout)


def test_importing_is_light() -> None:
    code = "import sys, dialog.llm.specs; sys.exit(bool({'torch', 'openai'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
