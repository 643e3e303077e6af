"""The `dialog` command; heavy imports wait until a command needs them."""

import click


@click.group()
def main() -> None:
    """Task-oriented dialogue systems."""
