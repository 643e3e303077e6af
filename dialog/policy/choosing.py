"""Deciding by moves: what a turn allows is offered to a chooser, until it chooses to listen."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from dialog.component import Decision, Domains, RunAction
from dialog.errors import ConfigError
from dialog.policy.carrying import allowed, carry_out, look_around
from dialog.policy.deliberation import Deliberation, Thresholds
from dialog.policy.features import Vectoriser
from dialog.policy.moves import LISTEN, Move
from dialog.policy.rules import ConversationRule
from dialog.policy.rules.conversation import (
    consult,
    explain,
    say_again,
    start_over,
    stay_in_scope,
)
from dialog.policy.rules.limits import refuse
from dialog.policy.rules.resuming import let_go
from dialog.state import DialogueState

if TYPE_CHECKING:
    from numpy.typing import NDArray

# What neither corpora nor simulated users do enough to learn it from is left to rules.
RULES: tuple[ConversationRule, ...] = (start_over, explain, say_again, consult, stay_in_scope)


@dataclass(frozen=True, slots=True)
class Choice:
    """What there is to choose from at one point of a turn."""

    moves: Sequence[Move]  # every one there is
    allowed: "NDArray[np.bool_]"  # (moves,)
    features: "NDArray[np.float32]"
    turn: Deliberation

    @property
    def open(self) -> list[Move]:
        """The moves that are allowed."""
        return [move for move, can in zip(self.moves, self.allowed, strict=True) if can]


# Returns the place of the move that is chosen among the moves, and why in a few words.
Chooser = Callable[[Choice], Awaitable[tuple[int, str]]]


class Moves:
    """Takes turns move by move.

    Args:
        domains: of the session.
        thresholds: how sure beliefs must be.

    Raises:
        ConfigError: for a domain with tasks, which has no such moves.
    """

    def __init__(self, domains: Domains, thresholds: Thresholds) -> None:
        self.domains = domains
        self.schemas = {name: domain.schema for name, domain in domains.items()}
        for name, schema in self.schemas.items():
            if schema.tasks:
                raise ConfigError(
                    f"The domain {name!r} answers questions by its own search, for which there "
                    "are no moves to choose from; use --policy rule."
                )
        self.thresholds = thresholds
        self.vectoriser = Vectoriser(self.schemas)
        self.moves = self.vectoriser.layout.moves

    async def begin(self, state: DialogueState, run_action: RunAction) -> tuple[Deliberation, bool]:
        """Return a turn, and whether rules settled it already; else it has been searched."""
        turn = Deliberation(self.domains, self.thresholds, state, run_action)
        for rule in RULES:
            turn.consider(rule)
            if await rule(turn):
                return turn, True
        await let_go(turn)
        for domain in self.schemas:
            refuse(turn, domain)
        await look_around(turn)
        return turn, False

    def choice(self, turn: Deliberation, made: Sequence[Move]) -> Choice:
        """Return what there is to choose from after the moves made."""
        can = np.array([allowed(turn, move, made) for move in self.moves])
        return Choice(self.moves, can, self.vectoriser(turn, made), turn)

    async def decide(
        self, state: DialogueState, run_action: RunAction, choose: Chooser
    ) -> Decision:
        """Return what is decided when `choose` chooses each move."""
        turn, settled = await self.begin(state, run_action)
        made: list[Move] = []
        while not settled:
            place, why = await choose(self.choice(turn, made))
            move = self.moves[place]
            if move == LISTEN:
                break
            turn.consider(called(move, why))
            await carry_out(turn, move)
            made.append(move)
        return turn.decision()


def called(move: Move, why: str) -> str:
    """Return what `/why` calls a move."""
    return f"{move} ({why})" if why else str(move)
