"""`dialog domains`: which domains there are, what they hold, whether they are sound; new ones."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from dialog.domain import Domain
    from dialog.schema import Slot


@click.group()
def domains() -> None:
    """Domain plugins: what the system can talk about."""


@domains.command("list")
def list_domains() -> None:
    """List the domains there are."""
    from rich.console import Console
    from rich.table import Table

    from dialog.domain import installed_domains, load_domains
    from dialog.errors import DomainError

    table = Table("domain", "from", "description")
    for name, source in installed_domains().items():
        try:
            loaded = load_domains([name]).values()
            description = " ".join(domain.schema.description for domain in loaded)
        except DomainError as error:  # a broken plugin must not hide the others
            description = f"broken: {error}"
        table.add_row(*_plain(name, source, description))
    Console().print(table)


@domains.command()
@click.argument("name")
def show(name: str) -> None:
    """Show the slots, intents, rows and files of domain NAME, a name or a folder."""
    from rich.console import Console

    from dialog.domain import load_domains

    console = Console(highlight=False)
    for domain in load_domains([name]).values():
        _show(domain, console)


def _show(domain: Domain, console: Console) -> None:
    schema = domain.schema
    facts = {
        "intents": ", ".join(sorted(domain.phrases)) or "none of its own",
        "phrases": _count(domain.phrases),
        "responses": _count(domain.responses),
        "rows": str(len(domain.rows())),
        "passages": str(len(domain.passages)),
        "corpora": ", ".join(schema.corpora) or "none",
        "files": ", ".join(sorted(p.name for p in domain.path.iterdir() if p.is_file())),
        "folder": str(domain.path),
    }
    console.print(f"{domain.name}: {schema.description}", markup=False)
    console.print(_slot_table(domain))
    for label, text in facts.items():
        console.print(f"{label}: {text}", markup=False, soft_wrap=True)


def _slot_table(domain: Domain) -> Table:
    from rich.table import Table

    from dialog.rows import columns

    table = Table("slot", "type", "user may", "search", "booking", "values")
    wanted = {slot.name: column for column, slot in columns(domain.schema).items()}
    rows = domain.rows()
    for slot in domain.schema.slots.values():
        cells = [row[wanted[slot.name]] for row in rows] if slot.name in wanted else []
        there = {
            value for cell in cells for value in (cell.split(";") if slot.multiple else [cell])
        }
        number = len(slot.values) or len(there - {""})
        table.add_row(
            *_plain(
                slot.name, slot.type.value, _uses(slot), slot.search, slot.booking,
                str(number) if number else "any",
            )
        )  # fmt: skip
    return table


def _uses(slot: Slot) -> str:
    uses = [("inform", slot.informable), ("request", slot.requestable)]
    return ", ".join(word for word, allowed in uses if allowed)


def _count(texts: dict[str, list[str]]) -> str:
    return str(sum(len(sentences) for sentences in texts.values()))


def _plain(*cells: str) -> list[str]:
    from rich.markup import escape

    return [escape(cell) for cell in cells]


@domains.command()
@click.argument("path_or_name")
@click.pass_context
def check(context: click.Context, path_or_name: str) -> None:
    """Check the files of a plugin; exit with 2 if anything is wrong."""
    from dialog.check import inspect_domain
    from dialog.check_code import settings_problems
    from dialog.domain import Domain, grouped, locate_domain

    wrong, whole = False, dict[str, Domain]()
    places = grouped(locate_domain(path_or_name))
    for place in places:
        found = inspect_domain(place.path)
        said = [str(problem) for problem in found.problems]
        if found.schema is not None:
            whole[found.schema.name] = domain = Domain(
                found.schema, place.path, package=place.package, group=place.group
            )
            said += _code(domain, path_or_name)
        for line in said:
            click.echo(line)
        if said or found.schema is None:
            wrong = True
            continue
        click.echo(
            f"{found.schema.name}: no problems ({len(found.schema.slots)} slots, "
            f"{_count(found.phrases)} phrases, {len(found.rows)} rows)"
        )
    for line in settings_problems(whole) if len(places) > 1 else ():  # those of the group
        click.echo(line)
        wrong = True
    if wrong:
        context.exit(2)


def _code(domain: Domain, name: str) -> list[str]:
    """Return what is wrong with a domain's name, actions and settings."""
    from dialog.check_code import action_problems, name_problems, settings_problems

    found = [str(problem) for problem in action_problems(domain)]
    if domain.group is None:  # within a group folders are free
        expected = name if domain.package else domain.path.resolve().name
        found[:0] = [str(problem) for problem in name_problems(domain, expected)]
    return found + settings_problems({domain.name: domain})


@domains.command()
@click.argument("name")
@click.option(
    "--in", "folder", default=".", show_default=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder to write the plugin's own folder into.",
)  # fmt: skip
def new(name: str, folder: Path) -> None:
    """Write a small working plugin called NAME, to be edited."""
    import shlex

    from dialog.domain import VARIABLE, installed_domains
    from dialog.scaffold import new_domain

    taken = name in installed_domains()
    path = str(new_domain(name, folder))
    if taken:
        click.echo(
            f"There is a domain {name!r} already, which goes by that name unless {VARIABLE} lists "
            "the folder that yours is in.",
            err=True,
        )
    if "/" not in path and "\\" not in path:
        path = f"./{path}"  # so that it is not taken for the name of an installed domain
    quoted = shlex.quote(path)
    click.echo(f"Wrote {path}: an example to edit. Check it, then talk to it:")
    click.echo(f"  dialog domains check {quoted}")
    click.echo(f"  dialog chat --domain {quoted}")
    click.echo("Until it is trained it understands by the nearest phrase (the retrieval NLU);")
    click.echo("train a model for it with:")
    click.echo(f"  dialog train nlu --domain {quoted}")
