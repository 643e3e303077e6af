"""What users with a corpus's goals give up where nothing has all that they want.

People who talked to a clerk took what came nearest, which their goal does not tell. Here a user
gives up to be near something, if nothing near it will do, and of wishes that no row has together
the fewest, later slots of the schema before earlier ones. It does so only when it is told that
nothing fits, and the judge looks whether that was true.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import combinations

from dialog.component import Domains
from dialog.rows import Row
from dialog.schema import DONTCARE, Slot
from dialog.simulation.goals import DomainGoal, Goal, fits


class Yielding:
    """Adds to goals what is given up.

    Args:
        domains: the session's domains, over the rows that there are to find.
    """

    def __init__(self, domains: Domains) -> None:
        self._slots = {name: domain.schema.slots for name, domain in domains.items()}
        self._rows = {name: domain.rows() for name, domain in domains.items()}

    def goal(self, goal: Goal) -> Goal:
        """Return a goal that can be reached in the end."""
        return Goal(tuple(map(self._part, goal.parts)))

    def _part(self, part: DomainGoal) -> DomainGoal:
        slots, rows = self._slots[part.domain], self._rows[part.domain]
        wanted = part.final
        if not rows or not (wanted or part.near):
            return part
        dropped = [*part.near, *_fewest(slots, rows, wanted)]
        return replace(part, fallback={**part.fallback, **dict.fromkeys(dropped, DONTCARE)})


def _fewest(
    slots: Mapping[str, Slot], rows: Sequence[Row], wanted: Mapping[str, str]
) -> Sequence[str]:
    """Return the fewest slots without which some row has all that is wanted."""
    latest_first = [name for name in slots if name in wanted][::-1]
    for count in range(len(latest_first)):
        for some in combinations(latest_first, count):
            kept = {name: value for name, value in wanted.items() if name not in some}
            if any(fits(slots, row, kept) for row in rows):
                return some
    return latest_first
