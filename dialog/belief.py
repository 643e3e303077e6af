"""What is believed of one slot: values with scores, and where each came from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a value came from."""

    turn: int  # the user turn that said it, counted from 1
    words: str = ""  # its words that did, "" for the sentence as a whole
    via: str = ""  # what they point at: "hotel.area", or QUESTION; "" if they name the value

    QUESTION: ClassVar[str] = "the question"  # the via of a yes or no to what the system asked


@dataclass(frozen=True, slots=True)
class SlotBelief:
    """Values with scores, best first, summing to at most 1; the rest is "not mentioned".

    Equality is over what is believed; `origins` tells where a value came from, if that is known.
    """

    values: tuple[tuple[str, float], ...] = ()
    origins: Mapping[str, Origin] = field(default_factory=dict, compare=False)

    def __post_init__(self) -> None:
        if not all(score >= 0 for _, score in self.values):  # also false for not-a-number
            raise ValueError(f"The scores of a belief are numbers from 0 to 1: {self.values}.")
        if len(dict(self.values)) != len(self.values):
            raise ValueError(f"A belief has each value once: {self.values}.")
        if sum(score for _, score in self.values) > 1 + 1e-6:
            raise ValueError(f"The scores of a belief sum to more than 1: {self.values}.")
        ordered = tuple(sorted(self.values, key=lambda item: -item[1]))
        object.__setattr__(self, "values", ordered)

    @property
    def value(self) -> str | None:
        """The likeliest value, None when nothing was mentioned."""
        return self.values[0][0] if self.values else None

    @property
    def score(self) -> float:
        """The score of the likeliest value, 0 when nothing was mentioned."""
        return self.values[0][1] if self.values else 0.0

    def score_of(self, value: str) -> float:
        """The score of one value."""
        return dict(self.values).get(value, 0.0)
