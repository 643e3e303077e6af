"""Every kind of mistake in a plugin's files is found, with its file, line and key."""

from pathlib import Path

import pytest

from dialog.check import Problem, check_domain
from dialog.texts import FORMS

DOMAIN = """\
name: shop
description: Find a shop.
entity: shop
slots:
  kind:
    type: categorical
    description: the kind
    question: What kind?
    search: required
    values: {books: [bookshop], tea: [tea shop]}
  name:
    description: the name
  phone:
    description: the phone number
    informable: false
    requestable: true
  open:
    type: boolean
    description: whether it is open
    question: Must it be open?
    search: optional
  people:
    type: number
    description: the number of people
    question: How many?
    booking: required
  reference:
    description: the reference
    informable: false
    requestable: true
database: {table: shop, rows: shops.csv}
booking:
  one_of: [[people]]
corpora:
  some: {domain: shop, slots: {type: kind}}
"""
PHRASES = """\
inform:
  - a {kind} shop
inform(task=find, open=yes):
  - an open shop
"""
RESPONSES = """\
offer(name):
  - "{name}[ sells {kind}]."
inform(open=unknown):
  - I don't know.
select(slot):
  - "{list:title}? [[{count}]]"
"""
ROWS = "name,kind,phone,open\nInk,books,1,yes\nLeaf,tea,2,no\n"


def write(folder: Path, **texts: str | None) -> Path:
    files = {"domain": DOMAIN, "phrases": PHRASES, "responses": RESPONSES, **texts}
    for name, text in files.items():
        file = folder / ("shops.csv" if name == "rows" else f"{name}.yml")
        if text is not None:
            file.write_text(text, encoding="utf-8")
    if "rows" not in texts:
        (folder / "shops.csv").write_text(ROWS, encoding="utf-8")
    return folder


def found(problems: list[Problem]) -> list[tuple[str, int, str]]:
    return [(p.file.name, p.line, p.key) for p in problems]


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


def test_a_sound_plugin_has_no_problem(tmp_path: Path) -> None:
    assert check_domain(write(tmp_path)) == []


def test_phrases_and_responses_may_be_missing(tmp_path: Path) -> None:
    assert check_domain(write(tmp_path, phrases=None, responses=None)) == []


@pytest.mark.parametrize(
    ("old", "new", "key", "says"),
    [
        ("    type: number", "    typ: number", "slots.people.typ", "did you mean 'type'?"),
        ("entity: shop\n", "entty: shop\n", "entty", "did you mean 'entity'?"),
        ("type: boolean", "type: bolean", "slots.open.type", "did you mean 'boolean'?"),
        ("search: optional", "search: maybe", "slots.open.search", "must be one of required"),
        ("requestable: true", "requestable: 7", "slots.phone.requestable", "true or false"),
        ("name: shop", "name: [shop]", "name", "must be text"),
        ("name: shop", "name: My Shop", "name", "is no name"),
        ("description: the kind", "description: 5", "slots.kind.description", "put it in quotes"),
        ("    description: the name", "    type: open", "slots.name.description", "missing key"),
        ("    question: What kind?\n", "", "slots.kind", "needs a `question`"),
        ("    type: number", "    type: number\n    most: few", "slots.people", "whole numbers"),
        (
            "    type: number",
            "    type: number\n    days_from: dy",
            "slots.people.days_from",
            "slot 'dy'",
        ),
        (", tea: [tea shop]", ", dontcare: []", "slots.kind.values.dontcare", "already"),
        ("[[people]]", "[[poeple]]", "booking.one_of[0][0]", "did you mean 'people'?"),
        ("{type: kind}", "{type: knd}", "corpora.some.slots.type", "did you mean 'kind'?"),
        ("rows: shops.csv", "rows: shop.csv", "database.rows", "did you mean 'shops.csv'?"),
        ("rows: shops.csv", "rows: ../shops.csv", "database.rows", "not beside domain.yml"),
        ("rows: shops.csv", "rows: shops.csv, key: nam", "database.key", "did you mean 'name'?"),
        ("table: shop,", "table: a b,", "database.table", "is no table name"),
        ("  people:\n", "  task:\n", "slots.task", "rename the slot"),
        ("type: boolean", "type: boolean\n    values: [a]", "slots.open.values", "categorical"),
        ("  phone:\n", "  kind:\n", "slots.kind", "duplicate key 'kind', first on line 5"),
    ],
)
def test_mistakes_in_domain_yml(tmp_path: Path, old: str, new: str, key: str, says: str) -> None:
    text = DOMAIN.replace(old, new, 1)
    assert text != DOMAIN
    problems = [p for p in check_domain(write(tmp_path, domain=text)) if p.key == key]
    assert len(problems) == 1
    assert problems[0].file == tmp_path / "domain.yml"
    assert says in str(problems[0])
    leaf = key.rpartition(".")[2].partition("[")[0]
    assert "missing" in says or leaf in text.splitlines()[problems[0].line - 1]


def test_a_categorical_slot_without_values(tmp_path: Path) -> None:
    text = DOMAIN.replace("    values: {books: [bookshop], tea: [tea shop]}\n", "")
    assert found(check_domain(write(tmp_path, domain=text))) == [("domain.yml", 5, "slots.kind")]


def test_a_slot_tells_all_that_it_lacks(tmp_path: Path) -> None:
    text = DOMAIN.replace("    values: {books: [bookshop], tea: [tea shop]}\n", "")
    text = text.replace("    question: What kind?\n", "    color: red\n")
    messages = [p.message for p in check_domain(write(tmp_path, domain=text))]
    assert len(messages) == 3
    for said, wanted in zip(messages, ("values", "question", "color"), strict=False):
        assert any(wanted in m for m in messages), said


def test_a_search_without_a_database(tmp_path: Path) -> None:
    text = DOMAIN.replace("database: {table: shop, rows: shops.csv}\n", "search: {ask_above: 3}\n")
    problems = check_domain(write(tmp_path, domain=text))
    assert found(problems) == [("domain.yml", line_of(text, "search: {"), "search.action")]
    text = text.replace("search: {ask_above: 3}\n", "")
    problems = check_domain(write(tmp_path, domain=text))
    assert [p.key for p in problems] == ["slots.kind.search"]
    text += "search: {action: action_find}\n"
    assert check_domain(write(tmp_path, domain=text)) == []


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("", 1, "empty"),
        ("# only a comment\n", 1, "empty"),
        ("- a\n", 1, "must be a mapping"),
        ("name: shop\n\tentity: x\n", 2, "spaces, not tabs"),
        ("name: shop\nentity: [a\nslots: {}\n", 3, "is not YAML"),
        ("name: a\n---\nname: b\n", 2, "more than one document"),
        ("name: &x a\nentity: *x\n", 2, "aliases"),
        ("name: " + "[" * 200_000, 1, "nested too deeply"),
        ("? [a]\n: b\n", 1, "a key must be plain text"),
    ],
)
def test_a_domain_yml_that_is_no_mapping(tmp_path: Path, text: str, line: int, says: str) -> None:
    (problem,) = check_domain(write(tmp_path, domain=text))
    assert (problem.file.name, problem.line) == ("domain.yml", line)
    assert says in str(problem)


def test_a_file_that_is_not_utf8(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "phrases.yml").write_bytes(b"inform:\n  - a caf\xe9\n")
    (tmp_path / "shops.csv").write_bytes(ROWS.encode() + b"Caf\xe9,tea,3,no\n")
    problems = check_domain(tmp_path)
    assert sorted(found(problems)) == [("phrases.yml", 2, ""), ("shops.csv", 4, "")]
    assert all("UTF-8" in p.hint for p in problems)


@pytest.mark.parametrize(
    ("text", "line", "key", "says"),
    [
        ("", 1, "", "empty"),
        ("inform:\n", 1, "inform", "no sentences"),
        ("inform: hello\n", 1, "inform", "must be a list"),
        ("inform:\n  - a\n  - 5\n", 3, "inform[1]", "must be text, not 5"),
        ("inform:\n  - is it: so\n", 2, "inform[0]", "quotes"),
        ("inform:\n  - {kind} please\n", 2, "", "begins with a symbol in quotes"),
        ("inform:\n  - a {knd}\n", 2, "inform[0]", "did you mean 'kind'?"),
        ("inform:\n  - a {knd=tea room}\n", 2, "inform[0]", "did you mean 'kind'?"),
        ("inform:\n  - a {kind\n", 2, "inform[0]", "no partner"),
        ("infrm:\n  - a\n", 1, "infrm", "did you mean 'inform'?"),
        ("inform(:\n  - a\n", 1, "inform(", "expected"),
        ("request(phne):\n  - a\n", 1, "request(phne)", "did you mean 'phone'?"),
        ("inform(task=bok):\n  - a\n", 1, "inform(task=bok)", "did you mean 'book'?"),
        ("inform(kind=teas):\n  - a\n", 1, "inform(kind=teas)", "did you mean 'tea'?"),
        ("inform(open=maybe):\n  - a\n", 1, "inform(open=maybe)", "none of the values"),
        ("offer(name):\n  - a\n", 1, "offer(name)", "only the system"),
        ("cafe.inform:\n  - a\n", 1, "cafe.inform", "not this domain"),
    ],
)
def test_mistakes_in_phrases(tmp_path: Path, text: str, line: int, key: str, says: str) -> None:
    (problem,) = check_domain(write(tmp_path, phrases=text))
    assert (problem.file.name, problem.line, problem.key) == ("phrases.yml", line, key)
    assert says in str(problem)


@pytest.mark.parametrize(
    ("text", "key", "says"),
    [
        ("offer(name):\n  - how about {nme}\n", "offer(name)[0]", "did you mean 'name'?"),
        ("offer(name):\n  - how about [{name}\n", "offer(name)[0]", "square bracket"),
        ("offer(name):\n  - a [b [{name}]]]\n", "offer(name)[0]", "square bracket"),
        ("offer(name):\n  - a {name:titel}\n", "offer(name)[0]", "did you mean 'title'?"),
        ("bye(); offer(name):\n  - a\n", "bye(); offer(name)", "one type of act"),
    ],
)
def test_mistakes_in_responses(tmp_path: Path, text: str, key: str, says: str) -> None:
    (problem,) = check_domain(write(tmp_path, responses=text))
    assert (problem.file.name, problem.key) == ("responses.yml", key)
    assert says in str(problem)


@pytest.mark.parametrize(
    ("text", "line", "key", "says"),
    [
        ("", 1, "", "empty"),
        ("name,kind,phone,open\n", 1, "", "no rows"),
        ("name,kind,fone,open\nInk,tea,1,no\n", 1, "phone", "did you mean 'fone'?"),
        ("name,kind,phone,open\n\nInk,tea,1\n", 3, "", "3 columns, but the header has 4"),
        ("name,kind,phone,open\nInk,tee,1,no\n", 2, "kind", "did you mean 'tea'?"),
        ("name,kind,phone,open\nInk,bookshop,1,no\n", 2, "kind", "write 'books'"),
        ("name,kind,phone,open\nInk,tea,1,maybe\n", 2, "open", "neither yes nor no"),
        ("name,kind,phone,open\nInk,tea,1,no\nink,tea,2,no\n", 3, "name", "first on line 2"),
        ("name,kind,phone,open\n,tea,1,no\n", 2, "name", "no key"),
        ("name,kind,phone,open,name\nInk,tea,1,no,x\n", 1, "name", "duplicate column"),
        ('name,kind,phone,open\nInk,tea,1,no\n"Leaf,tea,1,no\n', 3, "", "quote may be missing"),
    ],
)
def test_mistakes_in_rows(tmp_path: Path, text: str, line: int, key: str, says: str) -> None:
    (problem,) = check_domain(write(tmp_path, rows=text))
    assert (problem.file.name, problem.line, problem.key) == ("shops.csv", line, key)
    assert says in str(problem)


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ("4.5", "'4.5' is no whole number; for fractions give the slot `type: open` with `spans`"),
        ("four", "'four' is no whole number; write it in digits"),
    ],
)
def test_a_number_that_is_not_whole_is_told_what_to_use(
    tmp_path: Path, cell: str, says: str
) -> None:
    slot = "  phone:\n    type: number\n    search: optional\n"
    text = DOMAIN.replace("  phone:\n", slot)
    rows = f"name,kind,phone,open\nInk,books,{cell},yes\n"
    (problem,) = check_domain(write(tmp_path, domain=text, rows=rows))
    assert (problem.file.name, problem.line, problem.key) == ("shops.csv", 2, "phone")
    assert says in str(problem)
    fit = text.replace("    type: number\n    search", "    spans: [4, 4.5]\n    search", 1)
    problems = check_domain(write(tmp_path, domain=fit, rows=rows))
    assert len(problems) == (cell != "4.5")


def test_all_mistakes_are_found_at_once(tmp_path: Path) -> None:
    write(
        tmp_path,
        domain=DOMAIN.replace("    type: number", "    typ: number").replace("[[people]]", "[[p]]"),
        phrases=PHRASES + "infrm:\n  - a {knd}\n",
        responses="offer(name):\n  - a {nme}\n",
        rows=ROWS + "Ink,glue,3,yes\n",
    )
    assert found(check_domain(tmp_path)) == [
        ("domain.yml", 23, "slots.people.typ"),
        ("domain.yml", line_of(DOMAIN, "  one_of"), "booking.one_of[0][0]"),
        ("shops.csv", 4, "name"),
        ("shops.csv", 4, "kind"),
        ("phrases.yml", 5, "infrm"),
        ("phrases.yml", 6, "infrm[0]"),
        ("responses.yml", 2, "offer(name)[0]"),
    ]


def test_words_that_yaml_1_1_takes_for_booleans_stay_text(tmp_path: Path) -> None:
    text = DOMAIN.replace("{books: [bookshop], tea: [tea shop]}", "[yes, no, 12:30, 007]")
    rows = "name,kind,phone,open\nA,yes,1,no\nB,no,1,no\nC,12:30,1,no\nD,007,1,no\n"
    assert check_domain(write(tmp_path, domain=text, rows=rows)) == []


def test_the_forms_are_those_of_the_generator() -> None:
    patterns = pytest.importorskip("dialog.nlg.patterns")
    assert set(patterns.FORMS) - {""} == set(FORMS)


def test_a_database_has_a_table_or_several(tmp_path: Path) -> None:
    text = DOMAIN.replace("{table: shop, rows: shops.csv}", "{}")
    assert "database.table" in [p.key for p in check_domain(write(tmp_path, domain=text))]
