"""A reward model at work: what it makes of answers; imports torch."""

from collections.abc import Sequence

import torch
from accelerate import PartialState
from torch import Tensor

from dialog.errors import ConfigError
from dialog.llm.base import Message
from dialog.llm.weights import SCORES, check_there, load_weights, scores
from dialog.nlg.tuning.folder import fingerprint
from dialog.nlg.tuning.model import chat_tokens, found_by, quietly, room_of
from dialog.nlg.tuning.objectives import scored


class RewardModel:
    """Scores the words of answers, which may be another model's, in tokens of its own.

    Args:
        name: the folder or hub name of a model that classifies sequences and has one number for
            them, whole or an adapter.

    Raises:
        ConfigError: when it cannot be loaded, or is none.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        check_reward_model(name)
        with quietly():
            found = load_weights(
                found_by(name), device_map={"": PartialState().device}, task=SCORES
            )
        self._model = found.model.eval()
        self._tokens = chat_tokens(found)
        self.room = room_of(found.model)
        self.sha256 = fingerprint(name)  # of how it was trained; None where that is not known

    def length(self, asked: Sequence[Message]) -> int:
        """Return how many tokens it is before the answer begins."""
        return len(self._tokens.asked(asked))

    @torch.no_grad()
    def of(self, asked: Sequence[Sequence[Message]], texts: Sequence[str]) -> Tensor:
        """Return what the model makes of answers: float32 (n,), the higher the better.

        Args:
            asked: what was asked, n times.
            texts: the answers.
        """
        rows = map(self._tokens.answered, asked, texts)
        return scored(self._model, self._tokens.batch(list(rows), self._model.device))


def check_reward_model(name: str) -> None:
    """Refuse what is no reward model, before anything is loaded.

    Raises:
        ConfigError: when it is none, or is not there.
    """
    found = found_by(name)
    check_there(found)
    if not scores(found):
        raise ConfigError(
            f"{name!r} is no reward model; `dialog train nlg --base {name} --reward PREFERENCES` "
            "makes one of it."
        )
