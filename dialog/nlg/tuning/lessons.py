"""What a language model is tuned on: what it is asked for a corpus's turns, and the right words."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dialog.corpus import Corpus
from dialog.corpus.export import Dialogues, Writer, write_lines
from dialog.errors import CorpusError
from dialog.llm.base import Message
from dialog.nlg.sources import LONGEST_WORDS, Taught, taught_by
from dialog.nlg.tuning.asked import Asked, asked_turns, chat


@dataclass(frozen=True, slots=True)
class Lesson:
    """What is asked, and the corpus's own words for it."""

    dialogue: str
    messages: Sequence[Message]
    answer: str

    def to_dict(self) -> dict[str, Any]:
        """Return the lesson as a chat."""
        whole = [*self.messages, Message("assistant", self.answer)]
        return {"dialogue": self.dialogue, "messages": chat(whole)}


def taught(names: Sequence[str], announce: Callable[[str], None]) -> Taught[Lesson, Asked]:
    """Return what the training splits of corpora teach a language model.

    Args:
        names: of the corpora.
        announce: gets a line for each.

    Raises:
        CorpusError: for a corpus that is not there, or a training on what is scored.
        ConfigError: for corpora of two languages, or without a system turn to learn from.
    """
    return taught_by(names, asked_turns, lambda asked, _: lessons_of(asked), announce)


def lessons_of(asked: Iterable[Asked]) -> Iterator[Lesson]:
    """Go through the turns whose own words pass; the others would teach to make things up."""
    for each in asked:
        text = each.turn.text
        if len(text.split()) <= LONGEST_WORDS and each.passes(text):
            yield Lesson(each.turn.dialogue, each.messages, text)


def chat_writer(corpus: Corpus) -> Writer:
    """Return what writes a corpus's lessons as JSON lines, for `dialog.corpus.export`."""

    def write(name: str, dialogues: Dialogues, path: Path) -> None:
        found = list(lessons_of(asked_turns(corpus, list(dialogues()))))
        if not found:
            raise CorpusError(f"{name} has no system turn there that a model could learn from.")
        write_lines(path, (lesson.to_dict() for lesson in found))

    return write
