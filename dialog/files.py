"""Where the framework keeps what it writes."""

import contextlib
import logging
import os
import secrets
from pathlib import Path

from dialog.errors import StoreError


def data_folder() -> Path:
    """Return the user's data folder: `DIALOG_HOME`, or the platform's own place."""
    named = os.environ.get("DIALOG_HOME")
    if named:
        return Path(named).expanduser()
    from platformdirs import user_data_path

    return user_data_path("dialog")


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


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that it is there whole or, whatever happens, as it was before.

    Raises:
        StoreError: when it cannot be written.
    """
    target = path.resolve()
    fresh = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        if target.exists() and not target.is_file():  # a pipe or device takes what it is given
            target.write_bytes(content)
            return
        try:
            with fresh.open("xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(target)
        finally:
            fresh.unlink(missing_ok=True)
    except OSError as error:
        raise StoreError(f"Cannot write {path}: {error.strerror}.") from error
