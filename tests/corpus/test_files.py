"""Reading raw files: whatever is wrong with one is a sentence that names it."""

import gzip
import json
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dialog.corpus.files import Place, read_json, read_lines, zip_members
from dialog.errors import CorpusError

TEXT = json.dumps({"näme": ["x"] * 20, "n": 1}, ensure_ascii=False)


def write(path: Path, data: bytes = TEXT.encode()) -> Path:
    if path.suffix == ".zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("folder/a.json", data)
            archive.writestr("note.txt", "")
    else:
        path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)
    return path


@pytest.mark.parametrize("name", ["a.json", "a.json.gz", "a.json.zip"])
def test_read_json(tmp_path: Path, name: str) -> None:
    path = write(tmp_path / name)
    assert read_json(path, dict)["n"] == 1
    with pytest.raises(CorpusError, match="has an object at the top, where a list belongs"):
        read_json(path, list)


def test_a_member_of_a_zip(tmp_path: Path) -> None:
    path = write(tmp_path / "a.zip")
    assert zip_members(path) == ["folder/a.json", "note.txt"]
    assert read_json(path, dict, "folder/a.json")["n"] == 1
    with pytest.raises(CorpusError, match=r"a\.zip holds no b\.json"):
        read_json(path, dict, "b.json")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("b.json", "[]")
    with pytest.raises(CorpusError, match="holds 2 JSON files where one belongs"):
        read_json(path, dict)


@pytest.mark.parametrize(
    "name", ["../a.json", "/a.json", "x/../../a.json", "..\\a.json", "C:\\a.json", "c:a.json"]
)
def test_names_that_climb_out_of_the_folder(tmp_path: Path, name: str) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("good.json", "{}")
        archive.writestr("note", "{}")
    # Written as it is, for the library puts names right that it writes itself.
    data = path.read_bytes().replace(b"note", name.encode())
    assert len(name) >= 4
    path.write_bytes(_with_name_length(data, len(name)))
    for read in (lambda: zip_members(path), lambda: read_json(path, dict, "good.json")):
        with pytest.raises(CorpusError, match="leads out of its folder"):
            read()


def _with_name_length(data: bytes, length: int) -> bytes:
    """Put the length of the second name right, in both of its headers, and the offset after."""
    made = bytearray(data)
    local = made.rindex(b"PK\x03\x04")
    made[local + 26 : local + 28] = length.to_bytes(2, "little")
    central = made.rindex(b"PK\x01\x02")
    made[central + 28 : central + 30] = length.to_bytes(2, "little")
    end = made.rindex(b"PK\x05\x06")
    first = made.index(b"PK\x01\x02")
    made[end + 12 : end + 16] = (end - first).to_bytes(4, "little")
    made[end + 16 : end + 20] = first.to_bytes(4, "little")
    return bytes(made)


@pytest.mark.parametrize("name", ["a.json", "a.json.gz", "a.json.zip"])
def test_missing(tmp_path: Path, name: str) -> None:
    with pytest.raises(CorpusError, match=r"a\.json.* does not exist"):
        read_json(tmp_path / name, dict)
    (tmp_path / name).mkdir()
    with pytest.raises(CorpusError, match=r"a\.json.* cannot be read: Is a directory"):
        read_json(tmp_path / name, dict)


@pytest.mark.parametrize("name", ["a.json", "a.json.gz", "a.json.zip"])
@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"\xff\xfe{\x00}\x00", "is not UTF-8 text"),
        (TEXT.encode("latin-1"), "is not UTF-8 text"),
        (b"", "does not hold JSON"),
        (b"{'a': 1}", "does not hold JSON"),
        (b"[" * 100_000, "does not hold JSON"),
        (b"1" * 5_000, "does not hold JSON"),
    ],
)
def test_wrong_content(tmp_path: Path, name: str, data: bytes, message: str) -> None:
    path = write(tmp_path / name, data)
    with pytest.raises(CorpusError, match=message) as caught:
        read_json(path, dict)
    assert str(path) in str(caught.value)


def test_another_compression(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="cannot be unpacked"):
        read_json(_plain(tmp_path / "a.json.gz"), dict)
    with pytest.raises(CorpusError, match="cannot be unpacked"):
        read_json(_plain(tmp_path / "a.json.zip"), dict)


def _plain(path: Path) -> Path:
    path.write_bytes(TEXT.encode())
    return path


@pytest.mark.parametrize("name", ["a.json", "a.json.gz", "a.json.zip"])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.data())
def test_damaged_bytes_are_read_or_told(tmp_path: Path, name: str, data: st.DataObject) -> None:
    path = write(tmp_path / name)
    content = bytearray(path.read_bytes())
    places = st.integers(0, len(content) - 1)
    for place, byte in data.draw(st.lists(st.tuples(places, st.integers(0, 255)), max_size=3)):
        content[place] = byte
    path.write_bytes(content[: data.draw(st.integers(0, len(content)))])
    for read in (lambda: read_json(path, dict), lambda: read_lines(path)):
        try:
            assert read() is not None
        except CorpusError as error:
            assert str(path) in str(error)  # noqa: PT017 - either outcome is right


def test_lines(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", "one\r\ntwo \n\nthree\u2028".encode())
    assert read_lines(path) == ["one", "two ", "", "three\u2028"]
    assert read_lines(write(tmp_path / "a.txt.gz", b"one\ntwo\n")) == ["one", "two"]
    assert read_lines(write(tmp_path / "none.txt", b"")) == []
    with pytest.raises(CorpusError, match="is not UTF-8 text"):
        read_lines(write(tmp_path / "bad.txt", b"\xff"))


@pytest.mark.parametrize(
    ("kind", "value", "found"),
    [
        (str, None, "nothing"),
        (int, True, "true or false"),
        (int, 1.5, "a number"),
        (list, {}, "an object"),
        (dict, [], "a list"),
        (str, 3, "a whole number"),
        (bool, "x", "text"),
    ],
)
def test_parts_of_another_kind(kind: type, value: object, found: str) -> None:
    with pytest.raises(CorpusError, match=rf"^a\.json, dialogue 3 has {found} at log\[0\], where"):
        Place("a.json, dialogue 3").of(kind, value, "log[0]")
