"""What a corpus is, and how corpora are found.

A corpus is a class registered in the entry-point group `dialog.corpora`. Its files stay outside
the project, in `<corpora folder>/<name>`; the folder is the environment variable DIALOG_CORPORA
or else a cache folder. A folder in the unified format (`dialog.corpus.folder`) is a corpus without
being registered: its name is its path, or its name alone in the corpora folder.
"""

import os
from collections.abc import Mapping, Sequence
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any, NamedTuple, Protocol, cast, runtime_checkable

from dialog.corpus.dialogue import Dialogue
from dialog.corpus.folder import ABOUT, FolderCorpus
from dialog.errors import ConfigError, CorpusError, ExtraMissingError, did_you_mean
from dialog.files import cache_folder
from dialog.plugins import entry_points

FOLDER_VARIABLE = "DIALOG_CORPORA"


class Remote(NamedTuple):
    """A file of a corpus at its public home."""

    url: str
    file: str  # its path in the corpus's folder; packed on arrival when this alone ends in .gz
    sha256: str  # of what the address gives
    size: int  # of that, in bytes

    @property
    def packed(self) -> bool:
        """Whether the file is packed on arrival."""
        return self.file.endswith(".gz") and not self.url.endswith(".gz")


@runtime_checkable
class Corpus(Protocol):
    """A corpus: what it is, and its dialogues by split. Making one reads nothing.

    A class may have more, which whoever needs it asks for:

    - `homepage: str`: where the corpus comes from;
    - `home: tuple[Remote, ...]`: its files there, for `dialog corpora download`;
    - `normalise(dialogue) -> Dialogue`: the documented step from values as they are written to
      values as they are compared, which a loader never takes;
    - `entities(domain) -> Sequence[Mapping[str, str]]`: the rows of the corpus's own database
      for one of its domains, under the slot names of its acts, without what is unknown: for
      `dialog db import`;
    - `names(domain) -> Mapping[str, Sequence[str]]`: slot -> the names that the corpus's own
      database has for it, which are known values when the corpus is learnt by itself;
    - `schemas(split) -> Mapping[str, DomainSchema]`: the domains whose state the turns of a split
      hold, by the names of the states. Each slot has a description in plain words, as a noun
      phrase; its type is categorical, with the values, where only certain ones can be its, and
      boolean, number, time, day or open else. A domain or slot of the states that is not among
      them is not tracked;
    - `tracked_acts(acts, state) -> Sequence[DialogueAct]`: the acts of a user turn as its states
      take them, under the slots and values of the states; `state` is the one before the turn;
    - `spelled_acts(acts) -> Sequence[DialogueAct]`: acts with values as its states spell them;
    - `scorings: Sequence[dialog.corpus.scoring.Scoring]`: how published scores compare the values
      of its states, the usual way first;
    - `answer_key() -> dialog.corpus.answers.AnswerKey`: what judging a system's answers to its
      users needs: goals, a search in its own database, delexicalised references;
    - `satisfaction(dialogue) -> Sequence[float]`: how users or annotators rate a whole dialogue,
      1 to 5 each; `turn_satisfaction(turn) -> Sequence[int]`: the same of one turn of the user's;
      and `attributes(dialogue) -> Sequence[Attribute]`
      (`dialog.evaluation.paradise.kappa`): what the user wanted with what came about, none where
      the goal is not known;
    - `user_goal(dialogue) -> Mapping[str, dialog.corpus.goals.UserGoal]`: what its user wants, by
      domain, in the order in which it is brought up, for `dialog simulate --goals`;
    - `count_slot: str`: the slot of acts that tell how many entities fit;
    - `reads: tuple[str, ...]`: other corpora whose files its loader reads;
    - `plugins: frozenset[str]`: domains in whose plugins' own names everything is annotated.
    """

    name: str
    description: str
    licence: str
    citation: str
    language: str  # an ISO 639-1 code
    splits: tuple[str, ...]
    folder: Path  # where its files are
    leaks: Mapping[str, frozenset[str]]  # raw file, or a pattern of them -> splits it was made of

    def __init__(self, folder: Path) -> None: ...

    def load(self, split: str) -> Sequence[Dialogue]:
        """Read the dialogues of a split; they may be read as they are asked for.

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
        if unregistered(name):
            return cast(type[Corpus], FolderCorpus)
        if Path(name).is_dir():
            raise CorpusError(f"The folder {name} is no corpus: it holds no {ABOUT}.")
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
    folder = Path(named).expanduser() if named else download_folder()
    if not folder.is_dir():
        hint = "correct" if named else "set"
        raise CorpusError(
            f"There is no corpora folder {folder}; "
            f"{hint} the environment variable {FOLDER_VARIABLE} to the folder that holds them."
        )
    return folder


def download_folder() -> Path:
    """Return the folder that downloaded corpora are kept in."""
    return cache_folder() / "corpora"


def corpus_folder(name: str) -> Path:
    """Return the folder of a corpus: in the corpora folder, or else where downloads are kept.

    Raises:
        CorpusError: when there is none.

    """
    if name not in registered_corpora() and (own := unregistered(name)):
        return own
    for folder in (corpora_folder() / name, download_folder() / name):
        if folder.is_dir():
            return folder
    raise CorpusError(
        f"The corpus {name!r} is not at hand: there is no folder {corpora_folder() / name}; "
        f"{FOLDER_VARIABLE} must name the folder that holds {name}."
    )


def unregistered(name: str) -> Path | None:
    """Return the folder in the unified format that a name or path stands for, None for none."""
    places = (Path(name), *(folder / name for folder in _kept()))
    return next((place for place in places if (place / ABOUT).is_file()), None)


def unregistered_names() -> list[str]:
    """Return the names of the folders in the unified format that are among the corpora."""
    found = {path.parent.name for folder in _kept() for path in folder.glob(f"*/{ABOUT}")}
    return sorted(found - registered_corpora().keys())


def _kept() -> list[Path]:
    """Return the folders that corpora may be in."""
    named = os.environ.get(FOLDER_VARIABLE)
    return [*([Path(named).expanduser()] if named else []), download_folder()]


def find_corpus(name: str) -> Corpus:
    """Return a corpus over its files: a registered one, or a folder in the unified format.

    Raises:
        CorpusError: for an unknown name, or when its folder does not exist.

    """
    return corpus_class(name)(corpus_folder(name))


def offered(corpus: Corpus, name: str, lack: str) -> Any:
    """Return an attribute that only some corpora have.

    Args:
        corpus: the corpus.
        name: the attribute's.
        lack: what to say of a corpus without it, after its name: "tells no goals".

    Raises:
        ConfigError: for such a corpus, naming those that have it.
    """
    if not hasattr(corpus, name):
        able = [each for each in registered_corpora() if hasattr(corpus_class(each), name)]
        raise ConfigError(
            f"The corpus {corpus.name!r} {lack}; there are: {', '.join(able) or 'none'}."
        )
    return getattr(corpus, name)
