"""A language model on a server with the OpenAI API: vLLM, llama.cpp, Ollama, hosted ones."""

import asyncio
import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from dialog.errors import ConfigError, ExtraMissingError
from dialog.llm.base import LlmError, Message

if TYPE_CHECKING:
    from openai import AsyncOpenAI

VARIABLE = "DIALOG_LLM"
REFUSALS = frozenset({400, 404, 415, 422, 501})  # what servers say to an option they do not know
_FORM = "write it as http://host:port/v1#model"


class OpenAICompatibleLlm:
    """A model on a server.

    Args:
        base_url: where the API begins, "http://localhost:8000/v1".
        model: the model's name on that server.
        api_key: by default the environment variable OPENAI_API_KEY, or "none".
        timeout: seconds for the whole answer, retries included.
        retries: how often a failed request is tried again.
    """

    def __init__(
        self,
        base_url: str,
        model: str,
        *,
        api_key: str | None = None,
        timeout: float = 20,
        retries: int = 2,
    ) -> None:
        self.base_url = base_url
        self.model = model
        self.timeout = timeout
        self.retries = retries
        self._structured = True  # until the server refuses a schema that it could do without
        self._api_key = api_key or os.environ.get("OPENAI_API_KEY") or "none"

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
            raise ConfigError(f"No language model is given; set {VARIABLE}: {_FORM}.")
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
        temperature: float = 0,
        max_tokens: int = 200,
        stop: Sequence[str] | None = None,
        schema: Mapping[str, Any] | None = None,
    ) -> str:
        """Return the model's next message.

        A schema is sent as structured output. A server that refuses it and answers without it is
        not sent one again.

        Raises:
            LlmError: when the server cannot be reached, is too slow, refuses or answers nonsense.
        """
        self.warm_up()
        import openai

        request: dict[str, Any] = {
            "model": self.model,
            "messages": [{"role": m.role, "content": m.content} for m in messages],
            "temperature": temperature,
            "max_tokens": max_tokens,
        }
        if stop:
            request["stop"] = list(stop)
        try:
            async with asyncio.timeout(self.timeout), self._client() as client:
                completion = await self._completion(client, request, schema)
        except (TimeoutError, openai.APITimeoutError):
            raise LlmError(
                f"The language model at {self.base_url} took longer than {self.timeout:g} s."
            ) from None
        except openai.APIConnectionError:
            raise LlmError(f"The language model at {self.base_url} cannot be reached.") from None
        except openai.APIStatusError as error:
            raise LlmError(
                f"The language model at {self.base_url} refused with status {error.status_code}."
            ) from error
        except (openai.OpenAIError, ValueError) as error:
            raise self._nonsense() from error
        try:
            content = completion.choices[0].message.content
        except (AttributeError, IndexError, TypeError):
            raise self._nonsense() from None
        if not isinstance(content, str) or not content.strip():
            raise LlmError(f"The language model at {self.base_url} answered nothing.")
        return content.strip()

    async def _completion(
        self, client: "AsyncOpenAI", request: dict[str, Any], schema: Mapping[str, Any] | None
    ) -> Any:
        """Return what the server answers, asked for an answer by schema if it takes one."""
        import openai

        if schema is None or not self._structured:
            return await client.chat.completions.create(**request)
        wanted = {"name": "answer", "strict": True, "schema": dict(schema)}
        held = request | {"response_format": {"type": "json_schema", "json_schema": wanted}}
        try:
            return await client.chat.completions.create(**held)
        except openai.APIStatusError as error:
            if error.status_code not in REFUSALS:
                raise
        plain = await client.chat.completions.create(**request)
        self._structured = False  # it was the schema, as without it there is an answer
        return plain

    def _client(self) -> "AsyncOpenAI":
        """Return a client of the running event loop; connections do not outlive a loop."""
        from openai import AsyncOpenAI

        return AsyncOpenAI(
            base_url=self.base_url,
            api_key=self._api_key,
            timeout=self.timeout,
            max_retries=self.retries,
        )

    def _nonsense(self) -> LlmError:
        return LlmError(f"The language model at {self.base_url} answered with no chat completion.")


def _is_url(text: str) -> bool:
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)
