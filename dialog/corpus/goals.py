"""What the users of a corpus were after, for simulated users to be after it again."""

from collections.abc import Mapping
from dataclasses import dataclass, field

Values = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class UserGoal:
    """What a user wants of one domain, under the names of the corpus's acts: slot -> value."""

    wanted: Values = field(default_factory=dict)  # of a row, or of what is ordered without one
    tried: Values = field(default_factory=dict)  # wanted at first, and not to be found
    asked: tuple[str, ...] = ()  # slots to be told
    booking: Values | None = None  # the details of what is to be booked; None for no booking
    links: Values = field(default_factory=dict)  # slot -> the domain whose row is its value
    near: Values = field(default_factory=dict)  # the same of a wish: a list of rows nearby
