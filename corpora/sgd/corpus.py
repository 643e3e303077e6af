"""The Schema-Guided Dialogue corpus: `train.zip`, `dev.zip` and `test.zip`, or folders so named,
each with a `schema.json` and files `dialogues_NNN.json`.

Files may be missing; what is at hand is read, in the order of the names. The services are the
domains. Most services of the test split do not occur in the training split, so results are told
apart by `services("test")` that are among `services("train")` and those that are not.
"""

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from corpora.sgd.files import DialogueFiles, Part, Schema, parts_of, read_schema
from corpora.sgd.reader import SgdReader
from corpora.sgd.schemas import needed_slots, read_descriptions
from corpora.sgd.scoring import SCORINGS
from corpora.sgd.states import tracked_acts
from dialog.acts import DialogueAct
from dialog.corpus import Dialogue
from dialog.corpus.scoring import Scoring
from dialog.corpus.splits import check_split
from dialog.errors import CorpusError
from dialog.schema import DomainSchema
from dialog.state import DialogueState


class SchemaGuidedDialogue:
    """Schema-Guided Dialogue, read one file at a time."""

    name = "sgd"
    description = (
        "Schema-Guided Dialogue: simulated and paraphrased dialogues over many services, with "
        "their schemas, acts, states and service calls (English)."
    )
    licence = "CC BY-SA 4.0"
    citation = "Rastogi et al., AAAI 2020"
    language = "en"
    homepage = "https://github.com/google-research-datasets/dstc8-schema-guided-dialogue"
    splits: tuple[str, ...] = ("train", "validation", "test")
    leaks: Mapping[str, frozenset[str]] = {}
    scorings: Sequence[Scoring] = SCORINGS

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def load(self, split: str) -> DialogueFiles:
        """Return the dialogues of a split, which are read when they are asked for.

        Raises:
            CorpusError: for an unknown split, or files that are missing. Reading a dialogue
                raises it too, for a file or record that is malformed.
        """
        parts = self._parts(split)
        schema = read_schema(self._schema(parts, split))

        def read(source: str, raw: Any) -> Dialogue:
            return SgdReader(source, schema).read(raw, split)

        return DialogueFiles(parts, read, f"{self.folder / self._file(split)}")

    def schema(self, split: str) -> list[Any]:
        """Return the services of a split as the corpus describes them.

        Each has `service_name`, `description`, `slots` (`name`, `description`, `is_categorical`,
        `possible_values`) and `intents`.

        Raises:
            CorpusError: for an unknown split, or a schema that is missing or damaged.
        """
        return self._schema(self._parts(split), split).read()

    def schemas(self, split: str) -> Mapping[str, DomainSchema]:
        """Return the services of a split, which are the domains whose state its turns hold.

        Descriptions are the corpus's own. The services of the training split are not all of those
        of the others: `set(schemas("test")) - set(schemas("train"))` are met unseen.

        Raises:
            CorpusError: as `schema`, or for a schema that is malformed.
        """
        part = self._schema(self._parts(split), split)
        return read_descriptions(part)

    @cached_property
    def _needed(self) -> set[tuple[str, str]]:
        """The slots without which a transaction cannot be made, of the services of all splits."""
        schemas = (self._schema(self._parts(split), split) for split in self.splits)
        return {place for schema in schemas for place in needed_slots(schema)}

    def tracked_acts(
        self, acts: Sequence[DialogueAct], state: DialogueState
    ) -> Sequence[DialogueAct]:
        """Return the acts of a user turn as the states take them, as `states` says."""
        return tracked_acts(acts, state, self._needed)

    def services(self, split: str) -> tuple[str, ...]:
        """Return the names of the services of a split.

        Raises:
            CorpusError: as `schema`, or for a schema that is malformed.
        """
        schema: Schema = read_schema(self._schema(self._parts(split), split))
        return tuple(schema)

    def _parts(self, split: str) -> dict[str, Part]:
        check_split(self.name, split, self.splits)
        return parts_of(self.folder, self._file(split))

    def _file(self, split: str) -> str:
        return "dev" if split == "validation" else split

    def _schema(self, parts: dict[str, Part], split: str) -> Part:
        if "schema.json" not in parts:
            raise CorpusError(f"The split {self._file(split)} in {self.folder} has no schema.json.")
        return parts["schema.json"]
