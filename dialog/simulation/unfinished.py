"""Conversations that are kept while a simulation runs, so that it can go on after a stop."""

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Self

from dialog.errors import StoreError
from dialog.simulation.judged import Judged

_WORK, _MEASURED = "work", "measured"  # in the first line; in each other one


class Unfinished:
    """A file beside what is to be written: what is simulated, then a conversation a line.

    Conversations are added in a `with` block.

    Args:
        path: what is to be written, a file or folder.
        work: what `work_of` says of the plan; conversations of other work are not gone on from.
    """

    def __init__(self, path: Path, work: str) -> None:
        target = path.resolve()  # "." has no name
        self.path = target.with_name(f".{target.name}.unfinished")
        self._work = work

    def load(
        self, dialogues: int, announce: Callable[[str], None] = lambda _: None
    ) -> list[Judged]:
        """Return which of the first so many conversations are there; none of other work.

        Args:
            dialogues: how many.
            announce: gets a sentence about what is found.

        Raises:
            StoreError: when the file cannot be read.
        """
        try:
            # a line that was cut short may end within a character
            with self.path.open(encoding="utf-8", errors="replace") as lines:
                if not self._owns(next(lines, "")):
                    announce(f"{self.path} is of another simulation, or damaged; begins anew.")
                    return []
                found = {e.number: e for e in _read(lines) if e.number < dialogues}
        except FileNotFoundError:
            return []
        except OSError as error:
            raise StoreError(f"Cannot read {self.path}: {error.strerror}.") from error
        announce(f"Goes on after {len(found):,} of {dialogues:,} conversations.")
        return list(found.values())

    def __enter__(self) -> Self:
        begun = self._begun()
        try:
            self._file = self.path.open("ab" if begun else "wb", buffering=0)
        except OSError as error:
            raise self._unwritable(error) from error
        # what was cut short is ended, as a line that says nothing
        self._write("" if begun else json.dumps({_WORK: self._work}))
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def add(self, judged: Judged) -> None:
        """Keep a conversation.

        Raises:
            StoreError: when it cannot be written.
        """
        line = {**judged.to_dict(), _MEASURED: judged.measured()}
        self._write(json.dumps(line, ensure_ascii=False))

    def remove(self) -> None:
        """Forget them, as the simulation has ended."""
        self.path.unlink(missing_ok=True)

    def _begun(self) -> bool:
        try:
            with self.path.open("rb") as lines:
                return self._owns(lines.readline())
        except OSError:
            return False

    def _owns(self, line: str | bytes) -> bool:
        try:
            data = json.loads(line)
        except ValueError:
            return False
        return isinstance(data, dict) and data.get(_WORK) == self._work

    def _write(self, line: str) -> None:
        try:
            self._file.write(f"{line}\n".encode())
        except OSError as error:
            raise self._unwritable(error) from error

    def _unwritable(self, error: OSError) -> StoreError:
        return StoreError(f"Cannot write {self.path}: {error.strerror}.")


def _read(lines: Iterable[str]) -> Iterator[Judged]:
    for line in lines:
        try:
            data = json.loads(line)
            yield Judged.from_dict(data, data[_MEASURED])
        except (KeyError, TypeError, ValueError):
            continue  # was cut short: it is held again
