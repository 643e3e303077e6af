"""Files that a plugin's script makes: written, compared, and the command line for both."""

import argparse
import csv
import io
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path


def to_csv(fields: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return rows as CSV text with a header."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(fields)
    writer.writerows(rows)
    return text.getvalue()


def write(files: Mapping[str, str], root: Path) -> None:
    """Write every file, path under the root -> text."""
    for path, text in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text.encode("utf-8"))


def stale(files: Mapping[str, str], root: Path) -> list[str]:
    """Return the paths of files that are missing or differ from what `write` would write."""
    return [
        path
        for path, text in files.items()
        if not (root / path).is_file() or (root / path).read_bytes() != text.encode("utf-8")
    ]


def run(
    argv: Sequence[str] | None,
    module: str,
    description: str | None,
    write: Callable[[], None],
    check: Callable[[], list[str]],
) -> int:
    """Run a script's command line: write, or with --check exit 1 if a file differs."""
    parser = argparse.ArgumentParser(prog=f"python -m {module}", description=description)
    parser.add_argument("--check", action="store_true", help="compare only; exit 1 if different")
    if not parser.parse_args(argv).check:
        write()
        return 0
    wrong = check()
    for path in wrong:
        sys.stderr.write(f"{path} is not what {module} makes\n")
    return 1 if wrong else 0
