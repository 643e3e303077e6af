"""Refuses to train on what an evaluation will score.

A dialogue is known by its corpus and id, and by where else it stands (`extra["also_in"]`), so that
splits that share dialogues are found within a corpus and across corpora. What a raw file was made
of (lists of values, templates) says `Corpus.leaks`. A split named "test" is for scoring alone.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from dialog.corpus.cache import CachedDialogues, cached
from dialog.corpus.registry import Corpus
from dialog.errors import CorpusError

TEST = "test"


@dataclass(frozen=True)
class Source:
    """What is learnt from or scored: a split of a corpus, or one of its raw files."""

    corpus: Corpus
    split: str = ""
    resource: str = ""  # the path of a raw file in the corpus's folder

    def __str__(self) -> str:
        return f"{self.corpus.name}/{self.split or self.resource}"


def refuse_leaks(learnt: Iterable[Source], scored: Iterable[Source]) -> None:
    """Refuse a training that reads what will be scored.

    Args:
        learnt: what the training reads, splits and raw files.
        scored: the splits that it is to be scored on, those that choose its epochs as well.

    Raises:
        CorpusError: naming both sources and a dialogue that they share; or when the corpora
            cannot be read.
    """
    learnt, scored = list(learnt), list(scored)
    for source in learnt:
        if source.split == TEST:
            raise CorpusError(
                f"The split {TEST} of {source.corpus.name} is for scoring alone; train on another."
            )
    for each in scored:
        places = _places(each)
        for source in learnt:
            for place in _made_from(source) & places:
                raise CorpusError(
                    f"Training must not read {source}, which was made from {place}, when {each} "
                    "is to be scored."
                )
    for source in learnt:
        for each in scored:
            if source.split and (shared := shared_dialogues(source, each)):
                raise CorpusError(
                    f"Training must not read {source} when {each} is to be scored: they share "
                    f"{len(shared):,} dialogues, {min(shared)} among them."
                )


def shared_dialogues(one: Source, other: Source) -> set[str]:
    """Return the ids of the dialogues of one split that stand in another, of any corpus.

    Raises:
        CorpusError: when the corpora cannot be read.
    """
    known = {name for names in _dialogues(other).values() for name in names}
    return {name for name, names in _dialogues(one).items() if known & names}


def _dialogues(source: Source) -> dict[str, set[str]]:
    """The dialogues of a split: id -> all that it is known as, corpus/id."""
    return {
        name: {f"{source.corpus.name}/{name}", *(f"{c}/{i}" for c, _, i in _elsewhere(extra))}
        for name, extra in _heads(source)
    }


def _places(source: Source) -> set[str]:
    """The splits that the dialogues of a split stand in, as corpus/split."""
    elsewhere = {f"{c}/{s}" for _, extra in _heads(source) for c, s, _ in _elsewhere(extra)}
    return {str(source), *elsewhere}


def _made_from(source: Source) -> set[str]:
    """The splits that a raw file holds sentences or counts of, as corpus/split."""
    return {
        f"{source.corpus.name}/{split}"
        for pattern, splits in source.corpus.leaks.items()
        if source.resource and fnmatchcase(source.resource, pattern)
        for split in splits
    }


def _heads(source: Source) -> Iterator[tuple[str, Mapping[str, Any]]]:
    dialogues = cached(source.corpus).load(source.split)
    if isinstance(dialogues, CachedDialogues):
        yield from dialogues.heads()
    else:
        yield from ((d.dialogue_id, d.extra) for d in dialogues)


def _elsewhere(extra: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Where a dialogue also stands: corpus, split, id."""
    for place in extra.get("also_in", ()):
        corpus, split, name = place.split("/", 2)
        yield corpus, split, name
