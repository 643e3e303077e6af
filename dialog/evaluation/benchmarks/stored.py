"""The figures that were measured before, in a JSON file beside the list of benchmarks."""

import json
import os
import platform
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from dialog.evaluation.forms import checked, parsed, read_text
from dialog.files import write_whole

Number = Annotated[float, Field(allow_inf_nan=False, strict=True)]


class Claim(BaseModel):
    """What one benchmark gave."""

    model_config = ConfigDict(extra="forbid")

    command: str
    figures: dict[str, Number]
    date: str  # of the day
    machine: str  # its kind
    source: str = "run"  # or the page that the figures were taken from


class Claims(BaseModel):
    """What all gave, in full and quickly, by the benchmarks' names."""

    model_config = ConfigDict(extra="forbid")

    full: dict[str, Claim] = {}
    quick: dict[str, Claim] = {}


def machine_kind() -> str:
    """Return what kind of machine this is: x86_64, 2 cores."""
    cores = os.cpu_count() or 1
    return f"{platform.machine()}, {cores} core{'s' if cores > 1 else ''}"


def read_claims(path: Path) -> Claims:
    """Return stored figures, none for a file that is not there yet.

    Raises:
        ConfigError: for a file of another form, naming the place.
    """
    if not path.exists():
        return Claims()
    return checked(Claims, parsed(read_text(path, "it was there"), str(path)), str(path))


def write_claims(path: Path, claims: Claims, found: Mapping[str, Claim], *, quick: bool) -> None:
    """Write stored figures, with those found in the place of those of the same benchmarks.

    Raises:
        StoreError: when the file cannot be written.
    """
    data = claims.model_dump()
    data["quick" if quick else "full"].update({n: c.model_dump() for n, c in found.items()})
    text = json.dumps(data, indent=1, ensure_ascii=False, allow_nan=False)
    write_whole(path, f"{text}\n".encode())
