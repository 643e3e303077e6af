"""A reward model, and a model that learns from it."""

import random
from pathlib import Path

import pytest
import torch

from dialog.nlg.tuning.arguments import TuningArguments
from dialog.nlg.tuning.lessons import taught
from dialog.nlg.tuning.pairs import RankedAnswers
from dialog.nlg.tuning.preferences import Preference
from dialog.nlg.tuning.reward import RewardModel
from dialog.nlg.tuning.rewarded import RewardedAnswers
from dialog.nlg.tuning.training import Trainer


def _pairs(inns, number: int) -> list[Preference]:
    """The corpus's own words to the same with words left out."""
    chance = random.Random(0)
    found = taught([inns], lambda _: None).examples
    made = []
    for nth in range(number):
        each = found[nth % len(found)]
        words = each.answer.split()
        fewer = [w for w in words if chance.random() < 0.6] or words[:1]
        if fewer != words:
            made.append(Preference(each.messages, each.answer, " ".join(fewer)))
    return made


def test_try(inns, tuned, tmp_path) -> None:
    import time
    t = time.time()
    args = TuningArguments(str(tuned), epochs=6, batch_size=8, learning_rate=0.01)
    Trainer(RankedAnswers(_pairs(inns, 60), args), args, print).train(tmp_path / "judge")
    print(time.time() - t)
    course = taught([inns], lambda _: None)
    args = TuningArguments(str(tuned), epochs=5, batch_size=8, learning_rate=0.002, dialogues=16)
    judge = RewardModel(str(tmp_path / "judge"))
    Trainer(RewardedAnswers(course, judge, args), args, print).train(tmp_path / "better")
    print(time.time() - t)
