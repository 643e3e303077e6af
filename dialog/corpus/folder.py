"""A corpus that is a folder in the unified format: `corpus.yml`, and `<split>.jsonl` for a split.

`dialog corpora generate` writes such folders, and whoever has dialogues of their own can: each
line is `Dialogue.to_dict` as JSON, and `corpus.yml` says what the dialogues are (`About`).
"""

import json
import os
import secrets
import shutil
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from dialog.corpus.dialogue import Dialogue
from dialog.corpus.files import read_lines
from dialog.corpus.splits import check_split
from dialog.errors import CorpusError
from dialog.schema import DomainSchema, Language
from dialog.yamlfile import read_yaml

ABOUT = "corpus.yml"
_USUAL = ("train", "validation", "test")


class About(BaseModel):
    """What `corpus.yml` says of the dialogues beside it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    description: str
    licence: str = "not stated"
    citation: str = ""
    language: Language = "en"
    # plugins in whose names everything is annotated, so that their domain.yml needs no `corpora:`
    plugins: list[str] = Field(default_factory=list)
    # what the states hold: name -> description, entity and slots, as in a domain.yml
    domains: dict[str, dict[str, Any]] = Field(default_factory=dict)
    made: dict[str, Any] = Field(default_factory=dict)  # by what the dialogues were made


class FolderCorpus:
    """Dialogues in a folder; the corpus is called as the folder is.

    Args:
        folder: the folder.
    """

    leaks: Mapping[str, frozenset[str]] = {}

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        self.name = self.folder.name

    @property
    def description(self) -> str:
        """What the dialogues are, in a sentence."""
        return self._about.description

    @property
    def licence(self) -> str:
        """Under which they may be used."""
        return self._about.licence

    @property
    def citation(self) -> str:
        """What to cite, "" for nothing."""
        return self._about.citation

    @property
    def language(self) -> str:
        """An ISO 639-1 code."""
        return self._about.language

    @property
    def plugins(self) -> frozenset[str]:
        """The domains in whose plugins' names everything is annotated."""
        return frozenset(self._about.plugins)

    @property
    def splits(self) -> tuple[str, ...]:
        """The splits that there are files of, the usual ones first."""
        there = sorted(path.stem for path in self.folder.glob("*.jsonl"))
        return (*(s for s in _USUAL if s in there), *(s for s in there if s not in _USUAL))

    def load(self, split: str) -> list[Dialogue]:
        """Read the dialogues of a split, in the order of the file.

        Raises:
            CorpusError: for an unknown split, or a file that is missing or malformed.
        """
        check_split(self.name, split, self.splits)
        path = self.folder / f"{split}.jsonl"
        return [_dialogue(f"{path}, line {n}", t) for n, t in enumerate(read_lines(path), 1)]

    def schemas(self, split: str) -> dict[str, DomainSchema]:
        """Return the domains whose states a split annotates: those of `corpus.yml`.

        Raises:
            CorpusError: where it does not describe them.
        """
        try:
            described = self._about.domains.items()
            return {name: DomainSchema(name=name, **part) for name, part in described}
        except (TypeError, ValidationError) as error:
            raise CorpusError(
                f"{self.folder / ABOUT} does not describe its domains: {_first(error)}"
            ) from error

    @cached_property
    def _about(self) -> About:
        path = self.folder / ABOUT
        file = read_yaml(path)
        if file.problems:
            raise CorpusError(str(file.problems[0]))
        try:
            return About.model_validate(file.data)
        except ValidationError as error:
            raise CorpusError(f"{path} does not say what the corpus is: {_first(error)}") from error


def _dialogue(place: str, line: str) -> Dialogue:
    try:
        return Dialogue.from_dict(json.loads(line))
    except (ValueError, RecursionError) as error:
        raise CorpusError(f"{place}, does not hold JSON: {error}.") from error
    except CorpusError as error:
        raise CorpusError(f"{place}: {error}") from error


def _first(error: Exception) -> str:
    if not isinstance(error, ValidationError):
        return str(error)
    first = error.errors()[0]
    return f"{'.'.join(map(str, first['loc'])) or 'the whole file'}: {first['msg']}."


def check_free(folder: Path) -> None:
    """Refuse a folder that holds something already.

    Raises:
        CorpusError: for such a folder, or for something that is no folder.
    """
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise CorpusError(f"{folder} exists and is no folder.")
    if folder.is_dir() and any(folder.iterdir()):
        raise CorpusError(f"{folder} is not empty; name a new folder.")


def write_folder(folder: Path, about: About, dialogues: Iterable[Dialogue]) -> dict[str, int]:
    """Write a corpus, whole or not at all, and return how many dialogues each split has.

    Args:
        folder: is new, or empty.
        about: what the dialogues are.
        dialogues: each is written to the file of its split as it comes.

    Raises:
        CorpusError: for a folder that holds something already, or that cannot be written.
    """
    check_free(folder)
    draft = folder.with_name(f".{folder.name}-{secrets.token_hex(4)}")
    counts: dict[str, int] = {}
    try:
        draft.mkdir(parents=True)
        with ExitStack() as open_files:
            files: dict[str, Any] = {}
            for dialogue in dialogues:
                split = dialogue.split
                if split not in files:
                    path = draft / f"{split}.jsonl"
                    file = path.open("w", encoding="utf-8", newline="\n")
                    files[split] = open_files.enter_context(file)
                files[split].write(json.dumps(dialogue.to_dict(), ensure_ascii=False) + "\n")
                counts[split] = counts.get(split, 0) + 1
        (draft / ABOUT).write_text(_yaml(about), encoding="utf-8", newline="\n")
        if folder.is_dir() and os.name == "nt":  # which does not rename onto an empty folder
            folder.rmdir()
        draft.rename(folder)
    except OSError as error:
        reason = error.strerror or error
        raise CorpusError(f"{folder} cannot be written: {reason}.") from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return counts


def _yaml(about: About) -> str:
    import yaml

    return yaml.safe_dump(
        about.model_dump(mode="json", exclude_defaults=True), sort_keys=False, allow_unicode=True
    )
