"""`dialog evaluate dst`."""

import json

import pytest
from click.testing import CliRunner

from dialog.commands.evaluate import evaluate
from dialog.corpus.registry import find_corpus
from dialog.errors import ConfigError, CorpusError
from dialog.evaluation.comparison import read_report


@pytest.fixture
def run():
    def invoke(*options: str) -> str:
        try:
            find_corpus("woz2")
        except CorpusError as error:
            pytest.skip(str(error))
        made = CliRunner().invoke(
            evaluate, ["dst", "--corpus", "woz2", *options], catch_exceptions=False
        )
        assert made.exit_code == 0
        return made.output

    return invoke


def test_a_report_is_written(run, tmp_path) -> None:
    printed = run("--limit", "3", "--report", str(tmp_path))
    assert "Joint goal accuracy  100.00 %" in printed
    data = json.loads((tmp_path / "metrics.json").read_text())
    assert data["joint_goal_accuracy"] == 100.0
    assert data["config"]["acts"] == "gold"
    assert data["data"]["dialogues"] == 3
    assert (tmp_path / "report.html").read_text().count('<details class="dialogue right"') == 3
    made = read_report(tmp_path)
    assert made.unit == "dialogue"
    assert len(made.labels) == len(made.figures["joint_goal_accuracy"].counts) == 3


def test_what_the_list_gains_is_told(run) -> None:
    data = json.loads(
        run("--limit", "5", "--acts", "noise", "--error-rate", "0.3", "--gain", "--json")
    )
    assert data["config"]["error_rate"] == 0.3
    assert "joint_goal_accuracy_gain" in data


def test_mistakes_are_printed(run) -> None:
    printed = run("--limit", "5", "--acts", "noise", "--error-rate", "0.5", "--errors", "2")
    assert printed.count("  heard: ") == 2


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--top", "--gain"), "leave --top out"),
        (("--model", "x"), "takes no trained bundle"),
        (("--dst", "rul"), "there is no dst component 'rul'"),
    ],
)
def test_what_does_not_go_together_is_refused(run, options, message) -> None:
    with pytest.raises(ConfigError, match=message):
        run(*options)
