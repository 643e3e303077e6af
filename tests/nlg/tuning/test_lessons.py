"""What a language model is tuned on."""

import asyncio
import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner

from dialog.acts import ActType, DialogueAct
from dialog.commands.corpora import corpora
from dialog.corpus import CorpusTurn, Dialogue
from dialog.corpus.folder import About, FolderCorpus, write_folder
from dialog.errors import ConfigError
from dialog.llm.base import Completion, LlmError, Message
from dialog.nlg.corpus_turns import spoken_domains
from dialog.nlg.llm import LlmGenerator
from dialog.nlg.tuning.asked import asked_turns
from dialog.nlg.tuning.lessons import taught

WRONG = "Goodbye, and mind the 42 steps!"  # a figure that nobody annotated


def test_turns_whose_own_words_do_not_pass_are_left_out(inns) -> None:
    lines: list[str] = []
    found = taught([inns], lines.append)
    assert lines == ["inns: 48 of 64 system turns can be learnt from"]
    assert not any("42" in each.answer for each in found.examples)
    first = found.examples[0]
    assert [message.role for message in first.messages] == ["system", "user"]
    assert "Acts: inn.inform(area=north)" in first.messages[1].content
    assert "Draft: As for the area, it is north." in first.messages[1].content
    assert first.answer == "There is a nice inn in the north."


class Listens:
    """A model that keeps what it is asked."""

    def __init__(self) -> None:
        self.asked: list[Message] = []

    def warm_up(self) -> None:
        pass

    async def complete(self, messages: Sequence[Message], **options: object) -> Completion:
        self.asked += messages
        raise LlmError("It listens.")


def test_what_is_asked_is_what_the_generator_asks(inns) -> None:
    corpus = FolderCorpus(Path(inns))
    dialogues = list(corpus.load("validation"))
    domains = spoken_domains(corpus, dialogues)
    for each in list(asked_turns(corpus, dialogues))[:3]:
        model = Listens()
        generator = LlmGenerator(domains, llm=model)
        asyncio.run(generator.generate(each.turn.acts, each.turn.state))
        assert tuple(model.asked) == each.messages


def test_nothing_to_learn(tmp_path) -> None:
    wrong = [CorpusTurn("system", WRONG, acts=(DialogueAct(ActType.BYE),))]
    made = [Dialogue(s, s, ("inn",), {}, tuple(wrong)) for s in ("train", "validation")]
    write_folder(tmp_path / "wrong", About(description="Wrong."), made)
    with pytest.raises(ConfigError, match="There is no system turn to learn from"):
        taught([str(tmp_path / "wrong")], lambda _: None)


def test_a_corpus_as_chats(inns, tmp_path) -> None:
    path = tmp_path / "chats.jsonl"
    options = ["export", inns, "--format", "chat", "--split", "train", "--output", str(path)]
    made = CliRunner().invoke(corpora, options, catch_exceptions=False)
    assert made.exit_code == 0, made.output
    chats = [json.loads(line) for line in path.read_text().splitlines()]
    wanted = [each.to_dict() for each in taught([inns], lambda _: None).examples]
    assert chats == wanted
    assert chats[0]["messages"][-1] == {
        "role": "assistant",
        "content": "There is a nice inn in the north.",
    }
