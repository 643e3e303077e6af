"""Which entities are near those of other domains, as a column of their table lists them.

A goal may want a hotel near the sight that was found before. Which sight that will be the system
decides, so such a goal can be reached only if whatever it may put forward has a fit hotel near it.
"""

from collections.abc import Mapping, Sequence

from dialog.rows import Row
from dialog.schema import DomainSchema
from dialog.simulation.goals import DomainGoal, column, fits

Link = tuple[str, str]  # slot, and the domain whose entities it takes


class Nearness:
    """The slots by which an entity can be wanted near one of another domain, and what they reach.

    Args:
        schemas: of the session's domains.
        rows: what there is to find, by domain.
    """

    def __init__(
        self, schemas: Mapping[str, DomainSchema], rows: Mapping[str, Sequence[Row]]
    ) -> None:
        self._schemas = schemas
        self._rows = rows
        keys = {
            name: {row.get(column(schema.slots, schema.key), "") for row in rows[name]} - {""}
            for name, schema in schemas.items()
            if schema.key
        }
        self._links = {name: list(self._links_of(name, keys)) for name in schemas}

    def _links_of(self, name: str, keys: Mapping[str, set[str]]) -> list[Link]:
        schema, found = self._schemas[name], list[Link]()
        for slot in schema.searchable:
            if not (slot.place and slot.multiple):
                continue
            cells = (row.get(column(schema.slots, slot.name), "") for row in self._rows[name])
            there = {one for cell in cells for one in cell.split(";") if one}
            found += [(slot.name, other) for other in keys if other != name and there & keys[other]]
        return found

    def slots(self, name: str, before: Sequence[DomainGoal]) -> list[Link]:
        """Return the slots that can take what goals before find."""
        found = {part.domain for part in before if self._schemas[part.domain].key}
        return [link for link in self._links[name] if link[1] in found]

    def choices(self, name: str, slot: str, before: Sequence[DomainGoal]) -> list[Row]:
        """Return the rows that are near any of what may be put forward for the goals before."""
        other = next(other for s, other in self._links[name] if s == slot)
        part = next(part for part in before if part.domain == other)
        every = [r for key in self._keys(part, before) for r in self._near(name, slot, key)]
        return every or list(self._rows[name])

    def reached(self, part: DomainGoal, before: Sequence[DomainGoal]) -> bool:
        """Whether there is a fit entity wherever the goals before may lead."""
        return all(self.wanted(part, key) for key in self._origins(part, before))

    def wanted(self, part: DomainGoal, keys: Mapping[str, str]) -> list[Row]:
        """Return the rows that are as wanted, near entities (slot -> key)."""
        slots = self._schemas[part.domain].slots
        wishes = {**part.final, **keys}
        return [row for row in self._rows[part.domain] if fits(slots, row, wishes)]

    def _origins(
        self, part: DomainGoal, before: Sequence[DomainGoal]
    ) -> Sequence[Mapping[str, str]]:
        """Return what a goal may have to be near of, each a slot with a key; {} for anywhere."""
        if not part.near:
            return [{}]
        [(slot, other)] = part.near.items()
        origin = next(goal for goal in before if goal.domain == other)
        return [{slot: key} for key in self._keys(origin, before)]

    def _keys(self, part: DomainGoal, before: Sequence[DomainGoal]) -> list[str]:
        """Return the keys of all that may be put forward for a goal."""
        schema = self._schemas[part.domain]
        name = column(schema.slots, schema.key)
        rows = (row for near in self._origins(part, before) for row in self.wanted(part, near))
        return list(dict.fromkeys(row[name] for row in rows))

    def _near(self, name: str, slot: str, key: str) -> list[Row]:
        slots = self._schemas[name].slots
        return [row for row in self._rows[name] if fits(slots, row, {slot: key})]
