"""`dialog domains` lists, shows, checks and writes plugins."""

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dialog.commands.domains import domains
from dialog.errors import DomainError
from dialog.scaffold import new_domain


def run(*args: str) -> Result:
    return CliRunner().invoke(domains, args)


@pytest.fixture(autouse=True)
def wide_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")


def test_list_names_the_installed_domains() -> None:
    result = run("list")
    assert result.exit_code == 0
    assert "restaurant" in result.output
    assert "domains.taxi" in result.output


def test_list_goes_on_behind_a_broken_plugin(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (new_domain("visits", tmp_path) / "phrases.yml").write_text("")
    monkeypatch.setenv("DIALOG_DOMAINS", str(tmp_path))
    result = run("list")
    assert result.exit_code == 0
    assert "broken" in result.output
    assert "taxi" in result.output


def test_show_tells_what_a_domain_holds(tmp_path: Path) -> None:
    result = run("show", str(new_domain("visits", tmp_path)))
    assert result.exit_code == 0
    for part in ("visits: Find a place", "pricerange", "categorical", "rows: 12", "rows.csv"):
        assert part in result.output


def test_check_of_a_sound_plugin(tmp_path: Path) -> None:
    result = run("check", str(new_domain("visits", tmp_path)))
    assert result.exit_code == 0
    assert result.output.startswith("visits: no problems (9 slots, ")
    assert result.output.endswith(" phrases, 12 rows)\n")


def test_check_prints_a_line_for_each_problem(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = new_domain("visits", tmp_path)
    (folder / "phrases.yml").write_text("infrm:\n  - a {knd}\n")
    monkeypatch.chdir(tmp_path)
    result = run("check", "./visits")
    assert result.exit_code == 2
    first, second = result.output.splitlines()
    assert first.endswith(
        "phrases.yml:1: infrm: 'infrm' is no dialogue act type; did you mean 'inform'?"
    )
    assert "phrases.yml:2: infrm[0]: {knd} is no slot of this domain" in second


CODE = """\
from rasa_sdk import Action

class Reserve(Action):
    def name(self): return "action_book_it"
    def run(self, dispatcher, tracker, domain): return []
"""


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("actions.py", "", CODE + "def broken(:\n", "actions.py:6: The actions of"),
        ("actions.py", "", CODE + "\nimport nosuch\n", "actions.py:7: The actions of"),
        ("actions.py", "", CODE + "class B(Reserve): pass\n", "actions.py:6: The domain 'visits'"),
        ("domain.yml", "action_book ", "action_reserve ", "booking.action: no class in actions.py"),
        ("domain.yml", "name: visits ", "name: outings ", "domain.yml:4: name: must be 'visits'"),
        ("pipeline.yml", "", "nlu: retrival\n", "pipeline.yml:1: there is no nlu component"),
        ("pipeline.yml", "", "max_characters: 0\n", "pipeline.yml:1: max_characters is 0"),
    ],
)
def test_check_reads_code_names_and_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str, old: str, new: str, says: str
) -> None:
    monkeypatch.chdir(tmp_path)
    path = new_domain("visits", Path()) / file
    text = path.read_text() if old else ""
    assert old in text
    path.write_text(text.replace(old, new, 1) if old else new)
    result = run("check", f"./{path.parent}")
    assert (result.exit_code, len(result.output.splitlines())) == (2, 1), result.output
    assert says in result.output


def test_check_tells_all_of_a_plugin_at_once(tmp_path: Path) -> None:
    folder = new_domain("visits", tmp_path)
    (folder / "actions.py").write_text(CODE)
    text = (folder / "domain.yml").read_text().replace("action_book ", "action_reserve ")
    (folder / "domain.yml").write_text(text.replace("name: visits", "name: outings", 1))
    (folder / "pipeline.yml").write_text("nlg: templte\ndst: rle\n")
    (folder / "phrases.yml").write_text("infrm:\n  - hi\n")
    result = run("check", str(folder))
    assert result.exit_code == 2
    parts = ("infrm", "'outings'", "Reserve ('action_book_it')", "'rle'", "'templte'")
    for line, part in zip(result.output.splitlines(), parts, strict=True):
        assert part in line


@pytest.mark.parametrize("name", ["restaurant", "taxi", "atis", "crosswoz"])
def test_check_of_the_domains_that_come_with_it(name: str) -> None:
    result = run("check", name)
    assert result.exit_code == 0, result.output


def test_check_of_a_name_nobody_has() -> None:
    result = run("check", "restorant")
    assert isinstance(result.exception, DomainError)
    assert "Did you mean 'restaurant'?" in str(result.exception)


def test_new_says_what_to_type_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("new", "visits")
    assert result.exit_code == 0
    for command in ("domains check", "chat --domain", "train nlu --domain"):
        assert f"dialog {command} ./visits\n" in result.output
    assert "retrieval" in result.output
    assert run("check", "./visits").exit_code == 0


def test_new_tells_that_a_name_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("new", "restaurant")
    assert result.exit_code == 0
    assert result.stderr.startswith("There is a domain 'restaurant' already, which goes by that")
    assert result.stderr.count("\n") == 1
    assert run("new", "visits").stderr == ""


def test_new_quotes_a_folder_with_spaces(tmp_path: Path) -> None:
    result = run("new", "visits", "--in", str(tmp_path / "my plugins"))
    assert f"dialog chat --domain '{tmp_path / 'my plugins' / 'visits'}'" in result.output


def test_new_refuses_a_bad_name(tmp_path: Path) -> None:
    result = run("new", "My-Shop", "--in", str(tmp_path))
    assert isinstance(result.exception, DomainError)


def test_help_imports_nothing_heavy() -> None:
    script = (
        "import sys; from dialog.commands.domains import domains\n"
        "print([m for m in ('torch', 'rich', 'yaml', 'pydantic') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
