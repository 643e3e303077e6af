"""`dialog simulate` from the command line."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from dialog.evaluation.comparison import read_report

CLI = Path(__file__).resolve().parents[2] / "cli.py"


def dialog(*arguments, code=0):
    made = subprocess.run(
        [sys.executable, str(CLI), "simulate", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == code, made.stderr
    return made


def test_figures_report_and_conversations(tmp_path):
    folder, file = tmp_path / "report", tmp_path / "kept" / "talks.jsonl"
    shown = dialog(
        "--domain", "restaurant", "--dialogues", 12, "--noise", 0.3, "--seed", 3,
        "--report", folder, "--save", file,
    ).stdout  # fmt: skip
    assert "Success" in shown
    figures = json.loads((folder / "metrics.json").read_text(encoding="utf-8"))
    rates = [
        "complete_rate", "success_rate", "inform_precision", "inform_recall", "inform_f1",
        "book_rate", "turns_success", "turns_all",
    ]  # fmt: skip
    for rate in rates:
        assert figures[f"{rate}_ci_low"] <= figures[rate] <= figures[f"{rate}_ci_high"]
    assert figures["dialogues_per_second"] > 0
    assert figures["config"]["noise"] == 0.3
    assert figures["config"]["policy"] == {"name": "rule"}
    kept = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    assert len(kept) == 12
    assert figures["success_rate"] == pytest.approx(
        100 * sum(talk["success"] for talk in kept) / 12, abs=1e-3
    )
    failed = [cause for talk in kept for cause, _ in talk["causes"]]
    made = read_report(folder)
    assert len(made.labels) == len(made.figures["success_rate"].counts) == 12
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert page.count('<details class="dialogue') == 12
    assert "restaurant.food: nothing → " in page
    assert all(cause.capitalize() in page or cause in page for cause in failed)


def test_json_is_all_that_is_printed():
    shown = dialog("--domain", "taxi", "--dialogues", 3, "--json").stdout
    assert json.loads(shown)["success_rate"] == 100.0


def test_a_mistake_is_one_sentence():
    assert "Name a domain" in dialog(code=2).stderr
    wrong = dialog("--domain", "restaurant", "--nlu", "bert", code=2).stderr
    assert wrong.strip() == "Error: --nlu bert reads text; add --user text, or leave --nlu out."
    assert "atis" in dialog("--domain", "atis", code=2).stderr
