"""Orders a taxi: the next car of the fleet in cars.csv."""

import csv
from collections.abc import Mapping
from functools import cached_property

from dialog.actions import BookAction
from dialog.database import Gives


class OrderTaxi(BookAction):
    """Books a ride and tells which car comes; the cars take turns."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_taxi"

    def gives(self, entity: Mapping[str, str]) -> Gives:
        """Return the car after the one of the last booking."""
        return lambda number: self._cars[number % len(self._cars)]

    @cached_property
    def _cars(self) -> list[dict[str, str]]:
        with (self.domain.path / "cars.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))
