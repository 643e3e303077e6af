"""A corpus in ConvLab-3's unified format."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from corpora.convlab.labels import INTENTS
from corpora.convlab.reader import DialogueReader, read_slots
from dialog.acts import ActType
from dialog.corpus import Dialogue
from dialog.corpus.files import Place, read_json
from dialog.corpus.splits import check_split
from dialog.errors import CorpusError

_DIALOGUES, _ONTOLOGY = "data/dialogues.json", "data/ontology.json"


class ConvLabCorpus:
    """A folder with a `data.zip` of `data/dialogues.json` and `data/ontology.json`.

    Args:
        folder: the folder.
    """

    name = "convlab"
    description = "A corpus in ConvLab-3's unified format."
    licence = "that of the corpus"
    citation = "Zhu et al., EMNLP 2023 (ConvLab-3)"
    language = "en"
    homepage = "https://github.com/ConvLab/ConvLab-3"
    splits: tuple[str, ...] = ("train", "validation", "test")
    leaks: Mapping[str, frozenset[str]] = {}
    intents: Mapping[str, ActType] = INTENTS  # lower case, `_` for `-`

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def load(self, split: str) -> list[Dialogue]:
        """Read the dialogues of a split, in the order of the file.

        Raises:
            CorpusError: for an unknown split, a file that is missing or malformed, or one
                without a dialogue of the split.
        """
        check_split(self.name, split, self.splits)
        source = f"{self._path}, {_DIALOGUES}"
        slots = read_slots(Place(f"{self._path}, {_ONTOLOGY}"), self.ontology())
        records = [
            Place(source).of(dict, record, f"[{number}]")
            for number, record in enumerate(read_json(self._path, list, _DIALOGUES))
        ]
        dialogues = [
            DialogueReader(source, slots, self.intents).read(record)
            for record in records
            if record.get("data_split") == split
        ]
        if not dialogues:
            there = sorted({str(record.get("data_split")) for record in records})
            raise CorpusError(
                f"{source} holds no dialogue of split {split!r}; it has: {', '.join(there)}."
            )
        return dialogues

    def ontology(self) -> dict[str, Any]:
        """Return the ontology: `domains`, `intents`, `state` and `dialogue_acts`.

        Raises:
            CorpusError: for a file that is missing or damaged.
        """
        return read_json(self._path, dict, _ONTOLOGY)

    @property
    def _path(self) -> Path:
        return self.folder / "data.zip"
