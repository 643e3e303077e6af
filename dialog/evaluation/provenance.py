"""Where figures come from: enough to get them again."""

import hashlib
import json
import platform
import shlex
import sys
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

PACKAGES = (
    *("dialog-framework", "numpy", "onnxruntime", "safetensors", "scikit-learn", "statsmodels"),
    "tokenizers",
)


def versions() -> dict[str, str]:
    """Return the versions of Python and of the packages that figures may depend on."""
    found = {"python": platform.python_version()}
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found


def command() -> str:
    """Return the command line of this process, ready to be typed again."""
    program = Path(sys.argv[0])
    own = program.suffix == ".py" and program.stem != "cli"  # a script beside the command line
    return shlex.join([*(("python", str(program)) if own else ("dialog",)), *sys.argv[1:]])


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def checksum(records: Iterable[Any]) -> str:
    """Return the SHA-256 of JSON-able records, one a line, in hex."""
    digest = hashlib.sha256()
    for record in records:
        line = json.dumps(record, sort_keys=True, ensure_ascii=False)
        digest.update(f"{line}\n".encode())
    return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class Provenance:
    """What was measured, on what, with what and when."""

    config: Mapping[str, Any]  # the component and its options, the models behind it
    data: Mapping[str, Any]  # corpus, split, sentences, sha256
    seed: int  # of the bootstrap and of whatever the evaluation draws
    command: str = field(default_factory=command)
    versions: Mapping[str, str] = field(default_factory=versions)
    machine: str = field(default_factory=platform.platform)
    date: str = field(default_factory=_now)  # UTC, ISO 8601

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-able data."""
        return asdict(self)
