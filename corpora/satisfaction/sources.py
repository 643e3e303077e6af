"""Where the dialogues of USS stand in the corpora that they were drawn from.

USS gives neither ids nor goals; a dialogue is known by the utterances it opens with. Only those
are taken from the other corpora's files, without reading the rest as JSON: both corpora write the
id of a dialogue before its utterances.
"""

import json
import re
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path

from corpora.sgd.files import parts_of
from dialog.corpus.files import Place, read_text
from dialog.corpus.overlap import Opening, opening
from dialog.corpus.splits import held_out

Openings = dict[Opening, list[str]]

_MULTIWOZ_ID = re.compile(r'"([A-Z]+\d+(?:\.json)?)"\s*:\s*\{')
_MULTIWOZ_TEXT = re.compile(r'"text"\s*:\s*(?=")')
_SGD_ID = re.compile(r'"dialogue_id"\s*:\s*"([^"\\]+)"')
_SGD_TEXT = re.compile(r'"utterance"\s*:\s*(?=")')
_SGD_PARTS = {  # zip or folder -> split, and how many files of dialogues were published in it
    "train": ("train", 127),
    "dev": ("validation", 20),
    "test": ("test", 34),
}


def multiwoz_openings(folder: Path, length: int) -> tuple[Openings, list[str]]:
    """Return how the dialogues of MultiWOZ 2.1 open and where each stands, and what is absent.

    Args:
        folder: the corpus's.
        length: how many utterances an opening has.

    Returns:
        Of each opening, "multiwoz21/<split>/<dialogue id>" for every split that has it; and the
        files that are not at hand.

    Raises:
        CorpusError: for a damaged file.
    """
    paths = {file: folder / f"{file}.json.zip" for file in ("train", "val", "test")}
    absent = [f"multiwoz21/{path.name}" for path in paths.values() if not path.exists()]
    found: Openings = {}
    for file, path in paths.items():
        if not path.exists():
            continue
        text = read_text(path)
        records = dict(scan(Place(str(path)), text, _MULTIWOZ_ID, _MULTIWOZ_TEXT, length))
        tenth = held_out(records)
        for name, said in records.items():
            splits = [file]
            if file == "val":
                rest = "validation" if paths["train"].exists() or name in tenth else "train"
                splits = [rest, "published_val"]
            _add(found, opening(said, length), [f"multiwoz21/{split}/{name}" for split in splits])
    return found, absent


def sgd_openings(folder: Path, length: int) -> tuple[Openings, list[str]]:
    """Return the same of Schema-Guided Dialogue, of which single files may be absent."""
    found: Openings = {}
    absent: list[str] = []
    for name, (split, published) in _SGD_PARTS.items():
        present = any(path.exists() for path in (folder / f"{name}.zip", folder / name))
        parts = [
            part
            for file, part in (parts_of(folder, name) if present else {}).items()
            if file.startswith("dialogues_")
        ]
        if len(parts) < published:
            absent.append(f"sgd/{name} ({published - len(parts)} of {published} files)")
        for part in parts:
            text = read_text(part.path, part.member)
            for dialogue, said in scan(Place(str(part)), text, _SGD_ID, _SGD_TEXT, length):
                _add(found, opening(said, length), [f"sgd/{split}/{split}-{dialogue}"])
    return found, absent


def scan(
    place: Place, text: str, record: re.Pattern[str], utterance: re.Pattern[str], length: int
) -> Iterator[tuple[str, list[str]]]:
    """Find dialogues in JSON text.

    Args:
        place: what the text is of.
        text: the text.
        record: finds the id of a dialogue, its first group.
        utterance: finds the place before an utterance.
        length: how many utterances to read of each dialogue.

    Returns:
        The id of each dialogue and its first utterances, up to `length`.

    Raises:
        CorpusError: for an utterance that is no JSON, or stands before the id of its dialogue.
    """
    decoder = json.JSONDecoder()
    matches = list(record.finditer(text))
    if utterance.search(text, 0, matches[0].start() if matches else len(text)):
        raise place.error("has an utterance before the id of its dialogue")
    for match, following in zip_longest(matches, matches[1:]):
        at, end = match.end(), following.start() if following else len(text)
        said: list[str] = []
        while len(said) < length and (found := utterance.search(text, at, end)):
            try:
                value, at = decoder.raw_decode(text, found.end())
            except ValueError as error:
                raise place.error(f"does not hold JSON: {error}") from error
            said.append(value)
        yield match[1], said


def _add(openings: Openings, key: Opening | None, places: list[str]) -> None:
    if key:
        openings.setdefault(key, []).extend(places)
