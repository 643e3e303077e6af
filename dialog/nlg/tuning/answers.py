"""Lessons as a language model learns them: the corpus's answers become likely; imports torch."""

import random
from collections.abc import Iterable, Sequence
from typing import Any

import torch

from dialog.evaluation.provenance import checksum
from dialog.llm.weights import SPEAKS
from dialog.nlg.sources import Taught
from dialog.nlg.tuning.arguments import TuningArguments
from dialog.nlg.tuning.asked import Asked
from dialog.nlg.tuning.lessons import Lesson, lessons_of
from dialog.nlg.tuning.model import Base, check_room
from dialog.nlg.tuning.objectives import Imitation
from dialog.nlg.tuning.speaking import Spoken
from dialog.nlg.tuning.tokens import Answered, Batch
from dialog.training.batches import drawn_dialogues, of_like_length

_MEASURED = 200  # system turns whose words' loss is measured, at most
_Row = tuple[str, Answered]  # with the dialogue


class Answers:
    """Fine-tuning on the corpus's own answers.

    Args:
        taught: what is learnt.
        args: how.
    """

    task = SPEAKS
    careful = False

    def __init__(self, taught: Taught[Lesson, Asked], args: TuningArguments) -> None:
        self.taught, self.args = taught, args
        chance = random.Random(f"{args.seed} validation")  # noqa: S311
        turns = list(taught.validation)
        self._measured = chance.sample(turns, min(_MEASURED, len(turns)))

    def described(self) -> dict[str, Any]:
        """Return what is learnt, as JSON-able data."""
        return {
            "corpora": list(self.taught.corpora),
            "train": len(self.taught.examples),
            "validation": len(self._measured),
            "sha256": checksum(each.to_dict() for each in self.taught.examples),
        }

    def begin(self, base: Base) -> tuple[int, int]:
        """Put what is learnt into a model's tokens; returns how much fits it, of how much."""
        self._tokens = base.tokens

        def rows(lessons: Iterable[Lesson]) -> list[_Row]:
            made = ((e.dialogue, base.tokens.answered(e.messages, e.answer)) for e in lessons)
            return [(name, row) for name, row in made if not base.room or row.end <= base.room]

        self._rows, self._held = rows(self.taught.examples), rows(lessons_of(self._measured))
        check_room(self.args.base, self._rows, self._held)
        self._spoken = Spoken(self._measured, base, self.args.batch_size)
        return len(self._rows), len(self.taught.examples)

    def objective(self, model: torch.nn.Module) -> Imitation:
        """Return the loss of a model."""
        return Imitation(model)

    def epoch(self, nth: int) -> list[list[_Row]]:
        """Return the batches of an epoch."""
        args, rows = self.args, self._rows
        if args.dialogues:
            rows = drawn_dialogues(rows, lambda each: each[0], args.seed, args.dialogues, nth=nth)
        rows = random.Random(f"{args.seed} epoch {nth}").sample(rows, len(rows))  # noqa: S311
        return of_like_length(rows, args.batch_size, lambda each: each[1].end)

    def collate(self, rows: Sequence[_Row], device: torch.device) -> Batch:
        """Put rows side by side."""
        return self._tokens.batch([row for _, row in rows], device)

    @torch.no_grad()
    def measure(self, objective: Imitation, device: torch.device) -> tuple[dict[str, float], str]:
        """Return the figures on validation, and a line with them."""
        nats = tokens = 0.0
        for part in of_like_length(self._held, self.args.batch_size, lambda each: each[1].end):
            batch = self.collate(part, device)
            said = int(batch.said.sum())
            nats += float(objective(batch)[0]) * said
            tokens += said
        loss = nats / max(1, tokens)
        rate = self._spoken.slot_error_rate(objective.lm, device)
        figures = {"validation_loss": round(loss, 4), "slot_error_rate": round(rate, 4)}
        return figures, f"loss {loss:.3f}, slot errors {100 * rate:.2f} %"
