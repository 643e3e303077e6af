"""Conversations that are kept while a simulation runs, so that it can go on after a stop."""

import json
from array import array
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, Self

from dialog.errors import StoreError
from dialog.simulation.judged import Judged

_WORK, _MEASURED = "work", "measured"  # in the first line; in each other one


class Unfinished:
    """A file beside what is to be written: what is simulated, then a conversation a line.

    Conversations are added in a `with` block, and read again from their places in the file, so
    that none has to be held in memory.

    Args:
        path: what is to be written, a file or folder.
        work: what `work_of` says of the plan; conversations of other work are not gone on from.
        temporary: whether nobody can go on from it.
    """

    def __init__(self, path: Path, work: str, *, temporary: bool = False) -> None:
        target = path.resolve()  # "." has no name
        self.path = target.with_name(f".{target.name}.unfinished")
        self.temporary = temporary
        self._work = work
        self._places = array("q")  # by number, where its line begins; 0 for none

    def load(
        self, dialogues: int, announce: Callable[[str], None] = lambda _: None
    ) -> Iterator[Judged]:
        """Yield which of the first so many conversations are there; none of other work.

        Args:
            dialogues: how many.
            announce: gets a sentence about what is found.

        Raises:
            StoreError: when the file cannot be read.
        """
        found = 0
        try:
            with self.path.open("rb") as lines:
                if not self._owns(lines.readline()):
                    announce(f"{self.path} is of another simulation, or damaged; begins anew.")
                    return
                for place, judged in _read(lines):
                    if judged.number < dialogues and not self._place(judged.number):
                        self._keep(judged.number, place)
                        found += 1
                        yield judged
        except FileNotFoundError:
            return
        except OSError as error:
            raise self._unreadable(error) from error
        announce(f"Goes on after {found:,} of {dialogues:,} conversations.")

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
        self._keep(judged.number, self._file.tell())
        self._write(json.dumps(line, ensure_ascii=False))

    def read(self, numbers: Iterable[int]) -> Iterator[Judged]:
        """Yield conversations that were loaded or added, by their numbers.

        Raises:
            StoreError: when they cannot be read.
        """
        for data in self._lines(numbers):
            yield Judged.from_dict(data, data[_MEASURED])

    def saved(self, numbers: Iterable[int]) -> Iterator[bytes]:
        """Yield the lines of such conversations as they are to be saved.

        Raises:
            StoreError: when they cannot be read.
        """
        for data in self._lines(numbers):
            del data[_MEASURED]
            yield f"{json.dumps(data, ensure_ascii=False)}\n".encode()

    def remove(self) -> None:
        """Forget them, as the simulation has ended."""
        self.path.unlink(missing_ok=True)

    def _place(self, number: int) -> int:
        return self._places[number] if number < len(self._places) else 0

    def _keep(self, number: int, place: int) -> None:
        self._places.extend([0] * (number + 1 - len(self._places)))
        self._places[number] = place

    def _lines(self, numbers: Iterable[int]) -> Iterator[dict[str, Any]]:
        try:
            with self.path.open("rb") as file:
                for number in numbers:
                    file.seek(self._places[number])
                    yield json.loads(file.readline())
        except OSError as error:
            raise self._unreadable(error) from error

    def _begun(self) -> bool:
        try:
            with self.path.open("rb") as lines:
                return self._owns(lines.readline())
        except OSError:
            return False

    def _owns(self, line: bytes) -> bool:
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

    def _unreadable(self, error: OSError) -> StoreError:
        return StoreError(f"Cannot read {self.path}: {error.strerror}.")


def _read(lines: BinaryIO) -> Iterator[tuple[int, Judged]]:
    """Yield the conversations of a file from where it is, each with the place of its line."""
    place = lines.tell()
    for line in lines:
        try:
            data = json.loads(line)
            yield place, Judged.from_dict(data, data[_MEASURED])
        except (KeyError, TypeError, ValueError):
            pass  # was cut short, perhaps within a character: it is held again
        place += len(line)
