"""Reading a corpus's raw files: JSON, gzip, zip and lines, each mistake one sentence."""

import gzip
import json
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any, TypeVar

from dialog.errors import CorpusError

_T = TypeVar("_T")
_DAMAGED = (
    EOFError,
    IndexError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    gzip.BadGzipFile,
    lzma.LZMAError,
    struct.error,
    zipfile.BadZipFile,
    zlib.error,
)  # what unpacking raises for bytes that are not as they should be
_NAMES: dict[object, str] = {
    dict: "an object",
    list: "a list",
    str: "text",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    type(None): "nothing",
}


class Place:
    """Where a record stands, for checking its parts and naming them in errors.

    Args:
        name: the file and the record, "val.json.zip, dialogue MUL0003.json".
    """

    def __init__(self, name: str) -> None:
        self.name = name

    def of(self, kind: type[_T], value: Any, at: str) -> _T:
        """Return a part that must be of a kind.

        Raises:
            CorpusError: when it is not.
        """
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise self.error(f"has {_NAMES[type(value)]} at {at}, where {_NAMES[kind]} belongs")
        return value

    def error(self, problem: str) -> CorpusError:
        """Return the error of a problem here."""
        return CorpusError(f"{self.name} {problem}.")


def read_json(path: Path, kind: type[_T], member: str | None = None) -> _T:
    """Return the one JSON value of a `.json`, `.json.gz` or `.zip` file.

    Args:
        path: the file.
        kind: what the value must be: dict or list.
        member: of a zip, the name of the member; by default its only JSON file.

    Raises:
        CorpusError: for a file that is missing, damaged or of another form.
    """
    place, text = _place(path, member), read_text(path, member)
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:  # the latter for JSON nested past reading
        raise CorpusError(f"{place} does not hold JSON: {error}.") from error
    return Place(place).of(kind, value, "the top")


def read_text(path: Path, member: str | None = None) -> str:
    """Return the text of a file, of a `.gz` one or of a member of a `.zip`, as `read_json` does.

    Raises:
        CorpusError: for a file that is missing, damaged or not UTF-8.
    """
    with _reading(_place(path, member)):
        return _read(path, member).decode("utf-8")


def read_lines(path: Path) -> list[str]:
    """Return the lines of a text file or a `.gz` one, without their ends.

    Raises:
        CorpusError: for a file that is missing, damaged or not UTF-8.
    """
    lines = read_text(path).split("\n")
    return [line.removesuffix("\r") for line in (lines[:-1] if lines[-1] == "" else lines)]


def zip_members(path: Path) -> list[str]:
    """Return the names of a zip's files.

    Raises:
        CorpusError: when it is missing or damaged, or a name climbs out of the folder.
    """
    with _reading(str(path)), zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if not name.endswith("/")]
    for name in names:
        parts = PurePosixPath(name.replace("\\", "/"))
        if parts.is_absolute() or ".." in parts.parts or ":" in name:
            raise CorpusError(f"{path} holds {name!r}, which leads out of its folder.")
    return names


def _place(path: Path, member: str | None) -> str:
    return f"{path}, {member}" if member else str(path)


def _read(path: Path, member: str | None = None) -> bytes:
    if path.suffix == ".gz":
        return gzip.decompress(path.read_bytes())
    if path.suffix != ".zip":
        return path.read_bytes()
    names = zip_members(path)
    chosen = [name for name in names if name == member or (not member and name.endswith(".json"))]
    if len(chosen) != 1:
        wanted = f"no {member}" if member else f"{len(chosen)} JSON files where one belongs"
        raise CorpusError(f"{path} holds {wanted}.")
    with zipfile.ZipFile(path) as archive:
        return archive.read(chosen[0])


@contextmanager
def _reading(place: str) -> Iterator[None]:
    """Word what goes wrong while a file is read."""
    try:
        yield
    except CorpusError:
        raise
    except FileNotFoundError:
        raise CorpusError(f"The file {place} does not exist.") from None
    except UnicodeDecodeError as error:
        raise CorpusError(f"{place} is not UTF-8 text: {error}.") from error
    except _DAMAGED as error:
        raise CorpusError(f"{place} cannot be unpacked: {error}.") from error
    except OSError as error:
        raise CorpusError(f"{place} cannot be read: {error.strerror or error}.") from error
