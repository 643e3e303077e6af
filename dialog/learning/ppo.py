"""Proximal policy optimisation over masked moves, by sb3-contrib's MaskablePPO.

Schulman et al. 2017, Proximal Policy Optimization Algorithms; Huang and Ontañón 2022, A Closer Look
at Invalid Action Masking in Policy Gradient Algorithms. Each iteration begins with new users and
seeds that follow from its number, so a training that was cut short goes on as if it had not been.
"""

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from sb3_contrib import MaskablePPO
from stable_baselines3.common.utils import set_random_seed
from stable_baselines3.common.vec_env import DummyVecEnv

from dialog.errors import ConfigError
from dialog.learning.actor_critic import ActorCritic
from dialog.learning.environment import DialogueEnvironment, Outcome, Rewards
from dialog.learning.trials import Trial, Trials
from dialog.policy.bundle import PolicyBundle
from dialog.policy.network import Weights
from dialog.simulation.running import Plan
from dialog.training.checkpoint import Checkpoint
from dialog.training.epochs import made_on

PACKAGES = ("torch", "gymnasium", "stable-baselines3", "sb3-contrib")
_USERS = 8  # environments that take turns
_MINIBATCH = 256
_EPOCHS = 6
_DISCOUNT = 0.99
_TRACE = 0.95
_ENTROPY = 0.01


@dataclass(frozen=True, slots=True)
class PpoArguments:
    """How to train."""

    iterations: int = 60
    moves: int = 2048  # that an iteration learns from
    learning_rate: float = 1e-3  # at first; falls to nothing
    patient: int = 2  # iterations in which only the critic learns, when a policy is gone on from
    trials: int = 100  # conversations of a trial
    every: int = 5  # iterations between trials
    seed: int = 0

    def __post_init__(self) -> None:
        for name in ("iterations", "trials", "every"):
            if getattr(self, name) < 1:
                raise ConfigError(f"{name} is {getattr(self, name)}; it should be at least 1.")
        if self.moves < _MINIBATCH or self.moves % _USERS:
            raise ConfigError(
                f"moves is {self.moves}; it should be a multiple of {_USERS}, at least "
                f"{_MINIBATCH}."
            )


@dataclass(frozen=True, slots=True)
class Point:
    """A point of the learning curve."""

    iteration: int
    conversations: int  # learned from so far
    reward: float  # of a conversation since the point before, with moves drawn by chance
    success: float  # share of a trial's conversations, with the likeliest moves
    turns: float  # exchanges in a trial's conversation
    seconds: float  # of processor time so far


class PpoTrainer:
    """Trains a policy by talking to simulated users.

    Args:
        plan: who the users are, and what understands and answers them.
        args: how to train.
        start: the weights to go on from; None begins anew.
        work: what the training is, beside the plan and the arguments, JSON-able.
        report: gets a line a trial.
        step: gets the iterations done, how many there are, and the share that fails.
    """

    def __init__(
        self,
        plan: Plan,
        args: PpoArguments,
        start: Weights | None,
        work: dict[str, Any],
        report: Callable[[str], None],
        step: Callable[[int, int, float], None],
    ) -> None:
        self.plan, self.args, self._report, self._step = plan, args, report, step
        self._trials = Trials(plan, args.trials)
        self._users = DummyVecEnv([_maker(plan, place) for place in range(_USERS)])
        layout = self._users.envs[0].get_wrapper_attr("moves").vectoriser.layout
        set_random_seed(args.seed)
        self._model = MaskablePPO(
            ActorCritic,
            self._users,
            learning_rate=args.learning_rate,
            n_steps=args.moves // _USERS,
            batch_size=_MINIBATCH,
            n_epochs=_EPOCHS,
            gamma=_DISCOUNT,
            gae_lambda=_TRACE,
            ent_coef=_ENTROPY,
            seed=args.seed,
            device="cpu",
            policy_kwargs={"layout": layout},
        )
        self._warm = start is not None
        if start is not None:
            self._model.policy.actor.load(start)
        self._work = {**work, "args": asdict(args), "warm": self._warm}
        self.curve: list[Point] = []
        self._best: tuple[Trial, Weights] | None = None
        self._conversations = 0
        self._seconds = 0.0
        self._outcomes: list[Outcome] = []

    def train(self, name: str, path: Path) -> PolicyBundle:
        """Train, and write the best policy that a trial met.

        Args:
            name: of the bundle.
            path: its folder; the unfinished training's state is kept beside it.
        """
        checkpoint = Checkpoint(path.parent / f".{path.name}.unfinished", self._work)
        try:
            self._go_through(checkpoint)
        finally:
            self._users.close()
        assert self._best is not None
        bundle = PolicyBundle(
            name, "ppo", tuple(self._trials.domains), self._training(), self._best[1]
        )
        bundle.save(path)
        checkpoint.remove()
        return bundle

    def _go_through(self, checkpoint: Checkpoint) -> None:
        """Go through the iterations that are left."""
        done = self._resume(checkpoint)
        if done == 0:
            self._try(0)
        for iteration in range(done, self.args.iterations):
            began = time.process_time()
            self._iterate(iteration)
            self._seconds += time.process_time() - began
            last = iteration + 1 == self.args.iterations
            if last or (iteration + 1) % self.args.every == 0:
                self._try(iteration + 1)
                checkpoint.save(self._state(iteration + 1))

    @property
    def best(self) -> Trial:
        """What the policy that is kept reached."""
        assert self._best is not None
        return self._best[0]

    def _iterate(self, iteration: int) -> None:
        model, args = self._model, self.args
        set_random_seed(args.seed * 100_003 + iteration)
        self._users.env_method("begin", iteration)
        model._last_obs = None  # has sb3 begin new conversations
        rate = args.learning_rate * (1 - iteration / args.iterations)
        model.lr_schedule = lambda _: rate
        learns = not (self._warm and iteration < args.patient)
        model.policy.actor.requires_grad_(learns)
        model.learn(args.moves, reset_num_timesteps=False)
        taken = [o for each in self._users.env_method("take_outcomes") for o in each]
        self._conversations += len(taken)
        self._outcomes += taken
        failed = 1 - float(np.mean([o.success for o in taken] or [0.0]))
        self._step(iteration + 1, args.iterations, failed)

    def _try(self, iteration: int) -> None:
        """Let the present policy talk, and keep it if it is the best so far."""
        weights = self._model.policy.actor.weights()
        trial = self._trials(weights)
        reward = float(np.mean([o.reward for o in self._outcomes])) if self._outcomes else 0.0
        self._outcomes = []
        point = Point(
            iteration, self._conversations, reward, trial.success, trial.turns, self._seconds
        )
        self.curve.append(point)
        if self._best is None or _merit(trial) > _merit(self._best[0]):
            self._best = trial, weights
        self._report(
            f"iteration {iteration}/{self.args.iterations}: {point.conversations:,} "
            f"conversations, {100 * trial.success:.1f} % of {self.args.trials} succeed in "
            f"{trial.turns:.1f} turns, {point.seconds:.0f} s"
        )

    def _training(self) -> dict[str, Any]:
        return {
            **self._work,
            "rewards": asdict(Rewards()),
            "validation": asdict(self.best),
            "curve": [asdict(point) for point in self.curve],
            **made_on(torch.device("cpu"), PACKAGES),
        }

    def _state(self, iteration: int) -> dict[str, Any]:
        """Return all that the next iterations depend on."""
        assert self._best is not None
        trial, weights = self._best
        return {
            "iteration": iteration,
            "policy": self._model.policy.state_dict(),
            "optimizer": self._model.policy.optimizer.state_dict(),
            "best": {"trial": asdict(trial), "weights": _tensors(weights)},
            "curve": [asdict(point) for point in self.curve],
            "conversations": self._conversations,
            "seconds": self._seconds,
        }

    def _resume(self, checkpoint: Checkpoint) -> int:
        """Take up a training that was cut short, and return how many iterations it had."""
        kept = checkpoint.load()
        if kept is None:
            if checkpoint.path.exists():
                self._report(
                    f"{checkpoint.path} is the state of another training, or damaged; begins anew."
                )
            return 0
        self._users.reset()  # uses up the seeds that sb3 gives for the very first conversations
        self._model.policy.load_state_dict(kept["policy"])
        self._model.policy.optimizer.load_state_dict(kept["optimizer"])
        arrays = {name: tensor.numpy() for name, tensor in kept["best"]["weights"].items()}
        self._best = Trial(**kept["best"]["trial"]), Weights(**arrays)
        self.curve = [Point(**point) for point in kept["curve"]]
        self._conversations, self._seconds = kept["conversations"], kept["seconds"]
        iteration = int(kept["iteration"])
        self._report(f"Goes on after iteration {iteration} of {self.args.iterations}.")
        return iteration


def _maker(plan: Plan, place: int) -> Callable[[], DialogueEnvironment]:
    return lambda: DialogueEnvironment(plan, place)


def _merit(trial: Trial) -> tuple[float, float]:
    """Return what policies are compared by: success, then few turns."""
    return trial.success, -trial.turns


def _tensors(weights: Weights) -> dict[str, torch.Tensor]:
    return {name: torch.from_numpy(array) for name, array in asdict(weights).items()}
