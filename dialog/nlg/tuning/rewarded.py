"""A model learns from what a reward model makes of its answers; imports torch.

It speaks, is rewarded, and does more of what was better than expected; leaving the base behind
costs something for each token (Ziegler et al. 2019; Ouyang et al. 2022).
"""

import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from typing import Any

import peft
import torch
from torch import Tensor, nn

from dialog.errors import ConfigError
from dialog.evaluation.provenance import checksum
from dialog.llm.weights import SPEAKS
from dialog.nlg.sources import Taught
from dialog.nlg.tuning.arguments import TuningArguments
from dialog.nlg.tuning.asked import Asked
from dialog.nlg.tuning.lessons import Lesson
from dialog.nlg.tuning.model import Base, check_room, without_dropout
from dialog.nlg.tuning.objectives import before_each
from dialog.nlg.tuning.ppo import Proximal, Rollout, gains
from dialog.nlg.tuning.reward import RewardModel
from dialog.nlg.tuning.speaking import LONGEST, Spoken, said
from dialog.nlg.tuning.tokens import Answered, Batch
from dialog.training.batches import drawn_dialogues, of_like_length
from dialog.training.loop import mixed_precision

_MEASURED = 200  # system turns of which some are measured with, at most
_PASSES = 4  # steps with the same answers
_ALIKE = 1e-6  # scores that differ less do not


class RewardedAnswers:
    """Learning from the rewards of a model's own answers.

    A reward is counted in standard deviations from the mean of those of the base.

    Args:
        taught: what is asked.
        rewards: scores the answers.
        args: how to learn.
    """

    task = SPEAKS
    careful = True

    def __init__(
        self, taught: Taught[Lesson, Asked], rewards: RewardModel, args: TuningArguments
    ) -> None:
        self.taught, self.rewards, self.args = taught, rewards, args
        chance = random.Random(f"{args.seed} validation")  # noqa: S311
        turns = list(taught.validation)
        self._measured = chance.sample(turns, min(_MEASURED, len(turns)))
        self._unit: tuple[float, float] | None = None  # mean and deviation of the base's scores
        self._last: tuple[list[Lesson], Rollout] | None = None

    def described(self) -> dict[str, Any]:
        """Return what is learnt, as JSON-able data."""
        return {
            "corpora": list(self.taught.corpora),
            "train": len(self.taught.examples),
            "validation": len(self._spoken.turns),
            "sha256": checksum(each.to_dict() for each in self.taught.examples),
            "reward_model": self.rewards.name,
            "reward_model_sha256": self.rewards.sha256,
        }

    def begin(self, base: Base) -> tuple[int, int]:
        """Get ready for a base; returns how many turns fit it, of how many."""
        self._tokens = base.tokens
        self._lessons = [e for e in self.taught.examples if self._fits(e, base.room)]
        fitting = [turn for turn in self._measured if self._fits(turn, base.room)]
        self._spoken = Spoken(fitting, base, self.args.batch_size)
        check_room(self.args.base, self._lessons, self._spoken.turns)
        # what is trained has no copy of how it was where an adapter can be put off
        again = base.kind == "none" or isinstance(base.model, peft.PeftModel)
        weights = (p for p in base.model.parameters() if p.requires_grad)
        self._before = [p.detach().clone() for p in weights] if again else None
        return len(self._lessons), len(self.taught.examples)

    def _fits(self, each: Lesson | Asked, room: int | None) -> bool:
        lengths = (len(self._tokens.asked(each.messages)), self.rewards.length(each.messages))
        rooms = (room, self.rewards.room)
        return all(not r or n + LONGEST <= r for n, r in zip(lengths, rooms, strict=True))

    def objective(self, model: nn.Module) -> Proximal:
        """Return the loss of a model, whose dropout would blur what it finds likely."""
        without_dropout(model)
        self._objective = Proximal(model)
        return self._objective

    def epoch(self, nth: int) -> list[list[Lesson]]:
        """Return the batches of an epoch, each as often as a step is made with its answers."""
        args, lessons = self.args, self._lessons
        if args.dialogues:
            lessons = drawn_dialogues(
                lessons, lambda each: each.dialogue, args.seed, args.dialogues, nth=nth
            )
        lessons = random.Random(f"{args.seed} epoch {nth}").sample(lessons, len(lessons))  # noqa: S311
        batches = of_like_length(
            lessons, args.batch_size, lambda each: len(self._tokens.asked(each.messages))
        )
        return [batch for batch in batches for _ in range(_PASSES)]

    def collate(self, lessons: list[Lesson], device: torch.device) -> Rollout:
        """Return the answers of the model as it now is, or those that it gave a step ago."""
        if self._last is None or self._last[0] is not lessons:
            self._last = lessons, self._rollout(lessons, device)
        return self._last[1]

    @torch.no_grad()
    def _rollout(self, lessons: Sequence[Lesson], device: torch.device) -> Rollout:
        objective = self._objective
        asked = [each.messages for each in lessons]
        answers = said(objective.lm, self._tokens, asked, device, sampled=True)
        batch = self._tokens.batch(answers, device)
        with _as_trained(device):
            likelihoods, values = objective.foretold(batch)
            with self._as_begun(objective.lm):
                base, _ = objective.foretold(batch)
        rewards = self.args.beta * (base - likelihoods)
        last = batch.said[:, 1:].sum(1).cumsum(0) - 1  # token of each answer
        rewards[last] += self._scores(asked, answers)
        return Rollout(batch, likelihoods, values, gains(rewards, values, batch))

    def _scores(self, asked: Sequence[Any], answers: Sequence[Answered]) -> Tensor:
        assert self._unit is not None  # the base was measured
        mean, deviation = self._unit
        found = self.rewards.of(asked, [self._tokens.text(each) for each in answers])
        return (found - mean) / deviation

    @contextmanager
    def _as_begun(self, model: Any) -> Iterator[None]:
        """Give the model as it was before the training."""
        if self._before is None:
            with model.disable_adapter() if isinstance(model, peft.PeftModel) else nullcontext():
                yield
            return
        trained = [p for p in model.parameters() if p.requires_grad]
        now = [p.data for p in trained]
        for weight, before in zip(trained, self._before, strict=True):
            weight.data = before
        try:
            yield
        finally:
            for weight, own in zip(trained, now, strict=True):
                weight.data = own

    @torch.no_grad()
    def measure(self, objective: Proximal, device: torch.device) -> tuple[dict[str, float], str]:
        """Return the figures on validation, and a line with them.

        The first call is for the base, whose scores are the unit of all rewards.
        """
        found: list[Tensor] = []
        nats = 0.0
        with torch.random.fork_rng():
            torch.manual_seed(self.args.seed)  # chance is the same before and after each epoch
            for turns in self._spoken.batches:
                asked = [turn.messages for turn in turns]
                answers = said(objective.lm, self._tokens, asked, device, sampled=True)
                texts = [self._tokens.text(each) for each in answers]
                found.append(self.rewards.of(asked, texts))
                nats += self._divergence(objective.lm, self._tokens.batch(answers, device))
        scores = torch.cat(found)
        mean, deviation = self._unit = self._unit or self._unit_of(scores)
        reward = (float(scores.mean()) - mean) / deviation
        kl = nats / len(scores)
        rate = self._spoken.slot_error_rate(objective.lm, device)
        figures = {
            "validation_loss": round(self.args.beta * kl - reward, 4),
            "reward": round(reward, 4),  # in deviations of the base's
            "kl": round(kl, 4),  # nats an answer
            "slot_error_rate": round(rate, 4),
        }
        line = f"reward {reward:+.3f}, KL {kl:.2f} nats, slot errors {100 * rate:.2f} %"
        return figures, line

    def _unit_of(self, scores: Tensor) -> tuple[float, float]:
        deviation = float(scores.std()) if len(scores) > 1 else 0.0
        if deviation < _ALIKE:
            raise ConfigError(
                f"The reward model {self.rewards.name} finds all answers of the base alike, so "
                "nothing can be learnt from it."
            )
        return float(scores.mean()), deviation

    def _divergence(self, model: Any, batch: Batch) -> float:
        """Return the Kullback-Leibler divergence from the base along answers, in nats."""

        def foretold() -> Tensor:
            logits = model(input_ids=batch.ids, attention_mask=batch.mask, use_cache=False).logits
            return before_each(logits, batch).log_softmax(1)

        with _as_trained(batch.ids.device):
            own = foretold()
            with self._as_begun(model):
                base = foretold()
        return float((own.exp() * (own - base)).sum())


def _as_trained(device: torch.device) -> Any:
    """Reckon in the precision of the training."""
    return torch.autocast(device.type, torch.bfloat16, mixed_precision() == "bf16")
