"""The domains' tables in SQL: entities to search, bookings to keep.

Tables are made from the schemas. A domain with `database:` has a table of entities, one text
column per CSV column and per slot that is searched by, or several tables that an action of its
own joins; a domain with `booking:` has a table `booking_<domain>`. Rows come from the plugin's
CSV and are replaced when that changes; bookings are never touched. Importing SQLAlchemy takes a
moment, so import this module where it is used.
"""

import secrets
import string
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from math import inf
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from dialog.domain import Domain
from dialog.errors import DialogError, StoreError, did_you_mean
from dialog.ranges import read_range
from dialog.schema import DONTCARE, DomainSchema, Slot, SlotType
from dialog.sql import Sql
from dialog.tables import (
    REFERENCE,
    ROW_ID,
    Tables,
    clean,
    column_of,
    compared,
    declare,
    fill,
    foreign,
    numbers,
    prepare,
)

_ALPHABET = string.ascii_uppercase + string.digits
_LONGEST_MEMBER = 1000  # SQLite refuses LIKE patterns of more than 50,000 bytes
Gives = Mapping[str, str] | Callable[[int], Mapping[str, str]]


class BookingError(DialogError, ValueError):
    """A booking that cannot be made as asked."""


class Database:
    """Entities and bookings of a set of domains; safe to use from several threads.

    `url` is any SQLAlchemy URL; None stands for `dialog.sql.default_url()`. The constructor
    opens nothing; `open()` does, and so does the first use.
    """

    def __init__(self, url: str | None, domains: Mapping[str, Domain]) -> None:
        self.domains = dict(domains)
        self._sql = Sql(url)
        self._opening = threading.Lock()
        self._tables: Tables | None = None

    @property
    def place(self) -> str:
        """Where the data is, for messages: the file, or the URL without its password."""
        return self._sql.place

    def open(self) -> None:
        """Create what is missing and load the rows of the plugins; a second call does nothing.

        Raises:
            StoreError: when the database cannot be used, naming it and what to do.
        """
        with self._opening:
            if self._tables is None:
                tables = declare(self.domains)
                with self._sql.transaction(write=True) as connection:
                    prepare(connection, tables, self.place)
                self._tables = tables

    def close(self) -> None:
        """Close the connections; the next use opens them again."""
        with self._opening:
            self._sql.close()
            self._tables = None

    def replace(self, rows: Mapping[str, Sequence[Mapping[str, str]]]) -> None:
        """Put rows (column -> value) in the place of those of domains, all or none.

        They stay until `restore`, also when the plugin's own rows change. Bookings stay.

        Raises:
            ValueError: for a domain or column that has no table here.
        """
        tables = self._opened()
        with self._sql.transaction(write=True) as connection:
            for domain, new in rows.items():
                fill(connection, tables.meta, self._table(domain), new)

    def restore(self, domains: Iterable[str]) -> None:
        """Put the plugins' own rows back in place.

        Raises:
            ValueError: for a domain that has no table here.
        """
        own = self._opened().rows
        with self._sql.transaction(write=True) as connection:
            for domain in domains:
                table = self._table(domain)
                fill(connection, self._opened().meta, table, own.get(domain, []), own=True)

    def refilled(self) -> dict[str, Domain]:
        """Return the domains whose tables others filled, with the rows that are there.

        What people call things is read by the names in the rows, so a bot has to go by those that
        it searches.

        Raises:
            StoreError: when the database cannot be used.
        """
        tables = self._opened()
        with self._sql.transaction() as connection:
            others = foreign(connection, tables)
        return {name: replace(self.domains[name], instead=self.search(name, {})) for name in others}

    def search(
        self, domain: str, constraints: Mapping[str, str], limit: int | None = None
    ) -> list[dict[str, str]]:
        """Return the rows that match every constraint (slot -> value), in the table's order.

        Values compare regardless of case; `dontcare` and "" constrain nothing; a slot with
        `multiple` matches any member of its list, or several joined; one with `spans` the
        numbers in a span. Of a slot with a `bound` what is nearest to it comes first.

        Raises:
            ValueError: for a slot that the domain's table does not have.
        """
        table = self._table(domain)
        query = sa.select(table)
        for name, value in constraints.items():
            column, slot = self._column(domain, name)
            wanted = clean(value).lower()
            if not wanted or wanted == DONTCARE:
                continue
            if slot is not None and slot.bound:
                query = _bounded(query, column, slot, wanted)
            else:
                query = query.where(_matches(column, wanted, slot))
        query = query.order_by(table.c[ROW_ID])
        if limit is not None:
            query = query.limit(limit)
        with self._sql.transaction() as connection:
            return [_row(r) for r in connection.execute(query).mappings()]

    def table(self, name: str) -> sa.Table:
        """Return one of the further tables, for a domain's own action to join.

        Raises:
            ValueError: for a name that no domain declares.
        """
        relations = self._opened().relations
        if name not in relations:
            raise ValueError(f"There is no table {name!r}.{did_you_mean(name, relations)}")
        return relations[name].table

    def select(self, query: sa.Select[Any]) -> list[dict[str, Any]]:
        """Return the rows that a query over the tables gives, column -> value."""
        with self._sql.transaction() as connection:
            return [dict(row) for row in connection.execute(query).mappings()]

    def values(self, domain: str, slot: str) -> list[str]:
        """Return the distinct values of a slot, lists taken apart, in the table's order."""
        column, known = self._column(domain, slot)
        query = sa.select(column).order_by(self._table(domain).c[ROW_ID])
        with self._sql.transaction() as connection:
            cells = [str(cell or "") for cell in connection.execute(query).scalars()]
        if known is not None and known.multiple:
            cells = [member.strip() for cell in cells for member in cell.split(";")]
        return [cell for cell in dict.fromkeys(cells) if cell]

    def book(
        self,
        domain: str,
        entity_key: str,
        details: Mapping[str, str],
        gives: Gives | None = None,
        *,
        conversation: str | None = None,
    ) -> dict[str, str]:
        """Make a booking in one transaction and return it with its reference.

        `details` are the booking slots' values. `gives` are values that the booking tells, or
        a function from the number of bookings made before to them, which is called inside the
        transaction and must not use the database. A reference among them is taken; without one
        the booking gets one that nobody can guess.

        Raises:
            BookingError: when something is missing, or beyond its slot's `least` or `most`;
                nothing is written then.
            ValueError: for a name that the domain's bookings do not have, or a reference that
                another booking has.
        """
        table, given = self._booking_table(domain), self._given(domain, details)
        told: dict[str, str] = {}
        for _ in range(5):  # two bookings drawing one reference is as good as impossible
            try:
                with self._sql.transaction(write=True) as connection:
                    entity = self._entity(connection, self._schema(domain), clean(entity_key))
                    count = sa.select(sa.func.count()).select_from(table)
                    before = connection.execute(count).scalar_one()
                    told = self._told(domain, gives, before)
                    row = self._booking(given | told, entity, conversation)
                    connection.execute(sa.insert(table).values(row))
                    made = sa.select(table).where(table.c.reference == row[REFERENCE])
                    return _row(connection.execute(made).mappings().one())
            except IntegrityError as error:
                if own := told.get(REFERENCE):
                    raise ValueError(
                        f"The reference {own!r} of a booking of {domain!r} was given before; "
                        "each booking needs one of its own."
                    ) from error
        raise StoreError(f"The database {self.place} refuses new bookings of {domain!r}.")

    def _given(self, domain: str, details: Mapping[str, str]) -> dict[str, str]:
        """Return the booking slots with their values, "" for those without, once checked."""
        schema = self._schema(domain)
        slots = [slot.name for slot in schema.bookable]
        _check_names(domain, details, slots)
        given = {name: clean(value) for name, value in details.items()}
        given = {name: value for name, value in given.items() if value.lower() != DONTCARE}
        _check_complete(schema, given)
        _check_limits(schema, given)
        return {name: given.get(name, "") for name in slots}

    def _told(self, domain: str, gives: Gives | None, before: int) -> dict[str, str]:
        """Return what a booking tells, after so many others."""
        booking = self._schema(domain).booking
        told = dict(gives(before) if callable(gives) else gives or {})
        _check_names(domain, told, booking.gives if booking else [])
        return {name: clean(value) for name, value in told.items()}

    def _booking(
        self, values: Mapping[str, str], entity: str, conversation: str | None
    ) -> dict[str, str | None]:
        """Return a new booking as it is kept."""
        return {
            **values,
            REFERENCE: values.get(REFERENCE) or self.new_reference(),
            "entity": entity,
            "conversation_id": conversation,
            "created_at": datetime.now(UTC).isoformat(timespec="seconds"),
        }

    def new_reference(self) -> str:
        """Return a booking reference that nobody can guess."""
        return "".join(secrets.choice(_ALPHABET) for _ in range(8))

    def bookings(self, domain: str) -> list[dict[str, str]]:
        """Return the bookings of a domain, oldest first."""
        table = self._booking_table(domain)
        with self._sql.transaction() as connection:
            query = sa.select(table).order_by(table.c[ROW_ID])
            return [_row(r) for r in connection.execute(query).mappings()]

    def _schema(self, domain: str) -> DomainSchema:
        if domain not in self.domains:
            raise ValueError(f"No domain {domain!r} here.{did_you_mean(domain, self.domains)}")
        return self.domains[domain].schema

    def _table(self, domain: str) -> sa.Table:
        tables = self._opened()
        self._schema(domain)
        if domain not in tables.entities:
            raise ValueError(f"The domain {domain!r} has no database to search.")
        return tables.entities[domain]

    def _booking_table(self, domain: str) -> sa.Table:
        tables = self._opened()
        self._schema(domain)
        if domain not in tables.bookings:
            raise ValueError(f"The domain {domain!r} takes no bookings.")
        return tables.bookings[domain]

    def _opened(self) -> Tables:
        self.open()
        if self._tables is None:  # pragma: no cover - open() sets it or raises
            raise StoreError(f"The database {self.place} is not open.")
        return self._tables

    def _column(self, domain: str, name: str) -> tuple[sa.Column[Any], Slot | None]:
        schema, table = self._schema(domain), self._table(domain)
        slot, column = schema.slots.get(name), column_of(schema, name)
        if (slot is None and name != schema.key) or column not in table.c:
            known = [s for s in schema.slots if column_of(schema, s) in table.c]
            raise ValueError(
                f"The table of the domain {domain!r} has no slot {name!r}; it has: "
                f"{', '.join(known)}.{did_you_mean(name, known)}"
            )
        return table.c[column], slot

    def _entity(self, connection: sa.Connection, schema: DomainSchema, key: str) -> str:
        """Return the entity's key as the table spells it."""
        if schema.booking is None or not schema.booking.entity:
            return key
        if not key:
            raise BookingError(f"There is no {schema.entity} to book yet.")
        if schema.name not in self._opened().entities:
            return key
        column, _ = self._column(schema.name, schema.key)
        query = sa.select(column).where(_matches(column, key.lower())).limit(1)
        found = connection.execute(query).scalar()
        if found is None:
            raise BookingError(f"There is no {schema.entity} called {key!r} to book.")
        return str(found)


def _matches(
    column: sa.Column[Any], wanted: str, slot: Slot | None = None
) -> sa.ColumnElement[bool]:
    """Return in SQL what `Slot.holds` says of a cell."""
    if slot is not None and len(others := slot.either(wanted)) > 1:
        return sa.or_(*(_matches(column, one, slot) for one in others))
    if slot is not None and slot.ranged and (span := read_range(wanted)):
        number = numbers(column)
        ends = [number >= span.low] if span.low > -inf else []
        return sa.and_(sa.true(), *ends, *([number <= span.high] if span.high < inf else []))
    if slot is None or not slot.multiple:
        return compared(column, None) == wanted
    each = [one.strip() for one in slot.together(wanted)]
    if any(";" in one or len(one) > _LONGEST_MEMBER for one in each):
        return sa.false()
    listed = sa.literal(";").concat(sa.func.lower(column)).concat(";")
    return sa.and_(*(listed.contains(f";{one};", autoescape=True) for one in each))


def _bounded(
    query: sa.Select[Any], column: sa.Column[Any], slot: Slot, wanted: str
) -> sa.Select[Any]:
    """Keep the rows within a slot's bound, the nearest first."""
    number, bound = slot.measure(wanted)
    measured = compared(column, slot)
    limit = sa.literal(number if slot.type is SlotType.NUMBER else bound)
    most = slot.bound == "at_most"
    within = measured <= limit if most else measured >= limit
    return query.where(column != "", within).order_by(measured.desc() if most else measured)


def _row(row: Mapping[Any, Any]) -> dict[str, str]:
    return {str(k): "" if v is None else str(v) for k, v in row.items() if k != ROW_ID}


def _check_names(domain: str, given: Mapping[str, str], known: list[str]) -> None:
    for name in given:
        if name not in known:
            raise ValueError(
                f"A booking of the domain {domain!r} has no {name!r}; it has: {', '.join(known)}."
            )


def _check_complete(schema: DomainSchema, given: Mapping[str, str]) -> None:
    needed = [[slot.name] for slot in schema.bookable if slot.booking == "required"]
    groups = [*needed, *(schema.booking.one_of if schema.booking else [])]
    lacking = [group for group in groups if not any(given.get(name) for name in group)]
    if lacking:
        described = [
            " or ".join(schema.slots[n].description if n in schema.slots else n for n in group)
            for group in lacking
        ]
        raise BookingError(f"To book the {schema.entity}, still missing: {', '.join(described)}.")


def _check_limits(schema: DomainSchema, given: Mapping[str, str]) -> None:
    for slot in schema.bookable:
        if not slot.takes(given.get(slot.name, "")):
            limits = slot.limits(schema.language)
            raise BookingError(
                f"To book the {schema.entity}, {slot.description} has to be {limits}, not "
                f"{given[slot.name]!r}."
            )
