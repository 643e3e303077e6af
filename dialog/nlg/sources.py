"""Which corpora a generator learns from, and what they teach."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from dialog.corpus import Corpus, Dialogue, find_corpus
from dialog.corpus.cache import cached
from dialog.corpus.leaks import Source, refuse_leaks
from dialog.errors import ConfigError
from dialog.nlg.corpus_turns import language_of
from dialog.schema import Language

TRAIN, VALIDATION = "train", "validation"
LONGEST_WORDS = 60  # of a response that is learnt

Turn = TypeVar("Turn")  # a system turn, however much is known of it
Example = TypeVar("Example")  # what is learnt of one


@dataclass(frozen=True)
class Taught(Generic[Example, Turn]):
    """What corpora teach, and what is measured with."""

    corpora: tuple[str, ...]
    language: Language
    examples: Sequence[Example]
    validation: Sequence[Turn]


def taught_by(
    names: Sequence[str],
    turns: Callable[[Corpus, Sequence[Dialogue]], Iterable[Turn]],
    learnable: Callable[[Iterable[Turn], Language], Iterable[Example]],
    announce: Callable[[str], None],
) -> Taught[Example, Turn]:
    """Return what the training splits of corpora teach.

    Args:
        names: of the corpora.
        turns: gives the system turns of a corpus's dialogues.
        learnable: gives what is learnt of turns of a language.
        announce: gets a line for each corpus.

    Raises:
        CorpusError: for a corpus that is not there, or a training on what is scored.
        ConfigError: for corpora of two languages, or without a system turn to learn from.
    """
    corpora = [cached(find_corpus(name)) for name in names]
    languages = {language_of(corpus) for corpus in corpora}
    if len(languages) != 1:
        raise ConfigError(
            f"The corpora {', '.join(names)} are of several languages; a model speaks one."
        )
    language = languages.pop()
    refuse_leaks(
        [Source(corpus, TRAIN) for corpus in corpora],
        [Source(corpus, VALIDATION) for corpus in corpora],
    )
    examples: list[Example] = []
    validation: list[Turn] = []
    for corpus in corpora:
        own = list(turns(corpus, list(corpus.load(TRAIN))))
        learnt = list(learnable(own, language))
        examples += learnt
        validation += turns(corpus, list(corpus.load(VALIDATION)))
        announce(f"{corpus.name}: {len(learnt):,} of {len(own):,} system turns can be learnt from")
    if not examples or not validation:
        raise ConfigError(f"There is no system turn to learn from in {', '.join(names)}.")
    return Taught(tuple(names), language, examples, validation)
