"""The client of OpenAI-compatible servers, against a real one on the loopback."""

import asyncio
import json
import socket
import subprocess
import sys
import time
import urllib.request
from typing import Any, ClassVar
from uuid import uuid4

import pytest

from dialog.errors import ConfigError, ExtraMissingError
from dialog.llm.base import LLM, Completion, LlmError, Message, SamplingLLM, StreamingLLM
from dialog.llm.decoding import Decoding
from dialog.llm.openai_compatible import OpenAICompatibleLlm

HELLO = [Message("system", "Be kind."), Message("user", "hi")]


def ask(base_url: str, model: str, timeout: float = 10, retries: int = 0) -> str:
    llm = OpenAICompatibleLlm(base_url, model, timeout=timeout, retries=retries)
    return asyncio.run(llm.complete(HELLO)).text


def requests_of(base_url: str) -> list[dict[str, object]]:
    with urllib.request.urlopen(f"{base_url}/requests") as answer:
        found: list[dict[str, object]] = json.load(answer)
        return found


def test_it_is_an_llm() -> None:
    assert isinstance(OpenAICompatibleLlm("http://localhost/v1", "m"), LLM)
    assert isinstance(OpenAICompatibleLlm("http://localhost/v1", "m"), StreamingLLM)
    assert isinstance(OpenAICompatibleLlm("http://localhost/v1", "m"), SamplingLLM)


def test_completes(llm_server: str) -> None:
    assert ask(llm_server, "says:Good day.") == "Good day."


def test_sends_messages_options_and_key(llm_server: str) -> None:
    model = f"says:{uuid4()}"
    llm = OpenAICompatibleLlm(llm_server, model, api_key="secret")
    decoding = Decoding(temperature=0.5, max_tokens=7, stop=("\n",))
    asyncio.run(llm.complete(HELLO, decoding=decoding))
    (sent,) = [r for r in requests_of(llm_server) if r["model"] == model]
    assert sent["messages"] == [
        {"role": "system", "content": "Be kind."},
        {"role": "user", "content": "hi"},
    ]
    assert (sent["temperature"], sent["max_tokens"], sent["stop"]) == (0.5, 7, ["\n"])
    assert sent["authorization"] == "Bearer secret"


@pytest.mark.parametrize(("variable", "sent"), [("sk-1", "Bearer sk-1"), (None, "Bearer none")])
def test_key_from_environment(
    llm_server: str, monkeypatch: pytest.MonkeyPatch, variable: str | None, sent: str
) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    if variable:
        monkeypatch.setenv("OPENAI_API_KEY", variable)
    model = f"says:{uuid4()}"
    ask(llm_server, model)
    assert [r["authorization"] for r in requests_of(llm_server) if r["model"] == model] == [sent]


def test_one_model_serves_many_loops_and_turns_at_once(llm_server: str) -> None:
    llm = OpenAICompatibleLlm(llm_server, "says:yes")

    async def several() -> list[str]:
        return [c.text for c in await asyncio.gather(*(llm.complete(HELLO) for _ in range(5)))]

    assert [asyncio.run(several()) for _ in range(2)] == [["yes"] * 5] * 2


def test_tries_again_after_429(llm_server: str) -> None:
    model = f"429once-{uuid4()}"
    assert ask(llm_server, model, retries=2) == "Hello."


@pytest.mark.parametrize(
    ("model", "why"),
    [
        ("500", "refused with status 500"),
        ("401", "refused with status 401"),
        ("malformed", "answered with no chat completion"),
        ("shape", "answered with no chat completion"),
        ("closes", "cannot be reached"),
        ("empty", "answered nothing"),
    ],
)
def test_failures_are_one_sentence(llm_server: str, model: str, why: str) -> None:
    with pytest.raises(LlmError, match=why) as caught:
        ask(llm_server, model)
    message = str(caught.value)
    assert message.endswith(".")
    assert "\n" not in message


def test_slow_server_is_given_up_in_time(llm_server: str) -> None:
    begun = time.monotonic()
    with pytest.raises(LlmError, match=r"took longer than 0\.5 s"):
        ask(llm_server, "slow", timeout=0.5, retries=3)
    assert time.monotonic() - begun < 3


def test_nobody_listens() -> None:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port = sock.getsockname()[1]
    with pytest.raises(LlmError, match="cannot be reached"):
        ask(f"http://127.0.0.1:{port}/v1", "m")


def test_spec() -> None:
    llm = OpenAICompatibleLlm.from_spec("http://localhost:8000/v1#org/model", timeout=3)
    assert (llm.base_url, llm.model, llm.timeout) == ("http://localhost:8000/v1", "org/model", 3)


def test_spec_from_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIALOG_LLM", "https://models.example/v1#m")
    assert OpenAICompatibleLlm.from_spec().base_url == "https://models.example/v1"


@pytest.mark.parametrize(
    "spec",
    [
        "gpt",
        "localhost:8000/v1#m",
        "http://localhost/v1",
        "http://#m",
        "http://h/v1#",
        "http://h:x#m",
    ],
)
def test_bad_spec(spec: str) -> None:
    with pytest.raises(ConfigError, match=r"write it as http://host:port/v1#model\."):
        OpenAICompatibleLlm.from_spec(spec)


def test_no_spec(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DIALOG_LLM", raising=False)
    with pytest.raises(ConfigError, match="set DIALOG_LLM"):
        OpenAICompatibleLlm.from_spec()


def test_missing_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openai", None)
    with pytest.raises(ExtraMissingError, match=r"A language model .*\[llm\]"):
        OpenAICompatibleLlm("http://localhost/v1", "m").warm_up()


def test_importing_is_light() -> None:
    code = (
        "import sys, dialog.llm.openai_compatible as m;"
        "m.OpenAICompatibleLlm.from_spec('http://localhost/v1#m');"
        "sys.exit('openai' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


class TestStructured:
    SCHEMA: ClassVar[dict[str, Any]] = {"type": "object", "properties": {}}

    def complete(self, llm: OpenAICompatibleLlm) -> str:
        return asyncio.run(llm.complete(HELLO, schema=self.SCHEMA)).text

    def test_a_schema_is_sent_as_structured_output(self, script: Any) -> None:
        llm = OpenAICompatibleLlm.from_spec(script.answers("{}"))
        assert self.complete(llm) == "{}"
        (sent,) = script.requests
        wanted = {"name": "answer", "strict": True, "schema": self.SCHEMA}
        assert sent["response_format"] == {"type": "json_schema", "json_schema": wanted}

    def test_no_schema_is_sent_where_none_is_asked_for(self, script: Any) -> None:
        llm = OpenAICompatibleLlm.from_spec(script.answers("hi"))
        asyncio.run(llm.complete(HELLO))
        assert "response_format" not in script.requests[0]

    def test_a_refusal_is_learnt_once(self, script: Any) -> None:
        llm = OpenAICompatibleLlm.from_spec(script.answers("{}", "{}", structured=False))
        assert [self.complete(llm) for _ in range(2)] == ["{}", "{}"]
        assert ["response_format" in sent for sent in script.requests] == [True, False, False]

    def test_a_server_that_refuses_everything_teaches_nothing(self, script: Any) -> None:
        llm = OpenAICompatibleLlm.from_spec(
            script.answers({"status": 400}, {"status": 400}, "{}"), retries=0
        )
        with pytest.raises(LlmError, match="refused with status 400"):
            self.complete(llm)
        assert self.complete(llm) == "{}"
        assert ["response_format" in sent for sent in script.requests] == [True, False, True]

    def test_other_failures_are_no_refusal(self, script: Any) -> None:
        llm = OpenAICompatibleLlm.from_spec(script.answers({"status": 500}, "{}"), retries=0)
        with pytest.raises(LlmError, match="status 500"):
            self.complete(llm)
        assert len(script.requests) == 1


class TestSampled:
    DRAWN = Decoding(temperature=1, seed=7)

    def sample(self, llm: OpenAICompatibleLlm, count: int) -> dict[str, float | None]:
        found = asyncio.run(llm.sample(HELLO, count, decoding=self.DRAWN))
        return {each.text: each.score for each in found}

    def test_each_answer_has_the_mean_of_its_tokens(self, script: Any) -> None:
        llm = OpenAICompatibleLlm.from_spec(
            script.answers({"says": "one", "logs": [-1.0, -2.0]}, {"says": "two", "logs": [-0.5]})
        )
        assert self.sample(llm, 2) == {"one": -1.5, "two": -0.5}
        assert sorted(sent["seed"] for sent in script.requests) == [7, 8]
        assert all(sent["logprobs"] for sent in script.requests)

    def test_a_server_may_leave_the_scores_out(self, script: Any) -> None:
        assert self.sample(OpenAICompatibleLlm.from_spec(script.answers("one")), 1) == {"one": None}

    def test_a_server_that_refuses_to_score_is_asked_once(self, script: Any) -> None:
        llm = OpenAICompatibleLlm.from_spec(script.answers("one", "two", likely=False))
        assert [self.sample(llm, 1) for _ in range(2)] == [{"one": None}, {"two": None}]
        assert ["logprobs" in sent for sent in script.requests] == [True, False, False]

    def test_nonsense_among_the_scores_is_no_score(self, script: Any) -> None:
        llm = OpenAICompatibleLlm.from_spec(script.answers({"says": "one", "logs": [-1, "much"]}))
        assert self.sample(llm, 1) == {"one": None}

    def test_those_that_come_are_enough(self, script: Any) -> None:
        answers = ({"status": 500}, {"says": "one", "logs": [-1.0]})
        llm = OpenAICompatibleLlm.from_spec(script.answers(*answers), retries=0)
        assert self.sample(llm, 2) == {"one": -1.0}

    def test_none_at_all_is_an_error(self, script: Any) -> None:
        llm = OpenAICompatibleLlm.from_spec(
            script.answers({"status": 500}, {"status": 500}), retries=0
        )
        with pytest.raises(LlmError, match="refused with status 500"):
            self.sample(llm, 2)


def test_waits_as_long_as_the_server_asks(script: Any) -> None:
    busy = {"status": 429, "headers": {"Retry-After": "1"}}
    llm = OpenAICompatibleLlm.from_spec(script.answers(busy, "done"))
    begun = time.monotonic()
    assert asyncio.run(llm.complete(HELLO)).text == "done"
    assert time.monotonic() - begun >= 1


def test_tokens_are_counted(llm_server: str) -> None:
    completion = asyncio.run(OpenAICompatibleLlm(llm_server, "says:a b c").complete(HELLO))
    assert completion == Completion("a b c", 5, 3)


def test_options_beyond_openai_are_sent_by_the_names_of_both_servers(script: Any) -> None:
    llm = OpenAICompatibleLlm.from_spec(script.answers("hi"))
    options = {"top_k": 5, "top_p": 0.9, "repetition_penalty": 1.2, "seed": 3}
    asyncio.run(llm.complete(HELLO, decoding=Decoding.of(options)))
    (sent,) = script.requests
    assert {name: sent[name] for name in options} == options
    assert sent["repeat_penalty"] == 1.2


def test_what_no_server_takes_is_said(llm_server: str) -> None:
    llm = OpenAICompatibleLlm(llm_server, "says:hi")
    with pytest.raises(LlmError, match="takes no beams; leave it out"):
        asyncio.run(llm.complete(HELLO, decoding=Decoding(beams=4)))


@pytest.mark.parametrize(("model", "cut"), [("says:So it", False), ("cut:So it", True)])
def test_an_answer_that_the_limit_cuts_off_is_told_from_a_whole_one(
    llm_server: str, model: str, cut: bool
) -> None:
    completion = asyncio.run(OpenAICompatibleLlm(llm_server, model).complete(HELLO))
    assert (completion.text, completion.cut) == ("So it", cut)


async def pieces(llm: OpenAICompatibleLlm) -> list[Completion]:
    return [piece async for piece in llm.stream(HELLO)]


class TestStream:
    def test_words_come_one_by_one_and_their_number_last(self, llm_server: str) -> None:
        llm = OpenAICompatibleLlm(llm_server, "says:Good day to you.")
        found = asyncio.run(pieces(llm))
        assert [piece.text for piece in found if piece.text] == ["Good ", "day ", "to ", "you."]
        whole = Completion("")
        for piece in found:
            whole += piece
        assert whole == Completion("Good day to you.", 5, 4)

    @pytest.mark.parametrize(
        ("model", "cut"), [("says:So it", False), ("cut:So it", True), ("dies:So it", True)]
    )
    def test_an_answer_that_breaks_off_is_told_from_a_whole_one(
        self, llm_server: str, model: str, cut: bool
    ) -> None:
        found = asyncio.run(pieces(OpenAICompatibleLlm(llm_server, model)))
        assert any(piece.cut for piece in found) == cut

    @pytest.mark.parametrize(
        ("model", "why"),
        [
            ("500", "status 500: no"),
            ("404", "status 404: The model `404` does not exist; is '404' one of its models"),
            ("closes", "cannot be reached"),
            ("empty", "answered nothing"),
            ("breaks:Good day", "broke off its answer"),
            ("fails:Good day", "failed: out of memory"),
        ],
    )
    def test_failures_are_one_sentence(self, llm_server: str, model: str, why: str) -> None:
        with pytest.raises(LlmError, match=why):
            asyncio.run(pieces(OpenAICompatibleLlm(llm_server, model, retries=0)))

    def test_one_that_stalls_is_given_up_in_time(self, llm_server: str) -> None:
        llm = OpenAICompatibleLlm(llm_server, "stalls:says:Good day.", timeout=1)
        begun = time.monotonic()
        with pytest.raises(LlmError, match="took longer than 1 s"):
            asyncio.run(pieces(llm))
        assert time.monotonic() - begun < 4

    def test_time_spent_on_a_piece_is_not_the_models(self, llm_server: str) -> None:
        llm = OpenAICompatibleLlm(llm_server, "says:Good day.", timeout=2)

        async def slowly() -> str:
            text = ""
            async for piece in llm.stream(HELLO):
                text += piece.text
                if text == "Good ":
                    await asyncio.sleep(0.2)
            return text

        assert asyncio.run(slowly()) == "Good day."

    def test_a_cancelled_one_hangs_up_and_leaves_its_place(self, llm_server: str) -> None:
        llm = OpenAICompatibleLlm(llm_server, "stalls:says:Good day.", at_once=1)

        async def cancelled() -> str:
            task = asyncio.create_task(pieces(llm))
            await asyncio.sleep(1)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            llm.model = "says:Next."
            return (await llm.complete(HELLO)).text

        begun = time.monotonic()
        assert asyncio.run(cancelled()) == "Next."
        assert time.monotonic() - begun < 4.5


def test_no_more_requests_at_once_than_allowed(script: Any) -> None:
    nap = {"seconds": 0.4, "says": "hi"}
    llm = OpenAICompatibleLlm.from_spec(script.answers(nap, nap, nap), at_once=1)

    async def three() -> None:
        await asyncio.gather(*(llm.complete(HELLO) for _ in range(3)))

    begun = time.monotonic()
    asyncio.run(three())
    assert time.monotonic() - begun >= 1.2
