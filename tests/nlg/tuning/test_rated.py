"""Preferences from the ratings of conversations that were held."""

import asyncio
import json
from collections.abc import Sequence
from contextlib import closing

import pytest
from click.testing import CliRunner

from dialog.acts import parse_acts
from dialog.commands.conversations import conversations
from dialog.config import load_config
from dialog.domain import load_domains
from dialog.errors import ConfigError
from dialog.llm.base import Completion, Message
from dialog.nlg.asking import Asker
from dialog.nlg.llm import LlmGenerator
from dialog.nlg.tuning.rated import Worded, rated, worded_turns
from dialog.pipeline import Pipeline
from dialog.session import Session
from dialog.state import Hypothesis, UserTurn
from dialog.store import ConversationStore

KIND = "And what kind of food would you like?"
ROUGH = "What kind of food is it to be?"


class Says:
    """A model that says one thing, and keeps what it was asked."""

    def __init__(self, answer: str) -> None:
        self.answer = answer
        self.asked: list[Sequence[Message]] = []

    def warm_up(self) -> None:
        pass

    async def complete(self, messages: Sequence[Message], **options: object) -> Completion:
        self.asked.append(tuple(messages))
        return Completion(self.answer)


@pytest.fixture
def url(tmp_path) -> str:
    return f"sqlite:///{tmp_path / 'conversations.db'}"


def _hold(url: str, answer: str, rating: int | None, *said: str, persona: str = "a clerk") -> Says:
    """Hold a conversation about restaurants, and rate it."""
    domains = load_domains(["restaurant"])
    config = load_config(options={"nlu": {"name": "none"}}, domains=domains)
    pipeline = Pipeline(domains, config, database=url, given=frozenset({"user_acts"}))
    model = Says(answer)
    pipeline.nlg = LlmGenerator(domains, llm=model, persona=persona)
    pipeline.warm_up()
    store = ConversationStore(url)
    session = Session(pipeline, store)

    async def talk() -> None:
        for each in said:
            acts = tuple(parse_acts(each, default_domain="restaurant"))
            await session.respond(UserTurn((Hypothesis(each),), (acts,)))

    asyncio.run(talk())
    if rating is not None:
        store.rate(session.id, rating)
    store.close()
    return model


def _run(url: str, path, *options: str) -> str:
    command = ["preferences", "--store", url, "--output", str(path), *options]
    made = CliRunner().invoke(conversations, command, catch_exceptions=False)
    assert made.exit_code == 0, made.output
    return made.output


def test_words_for_the_same_are_compared_by_their_ratings(url, tmp_path) -> None:
    config = tmp_path / "pipeline.yml"
    config.write_text("nlg: {name: llm, llm: http://localhost/v1#x, persona: a clerk}\n")
    central = "inform(area=centre)"
    liked = _hold(url, KIND, 5, central)
    _hold(url, ROUGH, 2, central)
    _hold(url, ROUGH, None, central)  # nobody said how that was
    _hold(url, "There is none.", 1, central)  # the templates spoke
    printed = _run(url, tmp_path / "rated.jsonl", "--config", str(config))
    (line,) = map(json.loads, (tmp_path / "rated.jsonl").read_text().splitlines())
    assert (line["chosen"], line["rejected"]) == (KIND, ROUGH)
    asked = [{"role": each.role, "content": each.content} for each in liked.asked[0]]
    assert line["prompt"] == asked
    assert "from 3 rated conversations with 2 turns in a model's words." in printed


def test_what_was_asked_is_made_again_as_it_was(url) -> None:
    said = ("inform(area=centre)", "request(phone)", "help()", "inform(area=north)")
    model = _hold(url, KIND, 5, *said)
    asker = Asker(load_domains(["restaurant"]), persona="a clerk")
    asker.warm_up()
    with closing(ConversationStore(url)) as store:
        kept = store.export(store.list()[0].id)
    sources = [turn["trace"]["source"] for turn in kept["turns"]]
    turns = list(worded_turns(kept, asker))
    assert len(turns) == sources.count("llm") == 3
    assert all(turn.prompt in model.asked for turn in turns)

    kept["turns"][0]["trace"]["generation"]["prompt"] = "of other prompts"
    kept["turns"][2]["response"] += " It has 9 stars."  # by an action
    (left,) = worded_turns(kept, asker)
    assert (left.same, left.text) == (turns[2].same, KIND)


def test_another_decision_is_not_compared(url, tmp_path) -> None:
    _hold(url, KIND, 5, "inform(area=centre)")
    _hold(url, "Which part of town would you like?", 1, "inform(price_range=cheap)")
    _hold(url, KIND, 4, "inform(area=centre)")  # the same words
    why = r"There are 3 rated conversations with 3 turns .* ratings are 2 apart; hold and /rate"
    with pytest.raises(ConfigError, match=why):
        _run(url, tmp_path / "rated.jsonl")


def _worded(text: str, rating: int, same: str = "request(food)") -> Worded:
    return Worded(same, (Message("user", f"{same} {rating}"),), text, rating)


def test_the_mean_of_all_conversations_counts() -> None:
    turns = [_worded("A?", 5), _worded("A?", 3), _worded("B?", 3), _worded("C?", 1)]
    (found,) = rated(turns, 2)
    assert (found.chosen, found.rejected) == ("A?", "C?")
    assert rated(turns, 3.5) == []
    assert rated([_worded("A?", 5), _worded("A?", 1)], 1) == []
    assert rated([_worded("A?", 5), _worded("B?", 1, "bye()")], 1) == []
