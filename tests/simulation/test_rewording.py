"""Users' sentences in other words, that keep what they tell; against a real server."""

import json
import random
from pathlib import Path
from typing import Any

import pytest

from dialog.acts import ActType, DialogueAct
from dialog.errors import ConfigError
from dialog.simulation.rewording import Rewording, keeps
from dialog.simulation.running import Plan, Simulation
from dialog.simulation.wording import Words
from tests.commands.test_simulate import dialog

SENTENCE = "a table for 2 at Siam House at 7 pm"
WORDS = Words(
    SENTENCE,
    tuple(
        DialogueAct(ActType.INFORM, "inn", slot, value, span=(at, at + len(said)))
        for slot, value, said in (
            ("people", "2", "2"), ("name", "Siam House", "Siam House"), ("time", "19:00", "7 pm"),
        )
        if (at := SENTENCE.index(said)) >= 0
    ),
)  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "two of us at siam house, seven in the evening please",
        "Can I get Siam House for 2, 19:00?",
        SENTENCE,
    ],
)
def test_other_words_that_keep_the_values_are_taken(text: str) -> None:
    assert keeps(text, WORDS)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "two of us at seven in the evening",
        "3 people at Siam House at 7 pm",
        "2 people at Siam House at 7 pm, my number is 614953",
        "2 people at Siam House at 7 pm. " * 10,
    ],
)
def test_words_that_lose_a_value_or_bring_a_figure_are_not(text: str) -> None:
    assert not keeps(text, WORDS)


def test_the_model_is_asked_with_a_seed(script: Any) -> None:
    rewording = Rewording(script.answers('"Siam House for 2 at 7 pm, please"', "no", "no"))
    assert rewording(WORDS, random.Random(1)) == "Siam House for 2 at 7 pm, please"
    assert rewording(WORDS, random.Random(1)) == ""
    assert rewording(WORDS, random.Random(2)) == ""
    one, same, other = script.requests
    assert one["messages"][-1] == {"role": "user", "content": SENTENCE}
    assert one["seed"] == same["seed"] != other["seed"]


def test_a_model_that_is_away_leaves_the_phrase(llm_server: str) -> None:
    assert Rewording(f"{llm_server}#401")(WORDS, random.Random(1)) == ""


def test_how_much_the_model_said_is_a_figure(llm_server: str, tmp_path: Path) -> None:
    saved = tmp_path / "talks.jsonl"
    done = dialog(
        "--domain", "restaurant", "--dialogues", 3, "--user", "text", "--nlu", "retrieval",
        "--user-llm", f"{llm_server}#says:yes please", "--save", saved, "--json",
    )  # fmt: skip
    turns = [t for line in saved.read_text("utf-8").splitlines() for t in json.loads(line)["turns"]]
    said = [turn for turn in turns if turn["reworded"]]
    assert said
    assert {turn["text"] for turn in said} == {"yes please"}
    assert all(turn["text"] == turn["phrase"] for turn in turns if not turn["reworded"])
    figures = json.loads(done.stdout)
    assert figures["user_reworded_rate"] == pytest.approx(100 * len(said) / len(turns))


def test_users_who_say_acts_have_no_words() -> None:
    with pytest.raises(ConfigError, match=r"--user-llm is for users who speak; add --user text\."):
        Simulation(Plan(("restaurant",), user_llm="http://localhost/v1#m"))
