"""Proximal policy optimisation, reckoned by hand."""

import math
from types import SimpleNamespace

import torch
from torch import Tensor, nn

from dialog.nlg.tuning.ppo import Proximal, Rollout, gains
from dialog.nlg.tuning.tokens import Batch

IDS = torch.tensor([[0, 1, 2], [0, 2, 0]])
BATCH = Batch(IDS, torch.ones_like(IDS), torch.tensor([[0, 1, 1], [0, 1, 0]]).bool())
SAID = torch.tensor([0.25, 0.8, 0.25]).log()  # what of the answers follows what


class Bigrams(nn.Module):
    """Finds each token as likely after each as it is told."""

    config = SimpleNamespace(get_text_config=lambda: SimpleNamespace(hidden_size=3))

    def __init__(self) -> None:
        super().__init__()
        chances = torch.tensor([[0.5, 0.25, 0.25], [0.1, 0.1, 0.8], [1 / 3] * 3])
        self.logits = nn.Parameter(chances.log())

    def forward(self, input_ids: Tensor, **options: object) -> SimpleNamespace:
        found = self.logits[input_ids]
        return SimpleNamespace(logits=found, hidden_states=(found,))


def _rollout(likelihoods: Tensor, gained: list[float]) -> Rollout:
    return Rollout(BATCH, likelihoods, torch.zeros(3), torch.tensor(gained))


def test_gains_are_estimated_by_the_answer_alone() -> None:
    rewards, values = torch.tensor([0.0, 1.0, 3.0]), torch.tensor([0.5, 0.4, 2.0])
    last = 1.0 - 0.4
    wanted = [0.0 + 0.4 - 0.5 + 0.95 * last, last, 3.0 - 2.0]
    torch.testing.assert_close(gains(rewards, values, BATCH), torch.tensor(wanted))


def test_what_is_foretold_is_that_of_the_answers() -> None:
    likelihoods, values = Proximal(Bigrams()).foretold(BATCH)
    torch.testing.assert_close(likelihoods.detach(), SAID)
    assert values.tolist() == [0, 0, 0]


def test_better_than_expected_becomes_likelier() -> None:
    objective = Proximal(Bigrams())
    objective(_rollout(SAID, [-1.0, 2.0, -1.0]))[0].backward()
    gradient = objective.lm.logits.grad
    assert gradient[1, 2] < 0 < gradient[0, 1]


def test_steps_beyond_the_clip_are_not_driven_further() -> None:
    objective = Proximal(Bigrams())
    # both became likelier or unlikelier by more than a fifth already, as they should
    before = SAID + torch.tensor([math.log(2), -math.log(2), math.log(2)])
    objective(_rollout(before, [-1.0, 2.0, -1.0]))[0].backward()
    assert objective.lm.logits.grad.abs().max() == 0


def test_values_learn_what_came_and_leave_the_model_alone() -> None:
    objective = Proximal(Bigrams())
    loss = objective(_rollout(SAID, [1.0, 1.0, 1.0]))[0]  # none stands out
    assert math.isclose(loss.item(), 0.1 * 0.5 * 1.0, rel_tol=1e-4)
    loss.backward()
    assert objective.value.bias.grad.item() < 0
    assert objective.lm.logits.grad.abs().max() < 1e-6
