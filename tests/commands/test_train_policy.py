"""`dialog train policy`, from dialogues that `dialog simulate` saved and by talking."""

import json

import pytest
from click.testing import CliRunner

from dialog.commands.simulate import simulate
from dialog.commands.train import train
from dialog.errors import ConfigError
from dialog.files import data_folder
from dialog.policy.bundle import load_policy


@pytest.fixture
def cafe(monkeypatch, request):
    monkeypatch.chdir(request.config.rootpath)
    return ["--domain", "tests/plugins/cafe"]


def run(command, *args):
    result = CliRunner().invoke(command, [str(arg) for arg in args])
    assert result.exit_code == 0, result.output
    return result.output


@pytest.mark.parametrize(
    ("options", "wrong"),
    [
        ((), "--corpus NAME or from --dialogues FILE"),
        (("--corpus", "toy", "--dialogues", "x"), "--corpus NAME or from --dialogues FILE"),
        (("--dialogues", "x"), "Name the domains"),
        (("--corpus", "toy", "--iterations", "3"), "--iterations does not go with"),
        (("--corpus", "toy", "--noise", "0.1"), "go with --algorithm ppo"),
        (("--algorithm", "ppo"), "Name a domain"),
        (("--algorithm", "ppo", "--domain", "cafe", "--corpus", "toy"), "--corpus does not go"),
    ],
)
def test_options_that_do_not_go_together(options, wrong):
    pytest.importorskip("sb3_contrib", reason="needs the extra 'rl'")
    result = CliRunner().invoke(train, ["policy", *options])
    assert isinstance(result.exception, ConfigError)
    assert wrong in str(result.exception)


@pytest.mark.timeout(300)
def test_a_policy_is_imitated_and_then_gone_on_from(cafe, tmp_path):
    pytest.importorskip("sb3_contrib", reason="needs the extra 'rl'")
    talks = tmp_path / "talks.jsonl"
    run(simulate, *cafe, "--dialogues", 60, "--save", talks, "--json")
    report = tmp_path / "report"
    told = run(train, "policy", *cafe, "--dialogues", talks, "--report", report)
    assert "60 of 60 conversations succeeded" in told
    assert "Cross-entropy" in (report / "report.html").read_text()
    assert load_policy(data_folder() / "models" / "cafe-supervised").algorithm == "supervised"

    figures = run(simulate, *cafe, "--policy", "supervised", "--dialogues", 30, "--json")
    assert json.loads(figures)["success_rate"] > 80

    told = run(
        *(train, "policy", "--algorithm", "ppo", *cafe, "--iterations", 1),
        *("--report", report, "--output", tmp_path / "ppo"),
    )
    assert "Goes on from" in told
    assert "Learning curve" in (report / "report.html").read_text()
    assert json.loads((report / "metrics.json").read_text())["success_rate"] > 80
    assert load_policy(tmp_path / "ppo").training["start"] == "cafe-supervised"
