"""How a chat shows an answer with a table below it: plain, in colour and as JSON."""

import dataclasses
import json
import logging
import sys
from pathlib import Path
from typing import Any

import pytest

from dialog.notices import NoticeLines
from dialog.output import JsonOutput, PlainOutput, RichOutput, answer_text
from dialog.pipeline import TurnResult
from dialog.state import Listing

TABLE = """\
There are 2 books under poetry.
    title  writer    year
1.  Reeds  Ada Moss  1940
2.  Salt   Eve Lund  1999
"""


@pytest.fixture
def answer(talk: Any) -> TurnResult:
    result: TurnResult = talk.turn("inform(task=books, genre=poetry)")
    return result


def words(text: str) -> list[list[str]]:
    return [line.split() for line in text.splitlines() if line.split()]


def test_plain_output_has_the_table_below_the_answer(
    answer: TurnResult, capsys: pytest.CaptureFixture[str]
) -> None:
    PlainOutput().turn(answer)
    first, *table = capsys.readouterr().out.splitlines()
    assert first == answer.response
    assert table == TABLE.splitlines()[1:]


def test_numbers_go_on_counting_on_the_next_page(
    talk: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    talk.turn("inform(task=books, genre=crime)")
    PlainOutput().turn(talk.turn("reqalts()"))
    shown = words(capsys.readouterr().out)
    assert [line[0] for line in shown[2:]] == ["4.", "5.", "6."]


def test_an_answer_without_a_table_is_one_line(
    talk: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    PlainOutput().turn(talk.turn("inform(task=books)"))
    assert capsys.readouterr().out == "Whose books?\n"


def test_rich_output_has_the_table(
    answer: TurnResult, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    RichOutput().turn(answer)
    shown = words(capsys.readouterr().out)
    assert shown[0][:1] == ["bot>"]
    assert ["title", "writer", "year"] in shown
    assert shown[-2:] == [
        ["1", "Reeds", "Ada", "Moss", "1940"],
        ["2", "Salt", "Eve", "Lund", "1999"],
    ]


@pytest.mark.parametrize("output", [PlainOutput, RichOutput])
def test_an_answer_cannot_steer_the_terminal(
    talk: Any, capsys: pytest.CaptureFixture[str], output: type[Any]
) -> None:
    without_table = talk.turn("inform(task=books)")
    output().turn(dataclasses.replace(without_table, response="One \x1b[2J\x07.\nTwo."))
    first, second = capsys.readouterr().out.splitlines()
    assert first.removeprefix("bot> ") == "One  [2J ."  # in a document or a row of the database
    assert second == "Two."


@pytest.mark.parametrize("output", [PlainOutput, RichOutput])
def test_an_answer_that_was_interrupted_leaves_nothing_to_the_next(
    answer: TurnResult, capsys: pytest.CaptureFixture[str], output: type[Any]
) -> None:
    shown = output()
    shown.sentence("I was about to")
    shown.note("Interrupted.")
    shown.turn(answer)
    begun, note, said, *_ = capsys.readouterr().out.splitlines()
    assert begun.removeprefix("bot> ") == "I was about to"
    assert note == "Interrupted."
    assert said == f"{'bot> ' if begun.startswith('bot> ') else ''}{answer.response}"


def test_cells_cannot_steer_or_style_the_terminal(
    answer: TurnResult, capsys: pytest.CaptureFixture[str]
) -> None:
    turn = answer.state.turns[-1]
    odd = Listing(("title",), (("[bold]Salt[/bold]\x1b[2J :book:",),))
    for output in (PlainOutput(), RichOutput()):
        object.__setattr__(turn, "listing", odd)
        output.turn(answer)
        shown = capsys.readouterr().out
        assert "[bold]Salt[/bold] [2J :book:" in shown
        assert "\x1b[2J" not in shown


def test_json_has_the_listing(
    talk: Any, answer: TurnResult, capsys: pytest.CaptureFixture[str]
) -> None:
    JsonOutput().turn(answer)
    JsonOutput().turn(talk.turn("# the first one"))
    with_table, without = map(json.loads, capsys.readouterr().out.splitlines())
    assert with_table["listing"] == {
        "columns": ["title", "writer", "year"],
        "rows": [["Reeds", "Ada Moss", "1940"], ["Salt", "Eve Lund", "1999"]],
        "first": 1,
    }
    assert without["listing"] is None


def test_an_answer_in_plain_text() -> None:
    table = Listing(("title",), (("Salt",),))
    assert answer_text("One.", table) == "One.\n    title\n1.  Salt"
    assert answer_text("One.", None) == "One."


def test_a_notice_stands_on_a_line_of_its_own_at_a_terminal(
    talk: Any,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    turn = dataclasses.replace(talk.turn("inform(task=books)"), response="One. Two.")
    output, notices = RichOutput(), NoticeLines(tmp_path / "log")
    notices.before = output.pause
    monkeypatch.setattr(sys, "stderr", sys.stdout)  # a terminal shows both
    notice = logging.LogRecord("dialog", logging.WARNING, "", 0, "It broke off.", (), None)
    notices.emit(notice)
    output.sentence("One.")
    notices.emit(notice)
    output.turn(turn)
    output.sentence("One. Two.")
    notices.emit(notice)
    output.turn(turn)
    assert capsys.readouterr().out.splitlines() == [
        "It broke off.", "bot> One.", "It broke off.", " Two.",
        "bot> One. Two.", "It broke off.",
    ]  # fmt: skip
