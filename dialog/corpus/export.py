"""Corpora in formats of other tools: JSON lines, Parquet, ConvLab-3's zip and Rasa's NLU YAML."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from dialog.corpus.convlab import write_convlab
from dialog.corpus.dataset import schema, to_row
from dialog.corpus.dialogue import Dialogue
from dialog.corpus.rasa import write_rasa
from dialog.corpus.registry import Corpus
from dialog.corpus.splits import check_split
from dialog.errors import CorpusError, did_you_mean
from dialog.files import whole_file

# Goes through the dialogues once for each call of the function.
Dialogues = Callable[[], Iterator[Dialogue]]
Writer = Callable[[str, Dialogues, Path], None]  # gets the corpus's name, and the file


def export(
    corpus: Corpus,
    splits: Sequence[str],
    form: str,
    path: Path,
    further: Mapping[str, Writer] | None = None,
) -> int:
    """Write splits of a corpus to a file, whole or not at all, and return how many dialogues.

    Args:
        corpus: the corpus.
        splits: which of its splits, in order; no dialogue may stand in two of them.
        form: one of `FORMATS`, or of the further ones.
        path: the file; one that is there is replaced.
        further: formats beside `FORMATS`, each with what writes it.

    Raises:
        CorpusError: for an unknown format or split, a corpus that cannot be read, or one that the
            format has no place for.
        ExtraMissingError: for Parquet, when `pyarrow` is not installed.
    """
    formats = {**FORMATS, **(further or {})}
    if form not in formats:
        known = ", ".join(formats)
        raise CorpusError(
            f"There is no format {form!r}; there are: {known}.{did_you_mean(form, formats)}"
        )
    for split in splits:
        check_split(corpus.name, split, corpus.splits)
    chosen = list(dict.fromkeys(splits))
    if len(chosen) > 1:
        _check_apart(corpus, chosen)

    def dialogues() -> Iterator[Dialogue]:
        for split in chosen:
            yield from corpus.load(split)

    try:
        with whole_file(path) as fresh:
            formats[form](corpus.name, dialogues, fresh)
    except OSError as error:
        raise CorpusError(f"Cannot write {path}: {error.strerror or error}.") from error
    return sum(len(corpus.load(split)) for split in chosen)


def _check_apart(corpus: Corpus, splits: Sequence[str]) -> None:
    seen: dict[str, str] = {}
    for split in splits:
        for dialogue in corpus.load(split):
            first = seen.setdefault(dialogue.dialogue_id, split)
            if first != split:
                raise CorpusError(
                    f"The dialogue {dialogue.dialogue_id} of {corpus.name} stands in the splits "
                    f"{first} and {split}; export them to a file each."
                )


def write_jsonl(name: str, dialogues: Dialogues, path: Path) -> None:
    """Write `Dialogue.to_dict` of each dialogue as a line of JSON."""
    write_lines(path, (dialogue.to_dict() for dialogue in dialogues()))


def write_lines(path: Path, records: Iterable[Any]) -> None:
    """Write JSON-able records, one a line."""
    # Half a character, which UTF-8 has no bytes for, becomes JSON's \\udXXX.
    with path.open("w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
        for record in records:
            file.write(json.dumps(record, ensure_ascii=False) + "\n")


def write_parquet(name: str, dialogues: Dialogues, path: Path) -> None:
    """Write dialogues as the columns of `dialog.corpus.dataset.schema`."""
    columns = schema()
    import pyarrow as pa
    from pyarrow import parquet

    with parquet.ParquetWriter(path, columns) as writer:
        rows = dialogues()
        while batch := [to_row(d) for d in islice(rows, 64)]:
            writer.write_batch(pa.RecordBatch.from_pylist(batch, schema=columns))


FORMATS: dict[str, Writer] = {
    "jsonl": write_jsonl,
    "parquet": write_parquet,
    "convlab": write_convlab,
    "rasa": write_rasa,
}
