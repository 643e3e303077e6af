"""Finds the mistakes in a domain plugin's files, all of them at once."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dialog.documents import Passage, read_documents
from dialog.relations import table_problems
from dialog.rows import Row, columns, read_rows
from dialog.schema import DONTCARE, DomainSchema, Search, SlotType
from dialog.texts import Texts, read_texts, slot_problem, text_problems
from dialog.validate import validate
from dialog.yamlfile import Key, Problem, YamlFile, nearest, read_yaml

__all__ = ["Inspection", "Problem", "check_domain", "inspect_domain"]

# in another script than the Latin one a name has any letters, digits, _ and -
_FOREIGN = r"(?=.*[^\x00-\x7f])[\w-]+"
_NAME = re.compile(rf"[a-z][a-z0-9_]*|{_FOREIGN}")
_SLOT = re.compile(rf"[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*|{_FOREIGN}")
_TABLE = re.compile(r"[A-Za-z_]\w*", re.ASCII)
_DEFAULT_SEARCH = Search().action
_UNKNOWN = "unknown"  # stands for a text that is missing or wrong
_TEXTS = ("name", "question", "description", "entity")
_RESTRICTED = (
    "kind", "less", "more", "lowest", "highest", "hours", "bound", "least", "most", "days_from",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Inspection:
    """What a plugin's files say, and what is wrong with them."""

    schema: DomainSchema | None  # put right where there are problems; None where it cannot be
    phrases: Texts = field(default_factory=dict)
    responses: Texts = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
    passages: tuple[Passage, ...] = ()  # of the documents
    problems: list[Problem] = field(default_factory=list)


def check_domain(path: Path) -> list[Problem]:
    """Return every problem in a plugin folder, in the order of its files and lines."""
    return inspect_domain(path).problems


def inspect_domain(path: Path) -> Inspection:
    """Read all files of a plugin folder; one that is not there is no problem but domain.yml."""
    file = read_yaml(path / "domain.yml")
    if not file.readable:
        return Inspection(None, problems=file.problems or [file.problem((), "there is none")])
    schema, problems = validate(file, DomainSchema, _repair)
    problems = [*file.problems, *problems]
    if schema is None:
        return Inspection(None, problems=problems)
    reported = [p.key for p in problems]
    problems += [p for p in _schema_problems(file, schema, reported) if not _told(p.key, reported)]
    rows: list[Row] = []
    if schema.database and schema.database.rows and not _told("database.rows", reported):
        rows_path = path / schema.database.rows
        if rows_path.is_file():
            rows, found = read_rows(schema, rows_path)
            problems += found
    problems.sort(key=lambda p: (p.file.name != "domain.yml", p.file.name, p.line))
    texts: dict[str, Texts] = {"phrases.yml": {}, "responses.yml": {}}
    for name in texts:
        if (path / name).exists():
            texts_file = read_yaml(path / name)
            texts[name], found = read_texts(texts_file)
            columns_there = frozenset(rows[0]) if rows else frozenset[str]()
            found += text_problems(texts_file, schema, columns_there)
            problems += sorted(found, key=lambda p: p.line)
    passages, found = read_documents(path)
    problems += found
    return Inspection(
        schema, texts["phrases.yml"], texts["responses.yml"], rows, passages, problems
    )


def _told(key: str, reported: list[str]) -> bool:
    """Whether a key, or one around it, was reported already."""
    return any(key == told or key.startswith((f"{told}.", f"{told}[")) for told in reported if told)


def _repair(data: dict[str, Any], key: Key, kind: str) -> None:
    """Put right what a validation error is about, so that the rest can be checked."""
    nested = key[:1] in (("slots",), ("corpora",)) or key[:2] == ("database", "tables")
    depth = (4 if key[0] == "database" else 3) if nested else 2  # corpora.multiwoz21.domain
    holder: Any = data
    for part in key[: depth - 1][: len(key) - 1]:
        holder = holder.get(part) if isinstance(holder, dict) else None
    if not key or not isinstance(holder, dict):
        return  # an earlier repair took it away
    last = key[:depth][-1]
    if kind == "value_error" and key[0] == "slots" and len(key) == 2:  # the slot as a whole
        slot = holder[last]
        if slot.get("type") == "categorical" and not slot.get("values"):
            slot.pop("type")
        else:
            slot["question"] = _UNKNOWN
            for name in _RESTRICTED:  # which types may have them is what can be wrong
                slot.pop(name, None)
    elif key == ("slots",):
        data["slots"] = {}
    elif key[0] == "slots" and (len(key) == 2 or last in ("type", "values")):
        data["slots"][key[1]] = {"description": _UNKNOWN}  # open, so that no value is wrong
    elif kind == "missing" or last in _TEXTS:
        holder[last] = _UNKNOWN
    else:
        holder.pop(last, None)


def _schema_problems(
    file: YamlFile, schema: DomainSchema, reported: list[str]
) -> Iterator[Problem]:
    """Yield what is wrong between the parts of domain.yml, each of which is well formed."""
    slots = schema.slots
    hint = "use lower-case letters, digits and _"
    if not _NAME.fullmatch(schema.name):
        yield file.problem(("name",), f"{schema.name!r} is no name", hint)
    if not slots:
        yield file.problem(("slots",), "a domain needs at least one slot")
    for name, slot in slots.items():
        key: Key = ("slots", name)
        if name == "task":
            yield file.problem(key, "'task' stands for what the user is after", "rename the slot")
        elif not _SLOT.fullmatch(name):
            yield file.problem(key, f"{name!r} is no name for a slot", hint)
        if DONTCARE in slot.values:
            yield file.problem((*key, "values", DONTCARE), "every slot takes it already", "drop it")
        known = not any(told.startswith(f"slots.{name}.") for told in reported)
        if known and slot.values and slot.type is not SlotType.CATEGORICAL:
            message = f"a slot of the type {slot.type.value!r} has no `values`"
            yield file.problem((*key, "values"), message, "give it `type: categorical`")
        if slot.names:
            yield from _file_problems(file, (*key, "names"), slot.names, "*.txt")
            if slot.type is not SlotType.OPEN:
                message = f"a slot of the type {slot.type.value!r} has no `names`"
                yield file.problem((*key, "names"), message, "give it `type: open`")
        for kind, other in (("days_from", slot.days_from), ("opposite", slot.opposite)):
            if other:
                yield from slot_problem(file, schema, (*key, kind), other)
    searched = [name for name, slot in slots.items() if slot.search != "no"]
    if searched and not schema.search and not file.data.get("database"):
        key = ("slots", searched[0], "search")
        yield file.problem(key, "the domain has no `database` to search")
    table = schema.database is not None and (schema.database.table or not schema.database.tables)
    if schema.search and not table and schema.search.action == _DEFAULT_SEARCH:
        what = "`database`" if schema.database is None else "`table` under `database`"
        yield file.problem(("search", "action"), f"the search needs a {what}, there is none")
    if schema.tasks and schema.search is None:
        yield file.problem(("tasks",), "tasks need a `search` with the action that answers")
    if schema.database:
        yield from _database_problems(file, schema)
    yield from _task_problems(file, schema)
    yield from _name_list_problems(file, schema)
    gives = schema.booking.gives if schema.booking else []
    for corpus, mapping in schema.corpora.items():
        for label, name in mapping.slots.items():
            if name not in gives:
                key = ("corpora", corpus, "slots", label)
                yield from slot_problem(file, schema, key, name)


def _name_list_problems(file: YamlFile, schema: DomainSchema) -> Iterator[Problem]:
    """Yield the names, in lists under `search` and `booking`, that are no slots."""
    lists: list[tuple[Key, list[str]]] = []
    if schema.search:
        lists += [(("search", "one_of", i), some) for i, some in enumerate(schema.search.one_of)]
        lists.append((("search", "tells"), schema.search.tells))
        lists.append((("search", "tells_named"), schema.search.tells_named))
    if schema.booking:
        lists += [(("booking", "one_of", i), some) for i, some in enumerate(schema.booking.one_of)]
    for key, names in lists:
        for i, name in enumerate(names):
            yield from slot_problem(file, schema, (*key, i), name)


def _database_problems(file: YamlFile, schema: DomainSchema) -> Iterator[Problem]:
    database = schema.database
    if database is None:
        return
    if database.table or not database.tables:
        yield from _name_problems(file, ("database", "table"), database.table)
    for name in database.tables:
        yield from _name_problems(file, ("database", "tables", name), name)
    yield from table_problems(file, database)
    if not database.table:
        return
    entities = schema.booking is None or schema.booking.entity
    if entities or "key" in database.model_fields_set:
        key: Key = ("database", "key")
        also = frozenset() if entities else frozenset(columns(schema))
        yield from slot_problem(file, schema, key, database.key, also)
    if database.rows:
        yield from _file_problems(file, ("database", "rows"), database.rows, "*.csv")


def _name_problems(file: YamlFile, key: Key, table: str) -> Iterator[Problem]:
    if not _TABLE.fullmatch(table):
        yield file.problem(key, f"{table!r} is no table name", "use letters, digits and _")


def _task_problems(file: YamlFile, schema: DomainSchema) -> Iterator[Problem]:
    """Yield what is wrong with the tasks: slots and groups that are none."""
    groups = {slot.group for slot in schema.slots.values() if slot.group}
    lists: list[tuple[Key, list[str]]] = []
    for name, task in schema.tasks.items():
        key: Key = ("tasks", name)
        if not _NAME.fullmatch(name):
            yield file.problem(key, f"{name!r} is no name for a task", "use letters, digits and _")
        lists += [((*key, "shows"), task.shows), ((*key, "narrow_by"), task.narrow_by)]
        lists += [((*key, "needs", i), some) for i, some in enumerate(task.needs)]
        for i, some in enumerate(task.needs):
            known = [s for one in some for s in schema.members(one)]
            if known and not any(schema.slots[s].question for s in known):
                message = "none of these slots has a `question` to ask for it"
                yield file.problem((*key, "needs", i), message)
    lists += [(("afresh", i), some) for i, some in enumerate(schema.afresh)]
    for key, names in lists:
        for i, name in enumerate(names):
            also = frozenset() if key[-1] in ("shows", "narrow_by") else frozenset(groups)
            yield from slot_problem(file, schema, (*key, i), name, also)


def _file_problems(file: YamlFile, key: Key, name: str, like: str) -> Iterator[Problem]:
    """Yield what is wrong with a file that should be beside domain.yml."""
    folder = file.path.parent
    if Path(name).name != name:
        yield file.problem(key, f"{name!r} is not beside domain.yml", "name a file there")
    elif not (folder / name).is_file():
        hint = nearest(name, [path.name for path in folder.glob(like)])
        yield file.problem(key, f"there is no file {name!r}", hint)
