"""`dialog db`: fills the tables that the domains' bots search."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from dialog.domain import Domain

_domain = click.option(
    "--domain", "domains", multiple=True, required=True, help="A domain; repeat it."
)
_database = click.option(
    "--database", help="SQLAlchemy URL of the domains' tables; SQLite by default."
)


@click.group()
def db() -> None:
    """Fill the domains' databases."""


@db.command("import")
@click.argument("corpus")
@_domain
@_database
def import_rows(corpus: str, domains: tuple[str, ...], database: str | None) -> None:
    """Put the rows of CORPUS's own database in the place of the domains'.

    Which of its slots are the domain's says `corpora:` in domain.yml. All domains are filled or
    none; bookings stay.

    Example: dialog db import multiwoz21 --domain hotel --domain restaurant
    """
    from contextlib import closing

    from dialog.corpus import find_corpus
    from dialog.corpus.entities import entity_rows
    from dialog.database import Database
    from dialog.domain import load_domains

    loaded = load_domains(domains)
    found = find_corpus(corpus)
    tabled = _tabled(loaded) or loaded
    made = {name: entity_rows(found, domain) for name, domain in tabled.items()}
    with closing(Database(database, loaded)) as opened:
        opened.replace({name: rows for name, (rows, _) in made.items()})
        for name in loaded:
            if name not in made:
                click.echo(f"{name}: has no table of its own")
        for name, (rows, remarks) in made.items():
            click.echo(f"{name}: {len(rows):,} rows of {corpus} in {opened.place}")
            for remark in remarks:
                click.echo(f"  {remark}")


@db.command()
@_domain
@_database
def restore(domains: tuple[str, ...], database: str | None) -> None:
    """Put the domains' own rows back in place.

    Example: dialog db restore --domain hotel
    """
    from contextlib import closing

    from dialog.database import Database
    from dialog.domain import load_domains
    from dialog.errors import StoreError

    loaded = load_domains(domains)
    tabled = _tabled(loaded)
    if not tabled:
        name = next(iter(loaded))
        raise StoreError(f"The domain {name!r} has no `database: table:` in its domain.yml.")
    with closing(Database(database, loaded)) as opened:
        opened.restore(tabled)
        click.echo(f"{', '.join(tabled)}: own rows in {opened.place}")


def _tabled(loaded: "Mapping[str, Domain]") -> "dict[str, Domain]":
    """Return the domains that have a table; in a group others may have none."""
    return {n: d for n, d in loaded.items() if d.schema.database and d.schema.database.table}
