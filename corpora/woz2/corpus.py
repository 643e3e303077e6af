"""The WOZ 2.0 corpus: `woz_train_en.json.gz`, `woz_validate_en.json.gz`, `woz_test_en.json.gz`.

WOZ 2.0 grew out of CamRest676 and divides the dialogues anew: more than a third of its test split
stands in CamRest676's training split. Where the files of `camrest` lie beside, each dialogue that
opens with the same three utterances as one of them is marked with where that stands.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from corpora.woz2.reader import read_dialogue
from corpora.woz2.scoring import SCORINGS
from dialog.corpus import Dialogue
from dialog.corpus.files import Place, read_json
from dialog.corpus.overlap import Opening, mark_overlap, opening
from dialog.corpus.scoring import Scoring
from dialog.corpus.splits import check_split
from dialog.corpus.tracking import read_schemas
from dialog.schema import DomainSchema

_FILES = {"train": "train", "validation": "validate", "test": "test"}
_SCHEMAS = Path(__file__).parent / "schemas.yml"
_OPENING = 3  # utterances; a first one alone is shared by unlike dialogues


class Woz2:
    """WOZ 2.0 from a folder of gzip files, which are read in place."""

    name = "woz2"
    description = "WOZ 2.0: search for a restaurant, with turn labels and belief states (English)"
    licence = "MIT (SKTBrain/SUMBT)"
    citation = "Wen et al., EACL 2017; Mrkšić et al., ACL 2017"
    homepage = "https://github.com/SKTBrain/SUMBT"
    language = "en"
    splits: tuple[str, ...] = tuple(_FILES)
    leaks: Mapping[str, frozenset[str]] = MappingProxyType({})
    reads: tuple[str, ...] = ("camrest",)
    scorings: Sequence[Scoring] = SCORINGS

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def load(self, split: str) -> list[Dialogue]:
        """Read the dialogues of a split, in the order of the file.

        Raises:
            CorpusError: for an unknown split, or a file that is missing or malformed.
        """
        check_split(self.name, split, self.splits)
        path = self.folder / f"woz_{_FILES[split]}_en.json.gz"
        dialogues = [
            read_dialogue(f"{path}, record {number}", raw, split)
            for number, raw in enumerate(read_json(path, list))
        ]
        camrest = self.folder.parent / "camrest" / "data.zip"
        if not camrest.exists():
            return mark_overlap(dialogues, {}, _OPENING, ["camrest"])
        return mark_overlap(dialogues, camrest_openings(camrest), _OPENING)

    def schemas(self, split: str) -> Mapping[str, DomainSchema]:
        """Return the domains whose state the turns of a split hold, the same for each split.

        Raises:
            CorpusError: for an unknown split.
        """
        check_split(self.name, split, self.splits)
        return read_schemas(_SCHEMAS)


def camrest_openings(path: Path) -> dict[Opening, list[str]]:
    """Return how the dialogues of CamRest676 open, and where they stand.

    Raises:
        CorpusError: for a file that is missing or malformed.
    """
    found: dict[Opening, list[str]] = {}
    for number, raw in enumerate(read_json(path, list, "data/dialogues.json")):
        place = Place(f"{path}, record {number}")
        record = place.of(dict, raw, "the dialogue")
        turns = place.of(list, record.get("turns"), "turns")
        texts = [
            place.of(str, place.of(dict, turn, f"turns[{at}]").get("utterance"), f"turns[{at}]")
            for at, turn in enumerate(turns[:_OPENING])
        ]
        where = [place.of(str, record.get(key), key) for key in ("data_split", "dialogue_id")]
        key = opening(texts, _OPENING)
        if key:
            found.setdefault(key, []).append("/".join(["camrest", *where]))
    return found
