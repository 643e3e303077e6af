"""`dialog config`: check a pipeline file, show what holds and where it comes from."""

from pathlib import Path

import click


@click.group()
def config() -> None:
    """Check or show a pipeline's configuration."""


@config.command()
@click.argument("file", type=click.Path(path_type=Path))
def check(file: Path) -> None:
    """Check a pipeline file: unknown keys, components and options are errors."""
    from dialog.config import load_config

    load_config(file)
    click.echo(f"{file}: no problems")


@config.command()
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option("--domain", "domains", multiple=True, help="Take in the domain's own pipeline.yml.")
def show(file: Path | None, domains: tuple[str, ...]) -> None:
    """Show every value and where it comes from: the defaults, a file and line, or an option."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from dialog.config import described, load_config
    from dialog.domain import load_domains

    loaded = load_domains(domains) if domains else None
    table = Table("key", "value", "from")
    for key, value, source in described(load_config(file, domains=loaded)):
        table.add_row(key, Text(str(value)), Text(source))
    Console().print(table)
