"""Downloading a corpus from a server that cuts off, lies or is not there."""

import gzip
import hashlib
import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.request import urlopen

import pytest
from click.testing import CliRunner

from dialog.commands.corpora import corpora
from dialog.corpus import Remote, corpus_class, find_corpus
from dialog.corpus.download import download
from dialog.errors import CorpusError

if TYPE_CHECKING:
    from conftest import ToyCorpus

CONTENT = bytes(range(256)) * 1000  # as the server has it
SHA256 = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of a server in a process of its own."""
    command = [sys.executable, str(Path(__file__).parent / "server.py")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield f"http://127.0.0.1:{process.stdout.readline().strip()}"
        process.terminate()


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of downloaded corpora."""
    monkeypatch.setenv("DIALOG_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    return tmp_path / "cache" / "corpora"


def remote(server: str, path: str, file: str = "data/file.bin") -> Remote:
    return Remote(f"{server}/{path}", file, SHA256, len(CONTENT))


def ranges(server: str, path: str) -> list[str | None]:
    """The ranges that were asked for at a path."""
    with urlopen(f"{server}/log") as answer:
        return [span for asked, span in json.load(answer) if asked == f"/{path}"]


def left(cache: Path) -> list[str]:
    return sorted(str(p.relative_to(cache)) for p in cache.rglob("*") if p.is_file())


def test_download(server: str, cache: Path) -> None:
    steps: list[tuple[str, int]] = []
    home = [remote(server, "good/1"), remote(server, "good/2", "b.bin")]
    folder = download("toy", home, lambda file, at: steps.append((file, at)))
    assert folder == cache / "toy"
    assert left(cache) == ["toy/b.bin", "toy/data/file.bin"]
    assert (folder / "b.bin").read_bytes() == CONTENT
    assert [at for file, at in steps if file == "b.bin"] == sorted(
        at for file, at in steps if file == "b.bin"
    )
    assert steps[-1] == ("b.bin", len(CONTENT))
    assert download("toy", home) == folder
    assert ranges(server, "good/1") == [None]  # once


def test_it_is_packed_on_arrival(server: str, cache: Path) -> None:
    home = [remote(server, "good/packed", "file.json.gz")]
    path = download("toy", home) / "file.json.gz"
    assert gzip.decompress(path.read_bytes()) == CONTENT
    download("toy", home)
    assert len(ranges(server, "good/packed")) == 1


def test_a_connection_that_breaks_off_is_resumed(server: str, cache: Path) -> None:
    folder = download("toy", [remote(server, "drop/1")])
    assert (folder / "data/file.bin").read_bytes() == CONTENT
    size = len(CONTENT)
    half, more, most = size // 2, size // 2 + size // 4, size // 2 + size // 4 + size // 8
    assert ranges(server, "drop/1") == [
        None,
        f"bytes={half}-",
        f"bytes={more}-",
        f"bytes={most}-",
    ]


@pytest.mark.parametrize("way", ["whole", "changed"])
def test_a_server_that_cannot_go_on_begins_anew(way: str, server: str) -> None:
    folder = download("toy", [remote(server, f"{way}/1")])
    assert (folder / "data/file.bin").read_bytes() == CONTENT


def test_a_later_call_goes_on(server: str, cache: Path) -> None:
    begun = cache / ".toy.part" / "data" / "file.bin.part"
    begun.parent.mkdir(parents=True)
    begun.write_bytes(CONTENT[:1000])
    folder = download("toy", [remote(server, "good/later")])
    assert ranges(server, "good/later") == ["bytes=1000-"]
    assert (folder / "data/file.bin").read_bytes() == CONTENT
    assert left(cache) == ["toy/data/file.bin"]


@pytest.mark.parametrize("way", ["wrong", "long"])
def test_another_file_than_expected(way: str, server: str, cache: Path) -> None:
    with pytest.raises(CorpusError, match=r"another file than expected.*Nothing of it was kept"):
        download("toy", [remote(server, f"{way}/1")])
    assert left(cache) == []
    assert not (cache / "toy").exists()


def test_the_folder_appears_when_all_is_there(server: str, cache: Path) -> None:
    home = [remote(server, "good/first"), remote(server, "missing/1", "b.bin")]
    with pytest.raises(CorpusError, match=r"missing/1 cannot be had: the server answers 404"):
        download("toy", home)
    assert not (cache / "toy").exists()
    download("toy", [home[0], remote(server, "good/second", "b.bin")])
    assert left(cache) == ["toy/b.bin", "toy/data/file.bin"]
    assert len(ranges(server, "good/first")) == 1  # kept from the first call


def test_a_damaged_file_is_loaded_again(server: str, cache: Path) -> None:
    home = [remote(server, "good/again"), remote(server, "good/still", "b.bin")]
    folder = download("toy", home)
    (folder / "b.bin").write_bytes(b"")
    download("toy", home)
    assert (folder / "b.bin").read_bytes() == CONTENT
    assert len(ranges(server, "good/again")) == 1


def test_a_server_that_sends_nothing(server: str) -> None:
    with pytest.raises(CorpusError, match=r"the connection broke off\. Check the connection"):
        download("toy", [remote(server, "never/1")])
    assert len(ranges(server, "never/1")) == 5


def test_off_line(cache: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(CorpusError, match=r"Cannot load http://127.*: Connection refused. Check"):
        download("toy", [remote(f"http://127.0.0.1:{port}", "good/1")])
    with pytest.raises(CorpusError, match=r"Cannot load http://nowhere\.invalid"):
        download("toy", [remote("http://nowhere.invalid", "good/1")])
    assert left(cache) == []


def test_only_the_web(cache: Path) -> None:
    with pytest.raises(CorpusError, match="no http or https address"):
        download("toy", [Remote("file:///etc/passwd", "x", SHA256, len(CONTENT))])


def test_no_room(server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("DIALOG_CACHE", str(tmp_path / "file"))
    with pytest.raises(CorpusError, match="set DIALOG_CACHE to a folder with room"):
        download("toy", [remote(server, "good/room")])


def test_the_command(
    server: str, cache: Path, toy: "ToyCorpus", monkeypatch: pytest.MonkeyPatch
) -> None:
    toy.folder.rename(toy.folder.with_name("elsewhere"))
    result = CliRunner().invoke(corpora, ["download", "toy"])
    assert isinstance(result.exception, CorpusError)
    assert "has no files that could be loaded" in str(result.exception)
    monkeypatch.setattr(type(toy), "home", (remote(server, "good/3"),), raising=False)
    result = CliRunner().invoke(corpora, ["download", "toy"])
    assert result.exit_code == 0, result.output
    assert "toy: 1 files in" in result.output
    assert "Licence: none" in result.output
    assert find_corpus("toy").folder == cache / "toy"


FOLDER = Path(os.environ.get("DIALOG_CORPORA", "/nowhere"))


@pytest.mark.parametrize("name", ["atis", "camrest", "clinc150", "crosswoz", "snips"])
def test_the_homes_give_the_files_that_are_at_hand(name: str) -> None:
    if not (FOLDER / name).is_dir():
        pytest.skip(f"DIALOG_CORPORA names no folder that holds {name}")
    home: tuple[Remote, ...] = corpus_class(name).home  # type: ignore[attr-defined]
    for remote in home:
        data = (FOLDER / name / remote.file).read_bytes()
        data = gzip.decompress(data) if remote.packed else data
        assert (hashlib.sha256(data).hexdigest(), len(data)) == (remote.sha256, remote.size)
        assert remote.url.startswith("https://raw.githubusercontent.com/")
