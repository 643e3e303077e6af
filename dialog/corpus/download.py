"""Fetches a corpus's files from its public home into the folder of downloaded corpora.

A download goes on where an earlier one was cut off, each file is compared with its checksum, and
the corpus's folder appears when all of its files are there.
"""

import gzip
import hashlib
import http.client
import shutil
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from dialog.corpus.registry import Remote, download_folder
from dialog.errors import CorpusError

TRIES = 5  # times in a row that a connection may break without a byte having come
_BLOCK = 1 << 16
_SECONDS = 30  # without an answer


def download(
    name: str, home: Sequence[Remote], progress: Callable[[str, int], None] = lambda file, at: None
) -> Path:
    """Bring a corpus's files and return their folder; files that are there already stay.

    Args:
        name: the corpus.
        home: its files.
        progress: is told a file's name and how many of its bytes are there.

    Raises:
        CorpusError: when an address cannot be reached or gives something else, or there is no
            room. What had come by then is kept and gone on from the next time.
    """
    folder = download_folder() / name
    arriving = folder.with_name(f".{name}.part")
    try:
        for remote in home:
            if not _is_there(folder / remote.file, remote):
                _fetch(remote, arriving / remote.file, progress)
            progress(remote.file, remote.size)
        if not folder.exists():
            arriving.rename(folder)
        for remote in home if arriving.exists() else ():
            (folder / remote.file).parent.mkdir(parents=True, exist_ok=True)
            if (arriving / remote.file).exists():
                (arriving / remote.file).replace(folder / remote.file)
        shutil.rmtree(arriving, ignore_errors=True)
    except OSError as error:
        raise CorpusError(
            f"The corpus {name} cannot be kept in {folder} ({error.strerror or error}); "
            "set DIALOG_CACHE to a folder with room."
        ) from error
    return folder


def _is_there(path: Path, remote: Remote) -> bool:
    if not path.is_file():
        return False
    data = path.read_bytes()
    try:
        data = gzip.decompress(data) if remote.packed else data
    except (OSError, EOFError):
        return False
    return hashlib.sha256(data).hexdigest() == remote.sha256


def _fetch(remote: Remote, path: Path, progress: Callable[[str, int], None]) -> None:
    if _is_there(path, remote):
        return
    partial = path.with_name(f"{path.name}.part")
    partial.parent.mkdir(parents=True, exist_ok=True)
    tries = 0
    while (have := partial.stat().st_size if partial.exists() else 0) < remote.size:
        problem = _receive(remote, partial, have, progress)
        come = partial.stat().st_size if partial.exists() else 0
        tries = 0 if come > have else tries + 1
        if come < remote.size and tries >= TRIES:
            raise CorpusError(
                f"Cannot load {remote.url}: {problem}. Check the connection and run the command "
                "again; it goes on from what has come."
            )
    with partial.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != remote.sha256:
        partial.unlink()
        raise CorpusError(
            f"{remote.url} gives another file than expected: its SHA-256 begins with {found[:12]}, "
            f"not {remote.sha256[:12]}. Nothing of it was kept."
        )
    if remote.packed:
        # Without a time in its header, so that the same data gives the same file.
        path.write_bytes(gzip.compress(partial.read_bytes(), mtime=0))
        partial.unlink()
    else:
        partial.replace(path)


def _receive(remote: Remote, partial: Path, have: int, progress: Callable[[str, int], None]) -> str:
    """Append what the address gives from a byte on, and return why it ended too early, if so."""
    if urlsplit(remote.url).scheme not in ("http", "https"):
        raise CorpusError(f"{remote.url} is no http or https address.")
    headers = {"User-Agent": "dialog-framework", **({"Range": f"bytes={have}-"} if have else {})}
    request = urllib.request.Request(remote.url, headers=headers)  # noqa: S310 - checked above
    try:
        with urllib.request.urlopen(request, timeout=_SECONDS) as answer:  # noqa: S310
            begins = answer.headers.get("Content-Range", "").startswith(f"bytes {have}-")
            goes_on = answer.status == http.HTTPStatus.PARTIAL_CONTENT and begins
            at = have if goes_on else 0  # a server may send the whole file all the same
            with partial.open("ab" if goes_on else "wb") as file:
                while at <= remote.size and (block := answer.read(_BLOCK)):
                    file.write(block)
                    at += len(block)
                    progress(remote.file, at)
    except urllib.error.HTTPError as error:
        if error.code == http.HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE and have:
            partial.unlink()  # what has come is none of this file
            return "it has changed"
        raise CorpusError(
            f"{remote.url} cannot be had: the server answers {error.code} {error.reason}."
        ) from error
    except urllib.error.URLError as error:
        reason = error.reason
        return getattr(reason, "strerror", None) or str(reason)
    except (http.client.HTTPException, ConnectionError, TimeoutError) as error:
        return str(error) or type(error).__name__
    return "the connection broke off"
