"""The satisfaction ratings of USS: `MWOZ.txt.gz` and `SGD.txt.gz`, one split each.

The corpus defines no training and test parts (its authors cross-validate), so a split is the
part of USS that was drawn from one corpus.

A file has a line for each turn, with tabs between role, text, action and ratings, and an empty
line between dialogues. Several annotators, the same throughout a dialogue, rate each user turn
from 1 to 5: the list of their ratings, in the order of the annotators, is
`turn.extra["satisfaction"]`. Their ratings of the whole dialogue, in its last line, are
`dialogue.extra["satisfaction"]`. The action stays in `turn.extra["action"]`; it names the type
of one act, and in MultiWOZ its domain, but neither slot nor value, so the act has none either:

- `Restaurant-Inform` is `restaurant.inform()`; `general` and `Booking` are no domain;
- `INFORM_INTENT` is `inform(task)`, as in Schema-Guided Dialogue.

Lines of the system that follow one another (once, where a user's lines are missing) make one
turn, with the texts apart in `turn.extra["utterances"]` and the actions in a list.

Goals and success labels stand in the corpora that the dialogues were drawn from, so those that
`corpora.satisfaction.sources` finds in the files of `multiwoz21` or `sgd` at hand are marked.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from corpora.multiwoz21 import MultiWoz21
from corpora.multiwoz21.attributes import attributes_of
from corpora.multiwoz21.labels import INTENTS
from corpora.satisfaction.sources import multiwoz_openings, sgd_openings
from corpora.sgd.labels import acts_of
from dialog.acts import DialogueAct
from dialog.corpus import CorpusTurn, Dialogue
from dialog.corpus.files import Place, read_lines
from dialog.corpus.overlap import mark_overlap
from dialog.corpus.splits import check_split
from dialog.evaluation.paradise.kappa import Attribute
from dialog.state import Hypothesis

_SOURCES = {  # split -> file, the corpus it was drawn from, its openings and their length
    "multiwoz": ("MWOZ.txt.gz", "multiwoz21", multiwoz_openings, 2),
    "sgd": ("SGD.txt.gz", "sgd", sgd_openings, 3),
}
_ROLES = ("USER", "SYSTEM")
_OVERALL = "OVERALL"
_DOMAINS = {
    **{"general": "", "Booking": ""},
    **{name.capitalize(): name for name in ("attraction", "hospital", "hotel", "police")},
    **{name.capitalize(): name for name in ("restaurant", "taxi", "train")},
}


class _Row(NamedTuple):
    role: str
    text: str
    action: str
    ratings: list[int]


class Satisfaction:
    """The MultiWOZ and SGD parts of USS from a folder of gzip files, which are read in place."""

    name = "satisfaction"
    description = (
        "USS: user satisfaction by turn and dialogue, rated by several annotators, for dialogues "
        "of MultiWOZ and of Schema-Guided Dialogue (English)."
    )
    licence = "none stated"
    citation = "Sun et al., SIGIR 2021"
    homepage = "https://github.com/sunnweiwei/user-satisfaction-simulation"
    language = "en"
    splits: tuple[str, ...] = tuple(_SOURCES)
    leaks: Mapping[str, frozenset[str]] = MappingProxyType({})
    reads: tuple[str, ...] = ("multiwoz21", "sgd")

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._multiwoz = lru_cache(maxsize=None)(self._read_multiwoz)
        self._key = MultiWoz21(folder.parent / MultiWoz21.name).answer_key()

    def load(self, split: str) -> list[Dialogue]:
        """Read the dialogues of a split; their ids are the split and the place, `sgd-17`.

        Raises:
            CorpusError: for an unknown split, or a file that is missing or malformed.
        """
        check_split(self.name, split, self.splits)
        file, source, openings, length = _SOURCES[split]
        path = self.folder / file
        filled = groupby(enumerate(read_lines(path), 1), key=lambda line: bool(line[1]))
        records = [list(lines) for is_filled, lines in filled if is_filled]
        dialogues = [
            _dialogue(path, f"{split}-{number}", split, lines)
            for number, lines in enumerate(records, 1)
        ]
        others, absent = openings(self.folder.parent / source, length)
        return mark_overlap(dialogues, others, length, absent)

    def satisfaction(self, dialogue: Dialogue) -> Sequence[int]:
        """Return how the annotators rate a whole dialogue, 1 to 5 each."""
        ratings: list[int] = dialogue.extra["satisfaction"]
        return ratings

    def turn_satisfaction(self, turn: CorpusTurn) -> Sequence[int]:
        """Return how the annotators rate the user's satisfaction before a turn of the user's."""
        ratings: list[int] = turn.extra["satisfaction"]
        return ratings

    def attributes(self, dialogue: Dialogue) -> list[Attribute]:
        """Return what the user wanted with what came about, of a dialogue of MultiWOZ at hand.

        Raises:
            CorpusError: for a file of MultiWOZ that is malformed.
        """
        for place in dialogue.extra.get("also_in", ()):
            corpus, split, name = place.split("/")
            if corpus == MultiWoz21.name and split in ("published_val", "test"):
                return list(attributes_of(self._multiwoz(split)[name], self._key))
        return []

    def _read_multiwoz(self, split: str) -> dict[str, Dialogue]:
        corpus = MultiWoz21(self.folder.parent / MultiWoz21.name)
        return {dialogue.dialogue_id: dialogue for dialogue in corpus.load(split)}


def _dialogue(path: Path, name: str, split: str, lines: list[tuple[int, str]]) -> Dialogue:
    *rows, overall = (_row(Place(f"{path}, line {number}"), line) for number, line in lines)
    place = Place(f"{path}, line {lines[-1][0]}")
    if (overall.role, overall.text) != ("USER", _OVERALL) or not rows:
        raise place.error(f"ends a dialogue that has no turns or no {_OVERALL} row")
    turns = list(_turns(Place(f"{path}, dialogue {name}"), split, rows, len(overall.ratings)))
    domains = dict.fromkeys(act.domain for turn in turns for act in turn.acts if act.domain)
    extra = {"satisfaction": overall.ratings}
    return Dialogue(name, split, tuple(domains), {}, tuple(turns), extra)


def _row(place: Place, line: str) -> _Row:
    match line.split("\t"):
        case [role, text, action, ratings] if role in _ROLES and text.strip():
            numbers = ratings.split(",") if ratings else []
            if (role == "USER") != bool(numbers) or not set(numbers) <= set("12345"):
                raise place.error(f"has the ratings {ratings!r}, where a user's are 1 to 5 each")
            return _Row(role, text, action, [int(number) for number in numbers])
    raise place.error("does not hold role, text, action and ratings with tabs between")


def _turns(place: Place, split: str, rows: list[_Row], annotators: int) -> Iterator[CorpusTurn]:
    """Return the turns, which alternate."""
    if rows[0].role != "USER":
        raise place.error("does not begin with a user's turn")
    for role, group in groupby(rows, key=lambda row: row.role):
        said = list(group)
        if role == "USER" and len(said) > 1:
            raise place.error(
                f"does not alternate: the user's {said[1].text!r} has no answer before"
            )
        if role == "USER" and len(said[0].ratings) != annotators:
            raise place.error(f"has ratings by {len(said[0].ratings)} annotators, not {annotators}")
        text = " ".join(row.text for row in said)
        acts = tuple(act for row in said for act in _acts(place, split, row.action))
        extra: dict[str, Any] = {"action": said[0].action} if said[0].action else {}
        if len(said) > 1:
            extra = {
                "action": [row.action for row in said],
                "utterances": [row.text for row in said],
            }
        if role == "SYSTEM":
            yield CorpusTurn("system", text, acts=acts, extra=extra)
        else:
            extra["satisfaction"] = said[0].ratings
            yield CorpusTurn("user", text, (Hypothesis(text),), acts, extra=extra)


def _acts(place: Place, split: str, action: str) -> list[DialogueAct]:
    if not action:
        return []
    try:
        if split == "sgd":
            return acts_of("", action, "", ())
        domain, _, intent = action.partition("-")
        return [DialogueAct(INTENTS[intent], _DOMAINS[domain])]
    except KeyError:
        raise place.error(f"has the unknown action {action!r}") from None
