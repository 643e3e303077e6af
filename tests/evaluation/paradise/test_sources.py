"""Dialogues from a store, a file and a corpus."""

import json
from pathlib import Path

import pytest
import sqlalchemy as sa

from dialog.acts import parse_acts
from dialog.corpus import CorpusTurn, Dialogue
from dialog.errors import ConfigError, CorpusError, StoreError
from dialog.evaluation.paradise.kappa import Attribute
from dialog.evaluation.paradise.sources import corpus_cases, kept_cases, simulated_cases
from dialog.migrations import TURN
from dialog.state import DialogueState, Hypothesis, Turn, UserTurn
from dialog.store import ConversationStore


def turn(said: str, user: str, answer: str, system: str) -> Turn:
    acts = tuple(parse_acts(user))
    return Turn(UserTurn((Hypothesis(said),), (acts,)), tuple(parse_acts(system)), answer)


def test_kept_conversations(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'kept.db'}"
    store = ConversationStore(url)
    with pytest.raises(StoreError, match="No conversations are kept in"):
        kept_cases(store)
    store.create(["cafe"], id="empty")
    store.create(["cafe"], id="one")
    turns = [
        turn("thai food", "cafe.inform(food=thai)", "Ada?", "cafe.offer(name=Ada)"),
        turn("bye", "bye()", "Bye!", "bye()"),
        turn("and again", "bye()", "Goodbye!", "bye()"),
    ]
    for number, each in enumerate(turns, 1):
        trace = {"error": "The policy failed."} if number == 2 else None
        store.append("one", number, each, DialogueState(), trace)
    store.rate("one", 4)
    store.close()
    moments = (
        "2026-01-01T10:00:00+00:00",
        "2026-01-01T10:00:30+00:00",
        "2026-01-02T10:00:00+00:00",
    )
    with sa.create_engine(url).begin() as connection:
        for number, moment in enumerate(moments, 1):
            changed = sa.update(TURN).where(TURN.c.number == number).values(created_at=moment)
            connection.execute(changed)
    (case,) = kept_cases(ConversationStore(url))
    assert (case.name, case.rating, case.attributes) == ("one", 4, ())
    assert case.costs["seconds"] == 30  # the next day is not waiting
    assert (case.costs["turns"], case.costs["inappropriate"]) == (3, 1)
    assert (case.costs["user_words"], case.costs["system_words"]) == (5, 3)


SIMULATED = {
    "number": 3,
    "attributes": [["cafe.food", "thai", "thai"], ["cafe.phone?", "told", ""]],
    "turns": [
        {
            "meant": "cafe.inform(food=thai)",
            "text": "",
            "answered": "repeat()",
            "response": "Sorry?",
        },
        {
            "meant": "cafe.inform(food=thai)",
            "text": "",
            "answered": "bye()",
            "response": "B\u2028e",
        },
    ],
}


def test_simulated_conversations(tmp_path: Path) -> None:
    path = tmp_path / "saved.jsonl"
    path.write_text(f"{json.dumps(SIMULATED, ensure_ascii=False)}\n", encoding="utf-8")
    (case,) = simulated_cases(path)
    assert (case.name, case.rating) == ("3", None)
    assert case.attributes[1] == Attribute("cafe.phone?", "told", "")
    assert (case.costs["rejections"], case.costs["repairs"]) == (1, 1)
    assert "user_words" not in case.costs


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "There are no conversations in"),
        (json.dumps({k: v for k, v in SIMULATED.items() if k != "attributes"}), "line 1, is no"),
        (f"{json.dumps(SIMULATED)}\n[]", "line 2, is no"),
        (json.dumps(SIMULATED | {"attributes": [["a"]]}), "with attributes"),
        (json.dumps(SIMULATED | {"turns": [{"text": ""}]}), "line 1, is no"),
        ("{", "line 1, is no"),
    ],
)
def test_files_of_another_form(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "saved.jsonl"
    path.write_text(text)
    with pytest.raises(ConfigError, match=message):
        simulated_cases(path)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="Cannot read the conversations"):
        simulated_cases(tmp_path / "none.jsonl")


def spoken(*texts: str) -> tuple[CorpusTurn, ...]:
    speakers = {"u": "user", "s": "system"}
    return tuple(CorpusTurn(speakers[text[0]], text[2:]) for text in texts)


class Rated:
    """A corpus with ratings by two annotators."""

    name = "rated"

    def satisfaction(self, dialogue: Dialogue) -> list[int]:
        return dialogue.extra["by"]


def test_dialogues_of_a_corpus() -> None:
    turns = spoken("s Hello", "u food", "u thai food", "s Ada", "u bye")
    dialogues = [
        Dialogue("d1", "all", (), {}, turns, {"by": [3, 4]}),
        Dialogue("d2", "all", (), {}, turns[:1], {"by": []}),
    ]
    one, two = corpus_cases(Rated(), dialogues)
    assert (one.rating, one.attributes) == (3.5, ())
    assert one.costs == {"turns": 4, "user_words": 4, "system_words": 2, "inappropriate": 0}
    assert two.rating is None
    with pytest.raises(CorpusError, match="no dialogues in this split of rated"):
        corpus_cases(Rated(), [])


def test_a_corpus_without_ratings() -> None:
    class Unrated:
        name = "unrated"

    with pytest.raises(ConfigError, match=r"'unrated' has no ratings.* there are: satisfaction"):
        corpus_cases(Unrated(), [])
