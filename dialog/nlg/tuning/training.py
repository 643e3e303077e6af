"""Tuning of a model, on whatever there is to learn; imports torch."""

import math
from pathlib import Path
from typing import Any, Protocol, TypeVar

import torch
from torch import nn

from dialog.nlg.prompting import Prompts
from dialog.nlg.tuning.arguments import TuningArguments
from dialog.nlg.tuning.folder import check_output, fingerprint, write_tuned
from dialog.nlg.tuning.model import Base, adapted, base_of, save
from dialog.training.checkpoint import Checkpoint
from dialog.training.epochs import History, Measured, Report, made_on, train_by_epochs
from dialog.training.loop import Loop, Step

Objective = TypeVar("Objective", bound=nn.Module)
Rows = list[Any]


class Course(Protocol[Objective]):
    """What is learnt, and how it is measured; `Answers` and `PreferredAnswers` are such."""

    task: str  # what the model is for: `SPEAKS` or `SCORES`
    careful: bool  # whether steps are small

    def described(self) -> dict[str, Any]:
        """Return what is learnt, as JSON-able data."""

    def begin(self, base: Base) -> tuple[int, int]:
        """Get ready for a base; returns how much of what is learnt fits it, of how much."""

    def objective(self, model: nn.Module) -> Objective:
        """Return the loss of a model, which it has as `lm`."""

    def epoch(self, nth: int) -> list[Rows]:
        """Return the batches of an epoch, from 0."""

    def collate(self, rows: Rows, device: torch.device) -> Any:
        """Return what the objective is called with for a batch."""

    def measure(self, objective: Objective, device: torch.device) -> tuple[dict[str, float], str]:
        """Return the figures on validation, `validation_loss` among them, and a line with them."""


class Trainer:
    """Tunes one model.

    Args:
        course: what is learnt.
        args: how.
        report: gets a line an epoch.
        step: gets how many of an epoch's steps are done, how many it has, and their loss.
    """

    def __init__(
        self,
        course: Course[Any],
        args: TuningArguments,
        report: Report = lambda _: None,
        step: Step = lambda done, of, loss: None,
    ) -> None:
        self.course, self.args, self.report, self.step = course, args, report, step

    def train(self, path: Path, *, command: str = "") -> dict[str, Any]:
        """Tune, choose the epoch with the lowest loss on validation, and write it to `path`.

        The folder holds the best epoch so far at any time. Beside it stands the state of the
        training, from which the same call goes on where this one is cut short.

        Args:
            path: the folder.
            command: the command that asked for it, for the model card.

        Returns:
            How the model came to be, and its figures.

        Raises:
            ConfigError: for a base that cannot be loaded, or a folder that holds something else.
        """
        args, course = self.args, self.course
        check_output(path, args.base)
        base = base_of(args, course.task)
        fitting, number = course.begin(base)
        if fitting < number:
            self.report(f"{fitting:,} of {number:,} are short enough for the model.")
        device = base.model.device
        before, line = course.measure(course.objective(base.model.eval()), device)
        self.report(f"before: validation {line}")
        torch.manual_seed(args.seed)
        model = adapted(base, args)
        rate = args.rate(base.kind, careful=course.careful)
        steps = args.epochs * len(course.epoch(0))
        loop = Loop(course.objective(model), {"": rate}, steps)
        made: dict[str, Any] = {
            "arguments": args.to_dict() | {"learning_rate": rate},
            "base_sha256": fingerprint(args.base),
            "task": course.task,
            "trained": base.kind,
            "data": course.described(),
            "prompts": Prompts().version,
            **made_on(loop.device, ("torch", "transformers", "peft")),
        }
        checkpoint = Checkpoint(path.with_name(f".{path.name}.training"), made)
        made |= {"command": command, "before": before}

        def learn(epoch: int) -> float:
            return loop.epoch(
                course.epoch(epoch), lambda rows: course.collate(rows, loop.device), self.step
            )

        def measure(mean: nn.Module) -> Measured:
            figures, line = course.measure(mean, loop.device)

            def keep(history: History) -> None:
                whole = made | {"history": history, "validation": figures}
                write_tuned(path, lambda folder: save(mean.lm, base.tokens, folder), whole)

            return Measured(math.exp(-figures["validation_loss"]), figures, line, keep)

        history = train_by_epochs(
            loop, checkpoint, learn, measure,
            epochs=args.epochs, patience=args.patience, seed=args.seed, report=self.report,
        )  # fmt: skip
        return made | {"history": history}
