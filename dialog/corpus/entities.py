"""The rows of a corpus's own database as rows of a domain's table.

The domain's `corpora:` mapping names the slots: what it maps and what the table has a column for
is taken over. A value that the schema spells otherwise is written its way ("center" as "centre");
one that the schema does not allow is kept, and told of: it can be shown, but not asked for.
"""

from collections import Counter
from collections.abc import Mapping

from dialog.corpus.registry import Corpus
from dialog.domain import Domain
from dialog.errors import CorpusError
from dialog.quantities import read_boolean
from dialog.rows import Row, columns, wrong_value
from dialog.schema import Slot, SlotType
from dialog.tables import clean


def entity_rows(corpus: Corpus, domain: Domain) -> tuple[list[Row], list[str]]:
    """Return the rows of a corpus's database for a domain's table, and remarks on its values.

    Args:
        corpus: the corpus.
        domain: the domain.

    Raises:
        CorpusError: when the corpus has no database or the domain no table or no mapping, for a
            row without a name, and as `entities` of the corpus.
    """
    schema = domain.schema
    if not hasattr(corpus, "entities"):
        raise CorpusError(f"The corpus {corpus.name} has no database of its own.")
    if schema.database is None or not schema.database.table:
        raise CorpusError(
            f"The domain {schema.name!r} has no `database: table:` in its domain.yml."
        )
    if corpus.name not in schema.corpora:
        raise CorpusError(
            f"The domain {schema.name!r} does not say under `corpora:` in its domain.yml "
            f"how to read {corpus.name!r}."
        )
    mapping = schema.corpora[corpus.name]
    needed = {slot.name: (column, slot) for column, slot in columns(schema).items()}
    taken = {theirs: needed[ours] for theirs, ours in mapping.slots.items() if ours in needed}
    named = schema.booking is None or schema.booking.entity  # a service's rows have no names
    key = needed[schema.key][0] if schema.key in needed else ""
    rows: list[Row] = []
    wrong: dict[str, Counter[str]] = {}
    entities: list[Mapping[str, str]] = list(corpus.entities(mapping.domain))
    for number, entity in enumerate(entities, start=1):
        row: Row = {}
        for theirs, (column, slot) in taken.items():
            value = spelt(slot, clean(entity.get(theirs, "")))
            row[column] = value
            if value and any(wrong_value(slot, part.strip()) for part in value.split(";")):
                wrong.setdefault(slot.name, Counter())[value] += 1
        if named and not row.get(key):
            raise CorpusError(
                f"Row {number} of {corpus.name}'s database of {mapping.domain} has no {schema.key}."
            )
        rows.append(row)
    remarks = [
        f"{slot}: {len(values)} values that domain.yml does not allow, such as "
        f"{', '.join(repr(value) for value, _ in values.most_common(3))}"
        for slot, values in wrong.items()
    ]
    return rows, remarks


def spelt(slot: Slot, value: str) -> str:
    """Return a value as the schema spells it."""
    if slot.type is SlotType.BOOLEAN and value:
        return read_boolean(value)
    for canonical, synonyms in slot.values.items():
        if value.casefold() in (word.casefold() for word in (canonical, *synonyms)):
            return canonical
    return value
