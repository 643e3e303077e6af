"""Which corpora a generator learns from, and in which language."""

from collections.abc import Sequence

from dialog.corpus import Corpus, find_corpus
from dialog.corpus.cache import cached
from dialog.corpus.leaks import Source, refuse_leaks
from dialog.errors import ConfigError
from dialog.nlg.corpus_turns import language_of
from dialog.schema import Language

TRAIN, VALIDATION = "train", "validation"
LONGEST_WORDS = 60  # of a response that is learnt


def learnt_corpora(names: Sequence[str]) -> tuple[list[Corpus], Language]:
    """Return the corpora of some names, whose training splits may be learnt, and their language.

    Raises:
        CorpusError: for a corpus that is not there, or a training on what is scored.
        ConfigError: for corpora of two languages.
    """
    corpora = [cached(find_corpus(name)) for name in names]
    languages = {language_of(corpus) for corpus in corpora}
    if len(languages) != 1:
        raise ConfigError(
            f"The corpora {', '.join(names)} are of several languages; a model speaks one."
        )
    refuse_leaks(
        [Source(corpus, TRAIN) for corpus in corpora],
        [Source(corpus, VALIDATION) for corpus in corpora],
    )
    return corpora, languages.pop()
