"""How well a policy does while it is trained: with users that training and measuring never see."""

from dataclasses import dataclass, replace

from dialog.component import Domains
from dialog.policy.deliberation import Thresholds
from dialog.policy.learned import NetworkPolicy
from dialog.policy.network import Weights
from dialog.simulation.running import Plan, Simulation

THRESHOLDS = Thresholds(accept=0.6)  # the rule policy's, which pipelines have by default
_APART = 1_000_003  # of a seed: users of trials are not those of `dialog simulate` of the seed


@dataclass(frozen=True)
class Trial:
    """What a policy reached."""

    success: float  # share of the conversations
    turns: float  # exchanges in a conversation, on average


class Trials:
    """The same users for every trial.

    Args:
        plan: whom to talk to; its policy is not used.
        dialogues: how many users.
    """

    def __init__(self, plan: Plan, dialogues: int) -> None:
        self._simulation = Simulation(replace(plan, seed=plan.seed + _APART))
        self._policy = NetworkPolicy(self._simulation.domains, THRESHOLDS, "trial")
        self._simulation.pipeline.policy = self._policy
        self._dialogues = dialogues

    @property
    def domains(self) -> Domains:
        """What is talked about."""
        return self._simulation.domains

    def __call__(self, weights: Weights) -> Trial:
        """Let the users talk to a policy of some weights."""
        self._policy.weights = weights
        judged = [self._simulation.run(number) for number in range(self._dialogues)]
        turns = sum(len(each.talk.exchanges) for each in judged)
        done = sum(each.verdict.success for each in judged)
        return Trial(done / len(judged), turns / len(judged))
