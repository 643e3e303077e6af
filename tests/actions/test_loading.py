"""Which actions a plugin has, and plugins whose code is broken."""

from pathlib import Path

import pytest

from dialog.actions import ActionRunner
from dialog.database import Database
from dialog.errors import DomainError
from dialog.state import DialogueState

from .eateries import plugin, run


def test_defaults_and_names(runner: ActionRunner) -> None:
    runner.warm_up()
    assert runner.actions("plain") == ["action_search", "action_book"]
    assert {"action_search", "action_book", "action_count"} <= set(runner.actions("eatery"))


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("import nosuchmodule", "cannot be loaded: ModuleNotFoundError"),
        ("def broken(:", "cannot be loaded: SyntaxError"),
        ("raise SystemExit(1)", "cannot be loaded: SystemExit"),
        (
            "from rasa_sdk import Action\nclass A(Action):\n"
            "    def __init__(self, x): pass\n    def name(self): return 'a'\n"
            "    def run(self, d, t, o): return []\n",
            "The action class A of the domain 'eatery' cannot be made",
        ),
        (
            "from rasa_sdk import Action\nclass A(Action):\n    def name(self): return 'a'\n"
            "    def run(self, d, t, o): return []\nclass B(A):\n    pass\n",
            "has two actions 'a'",
        ),
    ],
)
def test_a_broken_plugin(tmp_path: Path, code: str, sentence: str) -> None:
    domains = {"eatery": plugin(tmp_path / "x", "eatery", code)}
    runner = ActionRunner(domains, Database("sqlite://", domains))
    with pytest.raises(DomainError, match=sentence):
        runner.warm_up()
    state = DialogueState()
    result = run(runner, "action_search", state)
    assert sentence in result.error
    assert result.state is state
