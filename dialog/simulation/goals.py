"""What a simulated user is after: one part for each domain."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Protocol

from dialog.rows import Row
from dialog.schema import DONTCARE, Slot

Values = Mapping[str, str]  # slot -> value
TASK, FIND, BOOK = "task", "find", "book"  # the pseudo-slot of what the user is after


@dataclass(frozen=True)
class DomainGoal:
    """What is wanted of one domain.

    `constraints` are what the user says at first; `fallback` and `change` hold other values for
    some of them. A value `dontcare` gives a constraint up.
    """

    domain: str
    constraints: Values = field(default_factory=dict)  # what the entity should be like
    fallback: Values = field(default_factory=dict)  # taken once the system says that nothing fits
    change: Values = field(default_factory=dict)  # taken when the user changes its mind
    requests: tuple[str, ...] = ()  # slots that the user wants to know
    booked: bool = False  # whether something is to be booked
    details: Values = field(default_factory=dict)  # of the booking
    links: Values = field(default_factory=dict)  # detail -> the domain whose entity it is
    near: Values = field(default_factory=dict)  # wish -> the domain whose entity it is to be near
    other: bool = False  # whether the user asks for another entity than the first one offered

    @property
    def final(self) -> dict[str, str]:
        """The constraints after all changes, those given up left out."""
        whole = {**self.constraints, **self.change, **self.fallback}
        return {slot: value for slot, value in whole.items() if value != DONTCARE}

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-able data; what is empty is left out."""
        data = asdict(self) | {"requests": list(self.requests)}
        return {name: value for name, value in data.items() if value}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "DomainGoal":
        """Rebuild a goal from `to_dict`'s data."""
        return cls(**{**data, "requests": tuple(data.get("requests", ()))})


@dataclass(frozen=True)
class Goal:
    """What a user is after, in the order in which it is brought up."""

    parts: tuple[DomainGoal, ...]

    def part(self, domain: str) -> DomainGoal | None:
        """Return what is wanted of a domain, None for nothing."""
        return next((part for part in self.parts if part.domain == domain), None)

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-able data."""
        return {"parts": [part.to_dict() for part in self.parts]}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Goal":
        """Rebuild a goal from `to_dict`'s data."""
        return cls(tuple(DomainGoal.from_dict(part) for part in data["parts"]))


class Goals(Protocol):
    """Where the users of a simulation get their goals."""

    @property
    def rows(self) -> Mapping[str, Sequence[Row]]:
        """What there is to find, by domain."""
        ...

    def numbered(self, number: int, seed: str) -> Goal:
        """Return the goal of a conversation, by its number and seed."""
        ...

    def sample(self, rng: random.Random) -> Goal:
        """Return any goal."""
        ...


def same_value(slot: Slot | None, actual: str, wanted: str) -> bool:
    """Whether what is the case has what is wanted; no preference is always met."""
    if wanted == DONTCARE:
        return True
    if slot is None:
        return wanted.strip().casefold() == actual.strip().casefold()
    return slot.holds(actual, wanted)


def admitted(slot: Slot | None, actual: str, wanted: str) -> bool:
    """Whether what an entity has suits a wish, which may be for the least or the most."""
    if slot is None or not slot.bound or not actual:
        return same_value(slot, actual, wanted)
    return wanted == DONTCARE or slot.admits(actual, wanted)


def fits(slots: Mapping[str, Slot], row: Mapping[str, str], wanted: Values) -> bool:
    """Whether a row of a domain's table has all that is wanted (slot -> value)."""
    return all(
        admitted(slots.get(name), row.get(column(slots, name), ""), value)
        for name, value in wanted.items()
    )


def column(slots: Mapping[str, Slot], name: str) -> str:
    """Return the column that holds a slot."""
    return (slots[name].column if name in slots else "") or name
