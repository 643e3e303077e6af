"""The tables that a domain's own actions join: what is wrong with their files and references."""

from pathlib import Path

import pytest

from dialog.check import Problem, check_domain
from dialog.relations import checksum, read_table

BOOKS = "id,title\n1,Salt\n2,Reeds\n"


def write(folder: Path, text: str | bytes) -> Path:
    file = folder / "table.csv"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def damage(library: Path, name: str, old: str, new: str) -> list[tuple[str, int, str, str]]:
    """Return what is found once a part of a file is replaced."""
    file = library / name
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    problems = check_domain(library)
    return [(str(p.file.relative_to(library)), p.line, p.key, f"{p}") for p in problems]


@pytest.mark.parametrize(
    "text",
    [
        BOOKS,
        BOOKS.replace("\n", "\r\n"),
        "id , title\n 1 , Salt\n\n,\n2,Reeds",
        b"\xef\xbb\xbf" + BOOKS.encode(),
        'id,title\n1,"Salt"\n2,Reeds\n',
    ],
)
def test_a_table_is_rows_of_stripped_text(tmp_path: Path, text: str | bytes) -> None:
    rows = [{"id": "1", "title": "Salt"}, {"id": "2", "title": "Reeds"}]
    assert read_table(write(tmp_path, text)) == rows


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("", 1, "no rows"),
        ("id,title\n", 1, "no rows"),
        ("id,\n1,Salt\n", 1, "a name of its own"),
        ("id,id\n1,Salt\n", 1, "a name of its own"),
        ("id,title\n1,Salt\n2\n", 3, "1 columns, but the header has 2"),
        ("id,title\n\n1,Salt,x\n", 3, "3 columns, but the header has 2"),
        ('id,title\n1,"Salt\n', 2, "is not CSV"),
        (b"id,title\n1,caf\xe9\n", 2, "is not UTF-8"),
    ],
)
def test_a_damaged_file_is_one_problem(
    tmp_path: Path, text: str | bytes, line: int, says: str
) -> None:
    problem = read_table(write(tmp_path, text))
    assert isinstance(problem, Problem)
    assert problem.line == line
    assert says in str(problem)


def test_a_file_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    problem = read_table(tmp_path / "none.csv")
    assert isinstance(problem, Problem)
    assert "cannot be read" in str(problem)


def test_a_checksum_tells_files_apart(tmp_path: Path) -> None:
    before = checksum(write(tmp_path, BOOKS))
    assert checksum(write(tmp_path, BOOKS)) == before
    assert checksum(write(tmp_path, BOOKS + " ")) != before


def test_a_sound_library_has_no_problem(library: Path) -> None:
    assert check_domain(library) == []


@pytest.mark.parametrize(
    ("old", "new", "key", "says"),
    [
        ("data/branches.csv", "data/branch.csv", "library_branches.rows", "there is no file"),
        ("data/branches.csv", "../branches.csv", "library_branches.rows", "outside the plugin"),
        ("key: code", "key: cod", "library_branches.key", "did you mean 'code'?"),
        ("numbers: [id, year]", "numbers: [id, yaer]", "library_books.numbers[1]", "'year'?"),
        ("book: library_books,", "bok: library_books,", "library_loans.references.bok", "'book'?"),
        ("book: library_books,", "book: libary_books,", "library_loans.references.book", "'libr"),
        (", key: code", "", "library_loans.references.branch", "has no `key`; give it one"),
        ("library_branches: {", "a b: {", "a b", "is no table name"),
    ],
)
def test_mistakes_in_the_tables(library: Path, old: str, new: str, key: str, says: str) -> None:
    found = [p for p in damage(library, "domain.yml", old, new) if p[2].endswith(key)]
    assert len(found) == 1
    (file, line, where, text) = found[0]
    assert (file, where) == ("domain.yml", f"database.tables.{key}")
    leaf = key.rpartition(".")[2].partition("[")[0]
    assert leaf in (library / "domain.yml").read_text().splitlines()[line - 1]
    assert says in text


@pytest.mark.parametrize(
    ("name", "old", "new", "line", "key", "says"),
    [
        ("books", "8,Reeds", "eight,Reeds", 9, "id", "'eight' is no whole number"),
        ("books", ",1940", ",-", 9, "year", "'-' is no whole number"),
        ("books", ",1940", ",--5", 9, "year", "'--5' is no whole number"),
        ("books", ",1940", ",٣", 9, "year", "is no whole number"),
        ("branches", "H,Harbour", "N,Harbour", 3, "code", "duplicate key 'N'"),
        ("branches", "H,Harbour", ",Harbour", 3, "code", "the row has no key"),
        ("loans", "2,N", "22,N", 3, "book", "'22' is no key of the table 'library_books'"),
        ("loans", "2,N", "2,X", 3, "branch", "'X' is no key of the table 'library_branches'"),
        ("loans", "\n2,N", "\n\n2,X", 4, "branch", "'X' is no key"),  # after an empty line
        ("loans", "2,N,", "2,N,,", 3, "", "4 columns, but the header has 3"),
        ("loans", "due", "row_id", 1, "row_id", "row_id"),  # what our own key is called
    ],
)
def test_mistakes_in_the_rows(
    library: Path, name: str, old: str, new: str, line: int, key: str, says: str
) -> None:
    found = damage(library, f"data/{name}.csv", old, new)
    assert (f"data/{name}.csv", line, key) in [p[:3] for p in found]
    assert any(says in p[3] for p in found)


def test_a_reference_may_be_empty(library: Path) -> None:
    assert damage(library, "data/loans.csv", "2,N,", "2,,") == []
