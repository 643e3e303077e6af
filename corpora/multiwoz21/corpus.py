"""The MultiWOZ 2.1 corpus in ConvLab's edition: `val.json.zip`, `test.json.zip` and, where it is
at hand, `train.json.zip`, as `dialog.corpus.published` divides them.

`db/` has the databases. The automatic templates and the value counts were made from all three
published splits, so they tell what the test split says. `ontology.json`, `ontology21.json`,
`value_set.json` and `value_dict.json` list the values of all splits too, as published ontologies
do; a tracker that reads them knows the values of the test split beforehand.
"""

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path

from corpora.multiwoz21.answers import MultiWoz21Key
from corpora.multiwoz21.database import read_rows
from corpora.multiwoz21.goals import user_goal
from corpora.multiwoz21.normalisation import normalise
from corpora.multiwoz21.reader import DialogueReader
from corpora.multiwoz21.scoring import SCORINGS
from corpora.multiwoz21.states import Spellings, spelled, spellings, tracked_acts
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


class MultiWoz21:
    """MultiWOZ 2.1 from a folder of zip files, which are read in place."""

    name = "multiwoz21"
    description = (
        "MultiWOZ 2.1: human-human tourist dialogues over seven domains, with goals, acts of both "
        "sides and belief states (English, ConvLab-3's edition)."
    )
    licence = "Apache-2.0 (ConvLab-3); the original MultiWOZ data: MIT"
    citation = "Budzianowski et al., EMNLP 2018; Eric et al., LREC 2020"
    language = "en"
    homepage = "https://github.com/ConvLab/ConvLab-3"
    splits: tuple[str, ...] = SPLITS
    # Sentences or counts that were taken from every published split.
    leaks: Mapping[str, frozenset[str]] = dict.fromkeys(
        ("templates/auto_*", "all_value.json.gz", "da_slot_cnt.json.gz"), frozenset(SPLITS)
    )
    scorings: Sequence[Scoring] = SCORINGS
    count_slot = "choice"

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def load(self, split: str) -> list[Dialogue]:
        """Read the dialogues of a split, in the order of the file.

        Raises:
            CorpusError: for an unknown split, or a file that is missing or malformed.

        """
        check_split(self.name, split, self.splits)
        path, records = read_records(self.folder, split)
        return [DialogueReader(str(path), k).read(v, split) for k, v in records.items()]

    def user_goal(self, dialogue: Dialogue) -> Mapping[str, UserGoal]:
        """Return what the user of a dialogue wants, by domain."""
        return user_goal(dialogue)

    def tracked_acts(
        self, acts: Sequence[DialogueAct], state: DialogueState
    ) -> Sequence[DialogueAct]:
        """Return the acts of a user turn as the states take them, as `states` says."""
        return tracked_acts(acts, state, self._spellings)

    def spelled_acts(self, acts: Sequence[DialogueAct]) -> Sequence[DialogueAct]:
        """Return acts with their values as the states of the training part mostly spell them."""
        return [spelled(act, self._spellings) for act in acts]

    @cached_property
    def _spellings(self) -> Spellings:
        return spellings(self.load("train"))

    def schemas(self, split: str) -> Mapping[str, DomainSchema]:
        """Return the domains whose state the turns of a split hold, the same for each split.

        Hospital, police and bus are left out, as published scores leave them out.

        Raises:
            CorpusError: for an unknown split.
        """
        check_split(self.name, split, self.splits)
        return read_schemas(_SCHEMAS)

    def answer_key(self) -> MultiWoz21Key:
        """Return how answers to its users are judged, as `answers` says."""
        return MultiWoz21Key(self.folder / "db")

    def normalise(self, dialogue: Dialogue) -> Dialogue:
        """Return a dialogue with its values in one form, as `normalisation` says."""
        return normalise(dialogue)

    def entities(self, domain: str) -> Sequence[Mapping[str, str]]:
        """Return the rows of the database of a domain, under the slot names of its acts.

        Raises:
            CorpusError: for a domain without one, or a file that is missing or malformed.

        """
        return read_rows(self.folder / "db", domain)
