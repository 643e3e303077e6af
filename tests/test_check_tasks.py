"""Mistakes in a domain whose questions are answered from several tables; see test_relations.py."""

from pathlib import Path

import pytest

from dialog.check import check_domain


@pytest.mark.parametrize(
    ("old", "new", "key", "says"),
    [
        ("  return:\n", "  Return:\n", "tasks.Return", "is no name for a task"),
        ("[title, writer, year]", "[titel, writer]", "tasks.books.shows[0]", "'title'?"),
        ("[title, writer, year]", "[whose, title]", "tasks.books.shows[0]", "whose"),
        ("[language, branch]", "[langage]", "tasks.books.narrow_by[0]", "'language'?"),
        ("[[place]]", "[[plac]]", "tasks.opening.needs[0][0]", "plac"),
        ("[[genre, place]", "[[genre, plce]", "afresh[0][1]", "plce"),
        ("shows: [at, first_opens]", "", "tasks.opening.shows", "missing key"),
        ("description: opening hours", "", "tasks.opening.description", "missing key"),
        ("needs: [[place]]", "need: [[place]]", "tasks.opening.need", "did you mean 'needs'?"),
        ("needs: [[place]]", "needs: [place]", "tasks.opening.needs[0]", "must be a list"),
        ("page: 3", "page: 0", "search.page", "greater than or equal to 1"),
        ("many: true", "many: 3", "slots.author.many", "true or false"),
        ("book.title:", "book..title:", "slots.book..title", "is no name for a slot"),
        ("book.title:", "book.Title:", "slots.book.Title", "is no name for a slot"),
        ("slots: same", "slots: all", "corpora.reading.slots", "must be a mapping"),
        ("key: code}", "kye: code}", "database.tables.library_branches.kye", "'key'?"),
        ("search: {action: action_answer, ", "search: {", "search.action", "table"),
    ],
)
def test_mistakes_in_a_domain_with_tasks(
    library: Path, old: str, new: str, key: str, says: str
) -> None:
    file = library / "domain.yml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    problems = [p for p in check_domain(library) if p.key == key]
    assert len(problems) == 1
    assert (problems[0].file, says in str(problems[0])) == (file, True), problems[0]
    leaf = key.rpartition(".")[2].partition("[")[0]
    line = file.read_text(encoding="utf-8").splitlines()[problems[0].line - 1]
    assert says in ("missing key", "table") or leaf in line  # else it is the line of what is around


def test_tasks_need_a_search(library: Path) -> None:
    file = library / "domain.yml"
    text = file.read_text(encoding="utf-8")
    search = "search: {action: action_answer, ask_above: 5, page: 3}\n"
    file.write_text(text.replace(search, ""), encoding="utf-8")
    assert "tasks" in [p.key for p in check_domain(library)]


def test_a_table_without_a_file_is_the_only_mistake_then(library: Path) -> None:
    file = library / "domain.yml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("{rows: data/branches.csv, ", "{"), encoding="utf-8")
    assert [p.key for p in check_domain(library)] == ["database.tables.library_branches.rows"]


def test_a_phrase_is_for_a_task_of_the_domain(library: Path) -> None:
    (library / "phrases.yml").write_text(
        "inform(task=books):\n  - books by {author}\ninform(task=book):\n  - a {genre} book\n",
        encoding="utf-8",
    )
    (problem,) = check_domain(library)
    assert (problem.line, problem.key) == (3, "inform(task=book)")
    assert "the task is books or return or opening" in problem.message
    assert "'books'" in problem.hint
