"""The model that is tuned: a base, and what of it is trained; imports torch."""

import warnings
from collections.abc import Iterator, Sized
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import peft
import torch
from accelerate import PartialState
from torch import nn

from dialog.errors import ConfigError
from dialog.llm.weights import (
    SCORES,
    SPEAKS,
    Weights,
    adapter_of,
    check_speaks,
    check_there,
    hush_positions,
    load_weights,
)
from dialog.nlg.tuning.arguments import LOW_RANK, VIRTUAL, TuningArguments
from dialog.nlg.tuning.tokens import ChatTokens
from dialog.training.loop import mixed_precision


@dataclass(frozen=True)
class Base:
    """What a training begins with.

    Args:
        model: of `transformers`, or of `peft` where it has an adapter already.
        tokens: puts chats into its tokens.
        kind: what of it is trained, as in `RATES`.
        room: how many tokens it can read; None where its description does not say.
        task: what it is for, `SPEAKS` or `SCORES`.
    """

    model: Any
    tokens: ChatTokens
    kind: str
    room: int | None
    task: str = SPEAKS


def check_base(args: TuningArguments, task: str = SPEAKS) -> None:
    """Refuse a base that cannot be trained so, before anything is loaded.

    Args:
        args: how it is to be trained.
        task: what for.

    Raises:
        ConfigError: when it is not there, or what is to be trained does not fit it.
    """
    name = found_by(args.base)
    check_there(name)
    if task == SPEAKS:
        check_speaks(name)
    if args.peft == "qlora" and not torch.cuda.is_available():
        raise ConfigError(
            "--peft qlora needs a graphics processor, of which there is none here; take lora."
        )
    if task == SCORES and args.peft in VIRTUAL:
        raise ConfigError(
            f"--peft {args.peft} is for models that speak; train a reward model by lora, qlora or "
            "none."
        )
    adapter = adapter_of(name)
    if adapter is None:
        return
    if args.peft or args.peft_size:
        raise ConfigError(
            f"{args.base} is an adapter, which is trained further as it is; leave --peft and "
            "--peft-size out."
        )
    if adapter.is_prompt_learning:
        raise ConfigError(
            f"{args.base} is an adapter of virtual tokens, which cannot be trained further; name "
            "one of low rank, or a whole model."
        )


def base_of(args: TuningArguments, task: str = SPEAKS) -> Base:
    """Load the base, with the adapter that it may have.

    Args:
        args: how it is to be trained.
        task: what for.

    Raises:
        ConfigError: when it cannot be loaded, or what is to be trained does not fit it.
    """
    check_base(args, task)
    torch.manual_seed(args.seed)  # of what a model lacks that is to score
    exact = args.peft == "none" or mixed_precision() == "no"  # small steps need all digits
    with quietly():
        found = load_weights(
            found_by(args.base),
            device_map={"": PartialState().device},
            dtype=torch.float32 if exact else torch.bfloat16,
            four_bit=args.peft == "qlora",
            trainable=True,
            task=task,
        )
    tokens = chat_tokens(found)
    kind = args.peft or "lora"
    virtual = args.size(kind) if kind in VIRTUAL else 0
    room = room_of(found.model)
    return Base(found.model, tokens, kind, room and room - virtual, task)


def chat_tokens(found: Weights) -> ChatTokens:
    """Return what puts chats into the tokens of a model, and tell one that scores of its padding.

    Raises:
        ConfigError: for a tokenizer without a token at which an answer ends.
    """
    settings = getattr(found.model, "generation_config", None)
    ends = settings.eos_token_id if settings else []
    tokens = ChatTokens(found.tokenizer, ends if isinstance(ends, list) else [ends])
    if settings is None:
        found.model.config.get_text_config().pad_token_id = found.tokenizer.pad_token_id
    return tokens


def room_of(model: Any) -> int | None:
    """Return how many tokens a model can read; None where its description does not say."""
    return getattr(model.config.get_text_config(), "max_position_embeddings", None)


def found_by(base: str) -> str:
    """Return a name by which a base is found from any folder."""
    path = Path(base)
    return str(path.resolve()) if path.is_dir() else base


def check_room(base: str, *parts: Sized) -> None:
    """Refuse a base for which of what is learnt, or measured with, nothing will do."""
    if not all(parts):
        raise ConfigError(
            "Of what is to be learnt, or of what is to be measured with, nothing is right, and "
            f"short enough for {base}."
        )


def adapted(base: Base, args: TuningArguments) -> nn.Module:
    """Return the model with what is trained of it; the rest stands still."""
    model: nn.Module = base.model
    if base.kind == "none" or isinstance(model, peft.PeftModel):
        return model
    hush_positions()
    size, task = args.size(base.kind), base.task
    with quietly():
        if base.kind == "qlora":
            model = peft.prepare_model_for_kbit_training(
                model, gradient_checkpointing_kwargs={"use_reentrant": False}
            )
        config: peft.PeftConfig
        if base.kind in LOW_RANK:
            config = peft.LoraConfig(
                r=size, lora_alpha=2 * size, target_modules="all-linear", task_type=task
            )
        elif base.kind == "p-tuning":
            hidden = base.model.config.get_text_config().hidden_size
            config = peft.PromptEncoderConfig(
                num_virtual_tokens=size, encoder_hidden_size=hidden, task_type=task
            )
        else:
            of = {"prefix": peft.PrefixTuningConfig, "prompt": peft.PromptTuningConfig}[base.kind]
            config = of(num_virtual_tokens=size, task_type=task)
        made: nn.Module = peft.get_peft_model(model, config)
    return made


def without_dropout(model: nn.Module) -> None:
    """Let a model find the same of a text each time, also while it is trained."""
    for module in model.modules():
        if isinstance(module, nn.Dropout):
            module.p = 0.0


def save(model: Any, tokens: ChatTokens, folder: Path) -> None:
    """Write a model, or of one with an adapter this alone, and its tokenizer."""
    of_adapter = {"save_embedding_layers": False} if isinstance(model, peft.PeftModel) else {}
    with quietly():
        model.save_pretrained(folder, **of_adapter)
    tokens.tokenizer.save_pretrained(folder)


@contextmanager
def quietly() -> Iterator[None]:
    """Keep what the packages deprecate in each other, and their bars, from the terminal."""
    from transformers.utils import logging

    logging.set_verbosity_error()
    logging.disable_progress_bar()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
