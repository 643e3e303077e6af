"""`dialog conversations` lists, shows, exports and deletes what was kept."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dialog.acts import ActType, DialogueAct
from dialog.commands.conversations import conversations
from dialog.errors import StoreError
from dialog.state import DialogueState, Listing, Turn, UserTurn
from dialog.store import ConversationStore

FOOD = DialogueAct(ActType.INFORM, "eatery", "food", "thai")
OFFER = DialogueAct(ActType.OFFER, "eatery", "name", "Roma")


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("COLUMNS", "160")
    monkeypatch.setenv("DIALOG_HOME", str(tmp_path / "home"))
    return f"sqlite:///{tmp_path / 'conversations.db'}"


def run(*args: str, answer: str | None = None) -> Result:
    return CliRunner().invoke(conversations, args, input=answer)


def keep(url: str | None, text: str = "thai food", response: str = "Roma is nice.") -> str:
    store = ConversationStore(url)
    kept = store.create(["eatery", "hotel"])
    one = Turn(UserTurn((*UserTurn.of(text).hypotheses,), ((FOOD,),)), (OFFER,), response)
    store.append(kept, 1, one, DialogueState(turns=(one,)), {"ms": 1})
    store.close()
    return kept


def test_list(url: str) -> None:
    kept = keep(url, "[bold]thai[/bold] food")
    ConversationStore(url).rate(kept, 4)
    result = run("list", "--store", url)
    assert result.exit_code == 0
    (line,) = [line for line in result.output.splitlines() if kept in line]
    assert "[bold]thai[/bold] food" in line
    assert "eatery, hotel" in line


@pytest.mark.parametrize("columns", ["80", "30"])
def test_list_has_whole_ids_however_long_what_was_said(
    url: str, columns: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    kept = keep(url, "a cheap place to eat near the old mill, " * 10)
    lines = run("list", "--store", url).output.splitlines()
    (line,) = [line for line in lines if kept in line]
    assert "…" in line
    assert {len(each) for each in lines} == {len(line)}
    if columns == "80":
        assert len(line) == 80
        assert "a cheap" in line


def test_list_stops_at_the_limit(url: str) -> None:
    older, newer = keep(url), keep(url)
    result = run("list", "--limit", "1", "--store", url)
    assert newer in result.output
    assert older not in result.output


def test_list_of_none_uses_the_data_folder(url: str) -> None:
    result = run("list")
    assert (result.exit_code, result.output) == (0, "No conversations are kept yet.\n")
    kept = keep(None)
    assert kept in run("list").output


def test_show(url: str) -> None:
    kept = keep(url, response="Roma is nice.\nAnything else?")
    ConversationStore(url).rate(kept, 4)
    result = run("show", kept, "--store", url)
    assert result.exit_code == 0
    lines = result.output.splitlines()
    assert lines[0] == f"Conversation {kept} about eatery, hotel"
    assert lines[1].endswith("rated 4 of 5")
    assert lines[3:] == [
        "  1  You: thai food",
        "     Bot: Roma is nice.",
        "          Anything else?",
    ]


def test_show_with_acts(url: str) -> None:
    result = run("show", keep(url), "--acts", "--store", url)
    assert "[eatery.inform(food=thai)]" in result.output
    assert "[eatery.offer(name=Roma)]" in result.output


def test_show_has_the_tables(url: str) -> None:
    store = ConversationStore(url)
    kept = store.create(["eatery"])
    table = Listing(("name", "food"), (("Roma", "thai"), ("Wok\x1b[2J", "")), first=9)
    one = Turn(UserTurn.of("thai food"), (OFFER,), "I found these.", table)
    store.append(kept, 1, one, DialogueState(turns=(one,)), None)
    assert run("show", kept, "--store", url).output.splitlines()[3:] == [
        "  1  You: thai food",
        "     Bot: I found these.",
        "               name     food",
        "          9.   Roma     thai",
        "          10.  Wok [2J",
    ]
    exported = json.loads(run("export", kept, "--store", url).stdout)
    assert table.to_dict() == exported["turns"][0]["listing"]


def test_what_was_said_cannot_steer_the_terminal(url: str) -> None:
    kept = keep(url, "\x1b[2Jhé\ud800 \x07", "\x9b2J")
    for args in (["show", kept, "--acts"], ["list"]):
        result = run(*args, "--store", url)
        assert result.exit_code == 0
        assert "hé" in result.output
        assert not {"\x1b", "\x07", "\x9b"} & set(result.output)


def test_export_to_standard_output(url: str) -> None:
    kept = keep(url, "thé \ud800")
    for more in ([], ["--output", "-"]):
        result = run("export", kept, "--store", url, *more)
        assert result.exit_code == 0
        assert "thé" in result.output
        data = json.loads(result.stdout)
        assert data == ConversationStore(url).export(kept)
        assert data["turns"][0]["trace"] == {"ms": 1}


def test_export_to_a_file_replaces_it_whole(url: str, tmp_path: Path) -> None:
    target = tmp_path / "out" / "one.json"
    target.parent.mkdir()
    target.write_text("before")
    kept = keep(url)
    result = run("export", kept, "--store", url, "--output", str(target))
    assert (result.exit_code, result.output) == (0, "")
    assert json.loads(target.read_text()) == ConversationStore(url).export(kept)
    assert list(target.parent.iterdir()) == [target]


def test_export_that_fails_leaves_the_file(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "out" / "one.json"
    target.parent.mkdir()
    target.write_text("before")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    result = run("export", keep(url), "--store", url, "--output", str(target))
    assert isinstance(result.exception, StoreError)
    assert "No space left" in str(result.exception)
    assert target.read_text() == "before"
    assert list(target.parent.iterdir()) == [target]


def test_export_into_no_folder_is_one_sentence(url: str, tmp_path: Path) -> None:
    result = run("export", keep(url), "--store", url, "--output", str(tmp_path / "no" / "a.json"))
    assert isinstance(result.exception, StoreError)
    assert "Cannot write" in str(result.exception)


def test_delete_asks_first(url: str) -> None:
    kept = keep(url)
    result = run("delete", kept, "--store", url, answer="n\n")
    assert result.exit_code == 1
    assert [each.id for each in ConversationStore(url).list()] == [kept]
    assert run("delete", kept, "--store", url, answer="y\n").exit_code == 0
    assert ConversationStore(url).list() == []


def test_delete_without_asking(url: str) -> None:
    result = run("delete", keep(url), "--yes", "--store", url)
    assert result.exit_code == 0
    assert ConversationStore(url).list() == []


@pytest.mark.parametrize("command", ["show", "export", "delete"])
def test_an_unknown_id_is_told(url: str, command: str) -> None:
    ConversationStore(url).create([], id="dinner-plan")
    result = run(command, "diner-plan", "--store", url)
    assert isinstance(result.exception, StoreError)
    assert "Did you mean 'dinner-plan'?" in str(result.exception)


def test_importing_the_command_imports_nothing_heavy() -> None:
    import subprocess
    import sys

    code = (
        "import sys, dialog.commands.conversations;"
        "assert not {'sqlalchemy', 'rich', 'torch'} & set(sys.modules), sorted(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
