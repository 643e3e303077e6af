"""Tells the metro stations of two places: the column 地铁 of the tables that the places are in."""

from collections.abc import Mapping

from dialog.actions import BookAction
from dialog.database import Gives

STATION = "地铁"  # the column


class FindStations(BookAction):
    """Looks up the station of either end; a place far from all of them has none."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_stations"

    def gives_for(self, entity: Mapping[str, str], details: Mapping[str, str]) -> Gives:
        """Return the stations."""
        ends = ("出发地", "目的地")
        return {f"{end}附近地铁站": self._station(details.get(end, "")) for end in ends}

    def _station(self, place: str) -> str:
        for name, domain in self.database.domains.items():
            if domain.schema.key:
                for row in self.database.search(name, {domain.schema.key: place}, 1):
                    return row.get(STATION, "")
        return ""
