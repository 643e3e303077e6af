"""Training of an encoder from scratch by masked language modelling (Devlin et al. 2018)."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch

from dialog.encoder.characters import MASK, SPECIAL, character_tokenizer
from dialog.encoder.folder import make_folder, write_encoder
from dialog.encoder.masking import Masking
from dialog.encoder.model import Batch, MaskedModel, Passage, masked_model, padded
from dialog.errors import ConfigError
from dialog.evaluation.provenance import checksum
from dialog.runtime.encoder import Text, TextEncoder
from dialog.training.checkpoint import Checkpoint
from dialog.training.epochs import History, Measured, Report, made_on, train_by_epochs
from dialog.training.loop import Loop, Step

_HELD_OUT = 10_007  # the seed of what is hidden of the validation text


@dataclass(frozen=True)
class EncoderArguments:
    """The encoder's size, and how to train it."""

    layers: int = 4
    hidden: int = 256
    heads: int = 4
    epochs: int = 4
    batch_tokens: int = 2048  # tokens a step, padding included
    learning_rate: float = 1e-3
    averaging: float = 0.99  # decay of the running mean of the weights, which is what is kept
    mask: float = 0.2  # share of the characters to be told; Wettig et al. 2023 on more than 0.15
    max_length: int = 128  # tokens of a text; positions that the encoder knows
    seed: int = 0

    def __post_init__(self) -> None:
        for name in ("layers", "hidden", "heads", "epochs", "batch_tokens"):
            if getattr(self, name) < 1:
                raise ConfigError(f"{name} is {getattr(self, name)}; it should be at least 1.")
        if self.hidden % self.heads:
            raise ConfigError(
                f"hidden is {self.hidden} and heads is {self.heads}; "
                "the first should be a multiple of the second."
            )
        for name in ("learning_rate", "mask"):
            if not 0 < getattr(self, name) < 1:
                raise ConfigError(f"{name} is {getattr(self, name)}; it should be in (0, 1).")


class EncoderTrainer:
    """Trains one encoder.

    Args:
        texts: per split ("train", "validation"), what to learn from and what to measure with.
        args: size and training.
        report: gets a line an epoch.
        step: gets how many of an epoch's steps are done, how many it has, and their loss.
    """

    def __init__(
        self,
        texts: Mapping[str, Sequence[Text]],
        args: EncoderArguments,
        report: Report = lambda _: None,
        step: Step = lambda done, of, loss: None,
    ) -> None:
        for split in ("train", "validation"):
            if not texts[split]:
                raise ConfigError(f"There is no text to use for {split}.")
        self.texts = texts
        self.args = args
        self.report = report
        self.step = step

    def train(
        self, path: Path, *, sources: Sequence[str] = (), command: str = ""
    ) -> dict[str, Any]:
        """Train and write the encoder's folder; it holds the best epoch so far at any time.

        Beside it stands the state of the training, from which the same call goes on where this
        one is cut short.

        Args:
            path: the folder.
            sources: what the texts are of, for the model card.
            command: the command that asked for it, for the model card.

        Returns:
            What the encoder was made of, and its figures.

        Raises:
            EncoderError: for a folder that holds something else or cannot be written.
        """
        args = self.args
        torch.manual_seed(args.seed)
        make_folder(path)
        tokenizer = character_tokenizer(p for text in self.texts["train"] for p in _parts(text))
        tokenizer.save(str(path / "tokenizer.json"))
        size = tokenizer.get_vocab_size()
        masking = Masking(args.mask, SPECIAL.index(MASK), len(SPECIAL), size)
        encoder = TextEncoder(path, max_length=args.max_length)
        learnt = _passages(encoder, self.texts["train"])
        held_out = _passages(encoder, self.texts["validation"])
        made: dict[str, Any] = {
            "arguments": asdict(args),
            "sources": list(sources),
            "command": command,
            "texts": {"train": len(learnt), "validation": len(held_out)},
            "tokens": sum(len(ids) for ids, _ in learnt),
            "vocabulary": size,
        }
        model = masked_model(size, args.layers, args.hidden, args.heads, args.max_length)
        steps = sum(len(self._batches(learnt, epoch)) for epoch in range(args.epochs))
        loop = Loop(model, {"": args.learning_rate}, steps, averaging=args.averaging)
        made |= made_on(loop.device, ("torch", "transformers", "tokenizers"))
        data = checksum({"ids": ids} for ids, _ in learnt)
        checkpoint = Checkpoint.beside(path, made | {"data": data})

        def learn(epoch: int) -> float:
            rng = np.random.default_rng((args.seed, epoch))

            def hidden(part: Sequence[Passage]) -> Batch:
                return padded(part, masking, rng, loop.device)

            return loop.epoch(self._batches(learnt, epoch), hidden, self.step)

        def measure(mean: MaskedModel) -> Measured:
            figures = self._figures(mean, held_out, masking, loop.device)
            line = (
                f"loss {figures['validation_loss']:.3f}, masked accuracy "
                f"{100 * figures['masked_accuracy']:.1f}"
            )

            def keep(history: History) -> None:
                write_encoder(path, mean.bert, made | {"history": history})

            return Measured(figures["masked_accuracy"], figures, line, keep)

        history = train_by_epochs(
            loop, checkpoint, learn, measure,
            epochs=args.epochs, patience=args.epochs, seed=args.seed, report=self.report,
        )  # fmt: skip
        return made | {"history": history}

    def _batches(self, passages: Sequence[Passage], epoch: int) -> list[list[Passage]]:
        """Cut passages into batches of like length, in an order of the epoch's own."""
        rng = random.Random(self.args.seed * 1_000 + epoch)  # noqa: S311  not for secrets
        order = sorted(passages, key=lambda p: len(p[0]) + rng.random())
        batches: list[list[Passage]] = []
        at = 0
        while at < len(order):
            # the longest of a batch comes last, and all are padded to it
            end = at + 1
            while end < len(order) and (
                (end + 1 - at) * len(order[end][0]) <= self.args.batch_tokens
            ):
                end += 1
            batches.append(order[at:end])
            at = end
        rng.shuffle(batches)
        return batches

    @torch.no_grad()
    def _figures(
        self,
        model: torch.nn.Module,
        passages: Sequence[Passage],
        masking: Masking,
        device: torch.device,
    ) -> dict[str, float]:
        """Return loss and accuracy on hidden tokens, the same ones at every call."""
        rng = np.random.default_rng(_HELD_OUT)
        total = told = count = 0.0
        for part in self._batches(passages, 0):
            batch = padded(part, masking, rng, device)
            loss, right = model(batch)
            hidden = len(batch["wanted"])
            total, told = total + float(loss) * hidden, told + float(right)
            count += hidden
        return {
            "validation_loss": round(total / count, 4),
            "masked_accuracy": round(told / count, 4),
        }


def _parts(text: Text) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else text


def _passages(encoder: TextEncoder, texts: Sequence[Text]) -> list[Passage]:
    encoded = (encoder.encode([text]) for text in texts)
    return [(batch.input_ids[0].tolist(), batch.token_type_ids[0].tolist()) for batch in encoded]
