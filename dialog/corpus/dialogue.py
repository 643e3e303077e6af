"""The unified dialogue: what every corpus is read into."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from dialog.acts import DialogueAct
from dialog.errors import CorpusError
from dialog.state import Entity, Hypothesis

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
