"""Conversations with simulated users as a Gymnasium environment (Towers et al. 2024).

The pipeline and the user are those of `dialog simulate`; the pipeline's policy waits for the
environment's next action at each move. An episode is a conversation. `action_masks` says which
moves are allowed, as sb3-contrib's MaskablePPO asks for it (Huang and Ontañón 2022).
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import gymnasium
import numpy as np
from gymnasium import spaces
from numpy.typing import NDArray

from dialog.component import Decision, RunAction
from dialog.errors import DialogError
from dialog.learning.trials import THRESHOLDS
from dialog.policy.choosing import Choice, Moves
from dialog.policy.moves import LISTEN
from dialog.simulation.conversation import BROKEN, Talk, converse
from dialog.simulation.judge import judge
from dialog.simulation.running import Plan, Simulation
from dialog.state import DialogueState

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Rewards:
    """What is paid for.

    As in ConvLab (Zhu et al. 2020) a success pays much, a failure costs half of that, and every
    turn costs a little, which here adds up to a failure in 40 turns.
    """

    success: float = 2.0
    failure: float = -1.0
    turn: float = -0.025


@dataclass(frozen=True)
class Outcome:
    """What came of an episode."""

    success: bool
    turns: int
    reward: float


class DialogueEnvironment(gymnasium.Env):  # type: ignore[misc]
    """One user after another who talks to a pipeline.

    Args:
        plan: whom to talk to; its policy is not used.
        place: which of several environments it is: each has users of its own.
        rewards: what is paid for.
    """

    metadata: ClassVar[dict[str, Any]] = {"render_modes": []}

    def __init__(self, plan: Plan, place: int = 0, rewards: Rewards | None = None) -> None:
        self.simulation = Simulation(plan)
        self.rewards = rewards or Rewards()
        self.moves = Moves(self.simulation.domains, THRESHOLDS)
        self.simulation.pipeline.policy = _Waiting(self)
        layout = self.moves.vectoriser.layout
        self.observation_space = spaces.Box(0.0, 1.0, (layout.size,), np.float32)
        self.action_space = spaces.Discrete(len(layout.moves))
        self.outcomes: list[Outcome] = []  # of the episodes since they were last asked for
        self._place = place
        self._round = 0
        self._number = 0
        self._loop = asyncio.new_event_loop()
        self._talk: asyncio.Task[Talk] | None = None
        self._choice: Choice | None = None
        self._chosen: asyncio.Future[int] | None = None
        self._paid = 0.0

    def begin(self, number: int) -> None:
        """Begin a round: its users follow from its number, whatever was before."""
        self._round, self._number = number, 0

    def reset(
        self, *, seed: int | None = None, options: Mapping[str, Any] | None = None
    ) -> tuple[Floats, dict[str, Any]]:
        """Let the next user talk; a seed begins the round of that number."""
        super().reset(seed=seed)
        if seed is not None:
            self.begin(seed)
        self._hang_up()
        name = f"{self.simulation.plan.seed} round {self._round} {self._place} {self._number}"
        self._number += 1
        self._paid = 0.0
        goal = self.simulation.goals.numbered(self._number, name)
        self._talk = self._loop.create_task(
            converse(
                self.simulation.pipeline,
                self.simulation.database,
                goal,
                self.simulation.channel,
                name,
            )
        )
        self._talk.add_done_callback(lambda _: self._loop.stop())
        return self._go_on(), {}

    def step(self, action: np.int64) -> tuple[Floats, float, bool, bool, dict[str, Any]]:
        """Make a move; the system's turn, and then the user's, go by until the next one."""
        assert self._chosen is not None
        assert self._talk is not None
        reward = self.rewards.turn if self.moves.moves[int(action)] == LISTEN else 0.0
        self._chosen.set_result(int(action))
        features = self._go_on()
        info: dict[str, Any] = {}
        over = self._talk.done()
        if over:
            talk = self._talk.result()
            verdict = judge(talk, self.moves.schemas, self.simulation.tables)
            reward += self.rewards.success if verdict.success else self.rewards.failure
            outcome = Outcome(verdict.success, len(talk.exchanges), self._paid + reward)
            self.outcomes.append(outcome)
            info = {"success": verdict.success, "turns": len(talk.exchanges)}
        self._paid += reward
        return features, reward, over, False, info

    def action_masks(self) -> NDArray[np.bool_]:
        """Return which moves are allowed, (moves,)."""
        if self._choice is None:  # between episodes
            return np.ones(len(self.moves.moves), dtype=np.bool_)
        return self._choice.allowed

    def take_outcomes(self) -> list[Outcome]:
        """Return the outcomes since this was last asked for."""
        taken, self.outcomes = self.outcomes, []
        return taken

    def close(self) -> None:
        """End the conversation and the event loop."""
        self._hang_up()
        self._loop.close()
        super().close()

    def _go_on(self) -> Floats:
        """Let the conversation go on to the next choice, or to its end; return the features.

        Raises:
            DialogError: when a component fails.
        """
        assert self._talk is not None
        self._choice = None
        self._loop.run_forever()
        if self._talk.done():
            if self._talk.result().end == BROKEN:
                raise DialogError("A component failed while training; the log says how.")
            return np.zeros(self.observation_space.shape or (), dtype=np.float32)
        choice: Choice | None = self._choice
        assert choice is not None
        return choice.features

    async def choose(self, choice: Choice) -> tuple[int, str]:
        """Wait for the environment's next action."""
        self._choice = choice
        self._chosen = self._loop.create_future()
        self._loop.stop()
        return await self._chosen, ""

    def _hang_up(self) -> None:
        if self._talk is not None and not self._talk.done():
            self._talk.cancel()
            self._loop.run_forever()
        self._talk = None


class _Waiting:
    """The policy whose moves the environment makes."""

    reads: ClassVar[frozenset[str]] = frozenset({"state"})
    writes: ClassVar[frozenset[str]] = frozenset({"system_acts"})

    def __init__(self, environment: DialogueEnvironment) -> None:
        self._environment = environment

    def warm_up(self) -> None:
        """Nothing to load."""

    async def decide(self, state: DialogueState, run_action: RunAction) -> Decision:
        """Return what is decided by the environment's actions."""
        return await self._environment.moves.decide(state, run_action, self._environment.choose)
