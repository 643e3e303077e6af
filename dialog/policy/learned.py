"""Policies that were learned: from dialogues, or by talking to simulated users."""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

import numpy as np

from dialog.component import Decision, Domains, RunAction
from dialog.errors import BundleError
from dialog.knowledge.index import LEAST
from dialog.policy.bundle import Algorithm, find_policy, load_policy
from dialog.policy.choosing import Choice, Moves
from dialog.policy.deliberation import Thresholds
from dialog.policy.network import Weights, probabilities, scores
from dialog.state import DialogueState

log = logging.getLogger(__name__)
_SHOWN = 2  # moves that `/why` names beside the one chosen


class NetworkPolicy:
    """Chooses the likeliest move by the weights of a network.

    Args:
        domains: the domains of the session.
        thresholds: how sure beliefs must be.
        name: what `/why` calls it.
    """

    reads: ClassVar[frozenset[str]] = frozenset({"state"})
    writes: ClassVar[frozenset[str]] = frozenset({"system_acts"})

    def __init__(self, domains: Domains, thresholds: Thresholds, name: str) -> None:
        self.moves = Moves(domains, thresholds)
        self.weights: Weights | None = None
        self._name = name

    def warm_up(self) -> None:
        """Nothing to load; the weights are given."""

    async def decide(self, state: DialogueState, run_action: RunAction) -> Decision:
        """Return the system's acts, running actions where they need facts."""
        self.warm_up()
        return await self.moves.decide(state, run_action, self._choose)

    async def _choose(self, choice: Choice) -> tuple[int, str]:
        assert self.weights is not None
        scored = scores(self.weights, self.moves.vectoriser.layout, choice.features)
        likely = probabilities(scored, choice.allowed)
        order = np.argsort(-likely, kind="stable")
        best, *next_ones = order[: 1 + _SHOWN].tolist()
        others = [f"{choice.moves[at]} {likely[at]:.2f}" for at in next_ones if choice.allowed[at]]
        why = f"{self._name}: {likely[best]:.2f}"
        return best, f"{why}, against {', '.join(others)}" if others else why


class LearnedPolicy(NetworkPolicy):
    """Decides by a trained bundle.

    Args:
        domains: the domains of the session.
        bundle: a folder; by default the user's own or an installed one that fits best.
        accept: as that of the rule policy, like the next three.
        confirm: the belief from which a value may be asked about.
        sure: the belief from which a value is not even put in passing.
        consult: how sure a document must be to answer what no domain covers.
        announce: gets a sentence when the network was not trained on some domain.
    """

    algorithm: ClassVar[Algorithm]

    def __init__(
        self,
        domains: Domains,
        *,
        bundle: str | None = None,
        accept: float = 0.6,
        confirm: float = 0.4,
        sure: float = 0.95,
        consult: float = LEAST,
        announce: Callable[[str], None] = log.info,
    ) -> None:
        thresholds = Thresholds(accept=accept, confirm=confirm, sure=sure, consult=consult)
        super().__init__(domains, thresholds, self.algorithm)
        self._domains = domains
        self._bundle = bundle
        self._announce = announce

    def warm_up(self) -> None:
        """Read the bundle.

        Raises:
            BundleError: when there is none, or it is damaged or of the other algorithm.
        """
        if self.weights is not None:
            return
        if self._bundle:
            path = Path(self._bundle).expanduser()
        else:
            path, unknown = find_policy(self.algorithm, self._domains)
            if unknown:
                self._announce(
                    f"The policy {path.name} was not trained on {', '.join(sorted(unknown))}; it "
                    "decides there by what all domains have in common."
                )
        bundle = load_policy(path)
        if bundle.algorithm != self.algorithm:
            raise BundleError(
                f"{path} holds a {bundle.algorithm} policy; use --policy {bundle.algorithm}."
            )
        self.weights = bundle.weights


class SupervisedPolicy(LearnedPolicy):
    """Does what the clerks of a corpus, or another policy, did in such a state."""

    algorithm: ClassVar[Algorithm] = "supervised"


class PpoPolicy(LearnedPolicy):
    """Does what led to success with simulated users (Schulman et al. 2017)."""

    algorithm: ClassVar[Algorithm] = "ppo"
