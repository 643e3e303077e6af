"""The MultiWOZ 2.2 corpus as it is published: `schema.json`, `dialog_acts.json` and the folders
`train`, `dev` and `test` of files `dialogues_NNN.json`.

Its dialogues are those of MultiWOZ 2.1, less one, in the same splits; each notes in
`extra["also_in"]` where it stands there. States give every right spelling of a value, spans count
characters. Slots are named without their service, which is the domain: `pricerange`.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from corpora.multiwoz22.reader import MultiWoz22Reader
from corpora.sgd.files import DialogueFiles, Part, parts_of, read_schema
from dialog.corpus import Dialogue
from dialog.corpus.files import read_json
from dialog.corpus.splits import check_split


class MultiWoz22:
    """MultiWOZ 2.2, read one file at a time."""

    name = "multiwoz22"
    description = (
        "MultiWOZ 2.2: human-human tourist dialogues over eight domains, with corrected states "
        "and acts of both sides (English)."
    )
    licence = "MIT"
    citation = "Budzianowski et al., EMNLP 2018; Zang et al., NLP4ConvAI 2020"
    language = "en"
    homepage = "https://github.com/budzianowski/multiwoz"
    splits: tuple[str, ...] = ("train", "validation", "test")
    leaks: Mapping[str, frozenset[str]] = {}

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def load(self, split: str) -> DialogueFiles:
        """Return the dialogues of a split, which are read when they are asked for.

        Raises:
            CorpusError: for an unknown split, or files that are missing. Reading a dialogue
                raises it too, for a file or record that is malformed.
        """
        check_split(self.name, split, self.splits)
        file = "dev" if split == "validation" else split
        parts = parts_of(self.folder, file)
        schema = read_schema(Part(self.folder / "schema.json"))
        labels: dict[str, Any] = read_json(self.folder / "dialog_acts.json", dict)

        def read(source: str, raw: Any) -> Dialogue:
            return MultiWoz22Reader(source, schema, labels).read(raw, split)

        return DialogueFiles(parts, read, f"{self.folder / file}")

    def schema(self) -> list[Any]:
        """Return the services as the corpus describes them.

        Raises:
            CorpusError: for a schema that is missing or damaged.
        """
        return Part(self.folder / "schema.json").read()
