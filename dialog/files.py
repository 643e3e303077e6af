"""Where the framework keeps what it writes."""

import contextlib
import logging
import os
import secrets
from collections.abc import Iterable, Iterator
from pathlib import Path

from dialog.errors import StoreError


def data_folder() -> Path:
    """Return the user's data folder: `DIALOG_HOME`, or the platform's own place."""
    named = os.environ.get("DIALOG_HOME")
    if named:
        return Path(named).expanduser()
    from platformdirs import user_data_path

    return user_data_path("dialog")


def cache_folder() -> Path:
    """Return the folder for what can be made again: `DIALOG_CACHE`, or the platform's own place."""
    named = os.environ.get("DIALOG_CACHE")
    if named:
        return Path(named).expanduser()
    from platformdirs import user_cache_path

    return user_cache_path("dialog")


@contextlib.contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Give a fresh path to write to, which takes the place of `path` when the block ends well.

    Whatever happens, `path` is there whole or as it was before.
    """
    target = path.resolve()
    fresh = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        yield fresh
        with fresh.open("rb+") as file:
            os.fsync(file.fileno())  # a full disk may only show here
        fresh.replace(target)
    finally:
        fresh.unlink(missing_ok=True)


def write_whole(path: Path, content: bytes | Iterable[bytes]) -> None:
    """Write a file so that it is there whole or, whatever happens, as it was before.

    Args:
        path: the file.
        content: all of it, or piece by piece where it is too much to hold.

    Raises:
        StoreError: when it cannot be written.
    """
    try:
        if path.exists() and not path.is_file():  # a pipe or device takes what it is given
            _write(path, content)
            return
        with whole_file(path) as fresh:
            _write(fresh, content)
    except OSError as error:
        raise StoreError(f"Cannot write {path}: {error.strerror}.") from error


def _write(path: Path, content: bytes | Iterable[bytes]) -> None:
    with path.open("wb") as file:
        file.writelines([content] if isinstance(content, bytes) else content)


@contextlib.contextmanager
def whole_folder(path: Path) -> Iterator[Path]:
    """Give a fresh folder to fill, which takes the place of `path` when the block ends well.

    Whatever happens, `path` is there whole or as it was before.
    """
    import tempfile

    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".bundle-") as scratch:
        fresh, old = Path(scratch) / "new", Path(scratch) / "old"
        fresh.mkdir()
        yield fresh
        if path.exists():
            path.replace(old)
        try:
            fresh.replace(path)
        except OSError:
            if old.exists():
                old.replace(path)
            raise


class LogFile(logging.FileHandler):
    """Warnings and errors in `dialog.log` of the data folder; made when there is one to write."""

    def __init__(self) -> None:
        path = data_folder() / "dialog.log"
        super().__init__(path, encoding="utf-8", delay=True)
        self.setLevel(logging.WARNING)
        self.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        """Write a record; a folder that cannot be written is no reason to fail."""
        with contextlib.suppress(OSError):
            Path(self.baseFilename).parent.mkdir(parents=True, exist_ok=True)
            super().emit(record)
