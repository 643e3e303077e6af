"""Options that several commands share."""

import shlex
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

import click

encoder = click.option(
    "--encoder",
    help="An installed encoder, a folder or a hub name of a BERT; by default the embedded one.",
)
adapter = click.option(
    "--adapter",
    type=click.Choice(["full", "lora", "none"]),
    help="What of the encoder is trained: by default all of it, or as in the bundle gone on from; "
    "a low-rank adapter, or nothing.",
)
corpora = click.option(
    "--corpus", "corpora", multiple=True, required=True, help="A corpus; repeat it."
)
epochs = click.option("--epochs", type=int, help="At most so many; stops early on validation.")
dialogues = click.option(
    "--dialogues",
    type=int,
    help="Learn from so many dialogues an epoch, others each time; by default from all.",
)
report = click.option(
    "--report",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="Write metrics.json and report.html into a folder.",
)
as_json = click.option("--json", "as_json", is_flag=True, help="Print what metrics.json holds.")
examples = click.option(
    "--examples",
    type=click.IntRange(min=0),
    default=0,
    help="Print what was said in so many places, drawn by the seed.",
)
# of all that is drawn, here and in the libraries, which take no others; `help` says of what
seed = partial(
    click.option, "--seed", type=click.IntRange(0, 2**32 - 1), default=0, show_default=True
)
user = click.option(
    "--user",
    type=click.Choice(["acts", "text"]),
    default="acts",
    show_default=True,
    help="What simulated users say: acts, or sentences for an NLU to understand.",
)


def typed(command: str, options: Mapping[str, Any]) -> str:
    """Return a command line with those of its options that were given, for a model card.

    Args:
        command: the words before the options.
        options: by their names in Python; a tuple's values are given one by one.
    """
    words = command.split()
    for name, value in options.items():
        for each in value if isinstance(value, tuple) else (value,):
            if each is not None:
                words += [f"--{name.replace('_', '-')}", str(each)]
    return shlex.join(words)
