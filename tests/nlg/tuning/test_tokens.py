"""Chats as tokens."""

from pathlib import Path
from types import SimpleNamespace

import pytest
import torch
from transformers import AutoTokenizer

from dialog.errors import ConfigError
from dialog.llm.base import Message
from dialog.nlg.tuning.tokens import ChatTokens

CPU = torch.device("cpu")
ASKED = [Message("system", "You are a friendly inn."), Message("user", "Which day?")]
MARKED = (
    "{% for m in messages %}<s>{{ m.role }} {{ m.content }}</s>\n{% endfor %}"
    "{% if add_generation_prompt %}<s>assistant {% endif %}"
)


@pytest.fixture
def tokens(random_model: Path) -> ChatTokens:
    """Those of the tiny model, which gets a plain template."""
    return ChatTokens(AutoTokenizer.from_pretrained(random_model))


@pytest.mark.parametrize("template", [None, MARKED])
def test_an_answer_follows_what_is_asked_and_ends(tokens, random_model, template) -> None:
    if template:
        tokenizer = AutoTokenizer.from_pretrained(random_model)
        tokenizer.chat_template = template
        tokens = ChatTokens(tokenizer)
    row = tokens.answered(ASKED, "It has 4 stars.")
    assert row.ids[: row.start] == tokens.asked(ASKED)
    assert tokens.tokenizer.decode(row.ids[row.start :]).lstrip() == "It has 4 stars.</s>"


def test_a_template_that_writes_past_answers_in_another_way(tokens) -> None:
    tokens.tokenizer.chat_template = (
        "{% for m in messages %}{{ m.content }}|{% endfor %}"
        "{% if add_generation_prompt %}<think>{% endif %}"
    )
    row = tokens.answered(ASKED, "It has 4 stars.")
    assert tokens.tokenizer.decode(row.ids[row.start :]).lstrip() == "It has 4 stars.</s>"


def test_a_batch_marks_the_answers(tokens) -> None:
    rows = [tokens.answered(ASKED, text) for text in ("Which day?", "There is a nice inn.")]
    batch = tokens.batch(rows, CPU)
    assert batch.ids.shape == (2, max(row.end for row in rows))
    for at, row in enumerate(rows):
        assert batch.ids[at][batch.mask[at] == 1].tolist() == row.ids
        assert batch.ids[at][batch.said[at]].tolist() == row.ids[row.start :]


def test_prompts_end_together(tokens) -> None:
    batch = tokens.prompts([ASKED, ASKED[1:]], CPU)
    assert batch.mask[:, -1].tolist() == [1, 1]
    assert batch.mask[:, 0].tolist() == [1, 0]
    assert not batch.said.any()


def test_a_template_that_refuses_a_chat(tokens) -> None:
    tokens.tokenizer.chat_template = "{{ raise_exception('There is no role system') }}"
    with pytest.raises(ConfigError, match=r"refuses a chat: There is no role system\."):
        tokens.asked(ASKED)


def test_a_model_that_cannot_stop() -> None:
    with pytest.raises(ConfigError, match="no token at which an answer ends"):
        ChatTokens(SimpleNamespace(eos_token_id=None))
