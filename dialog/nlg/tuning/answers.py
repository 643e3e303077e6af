"""Lessons as a language model learns them: the corpus's answers become likely; imports torch."""

import random
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

import torch

from dialog.evaluation.provenance import checksum
from dialog.llm.decoding import Decoding
from dialog.llm.local import generation_options
from dialog.nlg.sources import Taught
from dialog.nlg.tuning.arguments import TuningArguments
from dialog.nlg.tuning.asked import Asked
from dialog.nlg.tuning.lessons import Lesson, lessons_of
from dialog.nlg.tuning.model import Base, check_room
from dialog.nlg.tuning.objectives import Imitation
from dialog.nlg.tuning.tokens import Answered, Batch
from dialog.training.batches import drawn_dialogues, of_like_length

_MEASURED = 200  # system turns whose words' loss is measured, at most
_SPOKEN = 100  # of these, for which the model speaks
_LONGEST = 100  # tokens that it says
_Row = tuple[str, Answered]  # with the dialogue


class Answers:
    """Fine-tuning on the corpus's own answers.

    Args:
        taught: what is learnt.
        args: how.
    """

    preferring = False

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
        most = base.room and base.room - _LONGEST
        fitting = (e for e in self._measured if not most or self._length(e) <= most)
        self._spoken = list(islice(fitting, _SPOKEN))
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
        errors, due = self._slot_errors(objective.lm, device)
        loss, rate = nats / max(1, tokens), errors / max(1, due)
        figures = {"validation_loss": round(loss, 4), "slot_error_rate": round(rate, 4)}
        return figures, f"loss {loss:.3f}, slot errors {100 * rate:.2f} %"

    def _slot_errors(self, model: Any, device: torch.device) -> tuple[int, int]:
        """Return how many errors the model makes, and how many values are due."""
        errors = due = 0
        for part in of_like_length(self._spoken, self.args.batch_size, self._length):
            for each, text in zip(part, self._said(model, part, device), strict=True):
                wrong, values = each.slot_errors(text).counts
                errors, due = errors + wrong, due + values
        return errors, due

    def _length(self, asked: Asked) -> int:
        return len(self._tokens.asked(asked.messages))

    def _said(self, model: Any, asked: Sequence[Asked], device: torch.device) -> list[str]:
        """Return the likeliest answers."""
        batch = self._tokens.prompts([each.messages for each in asked], device)
        options = generation_options(Decoding(max_tokens=_LONGEST), self._tokens.tokenizer)
        made = model.generate(input_ids=batch.ids, attention_mask=batch.mask, **options)
        own = made[:, batch.ids.shape[1] :]
        texts = self._tokens.tokenizer.batch_decode(own, skip_special_tokens=True)
        return [text.strip() for text in texts]
