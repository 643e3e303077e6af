"""Corpora as Arrow files, made when a split is first asked for and memory-mapped from then on.

A file stands for one split as one version of the loader reads one version of the raw files: its
name is a digest of the loader's source and of each raw file's name, size and time of change.
Files are written dialogue by dialogue, whole or not at all, so a corpus that fits no memory can
be cached and used. Reading one takes pyarrow, which comes with the extra `train`.
"""

import functools
import hashlib
import json
import sys
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast, overload

import dialog.acts
from dialog.corpus.dataset import from_row, schema, to_row
from dialog.corpus.dialogue import Dialogue
from dialog.corpus.registry import Corpus, corpus_folder, find_corpus
from dialog.errors import CorpusError, ExtraMissingError
from dialog.files import cache_folder, whole_file

if TYPE_CHECKING:
    import pyarrow as pa
    from datasets import Dataset

_BATCH = 64  # dialogues held at once while a file is written


def dataset(corpus: Corpus | str, split: str) -> "Dataset":
    """Return a split as a memory-mapped dataset with the columns of `features`.

    Args:
        corpus: a corpus or its name.
        split: one of its splits.

    Raises:
        CorpusError: as `Corpus.load`, and when the cache cannot be written.
        ExtraMissingError: when `datasets` is not installed.
    """
    try:
        from datasets import Dataset
    except ModuleNotFoundError as error:
        raise ExtraMissingError("A corpus as a datasets.Dataset", "train") from error
    path, _ = _opened(corpus, split)
    return Dataset.from_file(str(path))


def dialogues(corpus: Corpus | str, split: str) -> "CachedDialogues":
    """Return the dialogues of a split, each made when it is asked for.

    Args:
        corpus: a corpus or its name.
        split: one of its splits.

    Raises:
        CorpusError: as `Corpus.load`, and when the cache cannot be written.
        ExtraMissingError: when `pyarrow` is not installed.
    """
    return CachedDialogues(_opened(corpus, split)[1])


def cached(corpus: Corpus) -> Corpus:
    """Return a corpus whose splits are read from their Arrow files.

    It is the corpus itself where pyarrow is not installed.
    """
    if isinstance(corpus, _Cached) or not find_spec("pyarrow"):
        return corpus
    return cast(Corpus, _Cached(corpus))


class _Cached:
    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus

    def __getattr__(self, name: str) -> Any:
        return getattr(self._corpus, name)

    def load(self, split: str) -> "CachedDialogues":
        return dialogues(self._corpus, split)


class CachedDialogues(Sequence[Dialogue]):
    """Dialogues over a memory-mapped Arrow table."""

    def __init__(self, table: "pa.Table") -> None:
        self.table = table

    def __len__(self) -> int:
        return int(self.table.num_rows)

    @overload
    def __getitem__(self, at: int) -> Dialogue: ...
    @overload
    def __getitem__(self, at: slice) -> "CachedDialogues": ...
    def __getitem__(self, at: int | slice) -> "Dialogue | CachedDialogues":
        if isinstance(at, slice):
            start, stop, step = at.indices(len(self))
            if step == 1:
                return CachedDialogues(self.table.slice(start, max(0, stop - start)))
            return CachedDialogues(self.table.take(list(range(start, stop, step))))
        place = range(len(self))[at]  # as a list does: from the end, or IndexError
        return _dialogue(self.table.slice(place, 1).to_pylist()[0])

    def __iter__(self) -> Iterator[Dialogue]:
        for batch in self.table.to_batches(max_chunksize=_BATCH):
            yield from map(_dialogue, batch.to_pylist())

    def heads(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Go through the ids and the extra of the dialogues, without making their turns."""
        for row in self.table.select(["dialogue_id", "extra"]).to_pylist():
            yield row["dialogue_id"], json.loads(row["extra"])


def cache_path(corpus: Corpus, split: str) -> Path:
    """Return where the Arrow file of a split is, or would be."""
    digest = hashlib.sha256()
    for source in _sources(type(corpus)):
        digest.update(source)
    for folder in (corpus.folder, *map(_at_hand, getattr(corpus, "reads", ()))):
        for path in sorted(folder.rglob("*")) if folder else ():
            if path.is_file():
                stat = path.stat()
                digest.update(f"{path}\0{stat.st_size}\0{stat.st_mtime_ns}\n".encode())
    return cache_folder() / "datasets" / corpus.name / f"{split}-{digest.hexdigest()[:16]}.arrow"


def _at_hand(name: str) -> Path | None:
    try:
        return corpus_folder(name)
    except CorpusError:
        return None


@functools.cache
def _sources(kind: type) -> tuple[bytes, ...]:
    """The source code that decides what becomes of the raw files."""
    files = {*Path(__file__).parent.glob("*.py"), Path(dialog.acts.__file__)}
    for base in kind.__mro__:
        file = getattr(sys.modules.get(base.__module__), "__file__", None)
        package = sys.modules.get(base.__module__.partition(".")[0])
        # A loader may build on its neighbours, so all of its package counts.
        folders = getattr(package, "__path__", None) if "." in base.__module__ else None
        files |= {path for folder in folders or () for path in Path(folder).rglob("*.py")}
        files |= {Path(file)} if file and not folders else set()
    return tuple(path.read_bytes() for path in sorted(files))


def _opened(corpus: Corpus | str, split: str) -> "tuple[Path, pa.Table]":
    """Return the file of a split and its table, making what is missing or damaged."""
    try:
        import pyarrow as pa
    except ModuleNotFoundError as error:
        raise ExtraMissingError("A corpus as an Arrow file", "train") from error
    found = find_corpus(corpus) if isinstance(corpus, str) else corpus
    path = cache_path(found, split)
    try:
        return path, _mapped(path)
    except (pa.ArrowInvalid, OSError):
        _write(found, split, path)
        return path, _mapped(path)


def _mapped(path: Path) -> "pa.Table":
    import pyarrow as pa

    with pa.memory_map(str(path)) as source, pa.ipc.open_stream(source) as reader:
        return reader.read_all()


def _write(corpus: Corpus, split: str, path: Path) -> None:
    import pyarrow as pa

    rows = iter(corpus.load(split))
    first = list(islice(rows, _BATCH))  # a wrong split or missing file is told before all else
    columns = schema()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with (
            whole_file(path) as fresh,
            pa.OSFile(str(fresh), "wb") as sink,
            pa.ipc.new_stream(sink, columns) as writer,
        ):
            batch = first
            while batch:
                writer.write_batch(_batch(batch, columns, f"{corpus.name}, split {split}"))
                batch = list(islice(rows, _BATCH))
        for old in path.parent.glob(f"{split}-{'[0-9a-f]' * 16}.arrow"):
            if old != path:  # made by another version, or from other files
                old.unlink(missing_ok=True)
    except OSError as error:
        raise CorpusError(
            f"The corpus {corpus.name} could not be cached in {path.parent} "
            f"({error.strerror or error}); set DIALOG_CACHE to a folder with room."
        ) from error


def _batch(made: list[Dialogue], columns: "pa.Schema", place: str) -> "pa.RecordBatch":
    import pyarrow as pa

    try:
        return pa.RecordBatch.from_pylist([to_row(d) for d in made], schema=columns)
    except (pa.ArrowInvalid, pa.ArrowTypeError, OverflowError, TypeError, ValueError) as error:
        if len(made) > 1:  # find the one at fault
            for dialogue in made:
                _batch([dialogue], columns, place)
        raise CorpusError(
            f"The dialogue {made[0].dialogue_id!r} of {place} cannot be kept as data: {error}."
        ) from error


def _dialogue(row: dict[str, Any]) -> Dialogue:
    return Dialogue.from_dict(from_row(row))
