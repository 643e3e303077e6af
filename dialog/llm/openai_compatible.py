"""A language model on a server with the OpenAI API: vLLM, llama.cpp, Ollama, hosted ones."""

import asyncio
import os
from collections.abc import AsyncGenerator, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

from dialog.errors import ConfigError, ExtraMissingError
from dialog.llm.base import Completion, Message, SilentLlmError
from dialog.llm.decoding import GREEDY, Decoding
from dialog.llm.refusals import own_words, refusal
from dialog.llm.sampling import seeded, those_that_come

if TYPE_CHECKING:
    from openai import AsyncOpenAI

VARIABLE = "DIALOG_LLM"
REFUSALS = frozenset({400, 404, 415, 422, 501})  # what servers say to an option they do not know
_CUT = "length"  # why an answer ended that had no tokens left
_FORM = "write it as http://host:port/v1#model"
_LOCAL_ONLY = ("beams", "no_repeat_ngram")  # no server with this API takes them


class OpenAICompatibleLlm:
    """A model on a server.

    A request that fails on the way, or is refused as the server is busy, is tried again after a
    pause that doubles, or that the server asks for.

    Args:
        base_url: where the API begins, "http://localhost:8000/v1".
        model: the model's name on that server.
        api_key: by default the environment variable OPENAI_API_KEY, or "none".
        timeout: seconds for the whole answer, retries and waiting for others included.
        retries: how often a failed request is tried again.
        at_once: how many requests may be under way; others wait.
    """

    def __init__(
        self,
        base_url: str,
        model: str,
        *,
        api_key: str | None = None,
        timeout: float = 20,
        retries: int = 2,
        at_once: int = 8,
    ) -> None:
        self.base_url = base_url
        self.model = model
        self.timeout = timeout
        self.retries = retries
        self.at_once = at_once
        self._refused: set[str] = set()  # options that the server does not take
        self._api_key = api_key or os.environ.get("OPENAI_API_KEY") or "none"
        # of each event loop, as a semaphore belongs to one
        self._slots: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore]
        self._slots = WeakKeyDictionary()

    @classmethod
    def from_spec(cls, spec: str | None = None, **options: Any) -> "OpenAICompatibleLlm":
        """Return the model of a spec like "http://localhost:8000/v1#llama-3".

        Args:
            spec: by default the environment variable DIALOG_LLM.
            options: those of the constructor.

        Raises:
            ConfigError: for a spec of another form, or none at all.
        """
        source = "The language model" if spec else f"The environment variable {VARIABLE}"
        text = (spec or os.environ.get(VARIABLE, "")).strip()
        if not text:
            raise ConfigError(
                f"No language model is given; set {VARIABLE} or --llm: {_FORM}, or name the folder "
                "of a model of transformers."
            )
        base_url, _, model = text.partition("#")
        if not _is_url(base_url) or not model:
            raise ConfigError(f"{source} {text!r} cannot be used; {_FORM}.")
        return cls(base_url, model, **options)

    def warm_up(self) -> None:
        """Import the client.

        Raises:
            ExtraMissingError: when it is not installed.
        """
        try:
            import openai  # noqa: F401
        except ModuleNotFoundError as error:
            raise ExtraMissingError("A language model", "llm") from error

    async def complete(
        self,
        messages: Sequence[Message],
        *,
        decoding: Decoding = GREEDY,
        schema: Mapping[str, Any] | None = None,
    ) -> Completion:
        """Return the model's next message.

        A schema is sent as structured output. A server that refuses it and answers without it is
        not sent one again.

        Raises:
            LlmError: when the server cannot be reached, is too slow, refuses or answers nonsense.
        """
        wish: dict[str, Any] = {}
        if schema is not None:
            wanted = {"name": "answer", "strict": True, "schema": dict(schema)}
            wish = {"response_format": {"type": "json_schema", "json_schema": wanted}}
        async with self._client() as client:
            return await self._complete(client, messages, decoding, wish)

    async def sample(
        self, messages: Sequence[Message], count: int, *, decoding: Decoding
    ) -> list[Completion]:
        """Return several next messages, each by a request of its own, as not all servers take `n`.

        The scores are known of a server that gives log probabilities, as vLLM, llama.cpp and
        Ollama do; one that refuses to is not asked for them again.

        Raises:
            LlmError: as `complete` does, when all requests fail.
        """
        wish = {"logprobs": True}
        async with self._client() as client:
            return await those_that_come(
                self._complete(client, messages, each, wish) for each in seeded(decoding, count)
            )

    async def _complete(
        self,
        client: "AsyncOpenAI",
        messages: Sequence[Message],
        decoding: Decoding,
        wish: Mapping[str, Any],
    ) -> Completion:
        request = self._request(messages, decoding)
        with self._in_words():
            async with asyncio.timeout(self.timeout), self._slot():
                completion = await self._completion(client, request, wish)
        try:
            content = completion.choices[0].message.content
        except (AttributeError, IndexError, TypeError):
            raise self._nonsense() from None
        if not isinstance(content, str) or not content.strip():
            raise SilentLlmError(f"The language model at {self.base_url} answered nothing.")
        choice = completion.choices[0]
        cut = getattr(choice, "finish_reason", None) == _CUT
        return Completion(content.strip(), *_usage(completion), cut, _score(choice))

    async def stream(
        self, messages: Sequence[Message], *, decoding: Decoding = GREEDY
    ) -> AsyncGenerator[Completion, None]:
        """Yield the pieces of the model's next message as they come in.

        Raises:
            LlmError: as `complete` does, or when the message breaks off.
        """
        request = self._request(messages, decoding)
        request |= {"stream": True, "stream_options": {"include_usage": True}}
        self.warm_up()
        deadline = asyncio.get_running_loop().time() + self.timeout
        said, end = False, ""
        # The deadline is for each wait by itself: it must not strike while a piece is worked on.
        with self._in_words():
            async with AsyncExitStack() as stack:
                async with asyncio.timeout_at(deadline):
                    client = await stack.enter_async_context(self._client())
                    await stack.enter_async_context(self._slot())
                    answer = await client.chat.completions.create(**request)
                    chunks = aiter(await stack.enter_async_context(answer))
                stack.enter_context(self._in_words("broke off its answer"))
                while True:
                    async with asyncio.timeout_at(deadline):
                        chunk = await anext(chunks, None)
                    if chunk is None:
                        break
                    choices = getattr(chunk, "choices", None) or ()
                    text = (choices[0].delta.content or "") if choices else ""
                    said = said or bool(text.strip())
                    end = (choices[0].finish_reason if choices else "") or end
                    yield Completion(text, *_usage(chunk))
        if not said:
            raise SilentLlmError(f"The language model at {self.base_url} answered nothing.")
        if end in ("", _CUT):
            yield Completion("", cut=True)

    def _request(self, messages: Sequence[Message], decoding: Decoding) -> dict[str, Any]:
        if unknown := decoding.set_among(*_LOCAL_ONLY):
            raise SilentLlmError(
                f"A language model on a server takes no {' and no '.join(unknown)}; leave it out."
            )
        request: dict[str, Any] = {
            "model": self.model,
            "messages": [{"role": m.role, "content": m.content} for m in messages],
            "temperature": decoding.temperature,
            "max_tokens": decoding.max_tokens,
        }
        request |= {name: getattr(decoding, name) for name in decoding.set_among("top_p", "seed")}
        if decoding.stop:
            request["stop"] = list(decoding.stop)
        # Not of OpenAI, but of vLLM and llama.cpp, which call the last one by different names.
        extra: dict[str, Any] = {}
        if decoding.top_k is not None:
            extra["top_k"] = decoding.top_k
        if decoding.repetition_penalty is not None:
            extra["repetition_penalty"] = extra["repeat_penalty"] = decoding.repetition_penalty
        if extra:
            request["extra_body"] = extra
        return request

    async def _completion(
        self, client: "AsyncOpenAI", request: dict[str, Any], wish: Mapping[str, Any]
    ) -> Any:
        """Return what the server answers, asked with options that it could do without."""
        import openai

        if not wish or self._refused & wish.keys():
            return await client.chat.completions.create(**request)
        try:
            return await client.chat.completions.create(**request, **wish)
        except openai.APIStatusError as error:
            if error.status_code not in REFUSALS:
                raise
        plain = await client.chat.completions.create(**request)
        self._refused |= wish.keys()  # it was these, as without them there is an answer
        return plain

    @contextmanager
    def _in_words(self, lost: str = "cannot be reached") -> Iterator[None]:
        """Turn what goes wrong into an LlmError of one sentence; `lost` is said of the line."""
        import openai

        where = f"The language model at {self.base_url}"
        try:
            yield
        except (TimeoutError, openai.APITimeoutError):
            raise SilentLlmError(f"{where} took longer than {self.timeout:g} s.") from None
        except openai.APIConnectionError:
            raise SilentLlmError(f"{where} {lost}.") from None
        except openai.APIStatusError as error:
            told = refusal(where, self.model, error.status_code, error.body)
            raise SilentLlmError(told) from error
        except openai.APIError as error:
            if words := own_words(error.body):  # of an error that came instead of more words
                raise SilentLlmError(f"{where} failed: {words}.") from error
            raise self._nonsense() from error
        except (openai.OpenAIError, ValueError) as error:
            raise self._nonsense() from error

    def _client(self) -> "AsyncOpenAI":
        """Return a client of the running event loop, which hangs up when it is left.

        Raises:
            ExtraMissingError: when it is not installed.
        """
        self.warm_up()
        from openai import AsyncOpenAI

        return AsyncOpenAI(
            base_url=self.base_url,
            api_key=self._api_key,
            timeout=self.timeout,
            max_retries=self.retries,
        )

    def _slot(self) -> asyncio.Semaphore:
        """Return what waits, when entered, until fewer requests than allowed are under way."""
        loop = asyncio.get_running_loop()
        return self._slots.setdefault(loop, asyncio.Semaphore(self.at_once))

    def _nonsense(self) -> SilentLlmError:
        return SilentLlmError(
            f"The language model at {self.base_url} answered with no chat completion."
        )


def _usage(completion: Any) -> tuple[int, int]:
    """Return the tokens read and said, (0, 0) where a server does not count them."""
    usage = getattr(completion, "usage", None)
    counts = (getattr(usage, name, None) for name in ("prompt_tokens", "completion_tokens"))
    read, said = (count if isinstance(count, int) else 0 for count in counts)
    return read, said


def _score(choice: Any) -> float | None:
    """Return the mean log probability of an answer's tokens, None where the server gives none."""
    tokens = getattr(getattr(choice, "logprobs", None), "content", None) or ()
    logs = [getattr(each, "logprob", None) for each in tokens]
    known = [log for log in logs if isinstance(log, int | float)]
    return sum(known) / len(known) if known and len(known) == len(logs) else None


def _is_url(text: str) -> bool:
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)
