"""What installed packages register, read once: each reading goes through every package."""

import sys
from functools import lru_cache
from importlib import metadata
from typing import Any


@lru_cache(maxsize=1)
def _every(path: tuple[str, ...]) -> Any:  # of another type before Python 3.12
    """Return what is registered in the packages on a search path."""
    return metadata.entry_points()


def entry_points(group: str) -> metadata.EntryPoints:
    """Return what is registered in a group, as the process found it first."""
    found: metadata.EntryPoints = _every(tuple(sys.path)).select(group=group)
    return found
