"""What a corpus is, and how corpora are found.

A corpus is a class registered in the entry-point group `dialog.corpora`. Its files stay outside
the project, in `<corpora folder>/<name>`; the folder is the environment variable DIALOG_CORPORA
or else a cache folder.
"""

import os
from collections.abc import Sequence
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import Protocol, runtime_checkable

from platformdirs import user_cache_dir

from dialog.corpus.dialogue import Dialogue
from dialog.errors import CorpusError, ExtraMissingError, did_you_mean

FOLDER_VARIABLE = "DIALOG_CORPORA"


@runtime_checkable
class Corpus(Protocol):
    """A corpus: what it is, and its dialogues by split. Making one reads nothing."""

    name: str
    description: str
    licence: str
    citation: str
    splits: tuple[str, ...]

    def __init__(self, folder: Path) -> None: ...

    def load(self, split: str) -> Sequence[Dialogue]:
        """Read the dialogues of a split.

        Raises:
            CorpusError: for an unknown split, or a file that is missing or malformed.

        """
        ...


def registered_corpora() -> dict[str, EntryPoint]:
    """Return the corpora by name, without importing them."""
    return {point.name: point for point in entry_points(group="dialog.corpora")}


def corpus_class(name: str) -> type[Corpus]:
    """Import the class of a corpus; its files need not be there.

    Raises:
        CorpusError: for a name that nobody registered, with the nearest one.
        ExtraMissingError: when its optional packages are not installed.

    """
    points = registered_corpora()
    if name not in points:
        known = ", ".join(sorted(points)) or "none"
        raise CorpusError(
            f"There is no corpus {name!r}; there are: {known}.{did_you_mean(name, points)}"
        )
    try:
        loaded = points[name].load()
    except ModuleNotFoundError as error:
        if points[name].extras:
            raise ExtraMissingError(f"The corpus {name!r}", points[name].extras[0]) from error
        raise
    if not (isinstance(loaded, type) and hasattr(loaded, "load")):
        raise CorpusError(f"The corpus {name!r} is {loaded!r}, not a class with a load method.")
    return loaded


def corpora_folder() -> Path:
    """Return the folder that holds the corpora, each in a folder of its name.

    Raises:
        CorpusError: when it does not exist.

    """
    named = os.environ.get(FOLDER_VARIABLE)
    folder = Path(named).expanduser() if named else Path(user_cache_dir("dialog")) / "corpora"
    if not folder.is_dir():
        hint = "correct" if named else "set"
        raise CorpusError(
            f"There is no corpora folder {folder}; "
            f"{hint} the environment variable {FOLDER_VARIABLE} to the folder that holds them."
        )
    return folder


def find_corpus(name: str) -> Corpus:
    """Return a registered corpus over its files in the corpora folder.

    Raises:
        CorpusError: for an unknown name, or when its folder does not exist.

    """
    kind = corpus_class(name)
    folder = corpora_folder() / name
    if not folder.is_dir():
        raise CorpusError(
            f"The corpus {name!r} is not at hand: there is no folder {folder}; "
            f"{FOLDER_VARIABLE} must name the folder that holds {name}."
        )
    return kind(folder)
