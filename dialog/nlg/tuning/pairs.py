"""Preferences as a language model learns them, or a reward model; imports torch."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import torch

from dialog.evaluation.provenance import checksum
from dialog.llm.weights import SCORES, SPEAKS
from dialog.nlg.tuning.arguments import TuningArguments
from dialog.nlg.tuning.model import Base, check_room, without_dropout
from dialog.nlg.tuning.objectives import Pairs, Preferring, Ranking, log_likelihoods
from dialog.nlg.tuning.preferences import Preference, split
from dialog.nlg.tuning.tokens import Answered
from dialog.training.batches import of_like_length
from dialog.training.loop import mixed_precision


@dataclass(frozen=True, slots=True)
class _Row:
    """A preferred answer and another, and how likely the base finds them."""

    chosen: Answered
    rejected: Answered
    reference: tuple[float, float] = (0.0, 0.0)

    @property
    def end(self) -> int:
        return max(self.chosen.end, self.rejected.end)


class RankedAnswers:
    """What makes a reward model: the better answer of each pair is to score higher.

    Args:
        preferences: what is learnt and, a tenth of it, measured with.
        args: how.

    Raises:
        ConfigError: when there are too few.
    """

    task = SCORES
    careful = False

    def __init__(self, preferences: Sequence[Preference], args: TuningArguments) -> None:
        self.args = args
        self.preferences = preferences
        self._learnt, self._measured = split(preferences)

    def described(self) -> dict[str, Any]:
        """Return what is learnt, as JSON-able data."""
        return {
            "train": len(self._learnt),
            "validation": len(self._measured),
            "sha256": checksum(each.to_dict() for each in self.preferences),
        }

    def begin(self, base: Base) -> tuple[int, int]:
        """Put what is learnt into a model's tokens; returns how much fits it, of how much."""
        self._tokens = base.tokens
        self._rows, self._held = (self._made(part, base) for part in (self._learnt, self._measured))
        check_room(self.args.base, self._rows, self._held)
        return len(self._rows), len(self._learnt)

    def _made(self, preferences: Sequence[Preference], base: Base) -> list[_Row]:
        answered = base.tokens.answered
        rows = [
            _Row(answered(each.prompt, each.chosen), answered(each.prompt, each.rejected))
            for each in preferences
        ]
        return [row for row in rows if not base.room or row.end <= base.room]

    def objective(self, model: torch.nn.Module) -> torch.nn.Module:
        """Return the loss of a model, whose dropout would only blur what it prefers."""
        without_dropout(model)
        return Ranking(model)

    def epoch(self, nth: int) -> list[list[_Row]]:
        """Return the batches of an epoch."""
        chance = random.Random(f"{self.args.seed} epoch {nth}")  # noqa: S311
        rows = chance.sample(self._rows, len(self._rows))
        return of_like_length(rows, self.args.batch_size, lambda row: row.end)

    def collate(self, rows: Sequence[_Row], device: torch.device) -> Pairs:
        """Put rows side by side."""
        batch = self._tokens.batch(
            [*(row.chosen for row in rows), *(row.rejected for row in rows)], device
        )
        known = [*(row.reference[0] for row in rows), *(row.reference[1] for row in rows)]
        return Pairs(batch, torch.tensor(known, device=device))

    @torch.no_grad()
    def measure(
        self, objective: torch.nn.Module, device: torch.device
    ) -> tuple[dict[str, float], str]:
        """Return the figures on what is held out, and a line with them."""
        losses, ahead = 0.0, []
        for part in of_like_length(self._held, self.args.batch_size, lambda row: row.end):
            loss, margins = objective(self.collate(part, device))
            losses += float(loss) * len(part)
            ahead += margins.tolist()
        count = max(1, len(ahead))
        loss, margin = losses / count, sum(ahead) / count
        share = sum(each > 0 for each in ahead) / count
        figures = {
            "validation_loss": round(loss, 4),
            "preferred": round(share, 4),  # share of pairs whose better answer is ahead
            "margin": round(margin, 4),  # by how much
        }
        return figures, f"loss {loss:.3f}, preferred {100 * share:.1f} %, margin {margin:.3f}"


class PreferredAnswers(RankedAnswers):
    """Direct preference optimisation (Rafailov et al. 2023).

    The base as it is before the training is what the model is held to. How likely it finds each
    answer is reckoned once, so that it need not stay in memory. An answer is ahead of another by
    as much as it gained on it, in nats times beta.
    """

    task = SPEAKS
    careful = True

    def _made(self, preferences: Sequence[Preference], base: Base) -> list[_Row]:
        rows, model = super()._made(preferences, base), base.model.eval()
        made: list[_Row] = []
        bf16 = mixed_precision() == "bf16"  # as the training reckons
        for part in of_like_length(rows, self.args.batch_size, lambda row: row.end):
            batch = self.collate(part, model.device).batch
            with torch.no_grad(), torch.autocast(batch.ids.device.type, torch.bfloat16, bf16):
                chosen, rejected = torch.chunk(log_likelihoods(model, batch), 2)
            known = zip(part, chosen.tolist(), rejected.tolist(), strict=True)
            made += [replace(row, reference=(one, other)) for row, one, other in known]
        return made

    def objective(self, model: torch.nn.Module) -> torch.nn.Module:
        """Return the loss of a model, whose dropout would only blur what it prefers."""
        without_dropout(model)
        return Preferring(model, self.args.beta)
