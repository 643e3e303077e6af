"""Hands on the words that a model of `transformers` makes, and stops it; imports torch."""

import threading
from collections.abc import Callable
from typing import Any

import torch
from transformers import StoppingCriteria, TextStreamer

from dialog.llm.base import Completion


class Pieces(TextStreamer):  # type: ignore[misc]
    """Hands on each word once it is whole."""

    def __init__(self, tokenizer: Any, put: Callable[[Completion], None]) -> None:
        super().__init__(tokenizer, skip_prompt=True, skip_special_tokens=True)
        self._put = put

    def on_finalized_text(self, text: str, stream_end: bool = False) -> None:
        """Hand on some text."""
        if text:
            self._put(Completion(text))


class Stopped(StoppingCriteria):  # type: ignore[misc]
    """Ends the answer when nobody waits for it any more."""

    def __init__(self, event: threading.Event) -> None:
        self.event = event

    def __call__(self, input_ids: torch.Tensor, scores: Any, **options: Any) -> torch.Tensor:
        """Return, for each text, whether it ends."""
        return torch.full((input_ids.shape[0],), self.event.is_set(), device=input_ids.device)
