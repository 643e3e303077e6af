"""`dialog nlu`."""

import io
import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

import pytest
from click.testing import CliRunner, Result
from rich.console import Console

from dialog.acts import ActType, DialogueAct, parse_acts
from dialog.commands.nlu import AT_ONCE, labelled, lines_at_once, nlu, scored
from dialog.component import Domains
from dialog.errors import ConfigError
from dialog.state import DialogueState, UserTurn

BOSTON = DialogueAct(ActType.INFORM, "atis", "toloc.city_name", "boston", 0.9, (11, 17))


class Parrot:
    """Understands every sentence alike."""

    def __init__(self, domains: Domains, **options: object) -> None:
        assert list(domains) == ["atis"]

    def warm_up(self) -> None:
        pass

    def understand(self, turn: UserTurn, state: DialogueState) -> UserTurn:
        said = (BOSTON, *parse_acts("atis.inform(task=flight)"))
        acts = tuple(said if "boston" in h.text else () for h in turn.hypotheses)
        return UserTurn(turn.hypotheses, acts)


@pytest.fixture
def parrot(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dialog.nlu.choice.component_class", lambda kind, name: Parrot)


def run(*arguments: str, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(nlu, ["parse", *arguments, "--domain", "atis"], input=stdin)


@pytest.mark.usefixtures("parrot")
def test_a_sentence_through_a_pipe_is_plain_text() -> None:
    for words in (["flights to boston"], ["flights", "to", "boston"]):
        result = run(*words)
        assert result.exit_code == 0, result.output
        assert result.output == (
            "flights to boston\n"
            "  0.90  atis.inform(toloc.city_name=boston)  11:17\n"
            "  1.00  atis.inform(task=flight)\n"
        )


@pytest.mark.usefixtures("parrot")
def test_lines_of_standard_input_as_json() -> None:
    result = run("-", "--json", stdin=b"\xef\xbb\xbfflights to boston\n\nmm \xff\n")
    first, second = map(json.loads, result.output.splitlines())
    assert first == {
        "text": "flights to boston",
        "acts": [
            {"type": "inform", "domain": "atis", "slot": "toloc.city_name", "value": "boston",
             "score": 0.9, "span": [11, 17]},
            {"type": "inform", "domain": "atis", "slot": "task", "value": "flight", "score": 1.0},
        ],
    }  # fmt: skip
    assert second == {"text": "mm \ufffd", "acts": []}


class Flock(Parrot):
    """Understands several sentences at once."""

    reads = frozenset({"text"})
    writes = frozenset({"user_acts"})
    sizes: ClassVar[list[int]] = []

    def understand_all(
        self, turns: Sequence[UserTurn], states: Sequence[DialogueState]
    ) -> list[UserTurn]:
        self.sizes.append(len(turns))
        return [self.understand(turn, state) for turn, state in zip(turns, states, strict=True)]


def test_the_lines_of_a_file_are_understood_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dialog.nlu.choice.component_class", lambda kind, name: Flock)
    monkeypatch.setattr(Flock, "sizes", [])
    lines = [f"flights to boston {nth}" for nth in range(6)]
    for size, sizes in ((1, []), (4, [4, 2])):
        monkeypatch.setattr("dialog.commands.nlu.lines_at_once", lambda size=size: size)
        result = run("-", "--json", stdin="\n".join(lines).encode())
        assert [json.loads(line)["text"] for line in result.output.splitlines()] == lines
        assert Flock.sizes == sizes


def test_a_program_that_waits_for_each_answer_gets_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "lines.txt").write_text("flights\n", encoding="utf-8")
    with (tmp_path / "lines.txt").open(encoding="utf-8") as file:
        monkeypatch.setattr("sys.stdin", file)
        assert lines_at_once() == AT_ONCE
    reading, writing = os.pipe()
    with os.fdopen(reading, encoding="utf-8") as pipe, os.fdopen(writing, "w", encoding="utf-8"):
        monkeypatch.setattr("sys.stdin", pipe)
        assert lines_at_once() == 1
    monkeypatch.setattr("sys.stdin", io.StringIO("flights"))
    assert lines_at_once() == 1


def test_nothing_to_understand_is_told() -> None:
    for words in ([], [""], ["  "]):
        assert isinstance(run(*words).exception, ConfigError)


@pytest.mark.usefixtures("parrot")
def test_an_escape_sequence_does_not_reach_the_terminal() -> None:
    assert "\x1b" not in run("flights \x1b[2J to boston").output


def test_on_a_terminal_words_are_coloured_and_labelled() -> None:
    inside = DialogueAct(ActType.INFORM, "atis", "airport_name", "ton", 0.5, (14, 17))
    sentence = labelled("flights to boston please", [inside, BOSTON])
    lines = [sentence, *scored([BOSTON, *parse_acts("bye()")])]
    assert [line.plain for line in lines] == [
        "flights to boston toloc.city_name please",
        "  0.90 █████████░ atis.inform(toloc.city_name=boston)",
        "  1.00 ██████████ bye()",
    ]
    console = Console(force_terminal=True, color_system="standard", width=80)
    with console.capture() as captured:
        console.print(sentence)
    assert "\x1b[1;35mboston\x1b[0m" in captured.get()
    assert [line.plain for line in scored([])] == ["  nothing understood"]


def test_with_the_shipped_model() -> None:
    result = run("flights from boston to denver on monday")
    assert result.exit_code == 0, result.output
    assert "atis.inform(fromloc.city_name=boston)  13:19" in result.output
    assert "atis.inform(task=flight)" in result.output


def test_a_plugin_that_understands_by_its_own_component() -> None:
    result = CliRunner().invoke(nlu, ["parse", "免费的景点有吗", "--domain", "crosswoz"])
    assert result.exit_code == 0, result.output
    assert "景点.inform(task=find)" in result.output  # the bundle alone says request(名称)


@pytest.mark.usefixtures("parrot")
def test_guesses_at_one_sentence() -> None:
    result = run("--n-best", "0.5 flights to boston", "0.25 flights to austin", "--json")
    assert result.exit_code == 0, result.output
    line = json.loads(result.output)
    assert line["text"] == "flights to boston"
    assert [act["score"] for act in line["acts"]] == [0.5, round(0.5 * BOSTON.score, 4)]


@pytest.mark.parametrize("guess", ["boston", "2 boston", "0.5", "0.5 ", "nan boston"])
def test_a_guess_without_its_probability(guess: str) -> None:
    with pytest.raises(ConfigError, match="should be a probability and a sentence"):
        CliRunner().invoke(
            nlu, ["parse", "--n-best", guess, "--domain", "atis"], catch_exceptions=False
        )


def test_both_domain_and_corpus() -> None:
    result = run("hi", "--domain", "restaurant", "--corpus", "snips")
    with pytest.raises(ConfigError, match=r"either a --domain or a --corpus .* not both"):
        raise result.exception or AssertionError


def test_neither_domain_nor_corpus() -> None:
    with pytest.raises(ConfigError, match="a --domain or a --corpus"):
        CliRunner().invoke(nlu, ["parse", "hello"], catch_exceptions=False)
