"""`dialog simulate` from the command line."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
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


def test_conversations_go_through_a_pipe():
    shown = dialog("--domain", "taxi", "--dialogues", 3, "--save", "/dev/stdout").stdout
    assert '"number": 2' in shown


def test_json_is_all_that_is_printed():
    shown = dialog("--domain", "taxi", "--dialogues", 3, "--json").stdout
    assert json.loads(shown)["success_rate"] == 100.0


def test_a_mistake_is_one_sentence():
    assert "Name a domain" in dialog(code=2).stderr
    wrong = dialog("--domain", "restaurant", "--nlu", "bert", code=2).stderr
    assert wrong.strip() == "Error: --nlu bert reads text; add --user text, or leave --nlu out."
    assert "atis" in dialog("--domain", "atis", code=2).stderr
    nowhere = dialog("--domain", "taxi", "--ray", "nowhere", code=2).stderr
    assert nowhere == "Error: --ray is the HOST:PORT of a cluster, not 'nowhere'.\n"


def _heed_interrupts():
    """A suite in the background of a shell ignores them, and so would what it starts."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def cut_short(file, stop, *arguments):
    """Begin to write conversations to a file, stop when a few more are kept; what is said then."""
    command = [sys.executable, str(CLI), "simulate", "--save", str(file), *map(str, arguments)]
    kept = file.with_name(f".{file.name}.unfinished")
    before = kept.read_bytes().count(b"\n") if kept.is_file() else 0
    with subprocess.Popen(
        command, stderr=subprocess.PIPE, text=True, preexec_fn=_heed_interrupts
    ) as process:
        while not kept.is_file() or kept.read_bytes().count(b"\n") < before + 8:
            assert process.poll() is None
            time.sleep(0.01)
        stop(process)
        error = process.communicate()[1]
    assert kept.is_file()
    assert not file.exists()
    return process.returncode, error


def kill_a_worker(process):
    workers = psutil.Process(process.pid).children()
    next(each for each in workers if "spawn_main" in str(each.cmdline())).kill()


def test_what_is_cut_short_goes_on(tmp_path):
    wanted = ("--domain", "taxi", "--noise", 0.4, "--dialogues", 250)
    whole, file = tmp_path / "whole.jsonl", tmp_path / "talks.jsonl"
    dialog(*wanted, "--save", whole)

    code, error = cut_short(file, lambda process: process.send_signal(signal.SIGINT), *wanted)
    assert (code, error.strip()) == (130, "")
    code, error = cut_short(file, kill_a_worker, *wanted, "--workers", 2)
    assert code == 2
    assert error.count("\n") == 2
    assert "Error: A process was ended by SIGKILL while it held conversations" in error
    assert "that are finished are kept, and the same command goes on.\n" in error

    more = dialog(*wanted, "--save", file)
    assert "Goes on after" in more.stderr
    assert file.read_bytes() == whole.read_bytes()
    assert sorted(tmp_path.iterdir()) == [file, whole]


def test_a_language_model_speaks(llm_server):
    words = ("--domain", "restaurant", "--dialogues", 2, "--json")
    figures = json.loads(dialog(*words, "--llm", f"{llm_server}#facts").stdout)
    assert figures["fallback_rate"] == 0
    away = json.loads(dialog(*words, "--llm", f"{llm_server}#401").stdout)
    assert away["fallback_rate"] == 100
    assert "slot_error_rate" not in away
    assert "--llm" in dialog(*words, "--llm", "", code=2).stderr
