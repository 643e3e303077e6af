"""The `dialog` command itself: quick, and clear about mistakes."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

import cli

ROOT = Path(__file__).parents[1]
HEAVY = "torch transformers onnxruntime sqlalchemy pydantic numpy rasa_sdk pandas datasets"


def run(*args: str, code: str = "import cli; cli.main()") -> subprocess.CompletedProcess[str]:
    program = f"import sys; sys.argv = {['dialog', *args]!r}\n{code}"
    return subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, check=False,
        stdin=subprocess.DEVNULL,
    )  # fmt: skip


def test_help_is_quick_and_imports_nothing_heavy() -> None:
    start = time.perf_counter()
    done = run("--help")
    seconds = time.perf_counter() - start
    print(f"dialog --help: {seconds:.2f} s")  # noqa: T201 - shown by pytest -s
    assert done.returncode == 0
    assert "chat" in done.stdout
    assert seconds < 2
    heavy = (
        "import cli, sys\ntry: cli.main()\n"
        f"except SystemExit: print(sorted(set({HEAVY.split()!r}) & set(sys.modules)))"
    )
    assert run("--help", code=heavy).stdout.endswith("\n[]\n")


def test_version_and_help_of_commands() -> None:
    assert run("--version").stdout.startswith("dialog, version ")
    for command in ("chat", "config", "corpora", "domains", "evaluate", "nlu", "train"):
        done = run(command, "--help")
        assert done.returncode == 0
        assert done.stdout.startswith(f"Usage: dialog {command} ")
    assert "\n  dialog chat --domain restaurant\n" in run("chat", "--help").stdout


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["cht"], "There is no command 'cht'. Did you mean 'chat'?"),
        (["config", "shw"], "Did you mean 'show'?"),
        (["chat", "--domian", "x"], "Did you mean '--domain'?"),
        (["chat", "--domain", "restarant"], "Did you mean 'restaurant'?"),
        (["chat"], "Name a domain to talk about with --domain"),
    ],
)
def test_a_mistake_is_one_sentence_and_exit_2(
    args: list[str], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DIALOG_HOME", str(tmp_path))
    done = run(*args)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_every_seed_is_one_that_can_be_drawn_with() -> None:
    def commands(group: click.Group, context: click.Context) -> Iterator[click.Command]:
        for name in group.list_commands(context):
            found = group.get_command(context, name)
            assert found
            yield from commands(found, context) if isinstance(found, click.Group) else (found,)

    seeds = [
        option.type
        for command in commands(cli.group, click.Context(cli.group))
        for option in command.params
        if option.name == "seed"
    ]
    assert len(seeds) > 10
    for kind in seeds:
        assert isinstance(kind, click.IntRange)
        assert (kind.min, kind.max) == (0, 2**32 - 1)


def test_a_missing_extra_says_how_to_install_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DIALOG_HOME", str(tmp_path))
    without = """
class Blocker:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "openai":
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
sys.meta_path.insert(0, Blocker())
import cli
cli.main()
"""
    args = ("chat", "--domain", "taxi", "--nlu", "retrieval", "--llm", "http://localhost:1/v1#m")
    done = run(*args, code=without)
    assert done.returncode == 2
    assert 'pip install "dialog-framework[llm]"' in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("error", ["KeyboardInterrupt", "BrokenPipeError"])
def test_an_interruption_ends_without_a_word(error: str) -> None:
    code = (
        f"import cli\ndef fail(*a, **k): raise {error}\ncli.click.Group.invoke = fail\ncli.main()"
    )
    done = run("config", "show", code=code)
    assert done.returncode == 130
    assert done.stderr.strip() == ""


@pytest.mark.skipif(os.name == "nt", reason="POSIX pipes")
@pytest.mark.parametrize(
    ("command", "unused"),
    [
        (["chat", "--nlu", "retrieval"], ""),
        (["nlu", "parse", "-"], "sqlalchemy rasa_sdk pyarrow sklearn scipy onnx"),
    ],
)
def test_talking_imports_no_training_packages(
    command: list[str], unused: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DIALOG_HOME", str(tmp_path))
    absent = f"torch transformers pandas datasets peft openai {unused}".split()
    code = (
        "import cli, sys, io\nsys.stdin = io.StringIO('hi')\ntry: cli.main()\n"
        f"except SystemExit: print(sorted(set({absent!r}) & set(sys.modules)))"
    )
    run(*command, "--domain", "restaurant")  # prepares the model, which takes more
    done = run(*command, "--domain", "restaurant", code=code)
    assert done.stdout.splitlines()[-1] == "[]", done.stderr
