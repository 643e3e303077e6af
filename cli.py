"""The `dialog` command: a thin group; each command is imported when it is called."""

import importlib
import sys

import click

COMMANDS = {
    "chat": "Talk to a bot.",
    "config": "Check or show a pipeline's configuration.",
    "conversations": "List, show, export or delete kept conversations.",
    "corpora": "List and describe corpora.",
    "domains": "List, show, check or create domain plugins.",
    "evaluate": "Measure a module.",
    "train": "Train a module.",
}


class LazyGroup(click.Group):
    """A group that knows its commands' names and help, and imports one when it is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the command names."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command asked for."""
        if cmd_name not in COMMANDS:
            return None
        command = getattr(importlib.import_module(f"dialog.commands.{cmd_name}"), cmd_name)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(sorted(COMMANDS.items()))


@click.group(cls=LazyGroup)
@click.version_option(package_name="dialog-framework")
def group() -> None:
    """Task-oriented dialogue systems: understand, track, decide, respond."""


def main() -> None:
    """Run the command line; a mistake of the user's is one sentence and exit code 2."""
    from dialog.errors import DialogError

    try:
        group()
    except DialogError as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(2)


if __name__ == "__main__":
    main()
