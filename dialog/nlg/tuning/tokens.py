"""Chats as the tokens that a model reads and writes; imports torch."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from jinja2 import TemplateError
from torch import Tensor

from dialog.errors import ConfigError
from dialog.llm.base import Message
from dialog.nlg.tuning.asked import chat

# of models that were not trained on conversations
_TEMPLATE = (
    "{% for message in messages %}{{ message.role }}: {{ message.content }}\n{% endfor %}"
    "{% if add_generation_prompt %}assistant:{% endif %}"
)


@dataclass(frozen=True, slots=True)
class Answered:
    """The tokens of what is asked and then answered."""

    ids: list[int]
    start: int  # where the answer begins

    @property
    def end(self) -> int:
        """How many they are."""
        return len(self.ids)


@dataclass(frozen=True, slots=True)
class Batch:
    """Answered chats side by side, n of them, the longest of which has L tokens.

    Args:
        ids: int64 (n, L), padded.
        mask: int64 (n, L), 1 where there is a token.
        said: bool (n, L), true at the answers' tokens.
    """

    ids: Tensor
    mask: Tensor
    said: Tensor

    @property
    def answers(self) -> Tensor:
        """The answers' tokens one after the other, int64."""
        return self.ids[:, 1:][self.said[:, 1:]]


class ChatTokens:
    """Puts chats into the tokens in which `dialog.llm.local` asks.

    Args:
        tokenizer: of `transformers`; one without a chat template gets a plain one.
        ends: the ids of the tokens at which the model stops.

    Raises:
        ConfigError: for a tokenizer without a token at which an answer ends.
    """

    def __init__(self, tokenizer: Any, ends: Sequence[int] = ()) -> None:
        if tokenizer.eos_token_id is None:
            raise ConfigError("The tokenizer has no token at which an answer ends (eos_token).")
        self.tokenizer = tokenizer
        if not tokenizer.chat_template:
            tokenizer.chat_template = _TEMPLATE
        if tokenizer.pad_token_id is None:
            tokenizer.pad_token = tokenizer.eos_token
        self._ends = {tokenizer.eos_token_id, *ends}

    def asked(self, messages: Sequence[Message]) -> list[int]:
        """Return the tokens after which an answer is due."""
        made = self._rendered(messages, add_generation_prompt=True, return_dict=True)
        return list(made["input_ids"])

    def answered(self, messages: Sequence[Message], answer: str) -> Answered:
        """Return the tokens of messages and an answer, up to that at which the model stops."""
        ids = self.asked(messages)
        said = self.tokenizer(self._written(messages, answer), add_special_tokens=False)
        own: list[int] = []
        for token in said["input_ids"]:
            own.append(token)
            if token in self._ends:
                break
        else:
            own.append(self.tokenizer.eos_token_id)
        return Answered([*ids, *own], len(ids))

    def continued(self, asked: Sequence[int], made: Sequence[int]) -> Answered:
        """Return the tokens of what is asked and of what a model made of it, up to where it ended.

        Args:
            asked: as from `asked`.
            made: what the model made next, and what it was padded with.
        """
        ends = (at for at, token in enumerate(made, 1) if token in self._ends)
        return Answered([*asked, *made[: next(ends, len(made))]], len(asked))

    def text(self, answered: Answered) -> str:
        """Return the words of an answer."""
        words = self.tokenizer.decode(answered.ids[answered.start :], skip_special_tokens=True)
        return str(words).strip()

    def _written(self, messages: Sequence[Message], answer: str) -> str:
        """Return an answer as the template writes it, with what it puts around and after it."""
        before = self._rendered(messages, add_generation_prompt=True, tokenize=False)
        whole = self._rendered([*messages, Message("assistant", answer)], tokenize=False)
        # a template may write answers of the past in another way than the one that is due
        return str(whole[len(before) :]).rstrip("\n") if whole.startswith(before) else answer

    def _rendered(self, messages: Sequence[Message], **options: bool) -> Any:
        try:
            return self.tokenizer.apply_chat_template(chat(messages), **options)
        except TemplateError as error:  # of models that know no system's messages, for example
            raise ConfigError(f"The model's chat template refuses a chat: {error}.") from error

    def batch(self, rows: Sequence[Answered], device: torch.device) -> Batch:
        """Put answered chats side by side."""
        return self._beside([(row.ids, row.start) for row in rows], device)

    def prompts(self, asked: Sequence[Sequence[Message]], device: torch.device) -> Batch:
        """Put what is asked side by side, padded at the front, so that answers may follow."""
        ids = [self.asked(messages) for messages in asked]
        return self._beside([(row, len(row)) for row in ids], device, front=True)

    def _beside(
        self, rows: Sequence[tuple[list[int], int]], device: torch.device, *, front: bool = False
    ) -> Batch:
        longest = max(len(row) for row, _ in rows)
        ids = torch.full((len(rows), longest), self.tokenizer.pad_token_id)
        mask, said = torch.zeros_like(ids), torch.zeros_like(ids, dtype=torch.bool)
        for at, (row, start) in enumerate(rows):
            first = longest - len(row) if front else 0
            own = slice(first, first + len(row))
            ids[at, own], mask[at, own] = torch.tensor(row), 1
            said[at, first + start : first + len(row)] = True
        return Batch(ids.to(device), mask.to(device), said.to(device))
