"""`dialog db`: fills the tables that the domains' bots search."""

import click

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
    tabled = {n: d for n, d in loaded.items() if d.schema.database and d.schema.database.table}
    made = {name: entity_rows(found, domain) for name, domain in (tabled or loaded).items()}
    with closing(Database(database, loaded)) as opened:
        opened.replace({name: rows for name, (rows, _) in made.items()})
        for name in loaded.keys() - made.keys():
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
    for name, domain in loaded.items():
        if domain.schema.database is None or not domain.schema.database.table:
            raise StoreError(f"The domain {name!r} has no `database: table:` in its domain.yml.")
    with closing(Database(database, loaded)) as opened:
        opened.restore(loaded)
        click.echo(f"{', '.join(loaded)}: own rows in {opened.place}")
