"""`dialog chat` as a process: pipes, scripts, a terminal, and all that can go wrong."""

import json
import os
import pty
import select
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

import pytest

from dialog.scaffold import new_domain

ROOT = Path(__file__).parents[2]
CHAT = [sys.executable, "cli.py", "chat", "--nlu", "retrieval"]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DIALOG_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    return tmp_path / "home"


def chat(text: str | bytes, *args: str) -> subprocess.CompletedProcess[str]:
    raw = text if isinstance(text, bytes) else text.encode()
    args = args if "--domain" in args else ("--domain", "restaurant", *args)
    done = subprocess.run(
        [*CHAT, *args], input=raw, capture_output=True, cwd=ROOT, check=False, timeout=120
    )
    return subprocess.CompletedProcess(
        done.args, done.returncode, done.stdout.decode(), done.stderr.decode()
    )


def test_commands_and_any_bytes_through_a_pipe(tmp_path: Path) -> None:
    file = tmp_path / "saved.json"
    lines = [
        "'; DROP TABLE turn; --", "/state", "/acts", "/trace", "/why", "/undo", "/undo", "/stat",
        "cheap thai food in the centre", "/state", "/rate 9", "/rate 4", f"/save {file}", "/help",
        "/restart", "/acts", "/quit", "never read",
    ]  # fmt: skip
    done = chat(b"caf\xff\xfe\n\n" + "\n".join(lines).encode())
    assert done.returncode == 0
    assert "Traceback" not in done.stderr
    for part in (
        "domain under discussion:", "you: ", " total ", "Taken back: '; DROP TABLE turn; --",
        "Taken back: caf\ufffd\ufffd", "Did you mean '/state'?", "food: thai", "whole number",
        "is rated 4", f"Saved to {file}", "I can help with:", "Starting over.",
        "There was no turn yet.",
    ):  # fmt: skip
        assert part in done.stdout, part
    assert json.loads(file.read_text())["rating"] == 4
    assert "never read" not in done.stdout


def test_json_is_one_object_a_turn() -> None:
    done = chat("hi\n/state\nthai food\n", "--json")
    turns = [json.loads(line) for line in done.stdout.splitlines()]
    assert [t["utterance"] for t in turns] == ["hi", "thai food"]
    keys = {
        "utterance", "user_acts", "state", "system_acts", "response", "listing", "facts", "timings",
    }  # fmt: skip
    assert all(set(turn) == keys for turn in turns)
    assert "domain under discussion" in done.stderr


def test_a_damaged_bundle_that_nobody_named_is_told_and_passed_over(home: Path) -> None:
    mine = home / "models" / "mine"
    shutil.copytree(ROOT / "domains" / "models" / "city_supervised", mine)
    with (mine / "weights.safetensors").open("ab") as file:
        file.write(b"x")
    done = chat("thai food\n", "--policy", "supervised")
    told = [line for line in done.stderr.splitlines() if "passed over" in line]
    assert (done.returncode, len(told)) == (0, 1)
    assert told[0].startswith(f"The bundle {mine} is passed over: ")
    assert done.stdout


BROKEN = """
from dialog.actions import SearchAction


class Broken(SearchAction):
    def run(self, dispatcher, tracker, domain):
        raise RuntimeError("the till is shut")
"""


def test_what_failed_is_a_line_that_names_the_log(tmp_path: Path, home: Path) -> None:
    shop = new_domain("till", tmp_path)
    (shop / "actions.py").write_text(BROKEN, encoding="utf-8")
    done = chat("a museum in the centre\n", "--domain", str(shop), "--json")
    (turn,) = (json.loads(line) for line in done.stdout.splitlines())
    assert turn["response"]
    assert [line for line in done.stderr.splitlines() if "shut" in line] == [
        "till: The action 'action_search' failed: RuntimeError: the till is shut. "
        f"Its trace is in {home / 'dialog.log'}."
    ]
    assert "Traceback" not in done.stderr
    assert "Traceback" in (home / "dialog.log").read_text(encoding="utf-8")


@pytest.mark.parametrize("asking", [("--nlg",), ("--dst",), ("--policy",), ("--nlg", "--dst")])
def test_a_language_model_that_is_away_is_told_once(asking: tuple[str, ...]) -> None:
    pytest.importorskip("openai")
    chosen = [word for option in asking for word in (option, "llm")]
    done = chat("cheap thai food\nin the centre\n", *chosen, "--llm", "http://localhost:1/v1#x")
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) == 2
    told = [line for line in done.stderr.splitlines() if "localhost" in line]
    assert told == [
        "The language model at http://localhost:1/v1 cannot be reached. "
        "Rules and templates stand in for it."
    ]


def test_a_script_shows_each_line_before_its_answer(tmp_path: Path) -> None:
    script = tmp_path / "talk.txt"
    script.write_text("hi\n/acts\n\x1b[31mred\n", encoding="utf-8")
    done = chat("", "--script", str(script))
    shown = done.stdout.splitlines()
    assert (shown[0], shown[2]) == ("> hi", "> /acts")
    assert "\x1b" not in done.stdout
    missing = chat("", "--script", str(tmp_path / "no.txt"))
    assert (missing.returncode, missing.stderr.count("\n")) == (2, 1)


def test_what_cannot_work_is_one_sentence(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    subprocess.run(
        [sys.executable, "cli.py", "domains", "new", "lib", "--in", str(tmp_path)],
        cwd=ROOT, check=True, capture_output=True,
    )  # fmt: skip
    untrained = chat("hi\n", "--domain", str(tmp_path / "lib"), "--nlu", "bert")
    home.mkdir(exist_ok=True)
    for left in home.glob("conversations.db-*"):
        left.unlink()
    (home / "conversations.db").write_bytes(b"no database at all" * 100)
    corrupt = chat("hi\n")
    monkeypatch.setenv(
        "DIALOG_HOME", str(home / "conversations.db")
    )  # a file where a folder should be
    unwritable = chat("hi\n")
    for done, part in (
        (untrained, "No trained model covers the domain 'lib'"),
        (corrupt, "is no SQLite database"),
        (unwritable, "DIALOG_HOME"),
    ):
        assert (done.returncode, done.stdout) == (2, "")
        assert part in done.stderr
        assert done.stderr.splitlines()[-1].startswith("Error: ")
        assert "Traceback" not in done.stderr


def test_a_reader_that_goes_away() -> None:
    process = subprocess.Popen(
        [*CHAT, "--domain", "restaurant"], cwd=ROOT, stdin=subprocess.PIPE,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdin
    assert process.stdout
    process.stdin.write(b"hi\n")
    process.stdin.flush()
    assert process.stdout.readline()
    process.stdout.close()
    process.stdin.write(b"hi\nhi\n")
    process.stdin.close()
    assert process.stderr
    errors = process.stderr.read()
    assert process.wait() == 130
    assert b"Traceback" not in errors
    assert b"BrokenPipe" not in errors


class Terminal:
    """`dialog chat` at a terminal of its own."""

    def __init__(self) -> None:
        pid, self.fd = pty.fork()
        if pid == 0:
            os.chdir(ROOT)
            signal.signal(signal.SIGINT, signal.SIG_DFL)  # a test run in the background ignores it
            os.execv(sys.executable, [*CHAT, "--domain", "restaurant"])
        self.pid, self.seen = pid, ""

    def expect(self, part: str, again: Callable[[], None] = lambda: None) -> str:
        """Read until the part is there; return what came until then.

        `again` is done anew each second: on a busy machine readline draws the prompt well before
        it can be interrupted.
        """
        end = time.monotonic() + 60
        while part not in self.seen:
            assert time.monotonic() < end, f"no {part!r} in {self.seen!r}"
            if select.select([self.fd], [], [], 1.0)[0]:
                self.seen += os.read(self.fd, 4096).decode(errors="replace")
            else:
                again()
        before, _, self.seen = self.seen.partition(part)
        return before

    def say(self, text: str) -> None:
        os.write(self.fd, text.encode())


def test_ctrl_c_and_the_rating_at_a_terminal() -> None:
    terminal = Terminal()
    terminal.expect("you> ")
    terminal.expect("Type /quit to leave.", again=lambda: terminal.say("\x03"))
    terminal.expect("you> ")
    terminal.say("thai food in the centre\n")
    terminal.expect("bot> ")
    terminal.expect("you> ")
    terminal.expect("you> ", again=lambda: os.kill(terminal.pid, signal.SIGINT))
    terminal.say("bye\n")
    terminal.expect("How was it? /rate 1 (poor) to /rate 5")
    terminal.expect("you> ")
    terminal.say("\x04")
    terminal.expect("Enter skips: ")
    terminal.say("5\n")
    terminal.expect("is rated 5")
    terminal.expect("dialog chat --resume ")
    assert os.waitstatus_to_exitcode(os.waitpid(terminal.pid, 0)[1]) == 0
    os.close(terminal.fd)


class TestTracker:
    FOOD: ClassVar = {"domain": "restaurant", "slot": "food", "value": "thai", "words": "thai"}
    AREA: ClassVar = {**FOOD, "slot": "aera", "value": "centre", "words": "middle"}

    def test_a_language_model_tracks(self, script: Any) -> None:
        spec = script.answers(
            {"changes": [self.FOOD, self.AREA], "acts": []}, "so sorry", "so sorry"
        )
        lines = "thai, right in the middle\n/state\n/trace\nthanks\n/trace\n"
        done = chat(lines, "--dst", "llm", "--llm", spec)
        assert done.returncode == 0
        for part in (
            'food: thai 1.00  (turn 1: "thai")',
            'area: centre 1.00  (turn 1: "middle")',
            "tracked by: llm",
            "restaurant.aera was read as restaurant.area",
            "in this conversation: 1 repair, 0 falls back on the rules",
            "tracked by: rule (llm: The language model's answer is no use: there is no JSON",
            "in this conversation: 1 repair, 1 fall back on the rules",
            "spoken by: template",
        ):
            assert part in done.stdout, part

    def test_its_notes_are_kept_with_the_turn(self, script: Any, tmp_path: Path) -> None:
        file = tmp_path / "saved.json"
        spec = script.answers({"changes": [self.FOOD], "acts": []})
        chat(f"thai\n/save {file}\n", "--dst", "llm", "--llm", spec)
        (turn,) = json.loads(file.read_text())["turns"]
        assert turn["trace"]["tracking"]["source"] == "llm"
        assert turn["state"]["tracking"]["falls"] == 0

    def test_the_model_is_for_whoever_asks_one(self, script: Any) -> None:
        spec = script.answers("no JSON", "nor here", "a draft")
        args = ("--dst", "llm", "--nlg", "llm", "--llm", spec)
        assert "spoken by: template (llm: " in chat("thai\n/trace\n", *args).stdout
        assert len(script.requests) == 3

    def test_any_registered_name_will_do(self) -> None:
        assert "food: thai" in chat("thai\n/state\n", "--dst", "rule").stdout
        done = chat("thai\n", "--dst", "rul")
        assert done.returncode == 2
        assert "--dst: there is no dst component 'rul'" in done.stderr
        assert "Did you mean 'rule'?" in done.stderr
