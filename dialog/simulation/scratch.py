"""A database for simulated conversations: in memory, empty again for each of them."""

import random
import string
from collections.abc import Iterable, Mapping, Sequence

from dialog.component import Domains
from dialog.database import BookingError, Database, Gives
from dialog.rows import Row
from dialog.schema import DONTCARE
from dialog.simulation.index import RowIndex
from dialog.tables import ROW_ID, clean, column_of

IN_MEMORY = "sqlite://"
_ALPHABET = string.ascii_uppercase + string.digits


class ScratchDatabase(Database):
    """The plugins' rows, and bookings that last for one conversation.

    A conversation thus finds the same whichever others came before, in whatever process. Rows are
    found by value and bookings kept without SQL, which would take most of the time; what actions
    of a domain's own ask in SQL is answered by SQLite.
    """

    def __init__(self, domains: Domains) -> None:
        super().__init__(IN_MEMORY, domains)
        self._chance = random.Random(0)  # noqa: S311
        self._indexes: dict[str, RowIndex] = {}
        self._made: dict[str, list[dict[str, str]]] = {}

    def begin(self, seed: str) -> None:
        """Forget all bookings; the references of the next ones follow from the seed."""
        self._made = {}
        self._chance = random.Random(seed)  # noqa: S311

    def new_reference(self) -> str:
        """Return a reference that the seed decides."""
        return "".join(self._chance.choices(_ALPHABET, k=8))

    def replace(self, rows: Mapping[str, Sequence[Mapping[str, str]]]) -> None:
        """Put rows in the place of those of domains."""
        super().replace(rows)
        self._indexes = {}

    def restore(self, domains: Iterable[str]) -> None:
        """Put the plugins' own rows back in place."""
        super().restore(domains)
        self._indexes = {}

    def search(
        self, domain: str, constraints: Mapping[str, str], limit: int | None = None
    ) -> list[Row]:
        """Return the rows that match every constraint, as a database does."""
        if domain not in self._indexes:
            rows, slots = super().search(domain, {}), self._schema(domain).slots
            self._indexes[domain] = RowIndex(rows, slots, str.lower)
        index = self._indexes[domain]
        for name in constraints:
            self._column(domain, name)  # or else an error tells which there are
        wanted = {name: clean(value) for name, value in constraints.items()}
        wanted = {n: v for n, v in wanted.items() if v and v.lower() != DONTCARE}
        return [dict(index.rows[place]) for place in index.places(wanted)[:limit]]

    def book(
        self,
        domain: str,
        entity_key: str,
        details: Mapping[str, str],
        gives: Gives | None = None,
        *,
        conversation: str | None = None,
    ) -> dict[str, str]:
        """Make a booking for this conversation and return it with its reference."""
        table, given = self._booking_table(domain), self._given(domain, details)
        entity = self._booked(domain, clean(entity_key))
        made = self._made.setdefault(domain, [])
        kept = self._booking(given | self._told(domain, gives, len(made)), entity, conversation)
        columns = (column.name for column in table.c if column.name != ROW_ID)
        made.append({name: kept.get(name) or "" for name in columns})
        return dict(made[-1])

    def _booked(self, domain: str, key: str) -> str:
        """Return the entity's key as the table spells it."""
        schema = self._schema(domain)
        if schema.booking is None or not schema.booking.entity:
            return key
        if not key:
            raise BookingError(f"There is no {schema.entity} to book yet.")
        if schema.search is None and schema.database is None:
            return key
        found = self.search(domain, {schema.key: key}, 1)
        if not found:
            raise BookingError(f"There is no {schema.entity} called {key!r} to book.")
        return found[0][column_of(schema, schema.key)]

    def bookings(self, domain: str) -> list[dict[str, str]]:
        """Return the bookings of this conversation in a domain, oldest first."""
        self._booking_table(domain)
        return [dict(row) for row in self._made.get(domain, [])]
