"""The CrossWOZ corpus: `val.json.zip`, `test.json.zip` and, where it is at hand,
`train.json.zip`; `database/*.json` holds its databases, `templates/` sentences without their
values, which the split `templates` gives filled (`corpora.crosswoz.templates`).

How the splits are made where the training file is missing, `dialog.corpus.published` says.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

from corpora.crosswoz.answers import CrossWozKey
from corpora.crosswoz.database import DATABASE, place_names, read_rows
from corpora.crosswoz.goals import user_goal
from corpora.crosswoz.home import HOME
from corpora.crosswoz.reader import DialogueReader
from corpora.crosswoz.scoring import SCORINGS
from corpora.crosswoz.states import tracked_acts
from corpora.crosswoz.templates import TEMPLATES, TemplateReader
from dialog.acts import DialogueAct
from dialog.corpus import Dialogue
from dialog.corpus.goals import UserGoal
from dialog.corpus.published import SPLITS, read_records
from dialog.corpus.scoring import Scoring
from dialog.corpus.splits import check_split
from dialog.corpus.tracking import read_schemas
from dialog.schema import DomainSchema
from dialog.state import DialogueState

_SCHEMAS = Path(__file__).parent / "schemas.yml"


class CrossWoz:
    """CrossWOZ from a folder of zip files, which are read in place."""

    name = "crosswoz"
    description = (
        "CrossWOZ: human-human dialogues of travellers to Beijing over five domains, with goals, "
        "acts and states of both sides and databases (Chinese)."
    )
    licence = "Apache-2.0"
    citation = "Zhu et al., TACL 2020"
    language = "zh"
    homepage = "https://github.com/thu-coai/CrossWOZ"
    home = HOME
    splits: tuple[str, ...] = (*SPLITS, TEMPLATES)
    # The templates were made of the published training split alone, which is never scored.
    leaks: Mapping[str, frozenset[str]] = {}
    scorings: Sequence[Scoring] = SCORINGS

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def load(self, split: str) -> list[Dialogue]:
        """Read the dialogues of a split, in the order of the file.

        Raises:
            CorpusError: for an unknown split, or a file that is missing or malformed.
        """
        check_split(self.name, split, self.splits)
        if split == TEMPLATES:
            return list(TemplateReader(self.folder).read())
        path, records = read_records(self.folder, split)
        return [DialogueReader(str(path), k).read(raw, split) for k, raw in records.items()]

    def user_goal(self, dialogue: Dialogue) -> Mapping[str, UserGoal]:
        """Return what the user of a dialogue wants, by domain."""
        return user_goal(dialogue)

    def answer_key(self) -> CrossWozKey:
        """Return how a system's answers to the users are judged; the databases have to be there."""
        return CrossWozKey(self.folder / DATABASE)

    def tracked_acts(
        self, acts: Sequence[DialogueAct], state: DialogueState
    ) -> Sequence[DialogueAct]:
        """Return the acts of a user turn as the states take them, as `states` says."""
        return tracked_acts(acts, state)

    def schemas(self, split: str) -> Mapping[str, DomainSchema]:
        """Return the domains whose state the turns of a split hold, the same for each split.

        Raises:
            CorpusError: for an unknown split.
        """
        check_split(self.name, split, self.splits)
        return read_schemas(_SCHEMAS)

    def names(self, domain: str) -> Mapping[str, Sequence[str]]:
        """Return the names of a domain's places and of those nearby; none without the databases.

        Raises:
            CorpusError: for a file that is missing or malformed.
        """
        folder = self.folder / DATABASE
        return place_names(folder, domain) if folder.is_dir() else {}

    def entities(self, domain: str) -> list[Mapping[str, str]]:
        """Return the rows of the corpus's own database for a domain; see `database`.

        Raises:
            CorpusError: for an unknown domain, or a file that is missing or malformed.
        """
        return read_rows(self.folder / DATABASE, domain)
