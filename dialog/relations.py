"""The further tables of a domain, which its own actions join: their CSV files and their checks."""

import csv
import hashlib
import io
from collections.abc import Iterator
from pathlib import Path

from dialog.schema import Database, Table
from dialog.yamlfile import Key, Problem, YamlFile, nearest, read_text

__all__ = ["Problem", "checksum", "read_table", "table_problems"]

Rows = list[dict[str, str]]


def table_problems(file: YamlFile, database: Database) -> Iterator[Problem]:
    """Yield what is wrong with the tables under `database: tables:` and with their files."""
    folder = file.path.parent
    read: dict[str, Rows] = {}
    for name, table in database.tables.items():
        key: Key = ("database", "tables", name)
        path = folder / table.rows
        if not path.resolve().is_relative_to(folder.resolve()):
            hint = "name a file there or below"
            yield file.problem((*key, "rows"), f"{table.rows!r} is outside the plugin", hint)
        elif not path.is_file():
            yield file.problem((*key, "rows"), f"there is no file {table.rows!r}")
        else:
            rows = read_table(path)
            if isinstance(rows, Problem):
                yield rows
            else:
                read[name] = rows
                yield from _column_problems(file, key, table, rows[0])
                yield from _cell_problems(path, table, rows)
    for name, table in database.tables.items():
        for column, other in table.references.items():
            key = ("database", "tables", name, "references", column)
            if other not in database.tables:
                hint = nearest(other, database.tables)
                yield file.problem(key, f"there is no table {other!r}", hint)
            elif not database.tables[other].key:
                yield file.problem(key, f"the table {other!r} has no `key`", "give it one")
            elif name in read and other in read:
                there = {row.get(database.tables[other].key, "") for row in read[other]}
                yield from _dangling(folder / table.rows, column, other, read[name], there)


def read_table(path: Path) -> Rows | Problem:
    """Read a CSV file whose rows all have the header's columns; there is one row at least."""
    text = read_text(path)
    if isinstance(text, Problem):
        return text
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [cell.strip() for cell in next(reader, [])]
        rows: Rows = []
        for cells in reader:
            if not any(cells):
                continue
            if len(cells) != len(header):
                message = f"{len(cells)} columns, but the header has {len(header)}"
                return Problem(path, reader.line_num, "", message)
            rows.append(dict(zip(header, map(str.strip, cells), strict=True)))
    except csv.Error as error:
        return Problem(path, reader.line_num, "", f"is not CSV: {error}")
    if not all(header) or len(set(header)) < len(header):
        return Problem(path, 1, "", "every column needs a name of its own")
    return rows or Problem(path, 1, "", "there are no rows below the header")


def checksum(path: Path) -> str:
    """Return what tells a file from any other."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _column_problems(
    file: YamlFile, key: Key, table: Table, row: dict[str, str]
) -> Iterator[Problem]:
    places: list[tuple[Key, str]] = [((*key, "references", c), c) for c in table.references]
    places += [((*key, "numbers", i), c) for i, c in enumerate(table.numbers)]
    places += [((*key, "key"), table.key)] if table.key else []
    for place, column in places:
        if column not in row:
            message = f"there is no column {column!r} in {table.rows}"
            yield file.problem(place, message, nearest(column, row))


def _cell_problems(path: Path, table: Table, rows: Rows) -> Iterator[Problem]:
    seen: set[str] = set()
    for line, row in enumerate(rows, start=2):
        for column in table.numbers:
            cell = row.get(column, "")
            if cell and not (cell.isascii() and cell.lstrip("-").isdecimal()):
                yield Problem(path, line, column, f"{cell!r} is no whole number")
        if table.key:
            value = row.get(table.key, "")
            if not value or value in seen:
                message = f"duplicate key {value!r}" if value else "the row has no key"
                yield Problem(path, line, table.key, message)
            seen.add(value)


def _dangling(
    path: Path, column: str, other: str, rows: Rows, there: set[str]
) -> Iterator[Problem]:
    for line, row in enumerate(rows, start=2):
        value = row.get(column, "")
        if value and value not in there:
            yield Problem(path, line, column, f"{value!r} is no key of the table {other!r}")
