"""`dialog knowledge`."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from dialog.commands.knowledge import knowledge
from dialog.errors import ConfigError, DomainError


def run(*arguments: str) -> Result:
    return CliRunner().invoke(knowledge, ["ask", *arguments], catch_exceptions=True)


def test_a_question_is_answered_with_its_source() -> None:
    result = run("can I bring", "my dog?", "--domain", "hotel")
    assert result.exit_code == 0
    answer, source = result.stdout.splitlines()
    assert answer.startswith("Dogs and cats are welcome")
    assert source == "  from hotel: During the stay, Pets"


def test_what_the_documents_do_not_say_is_not_made_up() -> None:
    assert run("who won the match?", "--domain", "hotel").stdout == "The documents do not say.\n"
    sure = run("can I bring my dog?", "--domain", "hotel", "--least", "0.9")
    assert sure.stdout == "The documents do not say.\n"


def test_several_domains_as_json() -> None:
    result = run(
        "is there a child seat for my baby?", "--domain", "hotel", "--domain", "taxi", "--json"
    )
    data = json.loads(result.stdout)
    assert (data["domain"], data["source"]) == ("taxi", "Who and what rides along, Children")
    assert data["by"] == "document"
    assert {passage["domain"] for passage in data["passages"]} == {"hotel", "taxi"}


def test_a_model_that_cannot_be_reached_gives_way_and_is_told() -> None:
    url = "http://127.0.0.1:9/v1#none"
    result = run("can I bring my dog?", "--domain", "hotel", "--llm", url)
    assert "Dogs and cats are welcome" in result.stdout
    assert "cannot be reached" in result.stderr


def test_a_model_cannot_steer_the_terminal(script: Any) -> None:
    quote = "Dogs and cats are welcome in most rooms for eight pounds a night."
    reply = {"answer": f"\x07\x1b {quote}", "passage": 1, "quote": quote}
    result = run(
        "can I bring my dog?", "--domain", "hotel", "--llm", script.answers(json.dumps(reply))
    )
    assert result.stderr == ""  # nothing else took the place of the model's words
    assert result.stdout.splitlines()[0] == f"   {quote}"


def test_mistakes_are_named(library: Path) -> None:
    assert isinstance(run("pets?", "--domain", "nowhere").exception, DomainError)
    error = run("pets?", "--domain", str(library)).exception
    assert isinstance(error, ConfigError)
    assert "library: no documents" in str(error)
    assert run("--domain", "hotel").exit_code == 2
    assert isinstance(run("  ", "--domain", "hotel").exception, ConfigError)


@pytest.mark.parametrize("least", ["7", "-0.1", "nan"])
def test_how_sure_is_from_0_to_1(least: str) -> None:
    error = run("pets?", "--domain", "hotel", "--least", least).exception
    assert str(error) == f"--least is from 0 to 1, not {least}."


@pytest.fixture
def broken(tmp_path: Path, library: Path) -> Path:
    folder = Path(shutil.copytree(library, tmp_path / "broken"))
    (folder / "knowledge").mkdir()
    (folder / "knowledge" / "rules.md").write_text("No heading.\n")
    return folder


def test_a_broken_document_is_named(broken: Path) -> None:
    error = run("pets?", "--domain", str(broken)).exception
    assert "rules.md:1: it begins without a heading" in str(error)
