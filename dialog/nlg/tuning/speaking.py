"""What a model says when it is asked, and how much of it is wrong; imports torch."""

from collections.abc import Sequence
from itertools import islice
from typing import Any

import torch

from dialog.llm.base import Message
from dialog.llm.decoding import Decoding
from dialog.llm.local import generation_options
from dialog.nlg.tuning.asked import Asked
from dialog.nlg.tuning.model import Base
from dialog.nlg.tuning.tokens import Answered, ChatTokens
from dialog.training.batches import of_like_length

LONGEST = 100  # tokens that a model says
_SPOKEN = 100  # turns for which it speaks to be measured, at most
# what a model's own settings may not change, so that it says each token as often as it finds it
# likely
_AS_LIKELY = {"temperature": 1.0, "top_k": 0, "top_p": 1.0, "repetition_penalty": 1.0}


@torch.no_grad()
def said(
    model: Any,
    tokens: ChatTokens,
    asked: Sequence[Sequence[Message]],
    device: torch.device,
    *,
    sampled: bool = False,
) -> list[Answered]:
    """Return what a model answers.

    Args:
        model: which stays in the mode that it is in.
        tokens: of the model.
        asked: what it is asked, each by itself.
        device: where the model is.
        sampled: whether it draws its words; else it says the likeliest.
    """
    batch = tokens.prompts(asked, device)
    options = generation_options(Decoding(max_tokens=LONGEST), tokens.tokenizer)
    if sampled:
        options |= {"do_sample": True, **_AS_LIKELY}
    training = model.training
    model.eval()  # or what eases training would slow it down
    made = model.generate(input_ids=batch.ids, attention_mask=batch.mask, **options)
    model.train(training)
    own = made[:, batch.ids.shape[1] :].tolist()
    known = [ids[mask == 1].tolist() for ids, mask in zip(batch.ids, batch.mask, strict=True)]
    return [tokens.continued(ids, new) for ids, new in zip(known, own, strict=True)]


class Spoken:
    """The turns for which a model speaks to be measured.

    Args:
        turns: to choose from, the first of which are taken.
        base: whose tokens and room count.
        batch_size: turns at once.
    """

    def __init__(self, turns: Sequence[Asked], base: Base, batch_size: int) -> None:
        self.tokens = base.tokens
        most = base.room and base.room - LONGEST
        fitting = (turn for turn in turns if not most or self._length(turn) <= most)
        self.turns = list(islice(fitting, _SPOKEN))
        self.batches = of_like_length(self.turns, batch_size, self._length)

    def slot_error_rate(self, model: Any, device: torch.device) -> float:
        """Return the share of due values that the likeliest answers get wrong."""
        errors = due = 0
        for part in self.batches:
            answers = said(model, self.tokens, [turn.messages for turn in part], device)
            for turn, answer in zip(part, answers, strict=True):
                wrong, values = turn.slot_errors(self.tokens.text(answer)).counts
                errors, due = errors + wrong, due + values
        return errors / max(1, due)

    def _length(self, turn: Asked) -> int:
        return len(self.tokens.asked(turn.messages))
