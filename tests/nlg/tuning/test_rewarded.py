"""A reward model, and models that learn from it."""

import json
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch

from dialog.errors import ConfigError
from dialog.llm.base import Message
from dialog.llm.weights import load_weights
from dialog.nlg.tuning.answers import Answers
from dialog.nlg.tuning.arguments import TuningArguments
from dialog.nlg.tuning.folder import META
from dialog.nlg.tuning.lessons import taught
from dialog.nlg.tuning.model import base_of
from dialog.nlg.tuning.pairs import RankedAnswers
from dialog.nlg.tuning.preferences import Preference
from dialog.nlg.tuning.reward import RewardModel
from dialog.nlg.tuning.rewarded import RewardedAnswers
from dialog.nlg.tuning.speaking import said
from dialog.nlg.tuning.training import Trainer

BAD = {
    "There is a nice inn in the north.": "There is a nice inn.",
    "Which day would you like to stay?": "Which day?",
    "It has 4 stars.": "It has stars.",
}


@pytest.fixture(scope="module")
def course(inns):
    return taught([inns], lambda _: None)


@pytest.fixture(scope="module")
def torn(course, tuned, tmp_path_factory) -> Path:
    """The folder of a model that leaves values out, more often than not."""
    bad = [replace(each, answer=BAD[each.answer]) for each in course.examples]
    both = replace(course, examples=[*course.examples, *bad, *bad[:24]])
    args = TuningArguments(
        str(tuned), "none", epochs=3, patience=5, batch_size=16, learning_rate=0.003
    )
    folder = tmp_path_factory.mktemp("models") / "torn"
    Trainer(Answers(both, args), args).train(folder)
    return folder


def _worse(text: str, chance: random.Random) -> Iterator[str]:
    yield BAD[text]
    words, other = text.split(), chance.choice([*BAD, *BAD.values()]).split()
    cut, begin = chance.randint(1, len(words) - 1), chance.randint(0, len(other) - 1)
    yield " ".join(words[:cut] + other[begin:])
    yield " ".join(word for word in words if chance.random() < 0.6) or words[0]


@pytest.fixture(scope="module")
def pairs(course) -> list[Preference]:
    """The corpus's own words to worse ones, for prompts of which each begins with a number."""
    chance, made = random.Random(0), []
    for nth, each in enumerate(course.examples):
        first, *others = each.messages
        asked = (Message("system", f"{nth % 8}. {first.content}"), *others)
        worse = (text for text in _worse(each.answer, chance) if text != each.answer)
        made += [Preference(asked, each.answer, text) for text in worse]
    return made


@pytest.fixture(scope="module")
def judge(tuned, pairs, tmp_path_factory) -> Path:
    """The folder of a reward model."""
    args = TuningArguments(str(tuned), epochs=2, learning_rate=0.005)
    folder = tmp_path_factory.mktemp("models") / "judge"
    Trainer(RankedAnswers(pairs, args), args).train(folder)
    return folder


def _made(folder: Path) -> dict[str, Any]:
    return dict(json.loads((folder / META).read_text()))


def _right(folder: Path, course) -> float:
    """Return how often a model that draws its words says the corpus's."""
    base = base_of(TuningArguments(str(folder)))
    asked = course.validation[:3] * 30
    torch.manual_seed(1)
    prompts = [each.messages for each in asked]
    made = said(base.model, base.tokens, prompts, base.model.device, sampled=True)
    right = (base.tokens.text(a) == e.turn.text for a, e in zip(made, asked, strict=True))
    return sum(right) / len(asked)


def test_held_out_preferences_are_found_by_a_reward_model(judge, course) -> None:
    made = _made(judge)
    assert (made["task"], made["trained"]) == ("SEQ_CLS", "lora")
    assert made["before"]["preferred"] < 0.75
    assert made["validation"]["preferred"] > 0.9
    assert "learns from it" in (judge / "README.md").read_text()
    rewards = RewardModel(str(judge))
    asked = [each.messages for each in course.validation[:3]]
    good, bad = (rewards.of(asked, texts) for texts in (list(BAD), list(BAD.values())))
    assert bool((good > bad + 1).all())
    alone = torch.cat([rewards.of([one], [text]) for one, text in zip(asked, BAD, strict=True)])
    torch.testing.assert_close(good, alone, atol=1e-4, rtol=1e-4)  # padding does not count


def test_rewards_rise_and_slot_errors_fall_near_the_base(torn, judge, course, tmp_path) -> None:
    args = TuningArguments(str(torn), epochs=2, dialogues=16, batch_size=16, learning_rate=0.002)
    lines: list[str] = []
    made = Trainer(
        RewardedAnswers(course, RewardModel(str(judge)), args), args, lines.append
    ).train(tmp_path / "better")
    before, after = made["before"], made["history"][-1]
    assert (before["reward"], before["kl"]) == (0, 0)
    assert after["reward"] > 0.8
    assert 0 < after["kl"] < 5
    assert after["slot_error_rate"] < before["slot_error_rate"] == 1
    assert lines[0] == "before: validation reward +0.000, KL 0.00 nats, slot errors 100.00 %"
    assert made["data"]["reward_model_sha256"]
    assert _right(tmp_path / "better", course) > _right(torn, course) + 0.3


@pytest.fixture
def few(course):
    return replace(course, validation=course.validation[:3])


def _trained(few, judge, path: Path, base: Path, kind: str | None = None, **options: Any):
    args = TuningArguments(str(base), kind, dialogues=2, learning_rate=0.002, epochs=2, patience=2)
    course = RewardedAnswers(few, RewardModel(str(judge)), args)
    return Trainer(course, args, **options).train(path)


def test_a_training_that_is_cut_short_goes_on_from_the_same_base(
    torn, judge, few, tmp_path
) -> None:
    whole = _trained(few, judge, tmp_path / "a", torn, "none")

    def stop(done: int, of: int, loss: float) -> None:
        if (tmp_path / "b" / META).exists():  # in the second epoch
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        _trained(few, judge, tmp_path / "b", torn, "none", step=stop)
    lines: list[str] = []
    again = _trained(few, judge, tmp_path / "b", torn, "none", report=lines.append)
    assert "Goes on after epoch 1 of 2." in lines
    assert again["history"] == whole["history"]


def test_an_adapter_is_held_to_itself_as_it_was(torn, judge, few, tmp_path) -> None:
    for base, name in ((torn, "one"), (tmp_path / "one", "two")):
        made = _trained(few, judge, tmp_path / name, base)
        assert made["before"]["kl"] == 0
        assert made["history"][-1]["kl"] > 0


def test_virtual_tokens_are_held_to_the_base_without_them(torn, judge, few, tmp_path) -> None:
    made = _trained(few, judge, tmp_path / "one", torn, "prompt")
    assert made["before"]["kl"] == 0
    assert made["history"][-1]["kl"] > 0


def test_what_finds_all_alike_teaches_nothing(torn, judge, few, tmp_path) -> None:
    rewards = RewardModel(str(judge))
    args = TuningArguments(str(torn))
    rewards._model.score.weight.data.zero_()
    with pytest.raises(ConfigError, match="finds all answers of the base alike"):
        Trainer(RewardedAnswers(few, rewards, args), args).train(tmp_path / "x")


def test_what_is_no_reward_model_is_refused_and_the_reverse(tuned, judge, pairs, tmp_path) -> None:
    with pytest.raises(ConfigError, match=r"is no reward model; `dialog train nlg --base .* makes"):
        RewardModel(str(tuned))
    with pytest.raises(ConfigError, match="is a reward model, which scores answers and makes none"):
        load_weights(str(judge))
    args = TuningArguments(str(tuned), "prompt")
    with pytest.raises(ConfigError, match="train a reward model by lora, qlora or none"):
        Trainer(RankedAnswers(pairs, args), args).train(tmp_path / "x")


def test_a_whole_model_scores_as_its_adapter_does(tuned, pairs, tmp_path) -> None:
    args = TuningArguments(str(tuned), "none", epochs=1, learning_rate=0.002)
    made = Trainer(RankedAnswers(pairs, args), args).train(tmp_path / "whole")
    assert made["history"][-1]["preferred"] > 0.9
    one = pairs[0]
    found = RewardModel(str(tmp_path / "whole")).of([one.prompt] * 2, [one.chosen, one.rejected])
    assert found[0] > found[1]
