"""How far a part of a goal has come, as its user sees it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from dialog.schema import DONTCARE, DomainSchema
from dialog.simulation.goals import DomainGoal, admitted, same_value


@dataclass
class Standing:
    """One domain's part of a goal while it is pursued."""

    goal: DomainGoal
    schema: DomainSchema
    constraints: dict[str, str] = field(default_factory=dict)  # as they now are
    details: dict[str, str] = field(default_factory=dict)  # of the booking, as they now are
    linked: dict[str, str] = field(default_factory=dict)  # details that another part gives
    told: set[str] = field(default_factory=set)  # slots that the system should know
    offered: str = ""  # the key of the entity put forward last
    answers: dict[str, str] = field(default_factory=dict)  # slots asked for -> what was told
    booking: Mapping[str, str] | None = None  # what the system said it booked
    asked_to_book: bool = False
    fell_back: bool = False  # the fallback was taken
    changed: bool = False  # the mind was changed, or no longer can be
    asked_other: bool = False

    def __post_init__(self) -> None:
        self.constraints = dict(self.goal.constraints)
        self.details = dict(self.goal.details)
        self.changed = not self.goal.change
        self.fell_back = not self.goal.fallback
        self.asked_other = not self.goal.other

    @property
    def finds(self) -> bool:
        """Whether an entity is looked for."""
        return self.schema.search is not None and bool(self.schema.key)

    @property
    def wanted(self) -> dict[str, str]:
        """What is wanted now, constraints and details alike."""
        return {**self.constraints, **self.details, **self.linked}

    @property
    def gives(self) -> set[str]:
        """The slots that only a booking tells."""
        return set(self.schema.booking.gives) if self.schema.booking else set()

    @property
    def unanswered(self) -> list[str]:
        """The slots that the user still wants to know."""
        return [slot for slot in self.goal.requests if slot not in self.answers]

    @property
    def done(self) -> bool:
        """Whether the user has all that it wants of the domain."""
        found = not self.finds or bool(self.offered)
        booked = not self.goal.booked or self.booking is not None
        said = all(slot in self.told for slot in self.constraints)
        return found and booked and said and not self.unanswered

    def suits(self, slot: str, value: str) -> bool:
        """Whether a value that the system takes the user to want is the right one."""
        wanted = self.wanted.get(slot, DONTCARE)
        if DONTCARE in (wanted, value):
            return wanted == value
        return same_value(self.schema.slots.get(slot), value, wanted)

    def met_by(self, slot: str, value: str) -> bool:
        """Whether an entity with a value is what is wanted."""
        return admitted(self.schema.slots.get(slot), value, self.wanted.get(slot, DONTCARE))

    def instead_of(self, slot: str) -> str:
        """Return the slot that is told where another of its group is asked for, "" for none."""
        others = self.schema.alternatives(slot)[1:]
        return next((name for name in others if name in self.wanted), "")

    def revise(self, values: Mapping[str, str]) -> list[str]:
        """Take other values for some slots, and return the slots."""
        for slot, value in values.items():
            (self.details if slot in self.details else self.constraints)[slot] = value
            self.told.discard(slot)
        return list(values)
