"""What a language model is tuned on: what it is asked for a corpus's turns, and the right words."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dialog.corpus import Corpus
from dialog.corpus.export import Dialogues, Writer, write_lines
from dialog.errors import ConfigError
from dialog.llm.base import Message
from dialog.nlg.sources import LONGEST_WORDS, TRAIN, VALIDATION, learnt_corpora
from dialog.nlg.tuning.asked import Asked, asked_turns, chat
from dialog.schema import Language


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


@dataclass(frozen=True)
class Taught:
    """What corpora teach, and what is measured with."""

    corpora: tuple[str, ...]
    language: Language
    lessons: Sequence[Lesson]
    validation: Sequence[Asked]


def taught(names: Sequence[str], announce: Callable[[str], None]) -> Taught:
    """Return what the training splits of corpora teach.

    Args:
        names: of the corpora.
        announce: gets a line for each.

    Raises:
        CorpusError: for a corpus that is not there, or a training on what is scored.
        ConfigError: for corpora of two languages, or without a system turn to learn from.
    """
    corpora, language = learnt_corpora(names)
    learnt: list[Lesson] = []
    validation: list[Asked] = []
    for corpus in corpora:
        asked = list(asked_turns(corpus, list(corpus.load(TRAIN))))
        own = list(lessons_of(asked))
        learnt += own
        validation += asked_turns(corpus, list(corpus.load(VALIDATION)))
        announce(f"{corpus.name}: {len(own):,} of {len(asked):,} system turns can be learnt from")
    if not learnt or not any(lessons_of(validation)):
        raise ConfigError(f"There is no system turn to learn from in {', '.join(names)}.")
    return Taught(tuple(names), language, learnt, validation)


def lessons_of(asked: Iterable[Asked]) -> Iterator[Lesson]:
    """Go through the turns whose own words pass; the others would teach to make things up."""
    for each in asked:
        text = each.turn.text
        if len(text.split()) <= LONGEST_WORDS and each.passes(text):
            yield Lesson(each.turn.dialogue, each.messages, text)


def chat_writer(corpus: Corpus) -> Writer:
    """Return what writes a corpus's lessons as JSON lines, for `dialog.corpus.export`."""

    def write(name: str, dialogues: Dialogues, path: Path) -> None:
        found = lessons_of(asked_turns(corpus, list(dialogues())))
        write_lines(path, (lesson.to_dict() for lesson in found))

    return write
