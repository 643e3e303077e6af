"""What a language model is here: messages in, text out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol, runtime_checkable

from dialog.errors import DialogError


class LlmError(DialogError):
    """A language model that did not answer, or not in a way that can be used."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a conversation with a model."""

    role: Literal["system", "user", "assistant"]
    content: str


@runtime_checkable
class LLM(Protocol):
    """Completes a conversation."""

    def warm_up(self) -> None:
        """Load what completing needs."""

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

        Args:
            messages: the conversation so far.
            temperature: of sampling; 0 gives the likeliest words.
            max_tokens: the longest answer.
            stop: texts that end it.
            schema: a JSON schema that the answer should fit. A model that cannot be held to one
                answers as the messages make it, so they should ask for JSON as well.

        Raises:
            LlmError: in one sentence, when there is none.
        """
        ...
