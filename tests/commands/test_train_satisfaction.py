"""`dialog train satisfaction`, and what a model says of a kept conversation."""

import gzip
import json

import pytest
from click.testing import CliRunner

from dialog.acts import parse_acts
from dialog.commands.conversations import conversations
from dialog.commands.train import train
from dialog.errors import BundleError
from dialog.state import DialogueState, Turn, UserTurn
from dialog.store import ConversationStore

ROWS = """USER\tA cheap hotel?\tHotel-Inform\t3,3
SYSTEM\tThere is none.\tHotel-NoOffer\t
USER\tOh dear.\t\t2,2
SYSTEM\tIs the north all right?\tHotel-Request\t
USER\tYes.\tHotel-Inform\t3,3
USER\tOVERALL\t\t3,2
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A corpora folder with four rated dialogues, and an empty data folder."""
    (tmp_path / "satisfaction").mkdir()
    rows = gzip.compress("\n".join([ROWS] * 4).encode())
    (tmp_path / "satisfaction" / "MWOZ.txt.gz").write_bytes(rows)
    monkeypatch.setenv("DIALOG_CORPORA", str(tmp_path))
    monkeypatch.setenv("DIALOG_HOME", str(tmp_path / "home"))
    return tmp_path


def run(command, *options: str) -> str:
    made = CliRunner().invoke(command, options, catch_exceptions=False)
    assert made.exit_code == 0
    return made.output


def test_a_model_is_trained_and_says_how_satisfied_a_user_was(folder) -> None:
    ConversationStore().create(["hotel"], id="one")
    said = [("A cheap hotel?", "There is none.", "hotel.nooffer()"), ("Oh dear.", "Bye.", "bye()")]
    for number, (user, answer, acts) in enumerate(said, 1):
        turn = Turn(UserTurn.of(user), tuple(parse_acts(acts)), answer)
        ConversationStore().append("one", number, turn, DialogueState())
    with pytest.raises(BundleError, match="no model of satisfaction yet"):
        run(conversations, "satisfaction", "one")
    options = ("--corpus", "satisfaction", "--split", "multiwoz", "--report", str(folder / "r"))
    printed = run(train, "satisfaction", *options)
    assert "UAR                    0.400 (0.400 to 0.400)" in printed
    assert f"Saved {folder / 'home' / 'models' / 'satisfaction-multiwoz'}." in printed
    data = json.loads((folder / "r" / "metrics.json").read_text())
    assert {"uar", "kappa", "rho", "f1", "kappa_ci_low"} <= set(data)
    assert data["data"]["turns"] == 12
    lines = run(conversations, "satisfaction", "one").splitlines()
    assert lines[0].split() == ["turn", "rating", "mean", "the", "user", "said"]
    assert [line.split()[1] for line in lines[1:]] == ["3", "2"]
