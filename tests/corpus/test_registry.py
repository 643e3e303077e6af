"""Finding corpora and their files."""

import subprocess
import sys
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dialog.corpus import Corpus, Dialogue, corpora_folder, corpus_folder, find_corpus
from dialog.errors import CorpusError

if TYPE_CHECKING:
    from conftest import ToyCorpus


def test_find_corpus(toy: "ToyCorpus", hello: Dialogue) -> None:
    found = find_corpus("toy")
    assert isinstance(found, Corpus)
    assert found.load("train") == [hello]


def test_unknown_corpus_suggests_the_nearest() -> None:
    with pytest.raises(CorpusError, match="Did you mean 'snips'"):
        find_corpus("snps")


def test_corpus_not_at_hand(toy: "ToyCorpus", tmp_path: Path) -> None:
    toy.folder.rename(tmp_path / "elsewhere")
    with pytest.raises(CorpusError, match="DIALOG_CORPORA"):
        find_corpus("toy")


def test_a_downloaded_corpus_is_found(toy: "ToyCorpus", tmp_path: Path) -> None:
    downloaded = tmp_path / "cache" / "corpora" / "toy"
    downloaded.parent.mkdir(parents=True)
    toy.folder.rename(downloaded)
    assert corpus_folder("toy") == downloaded


def test_something_else_registered(toy: "ToyCorpus", monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(EntryPoint, "load", lambda self: 7)
    with pytest.raises(CorpusError, match="'toy' is 7, not a class"):
        find_corpus("toy")


def test_corpora_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIALOG_CORPORA", str(tmp_path))
    assert corpora_folder() == tmp_path
    monkeypatch.setenv("DIALOG_CORPORA", str(tmp_path / "gone"))
    with pytest.raises(CorpusError, match="gone; correct the environment variable DIALOG_CORPORA"):
        corpora_folder()
    monkeypatch.delenv("DIALOG_CORPORA")
    monkeypatch.setenv("DIALOG_CACHE", str(tmp_path / "cache"))
    with pytest.raises(CorpusError, match="set the environment variable DIALOG_CORPORA"):
        corpora_folder()
    (tmp_path / "cache" / "corpora").mkdir(parents=True)
    assert corpora_folder() == tmp_path / "cache" / "corpora"


def test_importing_stays_light() -> None:
    code = (
        "import sys, dialog.commands.corpora; light = set(sys.modules); import dialog.corpus; "
        "assert not {'rich', 'dialog.corpus'} & light; "
        "assert not {'datasets', 'pyarrow', 'torch', 'rich'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
