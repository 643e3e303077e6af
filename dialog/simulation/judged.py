"""A conversation with what came of it, as data and as JSON."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dialog.evaluation.paradise.kappa import Attribute
from dialog.simulation.conversation import Talk
from dialog.simulation.judge import Verdict

EARLIER = ""  # the process of conversations that a run before this one held


@dataclass(frozen=True)
class Judged:
    """A conversation with its number, its verdict and the process that it ran in."""

    number: int
    talk: Talk
    verdict: Verdict
    seconds: float  # that the conversation took, user and system
    process: str = EARLIER  # "machine:id"
    attributes: tuple[Attribute, ...] = ()  # what was wanted with what came about

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-able data without the time, which differs from run to run."""
        return {
            "number": self.number,
            "success": self.verdict.success,
            "complete": self.verdict.complete,
            "causes": [[str(cause), what] for cause, what in self.verdict.causes],
            "attributes": [list(attribute) for attribute in self.attributes],
            **self.talk.to_dict(),
        }

    def measured(self) -> dict[str, Any]:
        """Return what `from_dict` needs besides, JSON-able: counts and times."""
        return {
            "seconds": self.seconds,
            "verdict": self.verdict.counts(),
            "stages": {stage: list(times) for stage, times in self.talk.stages.items()},
            "generations": [each.to_dict() for each in self.talk.generations],
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any], measured: Mapping[str, Any]) -> "Judged":
        """Rebuild it from the data of `to_dict` and of `measured`, as one of an earlier run.

        Raises:
            KeyError, TypeError, ValueError: for other data.
        """
        return cls(
            number=data["number"],
            talk=Talk.from_dict(data, measured["stages"], measured["generations"]),
            verdict=Verdict.from_counts(measured["verdict"], data["causes"]),
            seconds=measured["seconds"],
            attributes=tuple(Attribute(*each) for each in data["attributes"]),
        )
