"""Reads the CSV file with a domain's entities."""

import csv
import io
import re
from pathlib import Path

from dialog.ranges import read_amount
from dialog.schema import DomainSchema, Slot, SlotType
from dialog.yamlfile import Problem, nearest, read_text

Row = dict[str, str]  # column -> value

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_FRACTIONS = "`type: open` with `spans`, the numbers that people think in: [4, 4.5]"
_DIGITS = "write it in digits"
_TIME = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d", re.ASCII)


def columns(schema: DomainSchema) -> dict[str, Slot]:
    """Return the columns that a domain's table needs, with the slot of each.

    They are those of the key, of slots with a `column` of their own, of slots that a search
    takes, and of slots that the user may ask for, unless a booking gives or takes their value.
    """
    booked = set(schema.booking.gives) if schema.booking else set()
    needed = {}
    for name, slot in schema.slots.items():
        asked = slot.requestable and name not in booked and slot.booking == "no"
        if name == schema.key or slot.column or slot.search != "no" or asked:
            needed[slot.column or name] = slot
    return needed


def read_rows(schema: DomainSchema, path: Path) -> tuple[list[Row], list[Problem]]:
    """Read a table's CSV file; every row has every column, with stripped values."""
    text = read_text(path)
    if isinstance(text, Problem):
        return [], [text]
    lines, problems = _records(path, text)
    if not lines:
        return [], problems or [Problem(path, 1, "", "the file is empty")]
    header = [cell.strip() for cell in lines[0][1]]
    wanted = columns(schema)
    problems += _header_problems(path, header, wanted)
    if len(lines) == 1 and not problems:
        problems.append(Problem(path, 1, "", "there are no rows below the header"))
    rows: list[Row] = []
    keys: dict[str, int] = {}
    key_slot = schema.slots.get(schema.key)
    key_column = (key_slot.column or schema.key) if key_slot else schema.key
    named = schema.booking is None or schema.booking.entity  # a service's rows have no names
    for line, cells in lines[1:]:
        if len(cells) != len(header):
            hint = "put a value with a comma in double quotes" if len(cells) > len(header) else ""
            message = f"{len(cells)} columns, but the header has {len(header)}"
            problems.append(Problem(path, line, "", message, hint))
            continue
        row = {name: cell.strip() for name, cell in zip(header, cells, strict=True)}
        rows.append(row)
        if named and key_column in row:
            problems += _key_problems(path, line, key_column, row[key_column], keys)
        for column, slot in wanted.items():
            problems += _value_problems(path, line, column, slot, row.get(column, ""))
    return rows, problems


def _records(path: Path, text: str) -> tuple[list[tuple[int, list[str]]], list[Problem]]:
    """Return the lines that are not blank, each with the number of its first line."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    found: list[tuple[int, list[str]]] = []
    start = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                found.append((start, cells))
            start = reader.line_num + 1
    except csv.Error as error:
        hint = "a double quote may be missing" if "end of data" in str(error) else ""
        return found, [Problem(path, start, "", f"is not CSV: {error}", hint)]
    return found, []


def _header_problems(path: Path, header: list[str], wanted: dict[str, Slot]) -> list[Problem]:
    problems = []
    for index, name in enumerate(header):
        if not name:
            problems.append(Problem(path, 1, "", f"column {index + 1} has no name"))
        elif name in header[:index]:
            problems.append(Problem(path, 1, name, f"duplicate column {name!r}"))
    for column, slot in wanted.items():
        if column not in header:
            message = f"there is no column {column!r} for the slot {slot.name!r}"
            unused = [name for name in header if name not in wanted]
            hint = nearest(column, unused) or f"add it, or give slots.{slot.name} another `column`"
            problems.append(Problem(path, 1, column, message, hint))
    return problems


def _key_problems(
    path: Path, line: int, column: str, value: str, keys: dict[str, int]
) -> list[Problem]:
    if not value:
        return [Problem(path, line, column, "the row has no key", "every row needs one")]
    first = keys.setdefault(value.casefold(), line)
    if first == line:
        return []
    return [Problem(path, line, column, f"duplicate key {value!r}, first on line {first}")]


def _value_problems(path: Path, line: int, column: str, slot: Slot, cell: str) -> list[Problem]:
    values = cell.split(";") if slot.multiple else [cell]
    problems = []
    for value in (part.strip() for part in values):
        wrong = wrong_value(slot, value) if value else None
        if wrong:
            problems.append(Problem(path, line, column, *wrong))
    return problems


def wrong_value(slot: Slot, value: str) -> tuple[str, str] | None:
    """Return what is wrong with a value of a slot, and what to do."""
    match slot.type:
        case SlotType.CATEGORICAL if value not in slot.values:
            hint = next((v for v, synonyms in slot.values.items() if value in synonyms), "")
            hint = f"write {hint!r}" if hint else nearest(value, slot.values)
            hint = hint or f"declare it in domain.yml under slots.{slot.name}.values"
            return f"{value!r} is none of the values of the slot {slot.name!r}", hint
        case SlotType.NUMBER if not (value.isascii() and value.isdecimal()):
            fraction = read_amount(value) is not None
            hint = f"for fractions give the slot {_FRACTIONS}" if fraction else _DIGITS
            return f"{value!r} is no whole number", hint
        case SlotType.TIME if not _TIME.fullmatch(value):
            return f"{value!r} is no time of day", "write it as HH:MM"
        case SlotType.DAY if value not in _DAYS:
            return f"{value!r} is no day of the week", "write it in full and in lower case"
        case SlotType.BOOLEAN if value not in ("yes", "no"):
            return f"{value!r} is neither yes nor no", ""
        case SlotType.OPEN if slot.spans and read_amount(value) is None:
            return f"{value!r} is no number, as a slot with `spans` needs", _DIGITS
        case _:
            return None
