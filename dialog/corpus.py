"""The unified dialogue format that every corpus is read into, and how corpora are found.

A corpus is a class registered in the entry-point group `dialog.corpora`. Its files stay outside
the project, in `<corpora folder>/<name>`; the folder is the environment variable DIALOG_CORPORA
or else a cache folder.
"""

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol, runtime_checkable

from platformdirs import user_cache_dir

from dialog.acts import DialogueAct
from dialog.errors import CorpusError, ExtraMissingError, did_you_mean
from dialog.state import Entity, Hypothesis

if TYPE_CHECKING:
    from datasets import Dataset, Features

FOLDER_VARIABLE = "DIALOG_CORPORA"

Speaker = Literal["user", "system"]
State = Mapping[str, Mapping[str, str]]  # domain -> slot -> value; what is not filled is left out


@dataclass(frozen=True, slots=True)
class CorpusTurn:
    """One utterance with its annotation; the span of an act lies inside the utterance."""

    speaker: Speaker
    utterance: str  # as the corpus writes it
    hypotheses: tuple[Hypothesis, ...] = ()  # what was recognised, user turns only
    acts: tuple[DialogueAct, ...] = ()
    state: State = field(default_factory=dict)  # after this turn; user turns only
    db_results: Mapping[str, Sequence[Entity]] = field(default_factory=dict)  # domain -> rows
    extra: Mapping[str, Any] = field(default_factory=dict)  # annotation that has no field here

    def __post_init__(self) -> None:
        if self.speaker not in ("user", "system"):
            raise CorpusError(f"A turn's speaker is 'user' or 'system', not {self.speaker!r}.")
        if not isinstance(self.utterance, str):
            raise CorpusError(f"A turn's utterance must be text, not {self.utterance!r}.")
        for act in self.acts:
            start, end = act.span or (0, len(self.utterance))
            if not 0 <= start <= end <= len(self.utterance):
                raise CorpusError(
                    f"The span {act.span} of {act} lies outside the utterance {self.utterance!r}."
                )

    def text_of(self, act: DialogueAct) -> str | None:
        """The words that express an act, None when the act has no span."""
        return None if act.span is None else self.utterance[slice(*act.span)]

    def to_dict(self) -> dict[str, Any]:
        """Return the turn as JSON-able data."""
        return {
            "speaker": self.speaker,
            "utterance": self.utterance,
            "hypotheses": [{"text": h.text, "score": h.score} for h in self.hypotheses],
            "acts": [act.to_dict() for act in self.acts],
            "state": {domain: dict(slots) for domain, slots in self.state.items()},
            "db_results": {d: [dict(row) for row in rows] for d, rows in self.db_results.items()},
            "extra": dict(self.extra),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "CorpusTurn":
        """Rebuild a turn from `to_dict`'s data."""
        return cls(
            speaker=data["speaker"],
            utterance=data["utterance"],
            hypotheses=tuple(Hypothesis(**h) for h in data["hypotheses"]),
            acts=tuple(DialogueAct.from_dict(act) for act in data["acts"]),
            state={domain: dict(slots) for domain, slots in data["state"].items()},
            db_results={d: tuple(rows) for d, rows in data["db_results"].items()},
            extra=data["extra"],
        )


@dataclass(frozen=True, slots=True)
class Dialogue:
    """One dialogue of a corpus."""

    dialogue_id: str
    split: str  # the split it was loaded from
    domains: tuple[str, ...]
    goal: Mapping[str, Any]  # the user's goal, in the corpus's own form
    turns: tuple[CorpusTurn, ...]
    extra: Mapping[str, Any] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the dialogue as JSON-able data."""
        return {
            "dialogue_id": self.dialogue_id,
            "split": self.split,
            "domains": list(self.domains),
            "goal": dict(self.goal),
            "turns": [turn.to_dict() for turn in self.turns],
            "extra": dict(self.extra),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Dialogue":
        """Rebuild a dialogue from `to_dict`'s data.

        Raises:
            CorpusError: for data of another form, naming the dialogue.

        """
        try:
            return cls(
                dialogue_id=data["dialogue_id"],
                split=data["split"],
                domains=tuple(data["domains"]),
                goal=data["goal"],
                turns=tuple(CorpusTurn.from_dict(turn) for turn in data["turns"]),
                extra=data["extra"],
            )
        except (AttributeError, CorpusError, KeyError, TypeError, ValueError) as error:
            name = data.get("dialogue_id") if isinstance(data, Mapping) else None
            problem = f"no {error}" if isinstance(error, KeyError) else str(error)
            raise CorpusError(
                f"The dialogue {name!r} is not in the unified format: {problem}"
            ) from error


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


def features() -> "Features":
    """Return the columns of `to_dataset`.

    They mirror `Dialogue.to_dict`; what differs in form from record to record (goal, db_results,
    extra) is JSON text, and a state is a list of (domain, slot, value).

    Raises:
        ExtraMissingError: when `datasets` is not installed.

    """
    try:
        from datasets import Features, Value
    except ModuleNotFoundError as error:
        raise ExtraMissingError("A corpus as a datasets.Dataset", "train") from error

    def texts(*names: str) -> dict[str, Any]:
        return {name: Value("string") for name in names}

    act = {
        **texts("type", "domain", "slot", "value"),
        "score": Value("float64"),
        "span": [Value("int32")],  # two offsets, none when the act has no span
    }
    turn = {
        **texts("speaker", "utterance"),
        "hypotheses": [{**texts("text"), "score": Value("float64")}],
        "acts": [act],
        "state": [texts("domain", "slot", "value")],
        **texts("db_results", "extra"),
    }
    return Features(
        {
            **texts("dialogue_id", "split"),
            "domains": [Value("string")],
            **texts("goal"),
            "turns": [turn],
            **texts("extra"),
        }
    )


def to_dataset(dialogues: Iterable[Dialogue]) -> "Dataset":
    """Return dialogues as a dataset with the columns of `features`, one row each.

    Raises:
        ExtraMissingError: when `datasets` is not installed.

    """
    columns = features()
    from datasets import Dataset

    rows = [_to_row(d.to_dict()) for d in dialogues]
    # By column, since from_list cannot make a dataset of no rows.
    return Dataset.from_dict({k: [row[k] for row in rows] for k in columns}, features=columns)


def from_dataset(dataset: "Iterable[Mapping[str, Any]]") -> list[Dialogue]:
    """Return the dialogues of a dataset that `to_dataset` made."""
    return [Dialogue.from_dict(_from_row(dict(row))) for row in dataset]


def _json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False)


def _to_row(data: dict[str, Any]) -> dict[str, Any]:
    act: dict[str, Any] = {"domain": "", "slot": "", "value": None, "score": 1.0, "span": []}
    data["goal"], data["extra"] = _json(data["goal"]), _json(data["extra"])
    for turn in data["turns"]:
        turn["acts"] = [act | known for known in turn["acts"]]
        turn["state"] = [
            {"domain": domain, "slot": slot, "value": value}
            # A domain that was touched but holds no value keeps one row, of empty slot.
            for domain, slots in turn["state"].items()
            for slot, value in (slots or {"": ""}).items()
        ]
        turn["db_results"], turn["extra"] = _json(turn["db_results"]), _json(turn["extra"])
    return data


def _from_row(row: dict[str, Any]) -> dict[str, Any]:
    row["goal"], row["extra"] = json.loads(row["goal"]), json.loads(row["extra"])
    turns = [dict(turn) for turn in row["turns"]]
    for turn in turns:
        state: dict[str, dict[str, str]] = {}
        for item in turn["state"]:
            slots = state.setdefault(item["domain"], {})
            if item["slot"]:
                slots[item["slot"]] = item["value"]
        turn["state"] = state
        turn["acts"] = [{**act, "span": act["span"] or None} for act in turn["acts"]]
        turn["db_results"] = json.loads(turn["db_results"])
        turn["extra"] = json.loads(turn["extra"])
    row["turns"] = turns
    return row
