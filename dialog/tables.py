"""The SQL tables of a set of domains: declared from the schemas, created, checked and filled."""

import csv
import hashlib
import json
import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from dialog.domain import Domain
from dialog.errors import DomainError, StoreError
from dialog.relations import Problem, checksum, read_table
from dialog.rows import Row, columns
from dialog.schema import DomainSchema, Slot, SlotType, Table

logger = logging.getLogger(__name__)

ROW_ID = "row_id"  # the primary key, which keeps the order of the rows
REFERENCE = "reference"  # what names a booking
BOOKING_OWN = (REFERENCE, "entity", "conversation_id", "created_at")
_LONGEST_NAME = 63  # characters, as PostgreSQL has it
_META = "dialog_rows"  # table -> checksum of the rows that it was filled with

Rows = list[Row]


def clean(text: str) -> str:
    """Return text that every database can hold: no NUL, no half of a surrogate pair."""
    return str(text).replace("\0", "").encode("utf-8", "replace").decode("utf-8").strip()


def column_of(schema: DomainSchema, slot: str) -> str:
    """Return the table column of a slot."""
    known = schema.slots.get(slot)
    return (known.column or known.name) if known else slot


def numbers(column: sa.Column[Any]) -> sa.ColumnElement[Any]:
    """Return the cells of a column as numbers, none for an empty one."""
    return sa.cast(sa.func.nullif(column, ""), sa.Float)


def compared(column: sa.Column[Any], slot: Slot | None) -> sa.ColumnElement[Any]:
    """Return what a search compares of a column: what it has an index of, lists left out."""
    if slot is not None and slot.spans:
        return numbers(column)
    if slot is not None and slot.bound:
        return sa.cast(column, sa.Integer) if slot.type is SlotType.NUMBER else column
    return sa.func.lower(column)


@dataclass
class Tables:
    """The tables of a set of domains."""

    metadata: sa.MetaData
    entities: dict[str, sa.Table]  # by domain
    bookings: dict[str, sa.Table]  # by domain
    rows: dict[str, Rows]  # the plugins' own rows, by domain; {} for a table that others fill
    relations: dict[str, "Relation"]  # the further tables of the domains, by name
    meta: sa.Table


@dataclass(frozen=True)
class Relation:
    """A further table of a domain, and the file that fills it."""

    domain: str
    table: sa.Table
    path: Path


def declare(domains: Mapping[str, Domain]) -> Tables:
    """Declare the tables of the domains and read the plugins' rows.

    Raises:
        StoreError: for two tables of one name, or two columns of one name in a table.
    """
    metadata = sa.MetaData()
    meta = sa.Table(
        _META,
        metadata,
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("checksum", sa.Text, nullable=False),
    )
    tables = Tables(metadata, {}, {}, {}, {}, meta)
    owners = {_META: "the framework"}
    for name, domain in domains.items():
        schema = domain.schema
        for table, declared in schema.database.tables.items() if schema.database else ():
            _claim(table, name, owners)
            path = domain.path / declared.rows
            tables.relations[table] = Relation(
                name, _relation(table, declared, path, metadata), path
            )
        if schema.database is not None and schema.database.table:
            table = schema.database.table
            _claim(table, name, owners)
            rows = _rows(domain)
            cells = _text_columns(_entity_columns(schema, rows), table, name)
            tables.entities[name] = sa.Table(table, metadata, _key(), *cells)
            _index(tables.entities[name], schema)
            if rows:
                tables.rows[name] = rows
        if schema.booking is not None:
            table = f"booking_{name}"
            _claim(table, name, owners)
            tables.bookings[name] = _booking_table(schema, table, metadata)
    return tables


def prepare(connection: sa.Connection, tables: Tables, place: str) -> None:
    """Create missing tables, check those that are there and bring the plugins' rows up to date.

    Raises:
        StoreError: for a table with other columns than the domain needs.
    """
    tables.metadata.create_all(connection, tables=[tables.meta])
    query = sa.select(tables.meta.c.name, tables.meta.c.checksum)
    stored = {row.name: row.checksum for row in connection.execute(query)}
    for domain, table in tables.entities.items():
        rows = tables.rows.get(domain, [])
        if table.name in stored and rows and _missing(connection, table):
            table.drop(connection)  # filled by us from a CSV that has new columns now
        _create(connection, table, domain, place)
        if table.name in stored:  # ours, perhaps of a version that had no indexes
            for index in table.indexes:
                connection.execute(sa.schema.CreateIndex(index, if_not_exists=True))
        if rows:
            _fill(connection, tables.meta, table, rows, stored.get(table.name))
    for relation in tables.relations.values():
        _prepare_relation(connection, tables.meta, relation, stored, place)
    for domain, table in tables.bookings.items():
        _create(connection, table, domain, place)


def foreign(connection: sa.Connection, tables: Tables) -> list[str]:
    """Return the domains whose tables hold rows that are not their plugin's."""
    own = set(connection.execute(sa.select(tables.meta.c.name)).scalars())
    return [domain for domain, table in tables.entities.items() if table.name not in own]


def _index(table: sa.Table, schema: DomainSchema) -> None:
    """Declare indexes of what searches compare; for members of a list there is none."""
    searched = [slot for slot in schema.slots.values() if slot.search != "no"]
    named = {slot.name: slot for slot in searched if not slot.multiple}
    for name, slot in {schema.key: schema.slots.get(schema.key), **named}.items():
        column = table.c[column_of(schema, name)]
        sa.Index(f"{table.name}.{name}"[:_LONGEST_NAME], compared(column, slot))


def _relation(name: str, declared: Table, path: Path, metadata: sa.MetaData) -> sa.Table:
    """Declare a further table with the columns of its file; what joins it has an index."""
    cells = [
        sa.Column(
            column,
            sa.Integer if column in declared.numbers else sa.Text,
            unique=column == declared.key or None,
            index=column in declared.references or None,
        )
        for column in _header(path)
    ]
    return sa.Table(name, metadata, _key(), *cells)


def _header(path: Path) -> list[str]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [cell.strip() for cell in next(csv.reader(file), [])]


def _prepare_relation(
    connection: sa.Connection,
    meta: sa.Table,
    relation: Relation,
    stored: Mapping[str, str],
    place: str,
) -> None:
    """Create and fill a further table, anew when its file changed; nobody else fills it."""
    table = relation.table
    shape = [(c.name, str(c.type), c.unique, c.index) for c in table.columns]  # of domain.yml
    digest = hashlib.sha256(f"{checksum(relation.path)} {shape}".encode()).hexdigest()
    if stored.get(table.name) == digest:
        return
    if table.name in stored:
        table.drop(connection, checkfirst=True)
    _create(connection, table, relation.domain, place)
    rows = read_table(relation.path)
    if isinstance(rows, Problem):
        raise DomainError(str(rows))
    numbers = {column.name for column in table.columns if isinstance(column.type, sa.Integer)}
    connection.execute(sa.delete(table))
    connection.execute(
        sa.insert(table),
        [
            {c: (int(v) if v else None) if c in numbers else v for c, v in row.items()}
            for row in rows
        ],
    )
    connection.execute(sa.delete(meta).where(meta.c.name == table.name))
    connection.execute(sa.insert(meta).values(name=table.name, checksum=digest))


def _claim(table: str, domain: str, owners: dict[str, str]) -> None:
    taken = next((owner for name, owner in owners.items() if name.lower() == table.lower()), None)
    if taken is not None:
        raise StoreError(
            f"The domain {domain!r} and {taken} both have a table {table!r}; "
            "give one of them another name under `database: table:` in domain.yml."
        )
    owners[table] = f"the domain {domain!r}"


def _key() -> sa.Column[int]:
    return sa.Column(ROW_ID, sa.Integer, primary_key=True)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False, server_default="")


def _text_columns(names: Iterable[str], table: str, domain: str) -> list[sa.Column[str]]:
    seen = {ROW_ID: ROW_ID}
    for name in names:
        other = seen.setdefault(name.lower(), name)
        if other != name or name == ROW_ID:
            raise StoreError(
                f"The table {table!r} of the domain {domain!r} would have two columns "
                f"{name!r}; rename one."
            )
    return [_text(name) for name in names]


def _entity_columns(schema: DomainSchema, rows: Rows) -> list[str]:
    header = [column for column in (rows[0] if rows else {}) if column]
    needed = [column_of(schema, schema.key), *columns(schema)]
    return list(dict.fromkeys([*header, *needed]))


def _booking_table(schema: DomainSchema, table: str, metadata: sa.MetaData) -> sa.Table:
    slots = [slot.name for slot in schema.bookable]
    gives = schema.booking.gives if schema.booking else []
    names = dict.fromkeys([*slots, *(name for name in gives if name != REFERENCE)])
    for name in names:
        if name in BOOKING_OWN:
            raise StoreError(
                f"The domain {schema.name!r} books by a slot {name!r}, a name that bookings "
                "keep for themselves; rename the slot."
            )
    return sa.Table(
        table,
        metadata,
        _key(),
        sa.Column(REFERENCE, sa.String(64), nullable=False, unique=True),
        _text("entity"),
        sa.Column("conversation_id", sa.Text),
        sa.Column("created_at", sa.Text, nullable=False),
        *_text_columns(list(names), table, schema.name),
    )


def _rows(domain: Domain) -> Rows:
    """Return the plugin's rows with stray spaces removed, within lists as well."""
    lists = {column_of(domain.schema, s.name) for s in domain.schema.slots.values() if s.multiple}

    def tidy(column: str, cell: str) -> str:
        text = clean(cell or "")
        if column not in lists:
            return text
        return ";".join(member.strip() for member in text.split(";") if member.strip())

    return [{c: tidy(c, cell) for c, cell in row.items() if c} for row in domain.rows()]


def _missing(connection: sa.Connection, table: sa.Table) -> set[str]:
    inspector = sa.inspect(connection)
    if not inspector.has_table(table.name):
        return set()
    return {c.name for c in table.columns} - {c["name"] for c in inspector.get_columns(table.name)}


def _create(connection: sa.Connection, table: sa.Table, domain: str, place: str) -> None:
    missing = _missing(connection, table)
    if missing:
        raise StoreError(
            f"The table {table.name!r} in {place} lacks the columns "
            f"{', '.join(sorted(missing))} that the domain {domain!r} needs; "
            "rename or remove that table, or use another database."
        )
    table.create(connection, checkfirst=True)


def fill(
    connection: sa.Connection,
    meta: sa.Table,
    table: sa.Table,
    rows: Sequence[Mapping[str, str]],
    *,
    own: bool = False,
) -> None:
    """Put rows into a table in the place of those that are there.

    Args:
        connection: within a transaction.
        meta: the table of checksums.
        table: the table.
        rows: column -> value; columns that a row lacks are empty.
        own: whether they are the plugin's, which change with it.

    Raises:
        ValueError: for a column that the table does not have.
    """
    names = [column.name for column in table.columns if column.name != ROW_ID]
    unknown = sorted({column for row in rows for column in row} - set(names))
    if unknown:
        raise ValueError(f"The table {table.name!r} has no column {unknown[0]!r}.")
    connection.execute(sa.delete(table))
    if rows:
        blank = dict.fromkeys(names, "")
        numbered = enumerate(rows, start=1)
        connection.execute(
            sa.insert(table), [{ROW_ID: number, **blank, **row} for number, row in numbered]
        )
    connection.execute(sa.delete(meta).where(meta.c.name == table.name))
    if own:
        connection.execute(sa.insert(meta).values(name=table.name, checksum=_checksum(rows)))


def _fill(
    connection: sa.Connection, meta: sa.Table, table: sa.Table, rows: Rows, stored: str | None
) -> None:
    """Put the rows into an empty table, or in the place of earlier rows of the plugin."""
    empty = connection.execute(sa.select(table.c[ROW_ID]).limit(1)).first() is None
    if not empty and (stored is None or stored == _checksum(rows)):
        return  # up to date, or filled by somebody else
    if not empty:
        logger.info("The rows of the table %s changed and are replaced.", table.name)
    fill(connection, meta, table, rows, own=True)


def _checksum(rows: Sequence[Mapping[str, str]]) -> str:
    text = json.dumps(rows, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
