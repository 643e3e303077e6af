"""Preferences among a model's own answers."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from dialog.corpus.folder import FolderCorpus
from dialog.errors import ConfigError
from dialog.llm.base import Completion, LlmError, Message
from dialog.llm.decoding import Decoding
from dialog.nlg.tuning.asked import asked_turns
from dialog.nlg.tuning.judged import judged

GOOD = "You'll find the inn in the north."
LIES = "You'll find the inn in the south, for 99 pounds."
LEFT_OUT = "Here is an inn."


class Says:
    """A model that gives the answer whose number is the seed."""

    def __init__(self, *answers: str | LlmError) -> None:
        self.answers = answers

    def warm_up(self) -> None:
        pass

    async def complete(
        self, messages: Sequence[Message], *, decoding: Decoding, schema: object = None
    ) -> Completion:
        answer = self.answers[decoding.seed or 0]
        if isinstance(answer, LlmError):
            raise answer
        return Completion(answer)


@pytest.fixture
def asked(inns):
    """The first turn of the corpus, which tells the area."""
    corpus = FolderCorpus(Path(inns))
    return list(asked_turns(corpus, list(corpus.load("validation"))))[:1]


def _judged(asked, *answers):
    return judged(Says(*answers), asked, samples=len(answers), temperature=1.0, seed=0)


def test_what_passes_is_preferred_to_what_does_not(asked) -> None:
    found = _judged(asked, LIES, GOOD, GOOD, LEFT_OUT, LlmError("Nothing was said."))
    assert (found.answers, found.passed) == (3, 1)
    assert [(each.chosen, each.rejected) for each in found.preferences] == [(GOOD, LIES)]
    assert found.preferences[0].prompt == asked[0].messages


def test_there_has_to_be_a_difference(asked) -> None:
    with pytest.raises(ConfigError, match="Of 2 answers 0 pass"):
        _judged(asked, LIES, LEFT_OUT)


def test_a_model_that_never_answers_is_an_error(asked) -> None:
    with pytest.raises(LlmError, match="cannot be reached"):
        _judged(asked, LlmError("It cannot be reached."))
