"""The actor with a critic beside it, as sb3-contrib's MaskablePPO takes them."""

from typing import Any

from sb3_contrib.common.maskable.policies import MaskableActorCriticPolicy
from torch import Tensor, nn

from dialog.learning.actor import Actor
from dialog.policy.features import Layout

_CRITIC = 64  # units of the critic's two layers, which only training needs


class ActorCritic(MaskableActorCriticPolicy):  # type: ignore[misc]
    """Scores moves by an `Actor`, and guesses from the whole vector what is still to be earned.

    Args:
        args: as those of sb3-contrib's policy.
        layout: of the vectors.
        options: as those of sb3-contrib's policy.
    """

    def __init__(self, *args: Any, layout: Layout, **options: Any) -> None:
        self._layout = layout
        super().__init__(*args, **options)

    @property
    def actor(self) -> Actor:
        """The network that is kept."""
        actor: Actor = self.mlp_extractor.actor
        return actor

    def _build_mlp_extractor(self) -> None:
        self.mlp_extractor = _Both(self._layout)

    def _build(self, lr_schedule: Any) -> None:
        super()._build(lr_schedule)
        self.action_net = nn.Identity()  # the actor's scores are the logits already
        options = self.optimizer_kwargs
        self.optimizer = self.optimizer_class(self.parameters(), lr=lr_schedule(1), **options)


class _Both(nn.Module):
    """What sb3 calls an extractor: the actor's scores, and what the critic makes of a vector."""

    def __init__(self, layout: Layout) -> None:
        super().__init__()
        self.actor = Actor(layout)
        self.critic = nn.Sequential(
            nn.Linear(layout.size, _CRITIC), nn.Tanh(), nn.Linear(_CRITIC, _CRITIC), nn.Tanh()
        )
        self.latent_dim_pi = len(layout.moves)
        self.latent_dim_vf = _CRITIC

    def forward(self, vectors: Tensor) -> tuple[Tensor, Tensor]:
        return self.forward_actor(vectors), self.forward_critic(vectors)

    def forward_actor(self, vectors: Tensor) -> Tensor:
        scored: Tensor = self.actor(vectors)
        return scored

    def forward_critic(self, vectors: Tensor) -> Tensor:
        seen: Tensor = self.critic(vectors)
        return seen
