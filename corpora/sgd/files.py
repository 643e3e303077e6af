"""The files of a corpus of frames: a split is a zip or a folder of `dialogues_NNN.json`."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path, PurePosixPath
from typing import Any, overload

from dialog.corpus import Dialogue
from dialog.corpus.files import Place, read_json, zip_members
from dialog.errors import CorpusError

_DIALOGUES = re.compile(r"dialogues_\d+\.json")
Schema = Mapping[str, Mapping[str, bool]]  # service -> slot -> whether it is categorical


@dataclass(frozen=True, slots=True)
class Part:
    """One JSON file, or a member of a zip."""

    path: Path
    member: str | None = None

    def read(self) -> list[Any]:
        """Return the list that it holds.

        Raises:
            CorpusError: for a file that is missing, damaged or of another form.
        """
        return read_json(self.path, list, self.member)

    def __str__(self) -> str:
        return f"{self.path}, {self.member}" if self.member else str(self.path)


def parts_of(folder: Path, name: str) -> dict[str, Part]:
    """Return the JSON files of `<name>.zip`, or else of the folder `<name>`, by their name.

    Raises:
        CorpusError: when there is neither, or the zip is damaged.
    """
    archive, directory = folder / f"{name}.zip", folder / name
    if archive.exists():
        found = {PurePosixPath(m).name: Part(archive, m) for m in zip_members(archive)}
    elif directory.is_dir():
        found = {path.name: Part(path) for path in directory.iterdir()}
    else:
        raise CorpusError(f"There is neither {archive} nor the folder {directory}.")
    return {file: found[file] for file in sorted(found) if file.endswith(".json")}


def read_schema(part: Part) -> Schema:
    """Return the services of a `schema.json`, with their slots.

    Raises:
        CorpusError: for a file that is missing or malformed.
    """
    place = Place(str(part))
    schema: dict[str, dict[str, bool]] = {}
    for number, raw in enumerate(part.read()):
        service = place.of(dict, raw, f"[{number}]")
        slots = schema[place.of(str, service.get("service_name"), f"[{number}].service_name")] = {}
        for item in place.of(list, service.get("slots"), f"[{number}].slots"):
            slot = place.of(dict, item, f"[{number}].slots")
            name = place.of(str, slot.get("name"), f"[{number}].slots.name")
            slots[name] = place.of(bool, slot.get("is_categorical"), f"{name}.is_categorical")
    return schema


class DialogueFiles(Sequence[Dialogue]):
    """The dialogues of several files, of which one at a time is in memory.

    Going through them in order reads every file once. `len` and an index read the files up to
    there, so neither is for an inner loop.

    Args:
        parts: the files by their name; those that hold no dialogues are passed over.
        read: makes a dialogue of the name of its file and the raw record.
    """

    def __init__(
        self, parts: Mapping[str, Part], read: Callable[[str, Any], Dialogue], name: str
    ) -> None:
        self._parts = [part for file, part in parts.items() if _DIALOGUES.fullmatch(file)]
        if not self._parts:
            raise CorpusError(f"There is no dialogues_NNN.json in {name}.")
        self._read = read
        self._counts: dict[Part, int] = {}
        self._last: tuple[Part, list[Any]] | None = None  # the file read last, for an index

    def __iter__(self) -> Iterator[Dialogue]:
        for part in self._parts:
            for raw in self._records(part):
                yield self._read(str(part), raw)

    def __len__(self) -> int:
        return sum(map(self._count, self._parts))

    @overload
    def __getitem__(self, index: int) -> Dialogue: ...
    @overload
    def __getitem__(self, index: slice) -> list[Dialogue]: ...
    def __getitem__(self, index: int | slice) -> Dialogue | list[Dialogue]:
        if isinstance(index, slice):
            return [self[at] for at in range(*index.indices(len(self)))]
        wanted = index + len(self) if index < 0 else index
        before = 0
        for part, end in zip(self._parts, accumulate(map(self._count, self._parts)), strict=True):
            if before <= wanted < end:
                if self._last is None or self._last[0] != part:
                    self._last = part, self._records(part)
                return self._read(str(part), self._last[1][wanted - before])
            before = end
        raise IndexError(f"There is no dialogue {index} among {before}.")

    def _records(self, part: Part) -> list[Any]:
        records = part.read()
        self._counts[part] = len(records)
        return records

    def _count(self, part: Part) -> int:
        return self._counts[part] if part in self._counts else len(self._records(part))
