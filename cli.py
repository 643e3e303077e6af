"""The `dialog` command: a thin group; each command is imported when it is called."""

import contextlib
import importlib
import os
import sys

import click

COMMANDS = {
    "benchmark": "Measure again what the benchmarks claim.",
    "chat": "Talk to a bot.",
    "config": "Check or show a pipeline's configuration.",
    "conversations": "List, show, export or delete kept conversations.",
    "corpora": "List, describe, check, export or download corpora.",
    "db": "Fill the domains' databases.",
    "domains": "List, show, check or create domain plugins.",
    "evaluate": "Measure a module.",
    "knowledge": "Answer questions from the documents of domains.",
    "nlu": "Understand single sentences.",
    "report": "Compare reports.",
    "simulate": "Measure a bot by simulated users.",
    "train": "Train a module.",
}


INTERRUPTED = 130  # 128 + SIGINT, as shells have it


class _ReaderGone(Exception):  # noqa: N818
    """Nobody reads our output any more."""


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

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; an unknown one is told the nearest."""
        if args and not args[0].startswith("-") and args[0] not in COMMANDS:
            from dialog.errors import did_you_mean

            ctx.fail(f"There is no command {args[0]!r}.{did_you_mean(args[0], COMMANDS)}")
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; click would end the program itself for a broken pipe."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError as error:
            raise _ReaderGone from error

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(sorted(COMMANDS.items()))


@click.group(cls=LazyGroup)
@click.version_option(package_name="dialog-framework", prog_name="dialog")
def group() -> None:
    """Task-oriented dialogue systems: understand, track, decide, respond."""


def main() -> None:
    """Run the command line and exit.

    A mistake of the user's is one sentence and exit code 2; Ctrl-C, and a reader of our output
    that went away, end it without a word and with 130.
    """
    try:
        code = _run()
    except (KeyboardInterrupt, BrokenPipeError, _ReaderGone):
        code = INTERRUPTED
        # What is still to be written has no reader; do not fail on it again at exit.
        with contextlib.suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(code)


def _run() -> int:
    from dialog.errors import DialogError

    try:
        code = group.main(prog_name="dialog", standalone_mode=False)
        sys.stdout.flush()
        return code if isinstance(code, int) else 0
    except DialogError as error:
        click.echo(f"Error: {error}", err=True)
    except click.ClickException as error:
        error.show()
    except click.Abort as error:  # click's word for Ctrl-C, or for a "no" to a question
        if isinstance(error.__cause__ or error.__context__, KeyboardInterrupt):
            raise KeyboardInterrupt from None
        click.echo("Nothing was done.", err=True)
        return 1
    return 2


if __name__ == "__main__":
    main()
