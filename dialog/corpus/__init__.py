"""The unified dialogue format that every corpus is read into, and how corpora are found."""

from dialog.corpus.dataset import features, from_dataset, to_dataset
from dialog.corpus.dialogue import CorpusTurn, Dialogue, Speaker, State
from dialog.corpus.registry import (
    FOLDER_VARIABLE,
    Corpus,
    Remote,
    corpora_folder,
    corpus_class,
    corpus_folder,
    find_corpus,
    offered,
    registered_corpora,
)

__all__ = [
    "FOLDER_VARIABLE",
    "Corpus",
    "CorpusTurn",
    "Dialogue",
    "Remote",
    "Speaker",
    "State",
    "corpora_folder",
    "corpus_class",
    "corpus_folder",
    "features",
    "find_corpus",
    "from_dataset",
    "offered",
    "registered_corpora",
    "to_dataset",
]
