"""What whoever runs the program should know at once, though it goes on."""

import functools
import logging
import sys
from collections.abc import Callable
from pathlib import Path

from dialog.terminal import printable

log = logging.getLogger(__name__)


@functools.cache
def warn_once(sentence: str) -> None:
    """Log a warning, the first time that this process has it to tell."""
    log.warning(sentence)


class NoticeLines(logging.Handler):
    """Warnings and errors as one line each on standard error.

    Args:
        log_file: where they are kept, with the traces that a line leaves out.
    """

    def __init__(self, log_file: Path) -> None:
        super().__init__(logging.WARNING)
        self.log_file = log_file
        self.before: Callable[[], None] = lambda: None  # makes way for a line

    def emit(self, record: logging.LogRecord) -> None:
        """Write a record's line."""
        line = printable(record.getMessage())
        if record.exc_info:
            line = f"{line} Its trace is in {self.log_file}."
        self.before()
        sys.stderr.write(f"{line}\n")
        sys.stderr.flush()
