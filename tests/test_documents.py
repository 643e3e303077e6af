"""Documents of plugins: passages with their headings and sentences, and what is wrong with them."""

from pathlib import Path

import pytest

from dialog.check import check_domain
from dialog.documents import Passage, read_documents
from dialog.domain import load_domain
from dialog.errors import DomainError


def written(folder: Path, **texts: str) -> Path:
    """Write documents beside a plugin's other files."""
    (folder / "knowledge").mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / "knowledge" / f"{name}.md").write_text(text, encoding="utf-8")
    return folder


def passages(folder: Path, text: str) -> tuple[Passage, ...]:
    found, problems = read_documents(written(folder, house=text))
    assert not problems
    return found


def problems(folder: Path, text: str) -> list[str]:
    return [f"{p.line}: {p.message}" for p in read_documents(written(folder, house=text))[1]]


def test_each_heading_with_text_is_a_passage_named_with_its_document(tmp_path: Path) -> None:
    found = passages(tmp_path, "# House\n\n## Pets\n\nDogs may\ncome. Cats too!\n\n## Late\nNo.\n")
    assert [p.source for p in found] == ["House, Pets", "House, Late"]
    assert found[0].sentences == ("Dogs may come.", "Cats too!")
    assert found[0].text == "Dogs may come. Cats too!"


def test_text_right_below_the_first_heading_is_a_passage_too(tmp_path: Path) -> None:
    assert [p.source for p in passages(tmp_path, "# House\nAll is well.\n")] == ["House"]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("- one thing\n- another\n  thing", ("one thing", "another thing")),
        ("1. First.\n2. Second.", ("First.", "Second.")),
        ("It costs 2.50 a day. Ask Mr. Fox.", ("It costs 2.50 a day.", "Ask Mr. Fox.")),
        ("Is it *free*? **Yes**, see [here](a.html).", ("Is it free?", "Yes, see here.")),
        ("Ask for `snake_case_names`.", ("Ask for snake_case_names.",)),
        ("One.\n\nNo full stop\n\nThree.", ("One.", "No full stop", "Three.")),
        ("可以带狗。请提前告知。", ("可以带狗。", "请提前告知。")),
        ("Said.<!-- not\nsaid --> Also.", ("Said.", "Also.")),
    ],
)
def test_sentences_are_told_apart(tmp_path: Path, text: str, sentences: tuple[str, ...]) -> None:
    assert passages(tmp_path, f"# House\n{text}\n")[0].sentences == sentences


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "1: it is empty"),
        ("\n <!-- later -->\n", "1: it is empty"),
        ("Dogs may come.\n", "1: it begins without a heading"),
        ("# House\n\n## Pets\n\n## Late\nNo.\n", "3: nothing stands below the heading 'Pets'"),
        ("# House\n", "1: nothing stands below the heading 'House'"),
        ("# House\n##\nNo.\n", "2: this heading is empty"),
        ("# House\nYes.\n\n| a | b |\n|---|---|\n| c | d |\n", "4: a table is not read"),
        ("# House\nYes.\n\nPets\n----\nNo.\n", "4: this heading is underlined"),
    ],
)
def test_what_is_wrong_with_a_document(tmp_path: Path, text: str, told: str) -> None:
    assert problems(tmp_path, text) == [told]


def test_a_folder_without_a_document_and_one_that_is_no_text(tmp_path: Path) -> None:
    (tmp_path / "knowledge").mkdir()
    [problem] = read_documents(tmp_path)[1]
    assert "there is no document" in problem.message
    (tmp_path / "knowledge" / "bad.md").write_bytes(b"# \xff\xfe")
    [problem] = read_documents(tmp_path)[1]
    assert (problem.file.name, problem.message[:17]) == ("bad.md", "it cannot be read")


@pytest.mark.parametrize("name", ["pets.txt", "PETS.MD", "more/pets.md", "pets.html"])
def test_a_text_that_is_not_read_is_named(tmp_path: Path, name: str) -> None:
    file = written(tmp_path, house="# House\nYes.\n") / "knowledge" / name
    file.parent.mkdir(exist_ok=True)
    file.write_text("# Pets\nYes.\n")
    [problem] = read_documents(tmp_path)[1]
    assert (problem.file, problem.message) == (file, "it is not read")


def test_a_picture_or_a_hidden_file_is_no_mistake(tmp_path: Path) -> None:
    folder = written(tmp_path, house="# House\n---\nYes.\n") / "knowledge"
    for name in ("plan.png", ".draft.md"):
        (folder / name).write_bytes(b"x")
    found, wrong = read_documents(tmp_path)
    assert [p.text for p in found] == ["Yes."]
    assert not wrong


def test_a_plugin_has_its_documents_or_none(library: Path) -> None:
    assert load_domain(library).passages == ()
    written(library, rules="# Rules\nBe quiet.\n")
    assert [p.text for p in load_domain(library).passages] == ["Be quiet."]
    written(library, empty="")
    assert [str(p).endswith("empty.md:1: it is empty; write a heading and text below it.")
            for p in check_domain(library)] == [True]  # fmt: skip
    with pytest.raises(DomainError, match="it is empty"):
        load_domain(library)
