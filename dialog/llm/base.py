"""What a language model is here: messages in, text out, whole or in pieces."""

import re
from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol, runtime_checkable

from dialog.errors import DialogError
from dialog.llm.decoding import GREEDY, Decoding
from dialog.notices import warn_once

_told: set[str] = set()  # failures that whoever runs the program knows of

Role = Literal["system", "user", "assistant"]


class LlmError(DialogError):
    """A language model that did not answer, or not in a way that can be used."""


class SilentLlmError(LlmError):
    """A language model that did not answer; the sentence says which."""


def told_once(error: LlmError) -> str:
    """Return what went wrong where others stand in for a model.

    That it did not answer at all is told to whoever runs the program too, the first time.
    """
    if isinstance(error, SilentLlmError):
        failure = re.split("[:;] ", str(error))[0]  # without a server's words, which may change
        if failure not in _told:
            _told.add(failure)
            warn_once(f"{error} Rules and templates stand in for it.")
    return str(error)


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a conversation with a model."""

    role: Role
    content: str


@dataclass(frozen=True, slots=True)
class Completion:
    """What a model said, or a piece of it; pieces add up to the whole."""

    text: str
    prompt_tokens: int = 0  # read, 0 where the server does not count
    tokens: int = 0  # said
    cut: bool = False  # whether it ends where the tokens or the connection did
    score: float | None = None  # mean log probability of its tokens in nats, where it is known

    def __add__(self, other: "Completion") -> "Completion":
        return Completion(
            self.text + other.text,
            self.prompt_tokens + other.prompt_tokens,
            self.tokens + other.tokens,
            self.cut or other.cut,
        )


@runtime_checkable
class LLM(Protocol):
    """Completes a conversation."""

    def warm_up(self) -> None:
        """Load what completing needs."""

    async def complete(
        self,
        messages: Sequence[Message],
        *,
        decoding: Decoding = GREEDY,
        schema: Mapping[str, Any] | None = None,
    ) -> Completion:
        """Return the model's next message.

        Args:
            messages: the conversation so far.
            decoding: how the words are chosen.
            schema: a JSON schema that the answer should fit. A model that cannot be held to one
                answers as the messages make it, so they should ask for JSON as well.

        Raises:
            LlmError: in one sentence, when there is none.
        """
        ...


@runtime_checkable
class SamplingLLM(LLM, Protocol):
    """Completes a conversation in several ways."""

    async def sample(
        self, messages: Sequence[Message], count: int, *, decoding: Decoding
    ) -> list[Completion]:
        """Return several next messages, drawn independently or the best of a beam search.

        Args:
            messages: the conversation so far.
            count: how many; fewer come back if some fail.
            decoding: how the words are chosen. The score is the model's own, before that.

        Raises:
            LlmError: in one sentence, when there is none.
        """
        ...


@runtime_checkable
class StreamingLLM(LLM, Protocol):
    """Completes a conversation piece by piece."""

    def stream(
        self, messages: Sequence[Message], *, decoding: Decoding = GREEDY
    ) -> AsyncGenerator[Completion, None]:
        """Yield the pieces of the model's next message as they are made.

        Closing the iterator, or cancelling the task that reads it, stops the model.

        Raises:
            LlmError: in one sentence, when there is no message or it breaks off.
        """
        ...
