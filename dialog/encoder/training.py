"""Training of an encoder from scratch by masked language modelling (Devlin et al. 2018)."""

import platform
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from dialog.encoder.characters import MASK, SPECIAL, character_tokenizer
from dialog.encoder.folder import make_folder, write_encoder
from dialog.encoder.masking import Masking
from dialog.errors import ConfigError
from dialog.runtime.encoder import Text, TextEncoder

Report = Callable[[str], None]  # gets a line an epoch
Step = Callable[[int, int], None]  # gets an epoch's steps that are done, and how many it has
Passage = tuple[list[int], list[int]]  # token ids, and which of two sentences each is of
_STATE = "training.pt"  # what a training that was cut short goes on from
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
    mask: float = (
        0.2  # share of the characters to be told; more than 0.15 pays (Wettig et al. 2023)
    )
    max_length: int = 128  # tokens of a text; positions that the encoder knows
    bf16: bool = False  # multiply in bfloat16, where the processor does so faster
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
        step: gets how many of an epoch's steps are done, and how many it has.
    """

    def __init__(
        self,
        texts: Mapping[str, Sequence[Text]],
        args: EncoderArguments,
        report: Report = lambda _: None,
        step: Step = lambda done, of: None,
    ) -> None:
        for split in ("train", "validation"):
            if not texts[split]:
                raise ConfigError(f"There is no text to use for {split}.")
        self.texts = texts
        self.args = args
        self.report = report
        self.step = step
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")

    def train(
        self, path: Path, *, sources: Sequence[str] = (), command: str = "", resume: bool = False
    ) -> dict[str, Any]:
        """Train and write the encoder's folder; it holds the last whole epoch at any time.

        Args:
            path: the folder.
            sources: what the texts are of, for the model card.
            command: the command that asked for it, for the model card.
            resume: whether to go on where a training into this folder was cut short.

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
        model = self._model(size)
        optimizer, scheduler = self._optimizer(model, len(self._batches(learnt, 0)))
        history: list[dict[str, float]] = []
        made: dict[str, Any] = {
            "arguments": asdict(args),
            "sources": list(sources),
            "command": command,
            "texts": {"train": len(learnt), "validation": len(held_out)},
            "tokens": sum(len(ids) for ids, _ in learnt),
            "vocabulary": size,
            "device": self._device_name(),
            "versions": {p: version(p) for p in ("torch", "transformers", "tokenizers")},
        }
        parts = {"model": model, "optimizer": optimizer, "scheduler": scheduler}
        if resume and (path / _STATE).is_file():
            kept = torch.load(path / _STATE, map_location=self.device, weights_only=True)
            history = kept["history"]
            for name, part in parts.items():
                part.load_state_dict(kept[name])
        for epoch in range(len(history), args.epochs):
            loss = self._run_epoch(model, self._batches(learnt, epoch), masking, parts, epoch)
            figures = self._figures(model, held_out, masking)
            history.append({"epoch": epoch + 1, "loss": round(loss, 4), **figures})
            self.report(
                f"epoch {epoch + 1}/{args.epochs}: loss {loss:.3f}, validation loss "
                f"{figures['validation_loss']:.3f}, masked accuracy "
                f"{100 * figures['masked_accuracy']:.1f} ({len(learnt):,} texts)"
            )
            write_encoder(path, model, made | {"history": history})
            torch.save(
                {"history": history, **{n: p.state_dict() for n, p in parts.items()}},
                path / _STATE,
            )
        (path / _STATE).unlink(missing_ok=True)
        return made | {"history": history}

    def _device_name(self) -> str:
        cuda = self.device.type == "cuda"
        return str(torch.cuda.get_device_name() if cuda else platform.machine())

    def _model(self, vocabulary: int) -> Any:
        from transformers import BertConfig, BertForMaskedLM

        args = self.args
        config = BertConfig(
            vocab_size=vocabulary,
            hidden_size=args.hidden,
            num_hidden_layers=args.layers,
            num_attention_heads=args.heads,
            intermediate_size=4 * args.hidden,
            max_position_embeddings=args.max_length,
            # so few epochs do not overfit, and dropout takes its time
            hidden_dropout_prob=0.0,
            attention_probs_dropout_prob=0.0,
            attn_implementation="eager",  # faster than the fused one on a CPU
        )
        return BertForMaskedLM(config).to(self.device)

    def _optimizer(self, model: Any, steps: int) -> tuple[Any, Any]:
        args = self.args
        optimizer = torch.optim.AdamW(
            model.parameters(), args.learning_rate, betas=(0.9, 0.98), weight_decay=0.01, fused=True
        )
        scheduler = torch.optim.lr_scheduler.OneCycleLR(
            optimizer,
            args.learning_rate,
            total_steps=args.epochs * (steps + 8),  # an epoch may have a few more than the first
            pct_start=0.06,
            anneal_strategy="linear",
        )
        return optimizer, scheduler

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

    def _loss(
        self, model: Any, batch: Sequence[Passage], masking: Masking, rng: np.random.Generator
    ) -> tuple[Tensor, int, int]:
        """Return the mean loss over the hidden tokens, how many they are and how many are told."""
        length = max(len(ids) for ids, _ in batch)
        ids = np.zeros((len(batch), length), np.int64)
        types, mask = np.zeros_like(ids), np.zeros_like(ids)
        for row, (own, parts) in enumerate(batch):
            ids[row, : len(own)], types[row, : len(own)] = own, parts
            mask[row, : len(own)] = 1
        hidden, chosen = masking(ids, rng)
        tensors = [torch.from_numpy(a).to(self.device) for a in (hidden, mask, types, chosen)]
        wanted = torch.from_numpy(ids[chosen]).to(self.device)
        with torch.autocast(self.device.type, torch.bfloat16, enabled=self.args.bf16):
            states = model.bert(
                input_ids=tensors[0], attention_mask=tensors[1], token_type_ids=tensors[2]
            ).last_hidden_state
            logits = model.cls(states[tensors[3]])  # of the hidden tokens alone
        loss = nn.functional.cross_entropy(logits.float(), wanted)
        return loss, len(wanted), int((logits.argmax(dim=1) == wanted).sum())

    def _run_epoch(
        self,
        model: Any,
        batches: Sequence[Sequence[Passage]],
        masking: Masking,
        parts: dict[str, Any],
        epoch: int,
    ) -> float:
        model.train()
        rng = np.random.default_rng((self.args.seed, epoch))
        optimizer, scheduler = parts["optimizer"], parts["scheduler"]
        total = count = 0.0
        for nth, batch in enumerate(batches, 1):
            loss, hidden, _ = self._loss(model, batch, masking, rng)
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            if scheduler.last_epoch < scheduler.total_steps - 1:
                scheduler.step()
            total, count = total + loss.item() * hidden, count + hidden
            self.step(nth, len(batches))
        return total / count

    @torch.no_grad()
    def _figures(
        self, model: Any, passages: Sequence[Passage], masking: Masking
    ) -> dict[str, float]:
        """Return loss and accuracy on hidden tokens, the same ones at every call."""
        model.eval()
        rng = np.random.default_rng(_HELD_OUT)
        total = told = count = 0.0
        for batch in self._batches(passages, 0):
            loss, hidden, right = self._loss(model, batch, masking, rng)
            total, told, count = total + loss.item() * hidden, told + right, count + hidden
        return {
            "validation_loss": round(total / count, 4),
            "masked_accuracy": round(told / count, 4),
        }


def _parts(text: Text) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else text


def _passages(encoder: TextEncoder, texts: Sequence[Text]) -> list[Passage]:
    return list(_encoded(encoder, texts))


def _encoded(encoder: TextEncoder, texts: Sequence[Text]) -> Iterator[Passage]:
    for text in texts:
        batch = encoder.encode([text])
        yield batch.input_ids[0].tolist(), batch.token_type_ids[0].tolist()
