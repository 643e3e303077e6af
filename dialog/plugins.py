"""What installed packages register, read once: each reading goes through every package."""

from functools import cache
from importlib import metadata
from typing import Any


@cache
def _every() -> Any:  # of another type before Python 3.12
    return metadata.entry_points()


def entry_points(group: str) -> metadata.EntryPoints:
    """Return what is registered in a group, as the process found it first."""
    found: metadata.EntryPoints = _every().select(group=group)
    return found
