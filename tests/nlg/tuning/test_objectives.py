"""What a language model is tuned to, reckoned by hand."""

import math
from types import SimpleNamespace

import torch
from torch import Tensor, nn

from dialog.nlg.tuning.objectives import Imitation, Pairs, Preferring, log_likelihoods
from dialog.nlg.tuning.tokens import Batch

IDS = torch.tensor([[0, 1, 2], [0, 2, 0]])
BATCH = Batch(IDS, torch.ones_like(IDS), torch.tensor([[0, 1, 1], [0, 1, 0]]).bool())


class Bigrams(nn.Module):
    """Finds each token as likely after each as it is told."""

    def __init__(self, virtual: int = 0) -> None:
        super().__init__()
        chances = torch.tensor([[0.5, 0.25, 0.25], [0.1, 0.1, 0.8], [1 / 3] * 3])
        self.logits = nn.Parameter(chances.log())
        self.virtual = virtual

    def forward(self, input_ids: Tensor, **options: object) -> SimpleNamespace:
        before = torch.zeros(len(input_ids), self.virtual, 3)
        return SimpleNamespace(logits=torch.cat([before, self.logits[input_ids]], 1))


WANTED = [math.log(0.25) + math.log(0.8), math.log(0.25)]


def test_likelihoods_are_those_of_the_answers_alone() -> None:
    for virtual in (0, 4):
        found = log_likelihoods(Bigrams(virtual), BATCH)
        torch.testing.assert_close(found.detach(), torch.tensor(WANTED))


def test_imitation_is_the_mean_of_the_answers_tokens() -> None:
    assert math.isclose(Imitation(Bigrams())(BATCH)[0].item(), -sum(WANTED) / 3, rel_tol=1e-5)


def test_preferring_is_equation_7() -> None:
    reference = [-1.0, -2.0]
    objective = Preferring(Bigrams(), beta=0.5)
    loss, ahead = objective(Pairs(BATCH, torch.tensor(reference)))
    margin = 0.5 * ((WANTED[0] - reference[0]) - (WANTED[1] - reference[1]))
    assert math.isclose(ahead.item(), margin, rel_tol=1e-5)
    assert math.isclose(loss.item(), -math.log(1 / (1 + math.exp(-margin))), rel_tol=1e-5)
    loss.backward()  # the better answer is to become likelier
    assert objective.lm.logits.grad[1, 2] < 0
