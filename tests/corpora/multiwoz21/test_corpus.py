"""The splits and files of MultiWOZ 2.1, whole and damaged."""

import json
import zipfile
from pathlib import Path

import pytest

from corpora.multiwoz21 import MultiWoz21
from dialog.corpus import Corpus
from dialog.errors import CorpusError

from .records import RAW, write


def test_splits_without_the_training_file(tmp_path: Path) -> None:
    write(tmp_path, "val", {f"D{i}": RAW for i in range(29)})
    write(tmp_path, "test", {"T": RAW})
    corpus = MultiWoz21(tmp_path)
    assert isinstance(corpus, Corpus)
    ids = {split: [d.dialogue_id for d in corpus.load(split)] for split in corpus.splits}
    assert {split: len(names) for split, names in ids.items()} == {
        "train": 27,
        "validation": 2,
        "test": 1,
        "published_val": 29,
    }
    assert sorted(ids["train"] + ids["validation"]) == sorted(ids["published_val"])
    assert all(d.split == "validation" for d in corpus.load("validation"))


def test_splits_with_the_training_file(tmp_path: Path) -> None:
    write(tmp_path, "train", {"A": RAW})
    write(tmp_path, "val", {f"D{i}": RAW for i in range(10)})
    corpus = MultiWoz21(tmp_path)
    assert [d.dialogue_id for d in corpus.load("train")] == ["A"]
    assert len(corpus.load("validation")) == len(corpus.load("published_val")) == 10


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "does not hold JSON"),
        ("[" * 100_000, "does not hold JSON"),
        ("[]", "has a list at the top, where an object belongs"),
        ('{"D1": 3}', "dialogue D1 has a whole number at the dialogue"),
    ],
)
def test_malformed_files(tmp_path: Path, content: str, message: str) -> None:
    path = write(tmp_path, "test", content)
    with pytest.raises(CorpusError, match=message) as caught:
        MultiWoz21(tmp_path).load("test")
    assert str(path) in str(caught.value)


def test_files_that_are_no_zip(tmp_path: Path) -> None:
    corpus, path = MultiWoz21(tmp_path), tmp_path / "test.json.zip"
    with pytest.raises(CorpusError, match=r"test\.json\.zip does not exist"):
        corpus.load("test")
    path.write_text("PK")
    with pytest.raises(CorpusError, match="cannot be unpacked"):
        corpus.load("test")
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "")
    with pytest.raises(CorpusError, match="holds 0"):
        corpus.load("test")
    path.unlink()
    path.mkdir()
    with pytest.raises(CorpusError, match="cannot be read"):
        corpus.load("test")


def test_damaged_zip(tmp_path: Path) -> None:
    path = tmp_path / "test.json.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("test.json", json.dumps({"D1": RAW}))
    data = bytearray(path.read_bytes())
    data[60:90] = bytes(30)
    path.write_bytes(data)
    with pytest.raises(CorpusError, match=r"test\.json\.zip"):
        MultiWoz21(tmp_path).load("test")


def test_unknown_split(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="Did you mean 'validation'"):
        MultiWoz21(tmp_path).load("valid")
