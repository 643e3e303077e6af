"""Corpora as Arrow files: made once, whole or not at all, and made anew when something changed."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dialog.corpus import Dialogue, cache, features
from dialog.errors import CorpusError, ExtraMissingError

if TYPE_CHECKING:
    from conftest import ToyCorpus

pytest.importorskip("pyarrow")


def numbered(hello: Dialogue, count: int) -> list[Dialogue]:
    return [replace(hello, dialogue_id=f"d{i}") for i in range(count)]


def arrow_files(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / "cache").rglob("*.*"))


def test_the_second_time_reads_no_raw_file(toy: "ToyCorpus", hello: Dialogue) -> None:
    for _ in range(2):
        assert list(cache.dialogues("toy", "train")) == [hello]
    assert toy.reading == ["train"]  # once, and no other split


def test_as_a_dataset(toy: "ToyCorpus", hello: Dialogue) -> None:
    pytest.importorskip("datasets")
    toy.write("test", numbered(hello, 3))
    found = cache.dataset(toy, "test")
    assert found.features == features()
    assert found["dialogue_id"][:] == ["d0", "d1", "d2"]
    assert len(cache.dataset("toy", "validation")) == 0


def test_it_is_a_sequence(toy: "ToyCorpus", hello: Dialogue) -> None:
    made = numbered(hello, 150)
    toy.write("train", made)
    found = cache.dialogues(toy, "train")
    assert len(found) == 150
    assert found[0].to_dict() == made[0].to_dict()  # scores and spans too, not compared by ==
    assert (found[149], found[-1]) == (made[149], made[-1])
    assert list(found) == made
    for part in (slice(70, 75), slice(9, 2), slice(None, None, -40)):
        assert list(found[part]) == made[part]
    assert made[77] in found
    with pytest.raises(IndexError):
        found[150]


@pytest.mark.parametrize("change", ["size", "time", "loader"])
def test_a_change_makes_it_anew(
    change: str,
    toy: "ToyCorpus",
    hello: Dialogue,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cache.dialogues(toy, "train")
    raw = toy.folder / "train.json"
    if change == "size":
        toy.write("train", numbered(hello, 2))
    elif change == "time":
        os.utime(raw, ns=(0, 0))
    else:
        monkeypatch.setattr(cache, "_sources", lambda kind: (b"another",))
    cache.dialogues(toy, "train")
    assert toy.reading == ["train", "train"]
    assert len(arrow_files(tmp_path)) == 1  # the one before is gone


def test_files_of_the_corpora_it_reads_count(
    toy: "ToyCorpus", monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(toy), "reads", ("other",), raising=False)
    absent = cache.cache_path(toy, "train")
    other = toy.folder.parent / "other"
    other.mkdir()
    (other / "raw").write_text("")
    assert cache.cache_path(toy, "train") != absent


def test_the_loader_and_the_format_are_part_of_the_name() -> None:
    from corpora.multiwoz21 import MultiWoz21, reader

    sources = cache._sources(MultiWoz21)
    assert Path(reader.__file__).read_bytes() in sources
    assert Path(cache.__file__).read_bytes() in sources


def test_nothing_is_left_of_a_failed_read(
    toy: "ToyCorpus", hello: Dialogue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def load(self: "ToyCorpus", split: str) -> Iterator[Dialogue]:
        yield from numbered(hello, 100)
        raise CorpusError("x.json, dialogue d100 is damaged.")

    monkeypatch.setattr(type(toy), "load", load)
    with pytest.raises(CorpusError, match="d100 is damaged"):
        cache.dialogues(toy, "train")
    assert not arrow_files(tmp_path)


def test_a_wrong_split(toy: "ToyCorpus", tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="Did you mean 'train'"):
        cache.dialogues(toy, "trian")
    assert not (tmp_path / "cache").exists()


@pytest.mark.parametrize("content", [b"", b"ARROW", None])
def test_a_damaged_file_is_made_anew(
    content: bytes | None, toy: "ToyCorpus", hello: Dialogue, tmp_path: Path
) -> None:
    cache.dialogues(toy, "train")
    [path] = arrow_files(tmp_path)
    path.write_bytes(path.read_bytes()[:-100] if content is None else content)
    assert list(cache.dialogues(toy, "train")) == [hello]
    assert toy.reading == ["train", "train"]


def test_text_that_is_none_names_the_dialogue(toy: "ToyCorpus", hello: Dialogue) -> None:
    half = replace(hello, dialogue_id="odd", domains=("\ud800",))
    toy.write("train", [hello, half])
    with pytest.raises(CorpusError, match="'odd' of toy, split train cannot be kept"):
        cache.dialogues(toy, "train")


def test_a_cache_that_cannot_be_written(
    toy: "ToyCorpus", tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("DIALOG_CACHE", str(tmp_path / "file"))
    with pytest.raises(CorpusError, match="set DIALOG_CACHE"):
        cache.dialogues(toy, "train")


def test_packages_missing(toy: "ToyCorpus", monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "datasets", None)
    with pytest.raises(ExtraMissingError, match=r"dialog-framework\[train\]"):
        cache.dataset(toy, "train")
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(ExtraMissingError, match=r"dialog-framework\[train\]"):
        cache.dialogues(toy, "train")


FOLDER = Path(os.environ.get("DIALOG_CORPORA", "/nowhere"))
TIMED = """
import sys, time
import pyarrow
from dialog.corpus import cache
start = time.process_time()
found = [cache.dialogues(sys.argv[1], split) for split in sys.argv[2:]]
ends = [(d[0], d[-1]) for d in found]
opened = time.process_time() - start
print(sum(len(d.turns) for split in found for d in split), opened)
"""


@pytest.mark.parametrize(
    ("name", "splits", "turns", "first", "second"),
    [
        ("multiwoz21", ("published_val", "test"), 29_474, 15.0, 1.0),
        ("atis", ("train", "validation", "test"), 5_871, 2.0, 1.0),
    ],
)
def test_the_time_it_takes(
    name: str, splits: tuple[str, ...], turns: int, first: float, second: float, tmp_path: Path
) -> None:
    if not (FOLDER / name).is_dir():
        pytest.skip(f"DIALOG_CORPORA names no folder that holds {name}")
    environment = os.environ | {"DIALOG_CACHE": str(tmp_path)}
    for limit in (first, second):  # in processor seconds, for other programs may run beside it
        command = [sys.executable, "-c", TIMED, name, *splits]
        done = subprocess.run(
            command, env=environment, check=True, capture_output=True, text=True
        ).stdout.split()
        assert int(done[0]) == turns
        assert float(done[1]) < limit
